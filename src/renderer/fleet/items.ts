import { assertNever } from '../../shared/assert.ts'
import type { Arrangement } from './arrangement.ts'
import { compareTexts, isHealthy, type Row } from './order.ts'

/** What stands in the list, one under the other. Keys are unique in it and outlive a patch. */
export type Item = HeaderItem | RowItem | HealthyItem

export interface HeaderItem {
  readonly kind: 'header'
  readonly key: string
  readonly title: string
  readonly rows: readonly Row[]
  readonly folded: boolean
}

export interface RowItem {
  readonly kind: 'row'
  readonly key: string
  readonly row: Row
}

/** Stands for the rows that are well. */
export interface HealthyItem {
  readonly kind: 'healthy'
  readonly key: string
  readonly count: number
}

/** In pixels; a row's never changes, so that rows out of sight can be left out. */
export const heights: Readonly<Record<Item['kind'], number>> = { header: 30, row: 48, healthy: 30 }

/** The list for rows that are sorted already. */
export function layOut(rows: readonly Row[], arrangement: Arrangement): readonly Item[] {
  const { groupBy, sort, folded, foldHealthy } = arrangement
  const by = groupBy === 'none' && sort === 'latency' ? 'measure' : groupBy
  if (by === 'none') return lines(rows, '', foldHealthy)
  return groupsOf(rows, by, sort === 'name' || sort === 'group').flatMap(({ name, rows: own }) => {
    const key = `${by}:${name}`
    const isFolded = folded.includes(key)
    const header: Item = { kind: 'header', key, title: titleOf(by, name), rows: own, folded: isFolded }
    return isFolded ? [header] : [header, ...lines(own, key, foldHealthy)]
  })
}

function lines(rows: readonly Row[], group: string, foldHealthy: boolean): readonly Item[] {
  const items: Item[] = []
  let healthy = 0
  let place = 0
  for (const row of rows) {
    if (foldHealthy && isHealthy(row)) {
      if (healthy === 0) place = items.length
      healthy += 1
    } else {
      items.push(itemOf(row, group))
    }
  }
  if (healthy > 0) items.splice(place, 0, { kind: 'healthy', key: `healthy:${group}`, count: healthy })
  return items
}

const made = new WeakMap<Row, readonly RowItem[]>()

/** The same item for the same row in the same group: what did not change is not rendered again. */
function itemOf(row: Row, group: string): RowItem {
  const key = group === '' ? row.view.id : `${group} ${row.view.id}`
  const known = made.get(row) ?? []
  const found = known.find((item) => item.key === key)
  if (found) return found
  const item: RowItem = { kind: 'row', key, row }
  made.set(row, [...known, item])
  return item
}

type By = 'group' | 'tag' | 'host' | 'measure'

/** Groups in the order in which their rows come, thus the worst first; or by their names. */
function groupsOf(rows: readonly Row[], by: By, byName: boolean) {
  const groups = new Map<string, Row[]>()
  for (const row of rows)
    for (const name of namesOf(row, by)) {
      const group = groups.get(name)
      if (group) group.push(row)
      else groups.set(name, [row])
    }
  const list = [...groups].map(([name, own]) => ({ name, rows: own }))
  if (!byName) return list
  return list.sort((a, b) => Number(a.name === '') - Number(b.name === '') || compareTexts(a.name, b.name))
}

function namesOf({ view, host }: Row, by: By): readonly string[] {
  switch (by) {
    case 'group':
      return [view.group ?? '']
    case 'tag':
      return view.tags.length === 0 ? [''] : view.tags
    case 'host':
      return [host]
    case 'measure':
      return [view.latency?.measure ?? '']
    default:
      return assertNever(by)
  }
}

function titleOf(by: By, name: string): string {
  switch (by) {
    case 'measure':
      if (name === 'delay') return 'Delay, above the fastest heartbeat'
      return name === 'lateness' ? 'Lateness, past the due time' : 'No latency measured'
    case 'group':
      return name === '' ? 'No group' : name
    case 'tag':
      return name === '' ? 'No tag' : name
    case 'host':
      return name
    default:
      return assertNever(by)
  }
}
