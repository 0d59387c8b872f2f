import type { Keys } from '../shell/keys.ts'
import type { App } from '../use-app.ts'
import { toggleAcknowledged } from './acts.ts'
import type { ListingStore } from './listing.ts'

/** Where the keys move the focus; each is the answer to a key that was pressed, never more. */
export interface Focus {
  search(): void
  row(index: number): void
  leave(): void
  /** Into the notes of an incident, once it is shown. */
  notes(id: string): void
  openExport(): void
}

/** The keys of the incidents, as in the fleet; `open` is the id of the incident that is shown whole. */
export function keyboard(
  listing: ListingStore,
  app: App,
  open: string | null,
  focus: Focus,
): { readonly keys: Keys; readonly down: () => void } {
  const go = (index: number | null) => {
    if (index !== null) focus.row(index)
  }
  const move = (by: number) => go(listing.move(by))
  const extend = (by: number) => go(listing.extend(by))
  const withCurrent = (act: (id: string) => void) => {
    const { current } = listing.getState()
    if (current !== null) act(current)
  }
  const back = () => {
    const { selected, filter } = listing.getState()
    focus.leave()
    if (selected.size > 0) listing.selectOnly([])
    else if (open !== null) app.router.up({ screen: 'incidents', of: filter.endpoint })
    else if (filter.search !== '') listing.narrow({ search: '' })
    else app.router.back()
  }
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
    ['x', () => withCurrent((id) => listing.select(id, false))],
    ['X', () => withCurrent((id) => listing.select(id, true))],
    ['a', () => void toggleAcknowledged(app, listing, concerned(listing, open))],
    ['n', () => (open === null ? withCurrent(focus.notes) : focus.notes(open))],
    [
      'e',
      () => {
        // What is exported is to be seen first.
        if (open === null && listing.getState().selected.size === 0)
          withCurrent((id) => listing.select(id, false))
        if (open !== null || listing.getState().selected.size > 0) focus.openExport()
      },
    ],
    ['Escape', back],
  ]
  return { keys: Object.fromEntries(keys), down: () => move(listing.getState().current === null ? 1 : 0) }
}

/** The selected ones, or else the one that is shown whole, or has the keyboard. */
function concerned(listing: ListingStore, open: string | null) {
  const { shown, known, selected, current } = listing.getState()
  if (selected.size > 0) return shown.filter(({ id }) => selected.has(id))
  return (known ?? []).filter(({ id }) => id === (open ?? current))
}
