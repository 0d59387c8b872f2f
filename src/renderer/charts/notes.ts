import type { ChartView } from '../../shared/screens.ts'
import { span } from '../fleet/time.ts'
import { lanes } from './drawing.ts'
import { sightOf, stepsIn } from './sight.ts'
import type { ChartState } from './source.ts'

/** Which measure the latency chart shows; the two are never mixed. */
export function latencyNote(chart: ChartView | null, clockOffsetMs: number | null): string {
  switch (chart?.latency.measure) {
    case 'delay': {
      const offset =
        clockOffsetMs === null ? '' : `, clock offset ${clockOffsetMs.toFixed(1).replace('-', '−')} ms`
      return `delay, above the fastest heartbeat${offset}${spreadNote(chart)}`
    }
    case 'lateness':
      return `lateness, after the heartbeat interval${spreadNote(chart)}`
    default:
      return 'no heartbeat was measured'
  }
}

/** Longer steps keep no samples of their own. */
const spreadNote = ({ points, stepMs }: ChartView) =>
  points.t.length > 0 ? '' : `; band: p50 to p99, marks: the slowest of each ${span(stepMs)}`

/** How many of each verdict are in sight, in words. */
export function replayNote(state: ChartState): string {
  const { chart } = state
  if (chart === null) return ''
  const steps = stepsIn(chart, sightOf(state, chart))
  const counts = lanes.flatMap((lane) => {
    const column = lane === 'duplicates' ? chart.duplicates : chart.replay[lane]
    const count = steps.reduce((sum, index) => sum + (column?.[index] ?? 0), 0)
    return count > 0 ? [`${lane} ${count}`] : []
  })
  return counts.join(', ') || 'nothing to judge'
}
