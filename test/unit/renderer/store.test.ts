import { expect, test } from 'vitest'
import { type Memory, plain } from '../../../src/renderer/fleet/arrangement.ts'
import { type Commands, createFleetStore, latencyRestMs, restMs } from '../../../src/renderer/store.ts'
import { statusFailure } from '../../../src/shared/model/failure.ts'
import { noon, viewOf } from './view.ts'

const failed = { phase: 'failed', health: null, failure: statusFailure(404) } as const

function setUp(answer: string | null = null, memory?: Memory) {
  const asked: string[] = []
  const later: (() => void)[] = []
  const clock = { now: noon }
  const ask = (what: string) => async (id?: string) => {
    asked.push(id === undefined ? what : `${what} ${id}`)
    return answer
  }
  const commands: Commands = {
    retry: ask('retry'),
    stop: ask('stop'),
    start: ask('start'),
  }
  const store = createFleetStore({
    commands,
    now: () => clock.now,
    soon: (run) => later.push(run),
    ...(memory && { memory }),
  })
  const settle = () => {
    for (const run of later.splice(0)) run()
  }
  const ids = () => store.getState().rows.map((row) => row.view.id)
  return { store, asked, later, clock, settle, ids }
}

test('before the first snapshot nothing is known, which is not the same as nothing to watch', () => {
  const { store } = setUp()
  expect(store.getState().views).toBeNull()
  store.snapshot([])
  expect(store.getState().views?.size).toBe(0)
})

test('patches change, add and remove, and those that come together are shown together', () => {
  const { store, settle, later, ids } = setUp()
  store.snapshot([viewOf('a'), viewOf('b')])
  let shown = 0
  store.subscribe(() => shown++)
  store.patch([viewOf('b', failed)], [])
  store.patch([viewOf('c')], ['a'])
  expect(ids()).toEqual(['a', 'b'])
  expect(later).toHaveLength(1)
  settle()
  expect(ids()).toEqual(['b', 'c'])
  expect(store.getState().tally).toMatchObject({ failed: 1, live: 1 })
  expect(shown).toBe(1)
})

test('an endpoint that is removed and added in one moment stays', () => {
  const { store, settle, ids } = setUp()
  store.snapshot([viewOf('a')])
  store.patch([], ['a'])
  store.patch([viewOf('a')], [])
  settle()
  expect(ids()).toEqual(['a'])
})

test('a snapshot replaces all, patches that were still to be shown too', () => {
  const { store, settle, ids } = setUp()
  store.snapshot([viewOf('a')])
  store.patch([viewOf('gone')], [])
  store.snapshot([viewOf('b')])
  settle()
  expect(ids()).toEqual(['b'])
})

test('the clock stands still while the monitor is not heard: what is shown is as old as its last word', () => {
  const { store, clock } = setUp()
  store.linked('open')
  clock.now = noon + 1000
  store.tick()
  expect(store.getState().now).toBe(noon + 1000)
  store.linked('lost')
  clock.now = noon + 9000
  store.tick()
  expect(store.getState().now).toBe(noon + 1000)
})

test('filter and search narrow the rows, and go on doing so for what comes later', () => {
  const { store, settle, ids } = setUp()
  store.snapshot([viewOf('orders'), viewOf('quotes', failed)])
  store.arrange({ states: ['failed'] })
  expect(ids()).toEqual(['quotes'])
  store.patch([viewOf('orders', failed)], [])
  settle()
  expect(ids()).toEqual(['orders', 'quotes'])
  store.searchFor('quo')
  expect(ids()).toEqual(['quotes'])
  store.clear()
  expect(store.getState()).toMatchObject({ arrangement: { states: [] }, search: '' })
  expect(ids()).toEqual(['orders', 'quotes'])
})

test('the keyboard moves over the rows that are shown, and stops at both ends', () => {
  const { store } = setUp()
  expect(store.move(1)).toBeNull()
  store.snapshot(['a1', 'b2', 'c3'].map((id) => viewOf(id)))
  expect([store.move(1), store.move(1), store.move(5), store.move(1), store.move(-9)]).toEqual([
    0, 1, 2, 2, 0,
  ])
  expect(store.getState().current).toBe('a1')
  store.searchFor('3')
  expect(store.move(1)).toBe(0)
  expect(store.getState().current).toBe('c3')
})

test('retry, stop and start ask the monitor only for what means something', async () => {
  const { store, asked } = setUp()
  store.snapshot([
    viewOf('live'),
    viewOf('failed', failed),
    viewOf('stopped', { phase: 'stopped', health: null }),
  ])
  for (const id of ['live', 'failed', 'stopped', 'unknown']) await store.retry(id)
  expect(asked.splice(0)).toEqual(['retry failed', 'start stopped'])
  for (const id of ['live', 'stopped']) await store.stop(id)
  expect(asked.splice(0)).toEqual(['stop live'])
  await store.start('stopped')
  expect(asked).toEqual(['start stopped'])
})

