import type { Keys } from '../shell/keys.ts'
import type { FleetStore } from '../store.ts'
import type { App } from '../use-app.ts'
import { actOn } from './acting.ts'
import { idsOf } from './selection.ts'

/** Where the keys move the focus; each is the answer to a key that was pressed, never more. */
export interface Focus {
  search(): void
  item(index: number): void
  leave(): void
}

/** The keys of the fleet (4-interface.md, "Desktop"), and the way down from the search into the list. */
export function keyboard(
  store: FleetStore,
  app: App,
  focus: Focus,
): { readonly keys: Keys; readonly down: () => void } {
  const go = (index: number | null) => {
    if (index !== null) focus.item(index)
  }
  const move = (by: number) => go(store.move(by))
  const extend = (by: number) => go(store.extend(by))
  const currentItem = () => {
    const { items, current } = store.getState()
    return items.find(({ key }) => key === current) ?? null
  }
  const select = (range: boolean) => {
    const item = currentItem()
    if (item !== null) store.select(item, range)
  }
  const clear = () => {
    if (store.getState().selected.size > 0) {
      store.selectOnly([])
      return
    }
    store.clear()
    focus.leave()
  }
  /** A capital letter is one with Shift. */
  const keys: readonly (readonly [string, (event: KeyboardEvent) => void])[] = [
    ['/', focus.search],
    ['j', () => move(1)],
    ['k', () => move(-1)],
    ['J', () => extend(1)],
    ['K', () => extend(-1)],
    ['ArrowDown', ({ shiftKey }) => (shiftKey ? extend(1) : move(1))],
    ['ArrowUp', ({ shiftKey }) => (shiftKey ? extend(-1) : move(-1))],
    ['Home', () => move(-Infinity)],
    ['End', () => move(Infinity)],
    ['PageDown', () => move(10)],
    ['PageUp', () => move(-10)],
    ['x', () => select(false)],
    ['X', () => select(true)],
    ['r', () => retry(store, app)],
    ['s', () => stopOrStart(store, app)],
    ['a', () => app.router.go({ screen: 'add' })],
    ['Escape', clear],
  ]
  return { keys: Object.fromEntries(keys), down: () => move(store.getState().current === null ? 1 : 0) }
}

/** The selected ones, or else what has the keyboard: one endpoint, or a group's. */
function concerned(store: FleetStore) {
  const { selected, views, items, current } = store.getState()
  const item = items.find(({ key }) => key === current)
  const ids = selected.size > 0 ? [...selected] : item === undefined ? [] : idsOf(item)
  return ids.flatMap((id) => views?.get(id) ?? [])
}

function retry(store: FleetStore, app: App): void {
  const views = concerned(store)
  const [only] = views
  if (views.length === 1 && only) void store.retry(only.id)
  else if (views.length > 1) void actOn(app, 'retry', views)
}

function stopOrStart(store: FleetStore, app: App): void {
  const views = concerned(store)
  const [only] = views
  const stopped = views.every(({ phase }) => phase === 'stopped')
  if (views.length === 1 && only) void (stopped ? store.start(only.id) : store.stop(only.id))
  else if (views.length > 1) void actOn(app, stopped ? 'start' : 'stop', views)
}
