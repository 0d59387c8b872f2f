import { createStore, type StoreApi } from 'zustand/vanilla'
import { maxPoints } from '../../shared/limits.ts'
import type { ChartView } from '../../shared/screens.ts'
import type { Call } from '../use-app.ts'
import { mergeTail } from './merge.ts'
import { type Plan, paceMs, pastPaceMs, pastPlan, presentPlan, serves } from './plan.ts'
import { type Range, reachOf, type Window } from './range.ts'

export interface ChartState {
  /** Null until it came. Of an earlier window until that of the present one came. */
  readonly chart: ChartView | null
  /** Why there is none; null where all is well. */
  readonly problem: string | null
  readonly range: Range
  /** What is in sight; null for the range up to the present. */
  readonly window: Window | null
}

export interface ChartSourceOptions {
  readonly call: Call
  readonly id: string
  readonly range: Range
  /** Begin of what is kept, epoch ms; null where nothing is. */
  readonly keptSince: () => number | null
  /** Epoch ms. */
  readonly now: () => number
  /** Runs `task` once after `ms`; the returned function cancels it. */
  readonly after: (ms: number, task: () => void) => () => void
  readonly isHidden: () => boolean
}

export interface ChartSource extends StoreApi<ChartState> {
  /** Asks for the whole, then for what is new again and again; the returned function ends it. */
  run(): () => void
  /** Another length of time, up to the present. */
  choose(range: Range): void
  /** A part of the past; null for the present. What is held is shown until what is missing came. */
  show(window: Window | null): void
}

/** What came, and what it was asked by. */
interface Held {
  readonly plan: Plan
  readonly chart: ChartView
}

/** Only these are worth asking for by themselves: longer ones may come in steps of another length. */
const mergedStepMs = 10_000
const hiddenPaceMs = 1000

/**
 * An endpoint's chart, kept up to date: one request at a time, at a pace that suits the steps, and none while nobody
 * can see it.
 */
export function createChartSource(options: ChartSourceOptions): ChartSource {
  const { call, id, now, after, isHidden } = options
  const api = createStore<ChartState>(() => ({
    chart: null,
    problem: null,
    range: options.range,
    window: null,
  }))
  /** Of the range up to the present; null until it came. */
  let present: Held | null = null
  /** Of the part of the past that was looked at last. */
  let past: Held | null = null

  /** Whether the range's own chart will do, as it is or as it will be. */
  function isOfPresent(): boolean {
    const { range, window } = api.getState()
    return window === null || serves(presentPlan(range, now()), window)
  }

  function held(): Held | null {
    if (isOfPresent()) return present
    const { window } = api.getState()
    return past !== null && window !== null && serves(past.plan, window) ? past : null
  }

  function publish(problem: string | null = api.getState().problem): void {
    api.setState({ chart: held()?.chart ?? api.getState().chart, problem })
  }

  async function ask(plan: Plan): Promise<ChartView | null> {
    const { from, to, points } = plan
    const result = await call('endpoint.chart', { id, from, to, points })
    if (result.ok) return result.value
    // The page's banner tells of a monitor that does not answer.
    if (result.error.code !== 'disconnected') publish(`${result.error.message} ${result.error.hint}`)
    return null
  }

  /** Resolves with whether there was an answer. */
  async function lookAtPresent(range: Range): Promise<boolean> {
    const plan = presentPlan(range, now())
    const known = present
    const newest = known?.chart.stepMs === mergedStepMs ? (known.chart.t.at(-2) ?? null) : null
    const merges = known !== null && newest !== null && newest > plan.from
    const answer = await ask(merges ? { ...plan, from: newest, points: maxPoints } : plan)
    if (answer === null) return false
    if (range !== api.getState().range) return true
    present = { plan, chart: merges ? mergeTail(known.chart, answer, plan.from) : answer }
    publish(null)
    return true
  }

  async function lookAtPast(range: Range, window: Window): Promise<boolean> {
    const plan = pastPlan(window, reachOf(range, options.keptSince(), now()))
    const chart = await ask(plan)
    if (chart === null) return false
    past = { plan, chart }
    publish(null)
    return true
  }

  function look(): Promise<boolean> {
    const { range, window } = api.getState()
    return window === null || isOfPresent() ? lookAtPresent(range) : lookAtPast(range, window)
  }

  function pace(answered: boolean): number {
    if (!answered) return hiddenPaceMs
    return isOfPresent() ? paceMs(present?.chart.stepMs ?? mergedStepMs) : pastPaceMs
  }

  let running = false
  let asking = false
  let cancel: (() => void) | null = null

  function turn(): void {
    if (!running || asking) return
    cancel?.()
    if (isHidden()) {
      cancel = after(hiddenPaceMs, turn)
      return
    }
    asking = true
    const before = api.getState()
    void look().then((answered) => {
      asking = false
      if (!running) return
      const { range, window } = api.getState()
      const isOther = range !== before.range || window !== before.window
      if (isOther && held() === null) turn()
      else cancel = after(pace(answered), turn)
    })
  }

  function follow(state: Partial<ChartState>): void {
    api.setState(state)
    publish()
    if (held() === null) turn()
  }

  return {
    ...api,
    run() {
      running = true
      turn()
      return () => {
        running = false
        cancel?.()
      }
    },
    choose(range) {
      if (range === api.getState().range) return
      present = null
      follow({ range, window: null })
    },
    show: (window) => follow({ window }),
  }
}
