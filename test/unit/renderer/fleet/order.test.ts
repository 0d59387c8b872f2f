import { describe, expect, test } from 'vitest'
import { hostOf, matching, rowOf, worstFirst } from '../../../../src/renderer/fleet/order.ts'
import { canRetry, shownState, tally } from '../../../../src/renderer/fleet/state.ts'
import { failureOf, statusFailure } from '../../../../src/shared/model/failure.ts'
import type { WatchedView } from '../../../../src/shared/screens.ts'
import { viewOf } from '../view.ts'

const ordered = (...views: readonly WatchedView[]) => worstFirst(views.map(rowOf)).map((row) => row.view.id)
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

describe('filter and search', () => {
  const rows = [
    viewOf('orders', { tags: ['prod', 'eu'], group: 'Shop' }),
    viewOf('quotes', { tags: ['prod'], url: 'https://trade.example.org:8443/sse', health: 'late' }),
  ].map(rowOf)
  const found = (search: string) => matching(rows, null, search).map((row) => row.view.id)

  test('every word must occur, in name, host, group or tag, in any case', () => {
    expect(found('')).toEqual(['orders', 'quotes'])
    expect(found('  PROD ')).toEqual(['orders', 'quotes'])
    expect(found('prod shop')).toEqual(['orders'])
    expect(found('trade.example')).toEqual(['quotes'])
    expect(found('prod nothing')).toEqual([])
  })

  test('a state and a search narrow together', () => {
    expect(matching(rows, 'late', 'prod').map((row) => row.view.id)).toEqual(['quotes'])
    expect(matching(rows, 'late', 'shop')).toEqual([])
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
