import type { ChartView, Trouble } from '../../shared/screens.ts'
import type { IncidentKind } from '../../shared/view.ts'
import type { IncidentRecord } from '../monitor/incidents/types.ts'
import type { EndpointMemory, LongSpan, Recalled, TransitionRecord } from '../monitor/recording.ts'
import type { Range } from '../monitor/series/history.ts'

/** What happened since the last batch. Epoch ms. */
export interface Batch {
  /** Everything up to then is in this batch or an earlier one. */
  readonly until: number
  readonly endpoints: readonly EndpointBatch[]
  readonly incidents: {
    /** Whole: each takes the place of the one with its id. */
    readonly put: readonly IncidentRecord[]
    readonly withdrawn: readonly string[]
  }
}

/** A slot with its rollup as `codec.ts` writes it. */
export interface SlotBody {
  /** Epoch ms of its begin. */
  readonly at: number
  readonly era: number
  readonly body: Uint8Array
}

export interface EndpointBatch {
  readonly id: string
  /** Each takes the place of the one with its time and era. */
  readonly slots: readonly SlotBody[]
  readonly longSpans: readonly LongSpan[]
  readonly transitions: readonly TransitionRecord[]
  readonly memory: EndpointMemory | null
}

/**
 * What is known of an endpoint from before, its slots in one piece: an hour of 1,000 endpoints is 360,000 of them, which
 * as objects would take seconds from one thread to the other. `unpackRecall` in `slot-pack.ts` makes a `Recalled` of it.
 */
export interface PackedRecall extends Omit<Recalled, 'slots'> {
  readonly slots: Uint8Array<ArrayBuffer>
}

export interface IncidentQuery {
  readonly from: number
  readonly to: number
  /** Empty for all. */
  readonly kinds: readonly IncidentKind[]
  readonly limit: number
}

/** How it stands with what is kept. */
export interface HistoryState {
  /** Null where it lasts only as long as this run. */
  readonly file: string | null
  /** Bytes on the disk: the file and its log. */
  readonly size: number
  readonly cap: number
  /** Epoch ms. */
  readonly since: number | null
  /** Why it is not kept as it should be; null where it is. */
  readonly trouble: Trouble | null
}

/** The file and all that is asked of it, synchronous; every method but `state` may throw a `HistoryError` (errors.ts). */
export interface HistoryStore {
  /** All of it or nothing of it. Every endpoint that is watched is named in each batch that names any. */
  write(batch: Batch): void
  /** Of those that are on record. `now` in epoch ms. */
  recall(ids: readonly string[], now: number): ReadonlyMap<string, PackedRecall>
  /** Null where nothing is on record of it. */
  chart(id: string, range: Range): ChartView | null
  /** The newest `limit` of all of them together; of each endpoint oldest first. */
  transitions(ids: readonly string[], from: number, to: number, limit: number): readonly Transitions[]
  /** Those that fall into the range in part, too; newest first. */
  incidents(query: IncidentQuery): readonly IncidentRecord[]
  incident(id: string): IncidentRecord | null
  /** One piece of what keeps the file small: rollups, retention, the cap. True where more is to be done. */
  tidy(now: number): boolean
  setCap(bytes: number): void
  /** The highest era that was used; 0 for none. */
  era(): number
  /** Epoch ms up to which it is on record; null where nothing is. */
  until(): number | null
  state(): Omit<HistoryState, 'trouble'>
  close(): void
}

export interface Transitions {
  readonly endpoint: string
  readonly transitions: readonly TransitionRecord[]
}

/** The same behind a thread of its own: a slow disk holds nobody up. Nothing here throws or rejects. */
export interface History {
  /** Taken at once, written soon; what cannot be written is tried again, within bounds. */
  write(batch: Batch): void
  /** Empty where it cannot be had in time. */
  recall(ids: readonly string[]): Promise<ReadonlyMap<string, Recalled>>
  /** Null where nothing is on record, or where it cannot be had. */
  chart(id: string, range: Range): Promise<ChartView | null>
  transitions(
    ids: readonly string[],
    from: number,
    to: number,
    limit: number,
  ): Promise<readonly Transitions[]>
  incidents(query: IncidentQuery): Promise<readonly IncidentRecord[]>
  incident(id: string): Promise<IncidentRecord | null>
  setCap(bytes: number): void
  /** The highest era that was used when it was opened. */
  readonly era: number
  /** Epoch ms up to which it was on record when it was opened; null where nothing was, or it is not open yet. */
  readonly until: number | null
  state(): HistoryState
  onState(listener: (state: HistoryState) => void): () => void
  /** Everything that was taken is written, or cannot be. */
  close(): Promise<void>
}
