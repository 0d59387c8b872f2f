import type { Delay } from '../../shared/model/state.ts'
import type {
  AttemptView,
  EventView,
  Health,
  HistoryView,
  LatencyView,
  Measure,
  PhaseName,
} from '../../shared/view.ts'
import type { Clock } from './clock.ts'
import type { ReceivedEvent } from './connection/types.ts'
import { addSample, createHistogram, cumulative, type Histogram, latencyView } from './histogram.ts'
import type { Sample } from './latency.ts'
import type { Grade } from './replay.ts'
import { attemptViews, createEventRing, createRing, type EventBudget, type KeptAttempt } from './rings.ts'
import { createSeries } from './series/series.ts'
import type { EndpointFigures } from './types.ts'

/** Counters of what was received. */
export interface Tally {
  readonly events: number
  readonly bytes: number
  readonly heartbeats: number
  readonly duplicates: number
}

/** What one endpoint has seen: counters, rings, histograms, the last hour's series. Times are `Clock.now()`. */
export interface Records {
  bytes(count: number): void
  event(at: number, event: ReceivedEvent): void
  comment(at: number, text: string): void
  duplicate(): void
  beat(at: number, sample: Sample | null): void
  grade(grade: Grade): void
  attempt(attempt: KeptAttempt, at: number): void
  /** The connection of the newest attempt was lost, and this delay follows. */
  followed(delay: Delay): void
  /** From now on the time is spent in `phase`. */
  enter(at: number, phase: PhaseName): void
  /** Nobody looked from `from` to `to`, whatever was entered. */
  unwatched(from: number, to: number): void
  transition(at: number, phase: PhaseName, health: Health | null, reason: string): void
  tally(): Tally
  lastEventAt(): number | null
  /** Since the start; null before the first sample. */
  latency(): LatencyView | null
  attempts(): readonly AttemptView[]
  events(): readonly EventView[]
  history(range: { from: number; to: number; points: number }): HistoryView
  figures(bounds: readonly number[]): Pick<EndpointFigures, 'attempts' | 'latency'>
  clear(): void
}

export function createRecords(clock: Clock, budget: EventBudget, begun: PhaseName): Records {
  const series = createSeries()
  const events = createEventRing(budget)
  const attempts = createRing<KeptAttempt>()
  const attemptCounts: Record<string, number> = {}
  const histograms = new Map<Measure, Histogram>()
  const tally = { events: 0, bytes: 0, heartbeats: 0, duplicates: 0 }
  let measure: Measure | null = null
  let lastEventAt: number | null = null
  let arrivedAt: number | null = null
  let arrivedEpoch = 0
  let spending = { phase: begun, since: clock.now() }

  /** The series and rings keep epoch time: the wall clock as it is set now. */
  const epoch = (at: number): number => at + clock.shift()

  /** The same for what arrives just now: all of a chunk has one time, and the clocks are read once for it. */
  function arrival(at: number): number {
    if (at !== arrivedAt) {
      arrivedAt = at
      arrivedEpoch = epoch(at)
    }
    return arrivedEpoch
  }

  function spendUntil(at: number): void {
    series.span(spending.phase, epoch(spending.since), epoch(at))
    spending = { ...spending, since: Math.max(at, spending.since) }
  }

  function histogramOf(name: Measure): Histogram {
    const known = histograms.get(name)
    if (known) return known
    const histogram = createHistogram()
    histograms.set(name, histogram)
    return histogram
  }

  return {
    bytes(count) {
      tally.bytes += count
    },
    event(at, { type, data, lastEventId, bytes }) {
      tally.events++
      lastEventAt = at
      const when = arrival(at)
      series.event(when)
      events.push({ at: when, kind: 'event', type, data, lastEventId: lastEventId || null, bytes })
    },
    comment(at, text) {
      const bytes = Buffer.byteLength(text) + 1
      events.push({ at: arrival(at), kind: 'comment', type: 'comment', data: text, lastEventId: null, bytes })
    },
    duplicate() {
      tally.duplicates++
    },
    beat(at, sample) {
      tally.heartbeats++
      if (sample === null) return
      measure = sample.measure
      addSample(histogramOf(sample.measure), sample.ms)
      series.latency(arrival(at), sample.measure, sample.ms)
    },
    grade({ at, verdict, replaces }) {
      series.replay(epoch(at), verdict, replaces && { ...replaces, at: epoch(replaces.at) })
    },
    followed: (delay) => attempts.amend((newest) => ({ ...newest, ...shownDelay(delay) })),
    attempt(attempt, at) {
      attempts.push(attempt)
      attemptCounts[attempt.result] = (attemptCounts[attempt.result] ?? 0) + 1
      series.attempt(epoch(at), attempt.result)
    },
    enter(at, phase) {
      spendUntil(at)
      spending = { phase, since: at }
    },
    unwatched(from, to) {
      spendUntil(to)
      series.reattribute(epoch(from), epoch(to), 'unwatched')
    },
    transition: (at, phase, health, reason) => series.transition(epoch(at), phase, health, reason),
    tally: () => ({ ...tally }),
    lastEventAt: () => lastEventAt,
    latency() {
      const histogram = measure === null ? undefined : histograms.get(measure)
      return measure === null || histogram === undefined ? null : latencyView(measure, histogram)
    },
    attempts: () => attemptViews(attempts),
    events: () => events.views(),
    history(range) {
      spendUntil(clock.now())
      return series.history(range)
    },
    figures: (bounds) => ({
      attempts: { ...attemptCounts },
      latency: [...histograms].map(([name, histogram]) => ({
        measure: name,
        buckets: cumulative(histogram, bounds),
        count: histogram.count,
        sum: histogram.sum,
      })),
    }),
    clear: () => events.clear(),
  }
}

/** A delay as an attempt shows it: whole milliseconds, null where none follows. */
export function shownDelay(delay: Delay | null): Pick<AttemptView, 'delayMs' | 'chosenBy'> {
  return { delayMs: delay === null ? null : Math.round(delay.ms), chosenBy: delay?.chosenBy ?? null }
}
