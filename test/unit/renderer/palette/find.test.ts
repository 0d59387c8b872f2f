import { expect, it } from 'vitest'
import { type Row, rowOf } from '../../../../src/renderer/fleet/order.ts'
import { findEndpoints, matches, mostShown } from '../../../../src/renderer/palette/find.ts'
import { viewOf } from '../../../helpers/views.ts'

const row = (name: string, over: Parameters<typeof viewOf>[1] = {}): Row =>
  rowOf(
    viewOf(name.replaceAll(' ', '-').toLowerCase(), { name, url: 'https://shop.example.com/sse', ...over }),
  )

const orders = row('Orders')
const ordersEu = row('Orders EU', { tags: ['prod'] })
const reorders = row('Reorders')
const audit = row('Audit', { url: 'https://orders.example.com/sse' })
const stopped = row('Stopped orders', { phase: 'stopped', health: null })
const demo = row('Demo orders', { demo: true })
const all = [audit, reorders, ordersEu, orders, stopped, demo]
const names = (query: string) => findEndpoints(query, all).rows.map(({ view }) => view.name)

it('finds by name before host and tag, the whole name first', () => {
  expect(names('orders')).toEqual([
    'Orders',
    'Orders EU',
    'Stopped orders',
    'Demo orders',
    'Reorders',
    'Audit',
  ])
  expect(names('eu ORD')).toEqual(['Orders EU'])
  expect(names('prod')).toEqual(['Orders EU'])
  expect(findEndpoints('prod', all).byName).toBe(false)
  expect(findEndpoints('audit', all).byName).toBe(true)
  expect(names('nowhere')).toEqual([])
})

it('takes a verb in front, and leaves out those that it means nothing for', () => {
  expect(findEndpoints('start ', all)).toMatchObject({ verb: 'start', rows: [stopped] })
  expect(findEndpoints('stop orders', all).rows).not.toContain(stopped)
  expect(findEndpoints('edit demo', all).rows).toEqual([])
  expect(findEndpoints('edit demo', all, true).rows).toEqual([demo])
  expect(findEndpoints('Stop', all)).toMatchObject({ verb: 'open', rows: [stopped] })
})

it('shows no more than are worth reading, and says how many there are', () => {
  const many = Array.from({ length: 1000 }, (_, index) => row(`Stream ${index}`))
  const found = findEndpoints('stream', many)
  expect(found.rows).toHaveLength(mostShown)
  expect(found.more).toBe(1000 - mostShown)
})

it('finds a command by words in any order', () => {
  expect(matches('dark theme', 'Theme: dark appearance')).toBe(true)
  expect(matches('', 'Anything')).toBe(true)
  expect(matches('dark mode', 'Theme: dark')).toBe(false)
})
