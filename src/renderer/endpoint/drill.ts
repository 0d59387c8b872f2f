import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DrillView } from '../../shared/view.ts'
import type { Call } from '../use-app.ts'

export interface DrillState {
  readonly running: boolean
  /** Of this visit, the newest first. */
  readonly results: readonly DrillView[]
  /** Why the newest one did not begin; null where it did. */
  readonly refused: string | null
}

/** An endpoint's replay drills, as far as this visit goes. */
export interface Drill extends StoreApi<DrillState> {
  /** From an id, or from that of some events ago; nothing while one is under way. */
  run(from: string | null): Promise<void>
}

const kept = 5

export function createDrill(call: Call, id: string): Drill {
  const api = createStore<DrillState>(() => ({ running: false, results: [], refused: null }))

  async function run(from: string | null): Promise<void> {
    if (api.getState().running) return
    api.setState({ running: true, refused: null })
    const answer = await call('endpoint.drill', { id, from })
    const { results } = api.getState()
    if (answer.ok) api.setState({ running: false, results: [answer.value, ...results].slice(0, kept) })
    else api.setState({ running: false, refused: `${answer.error.message} ${answer.error.hint}` })
  }

  return { ...api, run }
}

/** What came back of what is known, in one line. */
export function figuresOf({ expected, returned, doubled, outOfOrder, received }: DrillView): string {
  const known = expected === null ? [] : [`${returned ?? 0} of ${expected} known events came back`]
  const odd = [
    ...(doubled > 0 ? [`${doubled} twice`] : []),
    ...(outOfOrder > 0 ? [`${outOfOrder} out of order`] : []),
  ]
  return [...known, `${received} received`, ...odd].join(', ')
}
