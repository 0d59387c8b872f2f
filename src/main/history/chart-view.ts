import type { ChartView } from '../../shared/screens.ts'
import type { Measure } from '../../shared/view.ts'
import { middleOf, percentile, round } from '../monitor/histogram.ts'
import type { TransitionRecord } from '../monitor/recording.ts'
import { thinned } from '../monitor/series/chart.ts'
import type { Range } from '../monitor/series/history.ts'
import { slotMs } from '../monitor/series/slots.ts'
import { columnsOf, eventsColumn, type Group } from './columns.ts'
import type { Steps } from './steps.ts'
import type { Tally } from './tally.ts'

/** Tallies by the number of their step. */
type Tallies = ReadonlyMap<number, Tally>

/** What was added up, in the columns that the monitor's own charts have. */
export function chartOf(
  range: Range,
  steps: Steps,
  tallies: Tallies,
  transitions: readonly TransitionRecord[],
): ChartView {
  const named = (group: Group): Record<string, number[]> => columnsFor(group, steps, tallies)
  const none = Array.from({ length: steps.count }, () => 0)
  const { rotations = none, duplicates = none, heartbeats = none } = named('marks')
  const { late = none, deaf = none, unproven = none, silent = none, trouble = none } = named('conditionMs')
  const measure = newestMeasure(tallies)
  return {
    from: new Date(range.from).toISOString(),
    to: new Date(range.to).toISOString(),
    stepMs: steps.stepMs,
    t: none.map((_, step) => steps.begin + step * steps.stepMs),
    attempts: named('attempts'),
    latency: latencyColumns(measure, steps, tallies),
    replay: named('replay'),
    phaseMs: named('phaseMs'),
    events: columnFor(eventsColumn, steps, tallies),
    transitions: transitions.map((transition) => ({
      ...transition,
      at: new Date(transition.at).toISOString(),
    })),
    points: pointsOf(measure, steps, tallies),
    duplicates,
    rotations,
    heartbeats,
    healthMs: { late, deaf, unproven, silent, trouble },
  }
}

/** Of a group, the columns in which something was counted. */
function columnsFor(group: Group, steps: Steps, tallies: Tallies): Record<string, number[]> {
  const columns = [...columnsOf(group)].map(
    ([name, column]) => [name, columnFor(column, steps, tallies)] as const,
  )
  return Object.fromEntries(columns.filter(([, values]) => values.some((value) => value !== 0)))
}

function columnFor(column: number, { count }: Steps, tallies: Tallies): number[] {
  return Array.from({ length: count }, (_, step) => tallies.get(step)?.counts[column] ?? 0)
}

/** Two measures are never mixed: that of the newest sample is shown. */
function newestMeasure(tallies: Tallies): Measure | null {
  const newest = [...tallies].sort(([a], [b]) => a - b).findLast(([, tally]) => tally.newest !== null)
  return newest?.[1].newest ?? null
}

function latencyColumns(measure: Measure | null, { count }: Steps, tallies: Tallies): ChartView['latency'] {
  const column = (share: number): (number | null)[] =>
    Array.from({ length: count }, (_, step) => {
      const histogram = measure === null ? null : (tallies.get(step)?.[measure] ?? null)
      const value = histogram === null ? null : percentile(histogram, share)
      return value === null ? null : round(value)
    })
  return { measure, p50: column(0.5), p95: column(0.95), p99: column(0.99), max: column(1) }
}

/** Each value that was measured in a slot, at the middle of it; none where the steps are longer than slots. */
function pointsOf(measure: Measure | null, steps: Steps, tallies: Tallies): ChartView['points'] {
  if (measure === null || steps.stepMs !== slotMs) return { t: [], ms: [] }
  const all = [...tallies]
    .sort(([a], [b]) => a - b)
    .flatMap(([step, tally]) => {
      const histogram = tally[measure]
      const buckets = histogram === null ? [] : [...histogram.buckets.subarray(0, histogram.size)]
      const t = steps.begin + (step + 0.5) * slotMs
      return buckets.map((bucket) => ({ t, ms: round(middleOf(bucket)) }))
    })
  return thinned(all)
}
