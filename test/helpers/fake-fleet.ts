import type { EndpointFigures, Fleet, FleetChange } from '../../src/main/monitor/types.ts'
import type { WatchedView } from '../../src/shared/screens.ts'
import type { PhaseName } from '../../src/shared/view.ts'
import { detailOf, historyOf } from './views.ts'

/** A fleet whose endpoints do what the test says. `calls` is what was asked of it. */
export interface FakeFleet extends Fleet {
  readonly calls: string[]
  put(...views: WatchedView[]): void
  remove(id: string): void
  setFigures(figures: readonly EndpointFigures[]): void
  readonly listeners: number
}

export function fakeFleet(...initial: WatchedView[]): FakeFleet {
  const views = new Map(initial.map((view) => [view.id, view]))
  const listeners = new Set<(change: FleetChange) => void>()
  const calls: string[] = []
  let figures: readonly EndpointFigures[] = []

  const tell = (change: FleetChange) => {
    for (const listener of listeners) listener(change)
  }
  function put(...changed: WatchedView[]): void {
    for (const view of changed) views.set(view.id, view)
    tell({ changed, removed: [] })
  }
  function move(command: string, id: string, phase: PhaseName): WatchedView | null {
    calls.push(`${command} ${id}`)
    const view = views.get(id)
    if (!view) return null
    const moved: WatchedView = { ...view, phase, health: phase === 'live' ? 'fresh' : null }
    put(moved)
    return moved
  }

  return {
    calls,
    put,
    remove(id) {
      views.delete(id)
      tell({ changed: [], removed: [id] })
    },
    setFigures(next) {
      figures = next
    },
    get listeners() {
      return listeners.size
    },
    views: () => [...views.values()],
    watched: () => [...views.values()],
    chart: () => null,
    strips: () => [],
    outages: () => [],
    facts: () => null,
    events: () => null,
    setEventRing: (size) => calls.push(`ring ${size}`),
    view: (id) => views.get(id) ?? null,
    detail(id) {
      const view = views.get(id)
      return view ? detailOf(view) : null
    },
    history(id, range) {
      calls.push(`history ${id} ${range.from} ${range.to} ${range.points}`)
      return views.has(id) ? historyOf(range.from, range.to) : null
    },
    retry: (id) => move('retry', id, 'connecting'),
    stop: (id) => move('stop', id, 'stopped'),
    start: (id) => move('start', id, 'connecting'),
    retryFailed() {
      const failed = [...views.values()].filter((view) => view.phase === 'failed')
      return failed.map((view) => move('retry', view.id, 'connecting')?.id ?? view.id)
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    figures: () => figures,
    apply: () => calls.push('apply'),
    close: () => calls.push('close'),
  }
}
