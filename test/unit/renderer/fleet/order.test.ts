import { describe, expect, test } from 'vitest'
import { plain, type Sort } from '../../../../src/renderer/fleet/arrangement.ts'
import {
  createSorter,
  hostOf,
  inPlace,
  isHealthy,
  matching,
  rowOf,
} from '../../../../src/renderer/fleet/order.ts'
import { canRetry, shownState, tally } from '../../../../src/renderer/fleet/state.ts'
import { failureOf, statusFailure } from '../../../../src/shared/model/failure.ts'
import type { WatchedView } from '../../../../src/shared/screens.ts'
import { viewOf } from '../view.ts'

const sortedBy = (sort: Sort, views: readonly WatchedView[]) =>
  createSorter()(views.map(rowOf), sort).map((row) => row.view.id)
const ordered = (...views: readonly WatchedView[]) => sortedBy('worst', views)
const noHealth = { health: null } as const

describe('the worst first', () => {
  test('failed, then trouble, then late and deaf, then live, unwatched, stopped', () => {
    expect(
      ordered(
        viewOf('stopped', { phase: 'stopped', ...noHealth }),
        viewOf('live'),
        viewOf('deaf', { health: 'deaf' }),
        viewOf('unwatched', { phase: 'unwatched', ...noHealth }),
        viewOf('late', { health: 'late' }),
        viewOf('waiting', { phase: 'waiting', ...noHealth, attempt: 3, failure: failureOf('reset') }),
        viewOf('failed', { phase: 'failed', ...noHealth, failure: statusFailure(404) }),
      ),
    ).toEqual(['failed', 'waiting', 'deaf', 'late', 'live', 'unwatched', 'stopped'])
  })

  test('by name among equals, with numbers as numbers', () => {
    expect(ordered(viewOf('ws-10'), viewOf('ws-9'), viewOf('Ab'))).toEqual(['Ab', 'ws-9', 'ws-10'])
  })

  test('a row in trouble keeps its place from one attempt to the next', () => {
    const other = viewOf('m', { phase: 'waiting', ...noHealth, attempt: 2, failure: failureOf('reset') })
    const trying = (phase: 'waiting' | 'connecting') =>
      viewOf('a', { phase, ...noHealth, attempt: 2, failure: failureOf('refused') })
    expect(ordered(trying('waiting'), other)).toEqual(ordered(trying('connecting'), other))
  })

  test('a rotation moves no row', () => {
    const calm = { ...noHealth, failure: null, attempt: 1 } as const
    for (const phase of ['waiting', 'connecting'] as const)
      expect(ordered(viewOf('c'), viewOf('b', { phase, ...calm }), viewOf('a'))).toEqual(['a', 'b', 'c'])
  })

  test('a first connection that is still under way stands before those that are live', () => {
    const { counters } = viewOf('x')
    const first = viewOf('z', {
      phase: 'connecting',
      ...noHealth,
      counters: { ...counters, connections: 0 },
    })
    expect(ordered(viewOf('a'), first)).toEqual(['z', 'a'])
  })
})

describe('other orders', () => {
  const latency = (measure: 'delay' | 'lateness', p95: number) =>
    ({ latency: { measure, count: 9, p50: 1, p95, p99: p95, max: p95 } }) as const

  test('by latency the slowest first, but delay and lateness are never ranked together', () => {
    const views = [
      viewOf('none'),
      viewOf('late-9', latency('lateness', 9)),
      viewOf('delay-1', latency('delay', 1)),
      viewOf('late-900', latency('lateness', 900)),
      viewOf('delay-20', latency('delay', 20)),
    ]
    expect(sortedBy('latency', views)).toEqual(['delay-20', 'delay-1', 'late-900', 'late-9', 'none'])
  })

  test('by group, the worst first in each, those without a group last; by name only the name counts', () => {
    const views = [
      viewOf('alone', { phase: 'failed', ...noHealth }),
      viewOf('b', { group: 'Shop' }),
      viewOf('c', { group: 'Shop', health: 'late' }),
      viewOf('d', { group: 'Ads' }),
    ]
    expect(sortedBy('group', views)).toEqual(['d', 'c', 'b', 'alone'])
    expect(sortedBy('name', views)).toEqual(['alone', 'b', 'c', 'd'])
  })

  test('a sorter that knows an alphabet takes up new names', () => {
    const sort = createSorter()
    const ids = (...names: string[]) =>
      sort(
        names.map((name) => rowOf(viewOf(name))),
        'name',
      ).map((row) => row.view.id)
    expect(ids('c', 'a')).toEqual(['a', 'c'])
    expect(ids('c', 'b', 'a')).toEqual(['a', 'b', 'c'])
  })

  test('rows that are held keep their places; new ones stand at the end', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((id) => rowOf(viewOf(id)))
    if (!a || !b || !c) throw new Error('three rows')
    expect(inPlace([a, c, b], [b, a])).toEqual([b, a, c])
  })
})

