import type { WatchedView } from '../../shared/screens.ts'
import { type Arrangement, plain, type Sort } from './arrangement.ts'
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
export function rank({ view, state }: Row): number {
  const underWay = state === 'waiting' || state === 'connecting'
  if (!underWay || view.failure !== null || view.attempt > 1) return ranks[state]
  return view.counters.connections > 0 ? ranks.live : 3
}

/** Nothing to look at: live, or between two connections of a rotation. Unproven is not known to be well. */
export function isHealthy(row: Row): boolean {
  return rank(row) === ranks.live && row.state !== 'unproven' && !row.view.flapping
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
export const compareTexts = collator.compare

/** Sorts rows; keeps what is dear to compute (the alphabet) from one time to the next. */
export function createSorter(): (list: readonly Row[], sort: Sort) => readonly Row[] {
  const names = createAlphabet()
  const groups = createAlphabet()
  return (list, sort) => {
    const nameAt = names(list.map((row) => row.view.name))
    const groupAt = sort === 'group' ? groups(list.map((row) => row.view.group ?? '')) : () => 0
    const keyed = list.map((row) => ({ row, ...keys(row, sort, groupAt), name: nameAt(row.view.name) }))
    keyed.sort(
      (a, b) =>
        a.major - b.major ||
        a.minor - b.minor ||
        a.name - b.name ||
        compareTexts(a.row.view.id, b.row.view.id),
    )
    return keyed.map(({ row }) => row)
  }
}

interface Keys {
  readonly major: number
  readonly minor: number
}

function keys(row: Row, sort: Sort, groupAt: (group: string) => number): Keys {
  switch (sort) {
    case 'worst':
      return { major: rank(row), minor: 0 }
    case 'name':
      return { major: 0, minor: 0 }
    case 'group':
      return { major: row.view.group === null ? Infinity : groupAt(row.view.group), minor: rank(row) }
    case 'latency':
      return { major: measureAt(row), minor: -(row.view.latency?.p95 ?? 0) }
  }
}

/** Delay and lateness are never ranked together (1-model.md, "Heartbeat latency"). */
function measureAt({ view }: Row): number {
  if (view.latency === null) return 2
  return view.latency.measure === 'delay' ? 0 : 1
}

/** Tells the places of texts in the alphabet; collates anew only when one is met that is not known. */
function createAlphabet(): (texts: readonly string[]) => (text: string) => number {
  let places: ReadonlyMap<string, number> = new Map()
  return (texts) => {
    if (texts.some((text) => !places.has(text)))
      places = new Map([...new Set(texts)].sort(compareTexts).map((text, place) => [text, place]))
    return (text) => places.get(text) ?? 0
  }
}

/** The same rows in the places that they had; those that are new stand at the end. */
export function inPlace(list: readonly Row[], before: readonly Row[]): readonly Row[] {
  const places = new Map(before.map((row, index) => [row.view.id, index]))
  const place = (row: Row) => places.get(row.view.id) ?? before.length
  return list.toSorted((a, b) => place(a) - place(b))
}

/** Rows that the arrangement's filters leave, and in which every word of the search occurs. */
export function matching(
  list: readonly Row[],
  search: string,
  { states, tags, groups }: Pick<Arrangement, 'states' | 'tags' | 'groups'> = plain,
): readonly Row[] {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length + states.length + tags.length + groups.length === 0) return list
  return list.filter(
    ({ view, state, words }) =>
      (states.length === 0 || states.includes(state)) &&
      (tags.length === 0 || view.tags.some((tag) => tags.includes(tag))) &&
      (groups.length === 0 || (view.group !== null && groups.includes(view.group))) &&
      wanted.every((word) => words.includes(word)),
  )
}
