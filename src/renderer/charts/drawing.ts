import type { ChartView } from '../../shared/screens.ts'
import { verdicts } from '../../shared/view.ts'
import { type Segment, shareOf } from './parts.ts'
import { reasonsIn } from './reasons.ts'
import { segmentsOf } from './segments.ts'

/** What the charts draw: typed columns, where NaN is a gap. */
export interface Drawing {
  readonly stepMs: number
  readonly t: Float64Array
  readonly attempts: readonly { readonly reason: string; readonly counts: Float64Array }[]
  readonly p50: Float64Array
  readonly p95: Float64Array
  readonly p99: Float64Array
  readonly max: Float64Array
  readonly points: { readonly t: Float64Array; readonly ms: Float64Array }
  /** Each lane's counts, in the order of `lanes`. */
  readonly lanes: readonly Float64Array[]
  readonly rotations: Float64Array
  /** How much of each step was outage: ms. */
  readonly outageMs: Float64Array
  readonly segments: readonly Segment[]
}

/** The lanes of the replay chart, from the top. */
export const lanes = [...verdicts, 'duplicates'] as const

export function drawingOf(chart: ChartView): Drawing {
  const gaps = (column: readonly (number | null)[]) =>
    Float64Array.from(column, (value) => value ?? Number.NaN)
  return {
    stepMs: chart.stepMs,
    t: Float64Array.from(chart.t),
    attempts: reasonsIn(chart.attempts).map((reason) => ({
      reason,
      counts: Float64Array.from(chart.attempts[reason] ?? []),
    })),
    p50: gaps(chart.latency.p50),
    p95: gaps(chart.latency.p95),
    p99: gaps(chart.latency.p99),
    max: gaps(chart.latency.max),
    points: { t: Float64Array.from(chart.points.t), ms: Float64Array.from(chart.points.ms) },
    lanes: lanes.map((lane) =>
      Float64Array.from(lane === 'duplicates' ? chart.duplicates : (chart.replay[lane] ?? [])),
    ),
    rotations: Float64Array.from(chart.rotations),
    outageMs: Float64Array.from(chart.t, (_, index) => shareOf(chart, index).outage),
    segments: segmentsOf(chart),
  }
}

/** The most attempts that a step in sight has, at least 3, as an even number so that the middle line is whole. */
export function attemptsTop({ t, attempts, stepMs }: Drawing, from: number, to: number): number {
  let top = 3
  for (let index = 0; index < t.length; index++) {
    const at = t[index] ?? 0
    if (at + stepMs < from || at > to) continue
    top = Math.max(
      top,
      attempts.reduce((sum, { counts }) => sum + (counts[index] ?? 0), 0),
    )
  }
  return Math.ceil(top / 2) * 2
}

/** The top of the latency scale in ms, a round number above all p99 in sight; outliers among the points leave it. */
export function latencyTop({ t, p99, stepMs }: Drawing, from: number, to: number): number {
  let top = 0
  for (let index = 0; index < t.length; index++) {
    const at = t[index] ?? 0
    const value = p99[index] ?? Number.NaN
    if (at + stepMs >= from && at <= to && value > top) top = value
  }
  return roundUp(Math.max(10, top * 1.15))
}

function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const step = [1, 2, 4, 6, 8, 10].find((factor) => factor * power >= value) ?? 10
  return step * power
}

/** The index of the step that holds a moment; null where none does. */
export function stepAt(t: ArrayLike<number>, stepMs: number, at: number): number | null {
  let low = 0
  let high = t.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((t[middle] ?? 0) <= at) low = middle
    else high = middle - 1
  }
  const begin = t[low]
  return begin !== undefined && at >= begin && at < begin + stepMs ? low : null
}
