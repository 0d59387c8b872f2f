import type { FleetStore } from '../store.ts'

/** Where the keys move the focus; each is the answer to a key that was pressed, never more. */
export interface Focus {
  search(): void
  row(index: number): void
  leave(): void
}

/** The keys of the fleet (4-interface.md, "Desktop"), for a listener on the document. */
export function keyboard(store: FleetStore, focus: Focus): (event: KeyboardEvent) => void {
  const move = (by: number) => {
    const index = store.move(by)
    if (index !== null) focus.row(index)
  }
  const onSelected = (act: (id: string) => Promise<void>) => {
    const { selected } = store.getState()
    if (selected !== null) void act(selected)
  }
  const clear = () => {
    store.clear()
    focus.leave()
  }
  const keys: ReadonlyMap<string, () => void> = new Map([
    ['/', focus.search],
    ['j', () => move(1)],
    ['ArrowDown', () => move(1)],
    ['k', () => move(-1)],
    ['ArrowUp', () => move(-1)],
    ['r', () => onSelected(store.retry)],
    ['s', () => onSelected(store.stop)],
    ['Escape', clear],
  ])
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (isField(event.target) && event.key !== 'Escape' && event.key !== 'ArrowDown') return
    const act = keys.get(event.key)
    if (act === undefined) return
    event.preventDefault()
    act()
  }
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable="true"]')
}
