import type { FailureKind } from '../../../shared/model/failure.ts'
import type { ChartView } from '../../../shared/screens.ts'
import type { Health, HistoryView, Measure, PhaseName, Verdict } from '../../../shared/view.ts'
import type { Eras, LongSpan, Recalled, Recording, TransitionRecord } from '../recording.ts'
import { chartView } from './chart.ts'
import { type Condition, historyView, type Mark, type Range, type Recorded } from './history.ts'
import { createHour } from './hour.ts'
import { move, silence } from './retelling.ts'
import { addTo, countAt, placeOf, slotCount, slotMs, slotOf } from './slots.ts'
import { type Strip, stripView } from './strip.ts'

/**
 * The last hour of one endpoint in 10 s slots. All times are epoch ms on one axis that the caller keeps; what is
 * told for a time before the newest hour is dropped, and a clock set back by more than that begins anew.
 */
export interface Series {
  attempt(at: number, result: 'live' | FailureKind): void
  /** What is shown is of the newest measure: they are never mixed. */
  latency(at: number, measure: Measure, ms: number): void
  /** `replaces` moves the count of a verdict that was told before. */
  replay(
    at: number,
    verdict: Verdict,
    replaces: { readonly verdict: Verdict; readonly at: number } | null,
  ): void
  event(at: number): void
  bytes(at: number, count: number): void
  mark(at: number, mark: Mark): void
  /**
   * A phase lasted from `from` to `to`: told once for each stretch of time, without hole or overlap. What is over an
   * hour ago already has no slot, and becomes a long span.
   */
  span(phase: PhaseName, from: number, to: number): void
  /** The same for what goes with a phase; such a span is told as a phase, too. */
  condition(condition: Condition, from: number, to: number): void
  /** An outage is found at `to` and began at `from`: what was told as live in between was silent. */
  silent(from: number, to: number): void
  /** Time that was told as other phases turns out to be `phase`; told spans must reach up to `to`. */
  reattribute(from: number, to: number, phase: PhaseName): void
  transition(at: number, phase: PhaseName, health: Health | null, reason: string): void
  /** Tell the running phase's span first. */
  history(range: Range): HistoryView
  chart(range: Range): ChartView
  /** The hour up to `now`. */
  strip(now: number): Strip
  /** How many there were in the newest slot that is whole at `now`. */
  lately(now: number): { readonly events: number; readonly heartbeats: number; readonly bytes: number }
  /** What is new since it was last taken; tell the running phase's span first. */
  take(): Told
  /** What was taken once, into a series that nothing was told yet: it is not taken again. */
  restore(recalled: Pick<Recalled, 'slots' | 'transitions'>): void
}

/** What is to be recorded of a series. */
export type Told = Pick<Recording, 'slots' | 'longSpans' | 'transitions'>

const keptTransitions = 400
const longestReason = 300

/** `eras` null: nobody takes anything, and nothing is kept for it. */
export function createSeries(eras: Eras | null = null): Series {
  const hour = createHour(eras)
  const { cells, latencies, placeAt } = hour
  const { phaseMs, conditionMs } = cells
  const transitions: TransitionRecord[] = []
  /** What `take` gives next. */
  let newTransitions: TransitionRecord[] = []
  let longSpans: LongSpan[] = []

  const recorded = (): Recorded => ({
    newest: hour.newest(),
    cells,
    latency: latencies.shown(),
    measure: latencies.measure(),
    transitions,
  })

  /** Whole milliseconds, so that stretches that follow each other add up exactly. */
  function over(from: number, to: number, each: (place: number, ms: number) => void): void {
    const [begin, end] = [Math.round(from), Math.round(to)]
    if (end > begin) hour.overSlots(begin, end, each)
  }

  function keep(transition: TransitionRecord): void {
    // A sleep is told after what seemed to happen in it.
    transitions.splice(transitions.findLastIndex(({ at }) => at <= transition.at) + 1, 0, transition)
    const isOld = (first: TransitionRecord | undefined): boolean =>
      first !== undefined && first.at < transition.at - slotCount * slotMs
    while (transitions.length > keptTransitions || isOld(transitions[0])) transitions.shift()
  }

  return {
    attempt: (at, result) => addTo(cells.attempts, result, placeAt(at), 1),
    latency(at, measure, ms) {
      placeAt(at)
      latencies.add(slotOf(at), measure, ms)
    },
    replay(at, verdict, replaces) {
      addTo(cells.replay, verdict, placeAt(at), 1)
      const newest = hour.newest() ?? 0
      if (replaces && slotOf(replaces.at) > newest - slotCount) {
        addTo(cells.replay, replaces.verdict, placeAt(replaces.at), -1)
      }
    },
    event: (at) => addTo(cells.received, 'events', placeAt(at), 1),
    bytes: (at, count) => addTo(cells.received, 'bytes', placeAt(at), count),
    mark: (at, mark) => addTo(cells.marks, mark, placeAt(at), 1),
    span(phase, from, to) {
      const [begin, end] = [Math.round(from), Math.round(to)]
      if (end <= begin) return
      const kept = hour.overSlots(begin, end, (place, ms) => addTo(phaseMs, phase, place, ms))
      if (begin < kept && eras !== null) longSpans.push({ phase, from: begin, to: kept })
    },
    condition: (condition, from, to) =>
      over(from, to, (place, ms) => addTo(conditionMs, condition, place, ms)),
    silent: (from, to) => over(from, to, (place, ms) => silence(cells, place, ms)),
    reattribute: (from, to, phase) => over(from, to, (place, ms) => move(cells, place, ms, phase)),
    transition(at, phase, health, reason) {
      const transition = { at, phase, health, reason: reason.slice(0, longestReason) }
      keep(transition)
      if (eras !== null) newTransitions.push(transition)
    },
    history: (range) => historyView(recorded(), range),
    chart: (range) => chartView(recorded(), range),
    strip: (now) => stripView(recorded(), now),
    lately(now) {
      const slot = slotOf(now) - 1
      const newest = hour.newest()
      const isKept = newest !== null && slot <= newest && slot > newest - slotCount
      if (!isKept) return { events: 0, heartbeats: 0, bytes: 0 }
      const place = placeOf(slot)
      return {
        events: countAt(cells.received, 'events', place),
        heartbeats: countAt(cells.marks, 'heartbeats', place),
        bytes: countAt(cells.received, 'bytes', place),
      }
    },
    take() {
      const told = { slots: hour.take(), longSpans, transitions: newTransitions }
      longSpans = []
      newTransitions = []
      return told
    },
    restore(recalled) {
      hour.restore(recalled.slots)
      for (const transition of recalled.transitions) keep(transition)
    },
  }
}
