import type {
  AttemptView,
  EndpointView,
  EventView,
  FactsView,
  Health,
  HistoryView,
  IncidentView,
  PhaseName,
  Verdict,
} from './view.ts'

/** What the interface's screens need beyond the outside promises of `view.ts`. Times are ISO 8601 in UTC unless said. */

/** What keeps this machine from seeing its streams: it sleeps, has no network, or one that is at fault. */
export type AwayCause = 'sleep' | 'offline' | 'local'

/** An endpoint as the fleet's rows show it. */
export interface WatchedView extends EndpointView {
  /** Who stopped it, while it is stopped: the server said that it is done (204, a completion), or the user did. */
  readonly stoppedBy: 'user' | 'server' | null
  /** Why nobody sees it, while it is unwatched or tried without counting for it; null otherwise. */
  readonly awayCause: AwayCause | null
  /** Milliseconds between two heartbeats, as far as known. */
  readonly intervalMs: number | null
  /** Milliseconds between two rotations, where the server or the configuration tells. */
  readonly rotationEveryMs: number | null
  /** Since when it is down: the last sign of life before the trouble, or the first try of one that never was live. */
  readonly downSince: string | null
  /** What the last replay verdict rests on, as one short phrase such as "ids jump from 12 to 40". */
  readonly replayEvidence: string | null
  /** What a person should know and may want to set: a buffering proxy, another interval than told, closes on a schedule. */
  readonly remarks: readonly string[]
  /** One of the fault lab's streams. */
  readonly demo: boolean
}

/** A letter for each step of a strip, the worst state of the step. */
export const stripStates = {
  '.': 'nothing known',
  v: 'live',
  p: 'unproven',
  l: 'late',
  d: 'deaf',
  w: 'reconnecting',
  f: 'failed',
  u: 'unwatched',
  s: 'stopped',
} as const
export type StripState = keyof typeof stripStates

/** The last hour in little. */
export interface StripView {
  readonly id: string
  /** Epoch ms of the first step's begin. */
  readonly from: number
  readonly stepMs: number
  /** One letter of `stripStates` for each step; the last step holds the present. */
  readonly states: string
  /** Requests that were sent beside the first of a stable connection, for each step. */
  readonly attempts: readonly number[]
  /** Steps in which a rotation fell. */
  readonly rotations: readonly number[]
}

export interface OutageView {
  /** The endpoint's. */
  readonly id: string
  readonly start: string
  /** Null while it lasts. */
  readonly end: string | null
  /** The sentence of the failure that it began with. */
  readonly cause: string
  /** More than three within ten minutes, merged into this one. */
  readonly flapping: boolean
}

/** What the endpoint screen shows beside charts and tail. */
export interface EndpointFacts {
  readonly facts: FactsView
  /** Oldest first, the newest 200. */
  readonly attempts: readonly AttemptView[]
  /** The newest heartbeat; null before the first, and where a lone comment is the heartbeat and carries nothing. */
  readonly heartbeat: {
    readonly at: string
    readonly type: string
    /** Its data's own keys, where that is a JSON object; at most 30, values cut at 200 characters. */
    readonly fields: readonly { readonly name: string; readonly value: string }[]
    /** How many are missing by its own count among the `counted` heartbeats in the tail; null where it does not count. */
    readonly missed: number | null
    readonly counted: number
  } | null
  readonly replay: {
    readonly verdict: Verdict | 'pending'
    readonly evidence: string
    readonly at: string
  } | null
  /** The last moment at which nothing was missing, and what is known to be missing since; null where nothing is. */
  readonly missed: {
    readonly since: string
    readonly lastEventId: string | null
    /** Events by their ids; null where ids do not tell. */
    readonly events: number | null
  } | null
  /** A second, over the last 10 s that are whole. */
  readonly rates: {
    readonly events: number
    readonly heartbeats: number
    readonly bytes: number
  }
  /** Newest first. */
  readonly outages: readonly OutageView[]
  /** Milliseconds in each phase since the start. */
  readonly phaseMs: Readonly<Record<string, number>>
}

export interface TailEvent extends EventView {
  /** Counts the endpoint's events from 1, gaps only where the ring let events go. */
  readonly seq: number
}

export interface EventPage {
  /** Oldest first. */
  readonly events: readonly TailEvent[]
  /** Events after `after` that are not held any more, or were more than `limit` or a megabyte. */
  readonly skipped: number
  /** What the ring holds now. */
  readonly held: { readonly count: number; readonly bytes: number; readonly limit: number }
}

