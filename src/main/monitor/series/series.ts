import type { FailureKind } from '../../../shared/model/failure.ts'
import type { ChartView } from '../../../shared/screens.ts'
import type { Health, HistoryView, Measure, PhaseName, Verdict } from '../../../shared/view.ts'
import { chartView } from './chart.ts'
import {
  type Condition,
  historyView,
  type KeptTransition,
  type Mark,
  type Range,
  type Recorded,
} from './history.ts'
import { createSlotHistograms } from './slot-histograms.ts'
import {
  addTo,
  type Columns,
  clearPlace,
  countAt,
  createColumns,
  longs,
  placeOf,
  shorts,
  slotCount,
  slotMs,
  slotOf,
} from './slots.ts'
import { type Strip, stripView } from './strip.ts'

/**
 * The last hour of one endpoint in 10 s slots. All times are epoch ms on one axis that the caller keeps; what is
 * told for a time before the newest hour is dropped, and a clock set back by more than that begins anew.
 */
export interface Series {
  attempt(at: number, result: 'live' | FailureKind): void
  /** A new measure takes the place of what was measured by the other one: they are never mixed. */
  latency(at: number, measure: Measure, ms: number): void
  /** `replaces` moves the count of a verdict that was told before. */
  replay(
    at: number,
    verdict: Verdict,
    replaces: { readonly verdict: Verdict; readonly at: number } | null,
  ): void
  event(at: number): void
  mark(at: number, mark: Mark): void
  /** A phase lasted from `from` to `to`: told once for each stretch of time, without hole or overlap. */
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
  lately(now: number): { readonly events: number; readonly heartbeats: number }
}

const keptTransitions = 400
const longestReason = 300

export function createSeries(): Series {
  const attempts = createColumns(shorts)
  const replay = createColumns(shorts)
  const phaseMs = createColumns(shorts)
  const events = createColumns(longs)
  const marks = createColumns(shorts)
  const conditionMs = createColumns(shorts)
  const latency = createSlotHistograms()
  const all = [attempts, replay, phaseMs, events, marks, conditionMs]
  const transitions: KeptTransition[] = []
  let newest: number | null = null
  let measure: Measure | null = null

  /** Makes room for a slot, clearing those that leave the hour. */
  function reach(slot: number): void {
    if (newest !== null && slot <= newest - slotCount) {
      for (const columns of all) columns.cells.clear()
      latency.clear()
      newest = null
    }
    if (newest !== null && slot > newest) {
      const first = Math.max(newest + 1, slot - slotCount + 1)
      for (let gone = first; gone <= slot; gone++) {
        for (const columns of all) clearPlace(columns, placeOf(gone))
        latency.clearPlace(placeOf(gone))
      }
    }
    newest = Math.max(newest ?? slot, slot)
  }

  function placeAt(at: number): number {
    reach(slotOf(at))
    return placeOf(slotOf(at))
  }

  /** Calls `each` for the part of every kept slot that lies between two whole milliseconds. */
  function overSlots(from: number, to: number, each: (place: number, ms: number) => void): void {
    // The last millisecond of the span decides the newest slot: a span that ends on a border does not open the next.
    reach(slotOf(to - 1))
    const oldest = (newest ?? 0) - slotCount + 1
    for (let slot = Math.max(slotOf(from), oldest); slot * slotMs < to; slot++) {
      each(placeOf(slot), Math.min(to, (slot + 1) * slotMs) - Math.max(from, slot * slotMs))
    }
  }

  /** Takes time of a slot from its longest phases first: the slot knows how long each was, not when. */
  function move(place: number, ms: number, into: PhaseName): void {
    const others = [...phaseMs.cells.keys()]
      .filter((name) => name !== into)
      .map((name) => ({ name, ms: countAt(phaseMs, name, place) }))
      .sort((a, b) => b.ms - a.ms)
    let left = ms
    for (const other of others) {
      const taken = Math.min(left, other.ms)
      if (taken === 0) break
      addTo(phaseMs, other.name, place, -taken)
      addTo(phaseMs, into, place, taken)
      left -= taken
    }
    // What nobody looked at was in no condition either.
    for (const name of conditionMs.cells.keys()) take(name, place, ms)
  }

  function take(condition: string, place: number, ms: number): void {
    addTo(conditionMs, condition, place, -Math.min(ms, countAt(conditionMs, condition, place)))
  }

  /** A slot's silence takes the place of what its live time seemed to lack: each moment has one condition. */
  function silence(place: number, ms: number): void {
    const known = countAt(conditionMs, 'silent', place)
    const silent = Math.max(0, Math.min(ms, countAt(phaseMs, 'live', place) - known))
    for (const name of ['late', 'deaf', 'unproven']) take(name, place, silent)
    addTo(conditionMs, 'silent', place, silent)
  }

  const recorded = (): Recorded => ({
    newest,
    attempts,
    replay,
    phaseMs,
    events,
    marks,
    conditionMs,
    latency,
    measure,
    transitions,
  })

  return {
    attempt: (at, result) => addTo(attempts, result, placeAt(at), 1),
    latency(at, measured, ms) {
      if (measured !== measure) latency.clear()
      measure = measured
      reach(slotOf(at))
      // A sample that comes late by the axis counts for the newest slot: only that one can be written to.
      latency.add(newest ?? slotOf(at), ms)
    },
    replay(at, verdict, replaces) {
      if (replaces && newest !== null && slotOf(replaces.at) > newest - slotCount) {
        addTo(replay, replaces.verdict, placeAt(replaces.at), -1)
      }
      addTo(replay, verdict, placeAt(at), 1)
    },
    event: (at) => addTo(events, 'events', placeAt(at), 1),
    mark: (at, mark) => addTo(marks, mark, placeAt(at), 1),
    span(phase, from, to) {
      const [begin, end] = [Math.round(from), Math.round(to)]
      if (end > begin) overSlots(begin, end, (place, ms) => addTo(phaseMs, phase, place, ms))
    },
    condition(condition, from, to) {
      const [begin, end] = [Math.round(from), Math.round(to)]
      if (end > begin) overSlots(begin, end, (place, ms) => addTo(conditionMs, condition, place, ms))
    },
    silent(from, to) {
      const [begin, end] = [Math.round(from), Math.round(to)]
      if (end > begin) overSlots(begin, end, silence)
    },
    reattribute(from, to, phase) {
      const [begin, end] = [Math.round(from), Math.round(to)]
      if (end > begin) overSlots(begin, end, (place, ms) => move(place, ms, phase))
    },
    transition(at, phase, health, reason) {
      transitions.push({ at, phase, health, reason: reason.slice(0, longestReason) })
      const isOld = (first: KeptTransition | undefined): boolean =>
        first !== undefined && first.at < at - slotCount * slotMs
      while (transitions.length > keptTransitions || isOld(transitions[0])) transitions.shift()
    },
    history: (range) => historyView(recorded(), range),
    chart: (range) => chartView(recorded(), range),
    strip: (now) => stripView(recorded(), now),
    lately(now) {
      const slot = slotOf(now) - 1
      const isKept = newest !== null && slot <= newest && slot > newest - slotCount
      const at = (columns: Columns, name: string): number =>
        isKept ? countAt(columns, name, placeOf(slot)) : 0
      return { events: at(events, 'events'), heartbeats: at(marks, 'heartbeats') }
    },
  }
}
