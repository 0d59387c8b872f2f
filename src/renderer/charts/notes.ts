import type { ChartView } from '../../shared/screens.ts'
import { lanes } from './drawing.ts'

/** Which measure the latency chart shows; the two are never mixed. */
export function latencyNote(chart: ChartView | null, clockOffsetMs: number | null): string {
  switch (chart?.latency.measure) {
    case 'delay': {
      const offset =
        clockOffsetMs === null ? '' : `, clock offset ${clockOffsetMs.toFixed(1).replace('-', '−')} ms`
      return `delay, above the fastest heartbeat${offset}`
    }
    case 'lateness':
      return 'lateness, after the heartbeat interval'
    default:
      return 'no heartbeat was measured'
  }
}

/** How many of each verdict, in words. */
export function replayNote(chart: ChartView | null): string {
  if (chart === null) return ''
  const sum = (column: readonly number[] = []) => column.reduce((total, count) => total + count, 0)
  const counts = lanes.flatMap((lane) => {
    const count = sum(lane === 'duplicates' ? chart.duplicates : chart.replay[lane])
    return count > 0 ? [`${lane} ${count}`] : []
  })
  return counts.join(', ') || 'nothing to judge'
}
