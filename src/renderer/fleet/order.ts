import type { WatchedView } from '../../shared/screens.ts'
import { type ShownState, shownState } from './state.ts'

/** A view with what the list needs of it again and again. */
export interface Row {
  readonly view: WatchedView
  readonly state: ShownState
  readonly host: string
  /** Lower case: name, id, host, group and tags. */
  readonly words: string
}

const rows = new WeakMap<WatchedView, Row>()

/** Derives a row once for each view: the list is sorted and filtered at every patch. */
export function rowOf(view: WatchedView): Row {
  const known = rows.get(view)
  if (known) return known
  const host = hostOf(view.url)
  const words = [view.name, view.id, host, view.group ?? '', ...view.tags].join(' ').toLowerCase()
  const row = { view, state: shownState(view), host, words }
  rows.set(view, row)
  return row
}

/** Host and port of a URL; the text itself where a reference keeps it from being one. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}

const ranks: Readonly<Record<ShownState, number>> = {
  failed: 0,
  waiting: 1,
  connecting: 1,
  late: 2,
  deaf: 2,
  unproven: 4,
  live: 4,
  unwatched: 5,
  stopped: 6,
}

/**
 * The worse, the lower. Waiting and connecting are one rank, so that a row does not jump at each attempt; a
 * rotation or a first try is no trouble, and leaves its row among the live ones or right before them.
 */
function rank({ view, state }: Row): number {
  const underWay = state === 'waiting' || state === 'connecting'
  if (!underWay || view.failure !== null || view.attempt > 1) return ranks[state]
  return view.counters.connections > 0 ? ranks.live : 3
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** The worst first; by name among equals, so that nothing moves without a reason. */
export function worstFirst(list: readonly Row[]): readonly Row[] {
  return list
    .map((row) => ({ row, rank: rank(row) }))
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        collator.compare(a.row.view.name, b.row.view.name) ||
        collator.compare(a.row.view.id, b.row.view.id),
    )
    .map(({ row }) => row)
}

/** The same rows in the places that they had; those that are new stand at the end. */
export function inPlace(list: readonly Row[], before: readonly Row[]): readonly Row[] {
  const places = new Map(before.map((row, index) => [row.view.id, index]))
  const place = (row: Row) => places.get(row.view.id) ?? before.length
  return list.toSorted((a, b) => place(a) - place(b))
}

/** Rows of the chosen state (null for all) in which every word of the search occurs. */
export function matching(list: readonly Row[], state: ShownState | null, search: string): readonly Row[] {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean)
  return list.filter(
    (row) => (state === null || row.state === state) && wanted.every((word) => row.words.includes(word)),
  )
}