test('well is what is live without flapping, or between two connections of a rotation', () => {
  const calm = { ...noHealth, failure: null, attempt: 1 } as const
  const well = (over: Partial<WatchedView>) => isHealthy(rowOf(viewOf('a', over)))
  expect([well({}), well({ phase: 'waiting', ...calm })]).toEqual([true, true])
  expect([
    well({ flapping: true }),
    well({ health: 'unproven' }),
    well({ health: 'late' }),
    well({ phase: 'waiting', ...noHealth, failure: failureOf('reset') }),
    well({ phase: 'stopped', ...noHealth }),
  ]).toEqual([false, false, false, false, false])
})

describe('filter and search', () => {
  const rows = [
    viewOf('orders', { tags: ['prod', 'eu'], group: 'Shop' }),
    viewOf('quotes', { tags: ['prod'], url: 'https://trade.example.org:8443/sse', health: 'late' }),
  ].map(rowOf)
  const found = (search: string) => matching(rows, search).map((row) => row.view.id)

  test('every word must occur, in name, host, group or tag, in any case', () => {
    expect(found('')).toEqual(['orders', 'quotes'])
    expect(found('  PROD ')).toEqual(['orders', 'quotes'])
    expect(found('prod shop')).toEqual(['orders'])
    expect(found('trade.example')).toEqual(['quotes'])
    expect(found('prod nothing')).toEqual([])
  })

  test('a state and a search narrow together', () => {
    const late = { ...plain, states: ['late'] } as const
    expect(matching(rows, 'prod', late).map((row) => row.view.id)).toEqual(['quotes'])
    expect(matching(rows, 'shop', late)).toEqual([])
  })

  test('within a kind one of the chosen suffices, between kinds all must hold', () => {
    const found = (over: Partial<typeof plain>) =>
      matching(rows, '', { ...plain, ...over }).map((row) => row.view.id)
    expect(found({ states: ['late', 'live'] })).toEqual(['orders', 'quotes'])
    expect(found({ tags: ['eu', 'us'] })).toEqual(['orders'])
    expect(found({ tags: ['prod'], groups: ['Shop'] })).toEqual(['orders'])
    expect(found({ tags: ['prod'], states: ['failed'] })).toEqual([])
  })
})

test('the shown state is the phase, and while live the health', () => {
  expect(shownState({ phase: 'live', health: 'fresh' })).toBe('live')
  expect(shownState({ phase: 'live', health: null })).toBe('live')
  expect(shownState({ phase: 'live', health: 'deaf' })).toBe('deaf')
  expect(shownState({ phase: 'waiting', health: null })).toBe('waiting')
})

test('the tally counts every state, also those that nobody is in', () => {
  expect(tally(['live', 'failed', 'live'])).toEqual({
    failed: 1,
    waiting: 0,
    connecting: 0,
    late: 0,
    deaf: 0,
    unproven: 0,
    live: 2,
    unwatched: 0,
    stopped: 0,
  })
})

test('a retry means something only for what is not live, stopped or unwatched', () => {
  const phases = ['failed', 'waiting', 'connecting', 'live', 'stopped', 'unwatched'] as const
  expect(phases.filter((phase) => canRetry({ phase }))).toEqual(['failed', 'waiting', 'connecting'])
})

test('a URL that a reference keeps from being one is shown as it is', () => {
  expect(hostOf('https://a.example:8443/x')).toBe('a.example:8443')
  const secret = `\${secret:url}/x`
  expect(hostOf(secret)).toBe(secret)
})
