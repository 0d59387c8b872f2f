import { expect, test } from 'vitest'
import { plain } from '../../../../src/renderer/fleet/arrangement.ts'
import { type Item, layOut } from '../../../../src/renderer/fleet/items.ts'
import { rowOf } from '../../../../src/renderer/fleet/order.ts'
import { extendTo, nothingSelected, present, toggle } from '../../../../src/renderer/fleet/selection.ts'
import { viewOf } from '../view.ts'

const rows = ['a', 'b', 'c', 'd'].map((id) => rowOf(viewOf(id, { group: id < 'c' ? 'first' : 'second' })))
const flat = layOut(rows, plain)
const grouped = layOut(rows, { ...plain, groupBy: 'group' })
const at = (items: readonly Item[], index: number): Item => {
  const item = items[index]
  if (item === undefined) throw new Error(`no item ${index}`)
  return item
}

test('an endpoint is selected and no longer', () => {
  const one = toggle(nothingSelected, at(flat, 1))
  expect([...one.selected]).toEqual(['b'])
  expect([...toggle(one, at(flat, 1)).selected]).toEqual([])
})

test('a header selects its whole group, also where a part was selected already', () => {
  const part = toggle(nothingSelected, at(grouped, 1))
  const all = toggle(part, at(grouped, 0))
  expect([...all.selected]).toEqual(['a', 'b'])
  expect([...toggle(all, at(grouped, 0)).selected]).toEqual([])
})

test('a range goes from the last one that was touched, in both directions, and keeps what was selected', () => {
  const from = toggle(nothingSelected, at(flat, 2))
  expect([...extendTo(from, flat, at(flat, 0)).selected].sort()).toEqual(['a', 'b', 'c'])
  const back = extendTo(extendTo(from, flat, at(flat, 0)), flat, at(flat, 3))
  expect([...back.selected].sort()).toEqual(['a', 'b', 'c', 'd'])
})

test('a range without a beginning is the one item; headers in it select nothing more', () => {
  expect([...extendTo(nothingSelected, flat, at(flat, 1)).selected]).toEqual(['b'])
  const over = extendTo(toggle(nothingSelected, at(grouped, 2)), grouped, at(grouped, 4))
  expect([...over.selected].sort()).toEqual(['b', 'c'])
})

test('what was removed is selected no longer; where nothing was, the set is the same', () => {
  const selected = new Set(['a', 'b'])
  expect([...present(selected, new Set(['b']))]).toEqual(['b'])
  expect(present(selected, new Set(['a', 'b', 'c']))).toBe(selected)
})

test('the keyboard that went elsewhere does not move the beginning of a range', () => {
  const from = { ...toggle(nothingSelected, at(flat, 0)), current: 'd' }
  expect([...extendTo(from, flat, at(flat, 2)).selected].sort()).toEqual(['a', 'b', 'c'])
})
