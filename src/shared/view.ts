import type { Failure, FailureKind } from './model/failure.ts'

/** The shapes of 7-interfaces.md: other people's scripts read them. Change them only on purpose. */

export const phases = ['stopped', 'connecting', 'live', 'waiting', 'failed', 'unwatched'] as const
export type PhaseName = (typeof phases)[number]

export const healths = ['fresh', 'late', 'deaf', 'unproven'] as const
export type Health = (typeof healths)[number]

export const choosers = ['backoff', 'retry-hint', 'retry-after', 'rotation', 'grace', 'queue'] as const
export type ChosenBy = (typeof choosers)[number]

export const verdicts = ['complete', 'truncated', 'failed', 'snapshot', 'unknown'] as const
/** A settled verdict; `pending` stands only while a reconnection is being graded. */
export type Verdict = (typeof verdicts)[number]

export type Measure = 'delay' | 'lateness'

/** Who said a value: null where nothing is known. */
export type Source = 'config' | 'header' | 'preset' | 'learned'

export interface Sourced {
  readonly ms: number | null
  readonly source: Source | null
}

export interface LatencyView {
  readonly measure: Measure
  readonly count: number
  /** Milliseconds. */
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

export interface CountersView {
  readonly connections: number
  readonly attempts: number
  readonly events: number
  readonly bytes: number
  readonly heartbeats: number
  readonly silences: number
  readonly rotations: number
  readonly duplicates: number
}

export interface ReplayView {
  readonly complete: number
  readonly truncated: number
  readonly failed: number
  readonly snapshot: number
  readonly unknown: number
  readonly last: Verdict | 'pending' | null
}

/** Times are ISO 8601 in UTC, latencies milliseconds, sizes bytes. */
export interface EndpointView {
  readonly id: string
  readonly name: string
  /** Values of secret-looking query keys struck out. */
  readonly url: string
  readonly group: string | null
  readonly tags: readonly string[]
  readonly phase: PhaseName
  readonly health: Health | null
  readonly since: string
  readonly attempt: number
  readonly maxAttempts: number
  readonly retryAt: string | null
  readonly delayMs: number | null
  readonly chosenBy: ChosenBy | null
  readonly failure: Failure | null
  readonly lastSignAt: string | null
  readonly lastEventAt: string | null
  readonly lastEventId: string | null
  readonly traceId: string | null
  /** Null until the first sample. */
  readonly latency: LatencyView | null
  readonly counters: CountersView
  readonly replay: ReplayView
  readonly rehydrations: { readonly ok: number; readonly failed: number }
  /** 0 to 1 since the start; null while there is neither live nor outage. */
  readonly uptime: number | null
  readonly flapping: boolean
  readonly degraded: {
    readonly since: string
    readonly lastOkAt: string | null
    readonly status: number | null
  } | null
}

export interface TimingView {
  /** Milliseconds; null where the phase did not happen (a reused name, no TLS). */
  readonly dns: number | null
  readonly connect: number | null
  readonly tls: number | null
  readonly firstByte: number | null
}

export interface FactsView {
  readonly status: number | null
  /** Response headers, lower case; secrets struck out. */
  readonly headers: Readonly<Record<string, string>>
  readonly httpVersion: string | null
  readonly remoteAddress: string | null
  readonly redirects: readonly string[]
  readonly timing: TimingView
  readonly interval: Sourced
  readonly silence: Sourced
  readonly clockOffsetMs: number | null
}

export interface AttemptView {
  readonly attempt: number
  readonly at: string
  readonly result: 'live' | FailureKind
  /** From the request to its result. */
  readonly durationMs: number
  /** The delay that followed its failure, or the loss of its stream, and who chose it; null where none did. */
  readonly delayMs: number | null
  readonly chosenBy: ChosenBy | null
  readonly status: number | null
  readonly address: string | null
  readonly traceId: string | null
}

export interface EventView {
  readonly at: string
  readonly kind: 'event' | 'comment'
  /** The event type; `comment` for comments. */
  readonly type: string
  readonly data: string
  readonly lastEventId: string | null
  readonly bytes: number
  /** True where only the beginning of the data was kept. */
  readonly cut: boolean
}

export interface EndpointDetail extends EndpointView {
  readonly facts: FactsView
  /** Oldest first, the newest 200. */
  readonly attempts: readonly AttemptView[]
  /** Oldest first, the newest 200. */
  readonly events: readonly EventView[]
}

/** Column series over one time axis; null where nothing was measured. */
export interface HistoryView {
  readonly from: string
  readonly to: string
  readonly stepMs: number
  /** Epoch milliseconds of each step's begin. */
  readonly t: readonly number[]
  readonly attempts: Readonly<Record<string, readonly number[]>>
  readonly latency: {
    readonly measure: Measure | null
    readonly p50: readonly (number | null)[]
    readonly p95: readonly (number | null)[]
    readonly p99: readonly (number | null)[]
    readonly max: readonly (number | null)[]
  }
  readonly replay: Readonly<Record<string, readonly number[]>>
  readonly phaseMs: Readonly<Record<string, readonly number[]>>
  readonly events: readonly number[]
  readonly transitions: readonly {
    readonly at: string
    readonly phase: PhaseName
    readonly health: Health | null
    readonly reason: string
  }[]
}

export const incidentKinds = ['outage', 'replay', 'local-network', 'asleep'] as const
export type IncidentKind = (typeof incidentKinds)[number]

/** What happened, from its begin to its end. */
export interface IncidentView {
  readonly id: string
  readonly kind: IncidentKind
  /** Ids of the endpoints that it concerns. */
  readonly endpoints: readonly string[]
  readonly start: string
  /** Null while it lasts. */
  readonly end: string | null
  /** So far, while it lasts. */
  readonly durationMs: number
  /** One sentence. */
  readonly cause: string
  /** More than three outages within ten minutes, merged into this one. */
  readonly flapping: boolean
  /** What people wrote about it; empty where nobody did. */
  readonly notes: string
  readonly acknowledgedAt: string | null
}

/** What a connection on purpose, from an id that is known, brought back. */
export interface DrillView {
  readonly endpoint: string
  readonly at: string
  /** The Last-Event-ID that was sent. */
  readonly from: string
  readonly verdict: Verdict
  /** One sentence on what the verdict rests on. */
  readonly evidence: string
  /** Events after `from` that the tail knows of; null where it does not hold `from`. */
  readonly expected: number | null
  /** Of these, how many came back; null as above. */
  readonly returned: number | null
  /** Ids of known events that did not come back, the oldest first; at most 20. */
  readonly missing: readonly string[]
  /** Events that came back more than once, and those that came back before an older one. */
  readonly doubled: number
  readonly outOfOrder: number
  /** Events that arrived at all. */
  readonly received: number
  /** Of the answer; null where there was none. */
  readonly status: number | null
  /** From the request to the first event; null where none came. */
  readonly firstEventMs: number | null
  /** From the request to the verdict. */
  readonly durationMs: number
  /** What kept it from an answer; null where nothing did. */
  readonly failure: { readonly message: string; readonly hint: string } | null
}

export interface ErrorView {
  readonly error: { readonly code: string; readonly message: string; readonly hint: string }
}
