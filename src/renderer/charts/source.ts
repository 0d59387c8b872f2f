import { createStore, type StoreApi } from 'zustand/vanilla'
import { maxPoints } from '../../shared/limits.ts'
import type { ChartView } from '../../shared/screens.ts'
import type { Call } from '../use-app.ts'
import { mergeTail } from './merge.ts'
import type { Range } from './range.ts'

export interface ChartState {
  /** Null until it came. */
  readonly chart: ChartView | null
  /** Why there is none; null where all is well. */
  readonly problem: string | null
}

export interface ChartSourceOptions {
  readonly call: Call
  readonly id: string
  readonly range: Range
  /** Epoch ms. */
  readonly now: () => number
  /** Runs `task` once after `ms`; the returned function cancels it. */
  readonly after: (ms: number, task: () => void) => () => void
  readonly isHidden: () => boolean
}

export interface ChartSource extends StoreApi<ChartState> {
  /** Asks for the whole, then for the newest steps again and again; the returned function ends it. */
  run(): () => void
}

const everyMs = 1000

/** An endpoint's chart, kept up to date; nothing is asked while nobody can see it. */
export function createChartSource({
  call,
  id,
  range,
  now,
  after,
  isHidden,
}: ChartSourceOptions): ChartSource {
  const api = createStore<ChartState>(() => ({ chart: null, problem: null }))

  async function look(): Promise<void> {
    const to = now()
    const from = to - range.heldMs
    const { chart } = api.getState()
    const newest = chart?.t.at(-2) ?? null
    const canMerge = chart !== null && newest !== null && newest > from
    const result = await call('endpoint.chart', {
      id,
      from: canMerge ? newest : from,
      to,
      points: canMerge ? maxPoints : range.points,
    })
    if (!result.ok) {
      // The page's banner tells of a monitor that does not answer.
      if (result.error.code === 'disconnected') return
      api.setState({ problem: `${result.error.message} ${result.error.hint}` })
      return
    }
    api.setState({ chart: canMerge ? mergeTail(chart, result.value, from) : result.value, problem: null })
  }

  return {
    ...api,
    run() {
      let over = false
      let cancel: (() => void) | null = null
      const again = () => {
        if (over) return
        if (isHidden()) cancel = after(everyMs, again)
        else
          void look().then(() => {
            if (!over) cancel = after(everyMs, again)
          })
      }
      again()
      return () => {
        over = true
        cancel?.()
      }
    },
  }
}
