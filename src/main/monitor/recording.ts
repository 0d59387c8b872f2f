import type { Health, Measure, PhaseName } from '../../shared/view.ts'
import type { Histogram } from './histogram.ts'

/** Counts by name. */
export type Counts = Readonly<Record<string, number>>

/** What a span of time held. Two of them add up to what one would have counted: sums, and histograms that merge. */
export interface Rollup {
  /** By result. */
  readonly attempts: Counts
  /** By verdict. */
  readonly replay: Counts
  /** Milliseconds in each phase. */
  readonly phaseMs: Counts
  /** Of these, what was late, deaf, unproven, trouble, slow or silent. */
  readonly conditionMs: Counts
  /** Rotations, duplicates, heartbeats, retries. */
  readonly marks: Counts
  readonly events: number
  readonly bytes: number
  /** Null where nothing was measured. */
  readonly latency: { readonly measure: Measure; readonly histogram: Histogram } | null
}

/** One slot of 10 s, whole: a later one with the same `at` and `era` takes its place. */
export interface SlotRecord {
  /** Epoch ms of its begin. */
  readonly at: number
  /**
   * Slots of the same time and another era are added to it, not replaced by it: the clock was set back, and the time
   * came twice.
   */
  readonly era: number
  readonly rollup: Rollup
}

/** A stretch of one phase that no slot holds, since it was over an hour ago when it was known. Epoch ms. */
export interface LongSpan {
  readonly phase: PhaseName
  readonly from: number
  readonly to: number
}

export interface TransitionRecord {
  /** Epoch ms. */
  readonly at: number
  readonly phase: PhaseName
  readonly health: Health | null
  readonly reason: string
}

/** What an endpoint must not forget over a restart (1-model.md). */
export interface EndpointMemory {
  /** Tells whether the URL is still the same, without saying it: it may hold a secret. */
  readonly urlHash: string
  readonly lastEventId: string | null
  readonly everLive: boolean
  /** It was given up: what it missed must be fetched when it is tried again. */
  readonly mustRehydrate: boolean
  /** Prefix of ids that were seen to grow by one; null without that evidence. */
  readonly contiguousPrefix: string | null
  /** Milliseconds; null where none was learned. */
  readonly learnedInterval: number | null
  readonly clockOffset: number | null
  /** It was stopped: not watched, and not missed either. */
  readonly stopped: boolean
  /** Epoch ms of the last sign of life while it is not live; null while it is, and before it ever was. */
  readonly goodUntil: number | null
  /** Epoch ms since when something is missing that no replay brought back; null where nothing is. */
  readonly lostSince: number | null
}

/** What one endpoint did since it was last asked. */
export interface Recording {
  readonly id: string
  readonly slots: readonly SlotRecord[]
  readonly longSpans: readonly LongSpan[]
  readonly transitions: readonly TransitionRecord[]
  /** Null where it did not change. */
  readonly memory: EndpointMemory | null
}

/** What is known of an endpoint from before. */
export interface Recalled {
  readonly memory: EndpointMemory | null
  /** Epoch ms up to which it is on record; what follows nobody saw. */
  readonly until: number
  /**
   * Of the hour before `now`, as they were written; and those after it, where the clock was set back since: what is
   * told of that time goes on with them.
   */
  readonly slots: Iterable<SlotRecord>
  readonly transitions: readonly TransitionRecord[]
}

/** Numbers for `SlotRecord.era`. */
export interface Eras {
  /** Of the slots that begin from now on; those that are recalled keep their own. */
  readonly first: number
  /** One that no slot has yet. */
  next(): number
}
