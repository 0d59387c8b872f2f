import type { ChartView } from '../../shared/screens.ts'
import type { HistoryView } from '../../shared/view.ts'
import type { Clock } from '../monitor/clock.ts'
import type { Range } from '../monitor/series/history.ts'
import { slotCount, slotMs } from '../monitor/series/slots.ts'
import type { Fleet } from '../monitor/types.ts'
import type { Recorder } from './recorder.ts'
import type { History } from './types.ts'

/** An endpoint's past, from memory where that reaches, else from the disk. Null for an unknown id. */
export interface Charts {
  history(id: string, range: Range): Promise<HistoryView | null>
  chart(id: string, range: Range): Promise<ChartView | null>
}

/** What is kept beyond memory. */
export interface Kept {
  readonly clock: Pick<Clock, 'wall'>
  readonly history: Pick<History, 'chart'>
  readonly recorder: Pick<Recorder, 'flush'>
}

/** `kept` null: memory is all there is. */
export function createCharts(fleet: Pick<Fleet, 'history' | 'chart'>, kept: Kept | null = null): Charts {
  async function fromDisk(id: string, range: Range): Promise<ChartView | null> {
    // A slot more: the hour began a moment ago, when it was asked for.
    if (kept === null || range.from >= kept.clock.wall() - (slotCount + 1) * slotMs) return null
    kept.recorder.flush()
    return kept.history.chart(id, range)
  }

  return {
    async history(id, range) {
      const known = fleet.history(id, range)
      const stored = known && (await fromDisk(id, range))
      return stored === null ? known : historyOf(stored)
    },
    async chart(id, range) {
      const known = fleet.chart(id, range)
      return known && ((await fromDisk(id, range)) ?? known)
    },
  }
}

/** Without what only the charts show. */
function historyOf(chart: ChartView): HistoryView {
  const { from, to, stepMs, t, attempts, latency, replay, phaseMs, events, transitions } = chart
  return { from, to, stepMs, t, attempts, latency, replay, phaseMs, events, transitions }
}
