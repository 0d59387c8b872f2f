import type { ChartView } from '../../shared/screens.ts'
import { partsOf, shareOf } from './parts.ts'
import type { Range, Window } from './range.ts'
import { segmentsOf } from './segments.ts'
import type { ChartState } from './source.ts'

/** What of a chart can be seen: the window, or the range up to the chart's end. */
export function sightOf(
  { range, window }: { readonly range: Range; readonly window: Window | null },
  chart: ChartView,
): Window {
  const to = Date.parse(chart.to)
  return window ?? { from: to - range.ms, to }
}

/** Indices of the steps whose middle is in sight. */
export function stepsIn({ t, stepMs }: ChartView, { from, to }: Window): readonly number[] {
  return [...t.keys()].filter((index) => {
    const middle = (t[index] ?? 0) + stepMs / 2
    return middle >= from && middle < to + stepMs / 2
  })
}

/** The first moment in sight that anything is on record of, epoch ms; null where nothing is. */
export function recordedFrom(chart: ChartView, window: Window): number | null {
  const first = stepsIn(chart, window).find((index) => partsOf(chart, index).length > 0)
  if (first === undefined) return null
  const begin = chart.t[first] ?? 0
  return segmentsOf(chart).find(({ to }) => to > begin)?.from ?? begin
}

/** The uptime of what is in sight (1-model.md, "Uptime"). */
export interface Uptime {
  /** Null where there is neither live time nor outage. */
  readonly uptime: number | null
  /** How much of the window somebody watched: stopped and unwatched time left out, and what is not on record. */
  readonly watched: number
  readonly outageMs: number
}

export function uptimeIn({ chart, range, window }: ChartState): Uptime | null {
  if (chart === null) return null
  const sight = sightOf({ range, window }, chart)
  const sum = { live: 0, outage: 0, watched: 0 }
  for (const index of stepsIn(chart, sight)) {
    const { live, outage, watched } = shareOf(chart, index)
    sum.live += live
    sum.outage += outage
    sum.watched += watched
  }
  const counted = sum.live + sum.outage
  return {
    uptime: counted > 0 ? sum.live / counted : null,
    watched: Math.min(1, sum.watched / (sight.to - sight.from)),
    outageMs: sum.outage,
  }
}
