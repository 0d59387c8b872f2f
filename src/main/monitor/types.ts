import type {
  ChartView,
  EndpointFacts,
  EventPage,
  IncidentEvidence,
  OutageView,
  StripView,
  WatchedView,
} from '../../shared/screens.ts'
import type { EndpointSettings, HeadersFrom } from '../../shared/settings.ts'
import type { EndpointDetail, EndpointView, HistoryView, Measure, PhaseName } from '../../shared/view.ts'
import type { DrillBasis } from './drill-basis.ts'
import type { Recalled, Recording } from './recording.ts'
import type { Circumstance, Pulse, Turn } from './watching/types.ts'

/** What changed in the fleet since the last notice, coalesced. */
export interface FleetChange {
  readonly changed: readonly WatchedView[]
  readonly removed: readonly string[]
}

/** Raw figures of one endpoint for the Prometheus export. Milliseconds and bytes. */
export interface EndpointFigures {
  readonly id: string
  readonly group: string | null
  readonly phase: PhaseName
  readonly connections: number
  /** By result: `live` or a failure's kind. */
  readonly attempts: Readonly<Record<string, number>>
  readonly latency: readonly {
    readonly measure: Measure
    /** Cumulative counts at the upper bounds that the caller asked for, in ms. */
    readonly buckets: readonly { readonly le: number; readonly count: number }[]
    readonly count: number
    readonly sum: number
  }[]
  readonly replay: Readonly<Record<string, number>>
  readonly silences: number
  readonly rotations: number
  readonly events: number
  readonly bytes: number
  readonly phaseMs: Readonly<Record<PhaseName, number>>
}

/** All endpoints of one configuration, as the transports, the API and the exports see them. */
export interface Fleet {
  /** In the order of the configuration. */
  views(): readonly EndpointView[]
  /** The same with what the interface's rows show beyond the outside promises. */
  watched(): readonly WatchedView[]
  view(id: string): EndpointView | null
  detail(id: string): EndpointDetail | null
  /** `from` and `to` in epoch ms; at most `points` steps. Null for an unknown id. */
  history(id: string, range: { from: number; to: number; points: number }): HistoryView | null
  /** The same with what only the charts show. */
  chart(id: string, range: { from: number; to: number; points: number }): ChartView | null
  /** The last hour in little, of those ids that there are. */
  strips(ids: readonly string[]): readonly StripView[]
  /** Outages that lasted beyond `since` (epoch ms) or began after it, the newest first. */
  outages(since: number): readonly OutageView[]
  facts(id: string): EndpointFacts | null
  /** What is on record of it for an incident that began at `from`, epoch ms. */
  evidence(id: string, from: number): IncidentEvidence | null
  /** Events after the one numbered `after`, or the newest ones. */
  events(id: string, after: number | null, limit: number): EventPage | null
  /** How many events each endpoint keeps, from now on. */
  setEventRing(size: number): void
  /** What a replay drill goes by; null for an unknown id. */
  drillBasis(id: string): DrillBasis | null
  /** Each returns the view afterwards, or null for an unknown id. */
  retry(id: string): EndpointView | null
  stop(id: string): EndpointView | null
  start(id: string): EndpointView | null
  /** The ids that were in `failed` and are tried again now. */
  retryFailed(): readonly string[]
  /** The ids that were in `failed` for a while and are tried again now: somebody looks again. */
  recover(): readonly string[]
  /** Tells the endpoints that it concerns: those without a network between are not offline. */
  tell(circumstance: Circumstance): void
  pulses(): readonly Pulse[]
  /** Tells of each change of a phase, at once. The returned function unsubscribes. */
  onTurn(listener: (turn: Turn) => void): () => void
  /** What happened up to `at` (`Clock.now()`) since it was last asked, of those that were removed too. */
  record(at: number): readonly Recording[]
  /** Tells of changes at most every 100 ms. The returned function unsubscribes. */
  onChange(listener: (change: FleetChange) => void): () => void
  /** `bounds`: upper bounds of latency buckets in ms, ascending. */
  figures(bounds: readonly number[]): readonly EndpointFigures[]
  /**
   * Brings the running endpoints to these settings: added, removed, changed; the rest untouched. What is added goes
   * on with what is recalled of it.
   */
  apply(settings: readonly EndpointSettings[], recalled?: ReadonlyMap<string, Recalled>): void
  /** Closes every connection and timer. */
  close(): void
}

/** `${env:NAME}` and `${secret:NAME}` in the texts of the configuration. */
export interface References {
  /** All references in `text` replaced. Throws an Error with a sentence where one is missing. */
  resolve(text: string): string
  /** Whether the text holds a reference, so that its value must not be shown. */
  has(text: string): boolean
  /** A URL as it may be shown. */
  display(url: string): string
  /** The values of the references in `text`, so that they can be struck out of what is shown. */
  values(text: string): readonly string[]
}

/** What a request needs from outside the configuration's text, read anew at each connect. */
export interface Materials {
  /** The header's value from a file or a command. Rejects with an Error that holds a sentence and no secret. */
  readHeader(from: HeadersFrom, signal?: AbortSignal): Promise<string>
  /** A PEM file's text; paths are relative to the configuration's folder. */
  readPem(path: string): Promise<string>
}
