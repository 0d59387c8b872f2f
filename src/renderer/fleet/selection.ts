import type { Item } from './items.ts'

/** Where the keyboard is, and which endpoints are selected. */
export interface Selection {
  /** Key of the item that has the keyboard; null before anything had it. */
  readonly current: string | null
  /** Key of the item from which a range is drawn. */
  readonly anchor: string | null
  /** Ids of endpoints. */
  readonly selected: ReadonlySet<string>
}

export const nothingSelected: Selection = { current: null, anchor: null, selected: new Set() }

/** The ids that an item stands for: a header's are all of its group. */
export function idsOf(item: Item): readonly string[] {
  if (item.kind === 'row') return [item.row.view.id]
  return item.kind === 'header' ? item.rows.map((row) => row.view.id) : []
}

/** Selects the item's endpoints, or, where all of them are selected, no longer. */
export function toggle(selection: Selection, item: Item): Selection {
  const ids = idsOf(item)
  const all = ids.length > 0 && ids.every((id) => selection.selected.has(id))
  const selected = new Set(selection.selected)
  for (const id of ids) {
    if (all) selected.delete(id)
    else selected.add(id)
  }
  return { current: item.key, anchor: item.key, selected }
}

/** Selects the rows from the anchor to the item as well. */
export function extendTo(selection: Selection, items: readonly Item[], item: Item): Selection {
  const to = items.findIndex(({ key }) => key === item.key)
  const anchored = items.findIndex(({ key }) => key === (selection.anchor ?? selection.current))
  const from = anchored === -1 ? to : anchored
  const range = items.slice(Math.min(from, to), Math.max(from, to) + 1)
  const rows = range.flatMap((one) => (one.kind === 'row' ? idsOf(one) : []))
  return {
    current: item.key,
    anchor: items[from]?.key ?? null,
    selected: new Set([...selection.selected, ...rows]),
  }
}

/** Without those that are gone; the same set where none is. */
export function present(
  selected: ReadonlySet<string>,
  ids: { has(id: string): boolean },
): ReadonlySet<string> {
  const left = [...selected].filter((id) => ids.has(id))
  return left.length === selected.size ? selected : new Set(left)
}
