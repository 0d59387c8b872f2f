import * as z from 'zod'
import type { FieldProblem, FormView, ImportPreview, Saved } from './editing.ts'
import { longestImport, longestNote, maxPoints, maxSelected, maxStrips, mostIncidents } from './limits.ts'
import type { ProbeView } from './probe.ts'
import type {
  ChartView,
  EndpointFacts,
  EventPage,
  IncidentDetail,
  IncidentPage,
  OutageView,
  SecretsView,
  SettingsView,
  StripView,
  WatchedView,
  WatchingView,
} from './screens.ts'
import {
  type DrillView,
  type EndpointDetail,
  type EndpointView,
  type HistoryView,
  type IncidentView,
  incidentKinds,
} from './view.ts'

/**
 * All that the interface may ask of the monitor, and all that the monitor tells it (2-architecture.md, "The
 * contract"). The main side validates with these schemas; the renderer imports types only, so that zod stays out of
 * the page.
 */

const nothing = z.strictObject({})
const idText = z.string().min(1).max(200)
const endpoint = z.strictObject({ id: idText })
/** Epoch milliseconds. */
const moment = z.number().min(0).max(8.64e15)

const historyRange = z
  .strictObject({ id: idText, from: moment, to: moment, points: z.int().min(1).max(maxPoints) })
  .refine((range) => range.from < range.to, { error: 'from must be before to' })

/** An endpoint's keys as they stand in the file; the configuration's own schema judges them. */
const fields = z.record(z.string().max(100), z.json())
/** Leads to a value within the fields, such as `['headers', 'Authorization']`. */
const path = z.array(z.string().max(500)).min(1).max(6)
const selected = z.array(idText).min(1).max(maxSelected)
const draft = { id: idText.nullable(), fields, keep: z.array(path).max(500) }
const secretName = z
  .string()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?$/)
  .max(100)

export const themes = ['system', 'dark', 'light'] as const
/** How many events an endpoint may keep for its tail. */
export const eventRingRange = { least: 50, most: 5000, standard: 200 } as const

/** Bytes that the history may take on the disk. */
export const historyCapRange = { least: 16 * 2 ** 20, most: 64 * 2 ** 30, standard: 2 ** 30 } as const

const span = { from: moment, to: moment }
/** An endpoint's id, its kind and its time. */
const incident = z.string().min(1).max(300)

/** What each command takes. */
export const commands = {
  'app.info': nothing,
  /** The person looks away now: the next look tells what happened since. */
  'app.looked': nothing,
  /** Shows the file or folder in the system's file manager; the desktop app only. */
  'app.reveal': z.strictObject({ what: z.enum(['config', 'data']) }),
  'fleet.retryFailed': nothing,
  /** Tries what is `failed` once more, where that is worth it: a page that was hidden is seen again. */
  'fleet.recover': nothing,
  'fleet.act': z.strictObject({ ids: selected, action: z.enum(['retry', 'stop', 'start']) }),
  'fleet.strips': z.strictObject({ ids: z.array(idText).max(maxStrips) }),
  'fleet.outages': z.strictObject({ since: moment }),
  'endpoint.retry': endpoint,
  'endpoint.stop': endpoint,
  'endpoint.start': endpoint,
  'endpoint.detail': endpoint,
  'endpoint.facts': endpoint,
  /** Events after the one numbered `after`, or the newest ones; oldest first. */
  'endpoint.events': z.strictObject({
    id: idText,
    after: z.int().min(0).nullable(),
    limit: z.int().min(1).max(eventRingRange.most),
  }),
  'endpoint.history': historyRange,
  'endpoint.chart': historyRange,
  /** One connection beside the stream, from `from` or an id of some events ago; graded, and counted nowhere. */
  'endpoint.drill': z.strictObject({ id: idText, from: z.string().min(1).max(4096).nullable() }),
  /** Incidents that lasted into the span or began in it, the newest first; of all kinds where `kinds` is empty. */
  'incidents.list': z.strictObject({
    ...span,
    kinds: z.array(z.enum(incidentKinds)).max(incidentKinds.length),
    limit: z.int().min(1).max(mostIncidents),
  }),
  'incidents.detail': z.strictObject({ id: incident }),
  'incidents.note': z.strictObject({ id: incident, notes: z.string().max(longestNote) }),
  'incidents.acknowledge': z.strictObject({
    ids: z.array(incident).min(1).max(mostIncidents),
    acknowledged: z.boolean(),
  }),
  /** Those that are named, or all of the span where `ids` is null. */
  'incidents.export': z.strictObject({
    ...span,
    ids: z.array(incident).min(1).max(mostIncidents).nullable(),
    format: z.enum(['csv', 'json', 'markdown']),
  }),
  /** The digest was read. */
  'watching.dismiss': z.strictObject({ digest: z.string().max(200) }),
  /** The form of an endpoint, or of one to come (`id` null). */
  'config.form': z.strictObject({ id: idText.nullable() }),
  /** What is wrong with the fields; nothing is saved. */
  'config.check': z.strictObject(draft),
  /** `revision` as `config.form` gave it; null for a new endpoint. */
  'config.save': z.strictObject({ ...draft, revision: z.string().max(100).nullable() }),
  'config.remove': z.strictObject({ ids: selected }),
  'config.undo': z.strictObject({ undo: z.string().max(100) }),
  'config.preview': z.strictObject({ text: z.string().max(longestImport) }),
  'config.import': z.strictObject({ endpoints: z.array(fields).min(1).max(maxSelected) }),
  /** The endpoints as YAML, all of them where `ids` is null. */
  'config.export': z.strictObject({ ids: selected.nullable() }),
  'probe.start': z.strictObject(draft),
  'probe.look': z.strictObject({ probe: z.string().max(100) }),
  'probe.end': z.strictObject({ probe: z.string().max(100) }),
  'secrets.list': nothing,
  'secrets.set': z.strictObject({
    name: secretName,
    value: z
      .string()
      .min(1)
      .max(64 * 1024),
  }),
  'secrets.remove': z.strictObject({ name: secretName }),
  'settings.set': z.strictObject({
    theme: z.enum(themes).optional(),
    eventRing: z.int().min(eventRingRange.least).max(eventRingRange.most).optional(),
    api: z.strictObject({ on: z.boolean(), port: z.int().min(0).max(65_535) }).optional(),
    history: z.strictObject({ cap: z.int().min(historyCapRange.least).max(historyCapRange.most) }).optional(),
  }),
  'demo.start': nothing,
  'demo.end': nothing,
} as const satisfies Record<keyof CommandOutputs, z.ZodType>

