import { describe, expect, test } from 'vitest'
import { type Arrangement, plain } from '../../../../src/renderer/fleet/arrangement.ts'
import { type Item, layOut } from '../../../../src/renderer/fleet/items.ts'
import { createSorter, rowOf } from '../../../../src/renderer/fleet/order.ts'
import { statusFailure } from '../../../../src/shared/model/failure.ts'
import { viewOf } from '../view.ts'

const failed = { phase: 'failed', health: null, failure: statusFailure(404) } as const
const rows = createSorter()(
  [
    viewOf('a', { group: 'Shop', tags: ['prod', 'eu'] }),
    viewOf('b', { group: 'Ads', tags: ['prod'], url: 'https://ads.example.com/sse' }),
    viewOf('c', { group: 'Shop', tags: [], ...failed }),
    viewOf('d', { phase: 'stopped', health: null }),
  ].map(rowOf),
  'worst',
)

const line = (item: Item): string => {
  if (item.kind === 'row') return item.row.view.id
  return item.kind === 'header' ? `${item.title}${item.folded ? ' (folded)' : ''}:` : `${item.count} healthy`
}
const laidOut = (over: Partial<Arrangement>) => layOut(rows, { ...plain, ...over }).map(line)

test('without groups the rows as they are', () => {
  expect(laidOut({})).toEqual(['c', 'a', 'b', 'd'])
})

describe('groups', () => {
  test('stand in the order of their worst rows; what has no group has one of its own', () => {
    expect(laidOut({ groupBy: 'group' })).toEqual(['Shop:', 'c', 'a', 'Ads:', 'b', 'No group:', 'd'])
  })

  test('by name where the list is sorted by name, what has none last', () => {
    expect(laidOut({ groupBy: 'group', sort: 'name' })).toEqual([
      'Ads:',
      'b',
      'Shop:',
      'c',
      'a',
      'No group:',
      'd',
    ])
  })

  test('an endpoint stands under each of its tags, under keys of their own', () => {
    expect(laidOut({ groupBy: 'tag' })).toEqual(['No tag:', 'c', 'd', 'prod:', 'a', 'b', 'eu:', 'a'])
    const keys = layOut(rows, { ...plain, groupBy: 'tag' }).map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
  })

  test('by host', () => {
    expect(laidOut({ groupBy: 'host' })).toEqual([
      'stream.example.com:',
      'c',
      'a',
      'd',
      'ads.example.com:',
      'b',
    ])
  })

  test('a folded one is its header only, and its header still has its rows', () => {
    const items = layOut(rows, { ...plain, groupBy: 'group', folded: ['group:Shop'] })
    expect(items.map(line)).toEqual(['Shop (folded):', 'Ads:', 'b', 'No group:', 'd'])
    expect(items[0]).toMatchObject({ rows: [{ view: { id: 'c' } }, { view: { id: 'a' } }] })
  })

  test('sorted by latency there is one for each measure', () => {
    expect(laidOut({ sort: 'latency' })[0]).toBe('No latency measured:')
  })
})

describe('folded healthy ones', () => {
  test('are one line in their place', () => {
    expect(laidOut({ foldHealthy: true })).toEqual(['c', '2 healthy', 'd'])
  })

  test('one for each group', () => {
    expect(laidOut({ foldHealthy: true, groupBy: 'group' })).toEqual([
      'Shop:',
      'c',
      '1 healthy',
      'Ads:',
      '1 healthy',
      'No group:',
      'd',
    ])
  })
})

test('what did not change is the same item again, so that it is not rendered anew', () => {
  const again = { ...plain, groupBy: 'tag' } as const
  const first = layOut(rows, again).filter(({ kind }) => kind === 'row')
  const second = layOut([...rows], again).filter(({ kind }) => kind === 'row')
  expect(first.every((item, index) => item === second[index])).toBe(true)
})