/** The charts' columns: those of the history, and what only the last hour has. */
export interface ChartView extends HistoryView {
  /** Latency samples, merged to the resolution of the histogram: epoch ms and ms. */
  readonly points: { readonly t: readonly number[]; readonly ms: readonly number[] }
  readonly duplicates: readonly number[]
  readonly rotations: readonly number[]
  readonly heartbeats: readonly number[]
  /**
   * Of the live time, what was late, deaf or unproven, or `silent`: after the last sign of life before an outage. Of
   * the time spent connecting and waiting, what was `trouble`: part of an outage. Milliseconds in each step.
   */
  readonly healthMs: Readonly<Record<string, readonly number[]>>
}

/** Something a person should know of and can mend. */
export interface Trouble {
  readonly code: string
  readonly message: string
  readonly hint: string
}

/** What came of a time in which nobody looked. */
export interface Digest {
  readonly id: string
  readonly cause: AwayCause
  readonly from: string
  readonly to: string
  /** "Asleep for 7 h 12 min. 48 of 50 streams are back; 2 failed: orders, billing." */
  readonly sentence: string
  /** Endpoints that are neither back nor given up yet. */
  readonly pending: number
  readonly failed: readonly { readonly id: string; readonly name: string }[]
}

/** How it stands with the watching itself. */
export interface WatchingView {
  /** What keeps this machine from seeing its streams now; null where nothing does. */
  readonly away: {
    readonly cause: AwayCause
    readonly since: string
    /** How many endpoints nobody sees because of it. */
    readonly endpoints: number
    /** The hosts that fell silent together. */
    readonly hosts: readonly string[]
  } | null
  /** Of the last time that nobody looked; null where there was none, or a person has read it. */
  readonly digest: Digest | null
  readonly incidents: { readonly open: number; readonly unacknowledged: number }
  /** What the memory of it all suffers from: a folder that cannot be written, a clock that was set back. */
  readonly troubles: readonly Trouble[]
}

/** Newest first. */
export interface IncidentPage {
  readonly incidents: readonly IncidentView[]
  /** There are older ones in the range than were asked for. */
  readonly more: boolean
}

/** What was on record of one endpoint when an incident happened to it. */
export interface IncidentEvidence {
  readonly endpoint: string
  /** As it was called then. */
  readonly name: string
  /** With the values of secret-looking query keys struck out. */
  readonly url: string
  /** Of the request, secrets struck out. */
  readonly requestHeaders: Readonly<Record<string, string>>
  /** Of the newest answer, lower case, secrets struck out. */
  readonly responseHeaders: Readonly<Record<string, string>>
  readonly status: number | null
  readonly remoteAddress: string | null
  readonly lastEventId: string | null
  /** Requests during the incident, oldest first, the newest 50. */
  readonly attempts: readonly AttemptView[]
  /** A command that makes the same request; secrets struck out. */
  readonly curl: string
}

export interface IncidentDetail {
  readonly incident: IncidentView
  /** From shortly before its begin to shortly after its end; oldest first. */
  readonly timeline: readonly {
    readonly at: string
    readonly endpoint: string
    readonly phase: PhaseName
    readonly health: Health | null
    readonly reason: string
  }[]
  readonly evidence: readonly IncidentEvidence[]
}

export interface SecretsView {
  /** Whether a secret can be stored here at all; in browser mode it comes from the environment. */
  readonly writable: boolean
  /** Whether what is stored is really encrypted by the system. */
  readonly encrypted: boolean
  /** What the store is, and what it is not, in one or two sentences. */
  readonly sentence: string
  readonly secrets: readonly {
    readonly name: string
    /** Whether it has a value; the value itself never leaves the monitor. */
    readonly isSet: boolean
    /** Ids of the endpoints that refer to it. */
    readonly usedBy: readonly string[]
    /** What to do so that it has a value. */
    readonly howToSet: string
  }[]
}

export interface SettingsView {
  readonly theme: 'system' | 'dark' | 'light'
  /** Events that each endpoint keeps for its tail. */
  readonly eventRing: number
  readonly api: {
    /** Browser mode always has it. */
    readonly always: boolean
    readonly on: boolean
    /** As set; 0 for a free one. */
    readonly port: number
    /** Where it answers now; null where it does not. */
    readonly url: string | null
    readonly metricsUrl: string | null
    readonly token: string | null
    /** Why it does not answer though it is on. */
    readonly problem: string | null
  }
  readonly history: {
    /** Where it is kept; null where it lasts only as long as this run. */
    readonly file: string | null
    /** Bytes on the disk now, and at most. */
    readonly size: number
    readonly cap: number
    /** Begin of what is kept; null where nothing is yet. */
    readonly since: string | null
    /** How long rollups of 10 s, 1 min and 1 h are kept, where the cap leaves room. */
    readonly retention: readonly { readonly stepMs: number; readonly keptMs: number }[]
  }
  /** The fault lab's streams are watched beside the user's own. */
  readonly demo: 'off' | 'starting' | 'on'
  /** Why the demo's streams ended by themselves; null where they did not. */
  readonly demoProblem: string | null
}