/** What each command answers. */
export interface CommandOutputs {
  'app.info': AppInfo
  'app.looked': null
  'app.reveal': null
  /** The ids that were in `failed` and are tried again now. */
  'fleet.retryFailed': readonly string[]
  /** The ids that are tried again. */
  'fleet.recover': readonly string[]
  /** The ids that there are. */
  'fleet.act': readonly string[]
  /** Of those ids that there are. */
  'fleet.strips': readonly StripView[]
  /** Outages that lasted beyond `since` or began after it, the newest first. */
  'fleet.outages': readonly OutageView[]
  'endpoint.retry': EndpointView
  'endpoint.stop': EndpointView
  'endpoint.start': EndpointView
  'endpoint.detail': EndpointDetail
  'endpoint.facts': EndpointFacts
  'endpoint.events': EventPage
  'endpoint.history': HistoryView
  'endpoint.chart': ChartView
  'endpoint.drill': DrillView
  'incidents.list': IncidentPage
  'incidents.detail': IncidentDetail
  'incidents.note': IncidentView
  /** Those that there are, as they are now. */
  'incidents.acknowledge': readonly IncidentView[]
  /** `name`: what the file may be called. */
  'incidents.export': { readonly text: string; readonly name: string }
  'watching.dismiss': null
  'config.form': FormView
  'config.check': readonly FieldProblem[]
  'config.save': Saved
  'config.remove': Saved
  'config.undo': null
  'config.preview': ImportPreview
  'config.import': Saved
  'config.export': { readonly text: string }
  'probe.start': { readonly probe: string }
  'probe.look': ProbeView
  'probe.end': null
  'secrets.list': SecretsView
  'secrets.set': SecretsView
  'secrets.remove': SecretsView
  'settings.set': SettingsView
  'demo.start': null
  'demo.end': null
}

/** What each stream tells: one snapshot, then patches to it. */
export interface Streams {
  /** Every endpoint, in the order of the configuration. */
  fleet: { readonly snapshot: readonly WatchedView[]; readonly patch: FleetPatch }
  /** The configuration's problems now in force; each patch is the whole list, empty when all are mended. */
  notices: { readonly snapshot: readonly Notice[]; readonly patch: readonly Notice[] }
  /** Each patch is the whole. */
  watching: { readonly snapshot: WatchingView; readonly patch: WatchingView }
  /** Each patch is the whole. */
  settings: { readonly snapshot: SettingsView; readonly patch: SettingsView }
}

export const streamNames = [
  'fleet',
  'notices',
  'watching',
  'settings',
] as const satisfies readonly (keyof Streams)[]

export interface FleetPatch {
  /** Whole views, to be put in the place of those with the same id, or added. */
  readonly changed: readonly WatchedView[]
  readonly removed: readonly string[]
}

/** A problem that a person should know of and can mend. Line and column begin at 1; null where there is none. */
export interface Notice {
  readonly file: string
  readonly line: number | null
  readonly column: number | null
  readonly message: string
  readonly hint: string
  /** False where the configuration is in force all the same: a secret that has no value yet, or one that does not fit. */
  readonly blocking?: false
}

export interface AppInfo {
  readonly version: string
  readonly mode: 'browser' | 'desktop'
  /** The file to edit; it may not exist yet. */
  readonly configFile: string
  readonly dataDir: string
  /** The fault lab's streams instead of the user's own (`--demo`). */
  readonly demo: boolean
  /** Epoch ms at which the person last looked away; null where nobody looked yet. */
  readonly lookedAt: number | null
  /** Epoch ms of the monitor's start. */
  readonly startedAt: number
  readonly problems: readonly Notice[]
}

/** How an error crosses: as a value, never as an exception. */
export interface CallError {
  readonly code: string
  readonly message: string
  readonly hint: string
}

export type CallResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: CallError }

export type CommandName = keyof CommandOutputs
export type CommandInput<C extends CommandName> = z.input<(typeof commands)[C]>
export type CommandOutput<C extends CommandName> = CommandOutputs[C]
export type StreamName = keyof Streams
export type Snapshot<S extends StreamName> = Streams[S]['snapshot']
export type Patch<S extends StreamName> = Streams[S]['patch']
