import type { ChartView } from '../../shared/screens.ts'
import type { HistoryView } from '../../shared/view.ts'
import type { Range } from '../monitor/series/history.ts'
import type { Fleet } from '../monitor/types.ts'

/** An endpoint's past, from memory where that reaches, else from the disk. Null for an unknown id. */
export interface Charts {
  history(id: string, range: Range): Promise<HistoryView | null>
  chart(id: string, range: Range): Promise<ChartView | null>
}

export function createCharts(fleet: Pick<Fleet, 'history' | 'chart'>): Charts {
  return {
    history: async (id, range) => fleet.history(id, range),
    chart: async (id, range) => fleet.chart(id, range),
  }
}
