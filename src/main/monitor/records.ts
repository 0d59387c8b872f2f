import type { Delay } from '../../shared/model/state.ts'
import type { ChartView, EventPage } from '../../shared/screens.ts'
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
import type { Eras, Recalled } from './recording.ts'
import type { Grade } from './replay.ts'
import {
  attemptsWithin,
  attemptViews,
  createEventRing,
  createRing,
  type EventBudget,
  type KeptAttempt,
  type KeptEvent,
} from './rings.ts'
import type { Mark } from './series/history.ts'
import { createSeries, type Series, type Told } from './series/series.ts'
import { slotMs } from './series/slots.ts'
import type { Strip } from './series/strip.ts'
import { createSpending, type Spending } from './spending.ts'
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
  bytes(at: number, count: number): void
  event(at: number, event: ReceivedEvent): void
  comment(at: number, text: string): void
  duplicate(at: number): void
  /** A rotation, or a request during an outage. */
  mark(at: number, mark: Extract<Mark, 'rotations' | 'retries'>): void
  beat(at: number, sample: Sample | null): void
  grade(grade: Grade): void
  attempt(attempt: KeptAttempt, at: number): void
  /** The connection of the newest attempt was lost, and this delay follows. */
  followed(delay: Delay): void
  readonly enter: Spending['enter']
  readonly unwatched: Spending['unwatched']
  readonly silent: Spending['silent']
  transition(at: number, phase: PhaseName, health: Health | null, reason: string): void
  tally(): Tally
  lastEventAt(): number | null
  /** Since the start; null before the first sample. */
  latency(): LatencyView | null
  attempts(): readonly AttemptView[]
  /** As `attemptsWithin`. */
  attemptsWithin(from: number, to: number, most: number): readonly AttemptView[]
  events(): readonly EventView[]
  history(range: { from: number; to: number; points: number }): HistoryView
  chart(range: { from: number; to: number; points: number }): ChartView
  strip(): Strip
  /** A second, over the last 10 s that are whole. */
  rates(): { readonly events: number; readonly heartbeats: number; readonly bytes: number }
  page(after: number | null, limit: number): EventPage
  newestEvents(): Iterable<KeptEvent>
  keepEvents(limit: number): void
  figures(bounds: readonly number[]): Pick<EndpointFigures, 'attempts' | 'latency'>
  /** What is to be recorded up to `at` since it was last asked. */
  take(at: number): Told
  clear(): void
}

export interface RecordsPorts {
  readonly clock: Clock
  readonly budget: EventBudget
  /** The phase that the time is spent in from the beginning on. */
  readonly begun: PhaseName
  /** Null where nobody records. */
  readonly eras: Eras | null
  /** What is known from before: it goes on, and what lies between nobody saw. */
  readonly recalled: Recalled | null
}

export function createRecords({ clock, budget, begun, eras, recalled }: RecordsPorts): Records {
  const series = createSeries(eras)
  const spending = createSpending(clock, series, begun)
  const events = createEventRing(budget)
  const attempts = createRing<KeptAttempt>()
  const attemptCounts: Record<string, number> = {}
  const histograms = new Map<Measure, Histogram>()
  const tally = { events: 0, bytes: 0, heartbeats: 0, duplicates: 0 }
  let measure: Measure | null = null
  let lastEventAt: number | null = null
  let arrivedAt: number | null = null
  let arrivedEpoch = 0

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

  function histogramOf(name: Measure): Histogram {
    const known = histograms.get(name)
    if (known) return known
    const histogram = createHistogram()
    histograms.set(name, histogram)
    return histogram
  }

  if (recalled !== null) resume(series, recalled, epoch(clock.now()))

  return {
    bytes(at, count) {
      tally.bytes += count
      series.bytes(arrival(at), count)
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
    duplicate(at) {
      tally.duplicates++
      series.mark(arrival(at), 'duplicates')
    },
    mark: (at, mark) => series.mark(epoch(at), mark),
    beat(at, sample) {
      tally.heartbeats++
      series.mark(arrival(at), 'heartbeats')
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
    enter: spending.enter,
    unwatched: spending.unwatched,
    silent: spending.silent,
    transition: (at, phase, health, reason) => series.transition(epoch(at), phase, health, reason),
    tally: () => ({ ...tally }),
    lastEventAt: () => lastEventAt,
    latency() {
      const histogram = measure === null ? undefined : histograms.get(measure)
      return measure === null || histogram === undefined ? null : latencyView(measure, histogram)
    },
    attempts: () => attemptViews(attempts),
    attemptsWithin: (from, to, most) => attemptsWithin(attempts, from, to, most),
    events: () => events.views(),
    history(range) {
      spending.until(clock.now())
      return series.history(range)
    },
    chart(range) {
      spending.until(clock.now())
      return series.chart(range)
    },
    strip() {
      const now = clock.now()
      spending.until(now)
      return series.strip(epoch(now))
    },
    rates() {
      const { events, heartbeats, bytes } = series.lately(epoch(clock.now()))
      const rate = (count: number): number => (count * 1000) / slotMs
      return { events: rate(events), heartbeats: rate(heartbeats), bytes: rate(bytes) }
    },
    page: (after, limit) => events.page(after, limit),
    newestEvents: () => events.newest(),
    keepEvents: (limit) => events.resize(limit),
    figures: (bounds) => ({
      attempts: { ...attemptCounts },
      latency: [...histograms].map(([name, histogram]) => ({
        measure: name,
        buckets: cumulative(histogram, bounds),
        count: histogram.count,
        sum: histogram.sum,
      })),
    }),
    take(at) {
      spending.until(at)
      return series.take()
    },
    clear: () => events.clear(),
  }
}

/** The last hour as it was when it was recorded, and the time since then (epoch ms), in which nobody looked. */
function resume(series: Series, recalled: Recalled, now: number): void {
  series.restore(recalled)
  const { until, memory } = recalled
  // The clock was set back since: what follows is added to what there was.
  if (now <= until) return
  const wasStopped = memory?.stopped === true
  series.span(wasStopped ? 'stopped' : 'unwatched', until, now)
  if (!wasStopped) series.transition(until, 'unwatched', null, 'Heartline was not running.')
}

/** A delay as an attempt shows it: whole milliseconds, null where none follows. */
export function shownDelay(delay: Delay | null): Pick<AttemptView, 'delayMs' | 'chosenBy'> {
  return { delayMs: delay === null ? null : Math.round(delay.ms), chosenBy: delay?.chosenBy ?? null }
}