test('what the monitor refused is said, until something else goes well or the connection is new', async () => {
  const { store } = setUp('No endpoint has this id.')
  store.snapshot([viewOf('a', failed)])
  await store.retry('a')
  expect(store.getState().complaint).toBe('No endpoint has this id.')
  store.linked('open')
  expect(store.getState().complaint).toBeNull()
})

test('no row moves away from under the pointer, but only for a moment', () => {
  const { store, settle, clock, ids } = setUp()
  store.linked('open')
  store.snapshot([viewOf('a'), viewOf('b')])
  store.rest()
  store.patch([viewOf('b', failed), viewOf('new', failed)], [])
  settle()
  expect(ids()).toEqual(['a', 'b', 'new'])
  expect(store.getState().tally).toMatchObject({ failed: 2 })
  clock.now += restMs - 1
  store.tick()
  expect(ids()).toEqual(['a', 'b', 'new'])
  clock.now += 1
  store.tick()
  expect(ids()).toEqual(['b', 'new', 'a'])
})

test('how the list is laid out is kept, the search is not', () => {
  let kept: string | null = null
  const memory: Memory = {
    read: () => kept,
    write: (text) => {
      kept = text
    },
  }
  const first = setUp(null, memory)
  first.store.snapshot([viewOf('a'), viewOf('b', failed)])
  first.store.arrange({ sort: 'name', groupBy: 'host' })
  first.store.searchFor('a')
  const second = setUp(null, memory)
  second.store.snapshot([viewOf('a'), viewOf('b', failed)])
  expect(second.store.getState()).toMatchObject({
    arrangement: { ...plain, sort: 'name', groupBy: 'host' },
    search: '',
  })
  expect(second.ids()).toEqual(['a', 'b'])
  second.store.arrange({ states: ['failed'] })
  second.store.clear()
  expect(setUp(null, memory).store.getState().arrangement).toMatchObject({ sort: 'name', states: [] })
})

test('another order shows at once, also while the pointer rests on a button', () => {
  const { store, ids } = setUp()
  store.snapshot([viewOf('a'), viewOf('b', failed)])
  store.rest()
  store.arrange({ sort: 'name' })
  expect(ids()).toEqual(['a', 'b'])
})

test('by latency the rows stand still for some seconds, and then follow', () => {
  const { store, settle, clock, ids } = setUp()
  const slow = (p95: number) =>
    ({ latency: { measure: 'delay', count: 9, p50: 1, p95, p99: p95, max: p95 } }) as const
  store.linked('open')
  store.arrange({ sort: 'latency' })
  store.snapshot([viewOf('a', slow(20)), viewOf('b', slow(10))])
  clock.now += 1000
  store.patch([viewOf('b', slow(90))], [])
  settle()
  expect(ids()).toEqual(['a', 'b'])
  clock.now += latencyRestMs
  store.tick()
  expect(ids()).toEqual(['b', 'a'])
})

test('what comes in is told in events and bytes a second, and no longer when the monitor is not heard', () => {
  const { store, settle, clock } = setUp()
  const { counters } = viewOf('a')
  store.linked('open')
  store.snapshot([viewOf('a')])
  store.tick()
  store.patch([viewOf('a', { counters: { ...counters, events: 20, bytes: 4096 } })], [])
  settle()
  clock.now += 2000
  store.tick()
  expect(store.getState().traffic).toEqual({ eventsPerSecond: 10, bytesPerSecond: 2048 })
  store.linked('lost')
  expect(store.getState().traffic).toBeNull()
})

test('an endpoint that is removed is selected no longer', () => {
  const { store, settle } = setUp()
  store.snapshot([viewOf('a'), viewOf('b')])
  store.selectOnly(['a', 'b'])
  store.patch([], ['a'])
  settle()
  expect([...store.getState().selected]).toEqual(['b'])
})

test('Shift and a move select from where the keyboard is, whatever was selected before', () => {
  const { store } = setUp()
  store.snapshot(['a', 'b', 'c', 'd', 'e'].map((id) => viewOf(id)))
  const [first] = store.getState().items
  if (!first) throw new Error('five items')
  store.select(first, false)
  expect([store.move(1), store.move(1), store.extend(1), store.extend(1), store.extend(1)]).toEqual([
    1, 2, 3, 4, 4,
  ])
  expect([...store.getState().selected].sort()).toEqual(['a', 'c', 'd', 'e'])
})
