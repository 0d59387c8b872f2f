import { expect, it } from 'vitest'
import { type Filter, matching, plain, recall, spanOf } from '../../../../src/renderer/incidents/filter.ts'
import { incidentOf } from '../../../helpers/fake-incidents.ts'

const now = Date.parse('2026-11-20T12:00:00.000Z')
const names: Readonly<Record<string, string>> = { orders: 'Orders, production', gone: 'gone' }
const nameOf = (id: string) => names[id] ?? id

const incidents = [
  incidentOf('down', { end: null, endpoints: ['orders'] }),
  incidentOf('left-out', {
    kind: 'replay',
    endpoints: ['billing'],
    acknowledgedAt: '2026-11-20T11:30:00.000Z',
  }),
  incidentOf('away', { kind: 'local-network', endpoints: ['orders', 'billing'], notes: 'Ticket OPS-7' }),
]
const left = (part: Partial<Filter>) => matching(incidents, { ...plain, ...part }, nameOf).map(({ id }) => id)

it('narrows by kind, by what lasts, by what nobody has seen to, and by endpoint', () => {
  expect(left({})).toEqual(['down', 'left-out', 'away'])
  expect(left({ kinds: ['replay', 'local-network'] })).toEqual(['left-out', 'away'])
  expect(left({ open: true })).toEqual(['down'])
  expect(left({ unacknowledged: true })).toEqual(['down', 'away'])
  expect(left({ endpoint: 'billing' })).toEqual(['left-out', 'away'])
})

it('leaves out blips, and never one that lasts', () => {
  const blips = [
    incidentOf('blip', { durationMs: 900 }),
    incidentOf('long', { durationMs: 10_000 }),
    incidentOf('just-begun', { end: null, durationMs: 900 }),
  ]
  expect(matching(blips, { ...plain, long: true }, nameOf).map(({ id }) => id)).toEqual([
    'just-begun',
    'long',
  ])
})

it('puts those that last on top, however long ago they began', () => {
  const some = [
    incidentOf('new'),
    incidentOf('older'),
    incidentOf('since-yesterday', { end: null }),
    incidentOf('oldest'),
  ]
  expect(matching(some, plain, nameOf).map(({ id }) => id)).toEqual([
    'since-yesterday',
    'new',
    'older',
    'oldest',
  ])
})

it('finds all words in names, ids, causes, notes and kinds, in any case', () => {
  expect(left({ search: 'PRODUCTION refused' })).toEqual(['down', 'away'])
  expect(left({ search: 'ops-7' })).toEqual(['away'])
  expect(left({ search: 'local network' })).toEqual(['away'])
  expect(left({ search: 'billing ' })).toEqual(['left-out', 'away'])
  expect(left({ search: 'production nowhere' })).toEqual([])
})

it('asks for the time that was chosen, and for what begins by a clock that is ahead', () => {
  const day = 86_400_000
  expect(spanOf({ ...plain, range: 'day' }, now).from).toBe(now - day)
  expect(spanOf({ ...plain, range: 'all' }, now).from).toBe(0)
  expect(spanOf(plain, now).to).toBeGreaterThan(now + 3_600_000)
})

it('takes up what was kept, without the search and the endpoint, and nothing that it does not know', () => {
  const outliving = { ...plain, range: 'month', kinds: ['asleep'], open: true, long: true }
  const kept = { ...outliving, search: 'x', endpoint: 'orders' }
  expect(recall(JSON.stringify(kept))).toEqual(outliving)
  expect(recall('{"range":"century","kinds":["war"],"open":"yes"}')).toEqual(plain)
  expect(recall('no json')).toEqual(plain)
  expect(recall(null)).toEqual(plain)
})
