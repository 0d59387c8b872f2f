import * as z from 'zod'
import type { EndpointDetail, EndpointView, HistoryView } from './view.ts'

/**
 * All that the interface may ask of the monitor, and all that the monitor tells it (2-architecture.md, "The
 * contract"). The main side validates with these schemas; the renderer imports types only, so that zod stays out of
 * the page.
 */

const nothing = z.strictObject({})
const endpoint = z.strictObject({ id: z.string().min(1).max(200) })

/** More steps than a screen has columns help nobody. */
export const maxPoints = 2000

const historyRange = z
  .strictObject({
    id: z.string().min(1).max(200),
    /** Epoch milliseconds. */
    from: z.number().min(0).max(8.64e15),
    to: z.number().min(0).max(8.64e15),
    points: z.int().min(1).max(maxPoints),
  })
  .refine((range) => range.from < range.to, { error: 'from must be before to' })

/** What each command takes. */
export const commands = {
  'app.info': nothing,
  'fleet.retryFailed': nothing,
  'endpoint.retry': endpoint,
  'endpoint.stop': endpoint,
  'endpoint.start': endpoint,
  'endpoint.detail': endpoint,
  'endpoint.history': historyRange,
} as const satisfies Record<keyof CommandOutputs, z.ZodType>

/** What each command answers. */
export interface CommandOutputs {
  'app.info': AppInfo
  /** The ids that were in `failed` and are tried again now. */
  'fleet.retryFailed': readonly string[]
  'endpoint.retry': EndpointView
  'endpoint.stop': EndpointView
  'endpoint.start': EndpointView
  'endpoint.detail': EndpointDetail
  'endpoint.history': HistoryView
}

/** What each stream tells: one snapshot, then patches to it. */
export interface Streams {
  /** Every endpoint, in the order of the configuration. */
  fleet: { readonly snapshot: readonly EndpointView[]; readonly patch: FleetPatch }
  /** The configuration's problems now in force; each patch is the whole list, empty when all are mended. */
  notices: { readonly snapshot: readonly Notice[]; readonly patch: readonly Notice[] }
}

export const streamNames = ['fleet', 'notices'] as const satisfies readonly (keyof Streams)[]

export interface FleetPatch {
  /** Whole views, to be put in the place of those with the same id, or added. */
  readonly changed: readonly EndpointView[]
  readonly removed: readonly string[]
}

/** A problem that a person should know of and can mend. Line and column begin at 1; null where there is none. */
export interface Notice {
  readonly file: string
  readonly line: number | null
  readonly column: number | null
  readonly message: string
  readonly hint: string
}

export interface AppInfo {
  readonly version: string
  readonly mode: 'browser' | 'desktop'
  /** The file to edit; it may not exist yet. */
  readonly configFile: string
  readonly dataDir: string
  /** The fault lab's streams instead of the user's own. */
  readonly demo: boolean
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
