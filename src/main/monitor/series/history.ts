import { maxPoints } from '../../../shared/limits.ts'
import type { Health, HistoryView, Measure } from '../../../shared/view.ts'
import { createHistogram, percentile, round } from '../histogram.ts'
import type { TransitionRecord } from '../recording.ts'
import type { Cells } from './rollups.ts'
import type { SlotHistograms } from './slot-histograms.ts'
import { type Columns, countAt, placeOf, slotCount, slotMs, slotOf } from './slots.ts'

/** What is counted beside attempts, verdicts and events; `retries` are requests during an outage. */
export type Mark = 'rotations' | 'duplicates' | 'heartbeats' | 'retries'
/**
 * What a live connection may lack; `trouble`, reconnecting that is an outage; `slow`, other connecting that takes long;
 * `silent`, live time after the last sign of life before an outage: it seemed to be something else until that was found.
 */
export type Condition = Exclude<Health, 'fresh'> | 'trouble' | 'slow' | 'silent'

/** What a series keeps, for reading. */
export interface Recorded {
  /** The newest slot; null before anything was recorded. */
  readonly newest: number | null
  readonly cells: Cells
  /** Of the measure that is shown. */
  readonly latency: Pick<SlotHistograms, 'mergeInto' | 'values'>
  readonly measure: Measure | null
  readonly transitions: readonly TransitionRecord[]
}

/** Epoch ms; at most `points` steps, and never more than the contract's `maxPoints`. */
export interface Range {
  readonly from: number
  readonly to: number
  readonly points: number
}

export interface Steps {
  readonly stepSlots: number
  /** The first slot of each step. */
  readonly firsts: readonly number[]
}

/** The columns over `range`, slots merged into steps; nothing is known before the last hour. */
export function historyView(recorded: Recorded, range: Range): HistoryView {
  const steps = stepsOf(range)
  const { attempts, replay, phaseMs, received } = recorded.cells
  return {
    from: new Date(range.from).toISOString(),
    to: new Date(range.to).toISOString(),
    stepMs: steps.stepSlots * slotMs,
    t: steps.firsts.map((slot) => slot * slotMs),
    attempts: sums(recorded, attempts, steps),
    latency: latencyColumns(recorded, steps),
    replay: sums(recorded, replay, steps),
    phaseMs: sums(recorded, phaseMs, steps),
    events: sums(recorded, received, steps).events ?? steps.firsts.map(() => 0),
    transitions: recorded.transitions
      .filter(({ at }) => at >= range.from && at <= range.to)
      .map((transition) => ({ ...transition, at: new Date(transition.at).toISOString() })),
  }
}

/**
 * Steps of whole slots that cover the range. Longer ones begin at multiples of their length, and that length
 * follows from the range's, so that a chart that follows the present does not shift its bins with each look.
 */
export function stepsOf({ from, to, points }: Range): Steps {
  if (!(to > from)) return { stepSlots: 1, firsts: [] }
  const wanted = Math.min(maxPoints, Math.max(1, Math.floor(points)))
  const start = slotOf(from)
  const end = Math.ceil(to / slotMs)
  if (end - start <= wanted) return stepsFrom(start, 1, end - start)
  if (wanted === 1) return stepsFrom(start, end - start, 1)
  // One of the points is spent on the alignment.
  const stepSlots = Math.max(2, Math.ceil(Math.ceil((to - from) / slotMs) / (wanted - 1)))
  const begin = Math.floor(start / stepSlots) * stepSlots
  return stepsFrom(begin, stepSlots, Math.ceil((end - begin) / stepSlots))
}

function stepsFrom(begin: number, stepSlots: number, count: number): Steps {
  return { stepSlots, firsts: Array.from({ length: count }, (_, index) => begin + index * stepSlots) }
}

/** The slots of a step within the hour that is kept. */
export function* slotsOf(recorded: Recorded, first: number, stepSlots: number): Generator<number> {
  if (recorded.newest === null) return
  const begin = Math.max(first, recorded.newest - slotCount + 1)
  const end = Math.min(first + stepSlots - 1, recorded.newest)
  for (let slot = begin; slot <= end; slot++) yield slot
}

export function sums(recorded: Recorded, columns: Columns, steps: Steps): Record<string, number[]> {
  const result: Record<string, number[]> = {}
  for (const name of columns.cells.keys()) {
    result[name] = steps.firsts.map((first) => {
      let sum = 0
      for (const slot of slotsOf(recorded, first, steps.stepSlots))
        sum += countAt(columns, name, placeOf(slot))
      return sum
    })
  }
  return result
}

/** Percentiles of the merged histograms: never an average of percentiles. */
function latencyColumns(recorded: Recorded, steps: Steps): HistoryView['latency'] {
  const merged = steps.firsts.map((first) => {
    const histogram = createHistogram()
    for (const slot of slotsOf(recorded, first, steps.stepSlots)) recorded.latency.mergeInto(histogram, slot)
    return histogram
  })
  const column = (share: number): (number | null)[] =>
    merged.map((histogram) => {
      const value = percentile(histogram, share)
      return value === null ? null : round(value)
    })
  return { measure: recorded.measure, p50: column(0.5), p95: column(0.95), p99: column(0.99), max: column(1) }
}
