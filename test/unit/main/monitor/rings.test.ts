import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type ArrivedEvent,
  attemptViews,
  createEventBudget,
  createEventRing,
  createRing,
  type KeptAttempt,
} from '../../../../src/main/monitor/rings.ts'

const event = (data: string, at = 0): ArrivedEvent => ({
  at,
  kind: 'event',
  type: 'message',
  data,
  lastEventId: null,
  bytes: data.length,
})

describe('a ring', () => {
  it('keeps the newest, oldest first', () => {
    const ring = createRing<number>(3)
    for (const item of [1, 2, 3, 4, 5]) ring.push(item)
    expect(ring.items()).toEqual([3, 4, 5])
  })

  it('shows attempts with their time as text', () => {
    const ring = createRing<KeptAttempt>()
    const attempt = { attempt: 1, result: 'live', durationMs: 2, delayMs: null, chosenBy: null } as const
    ring.push({ ...attempt, at: 0, status: 200, address: null, traceId: null })
    expect(attemptViews(ring)[0]).toMatchObject({
      at: '1970-01-01T00:00:00.000Z',
      result: 'live',
      status: 200,
    })
  })
})

describe('an event ring', () => {
  it('keeps the newest 200 of an endpoint', () => {
    const ring = createEventRing(createEventBudget(1e9))
    for (let count = 0; count < 250; count++) ring.push(event(`event ${count}`, count))
    const views = ring.views()
    expect(views).toHaveLength(200)
    expect(views[0]).toEqual({
      at: '1970-01-01T00:00:00.050Z',
      kind: 'event',
      type: 'message',
      data: 'event 50',
      lastEventId: null,
      bytes: 8,
      cut: false,
    })
    expect(views.at(-1)?.data).toBe('event 249')
  })

  it('keeps the beginning of long data, and says so', () => {
    const ring = createEventRing(createEventBudget(1e9))
    ring.push(event('a'.repeat(16 * 1024)))
    ring.push(event('b'.repeat(16 * 1024 + 1)))
    ring.push(event(`${'c'.repeat(16 * 1024 - 1)}😀`))
    const [whole, cut, paired] = ring.views()
    expect([whole?.cut, whole?.data.length]).toEqual([false, 16 * 1024])
    expect([cut?.cut, cut?.data.length, cut?.bytes]).toEqual([true, 16 * 1024, 16 * 1024 + 1])
    expect(paired?.data).toBe('c'.repeat(16 * 1024 - 1))
  })

  it('gives way to newer events of any endpoint: the oldest of all goes first', () => {
    const budget = createEventBudget(4 * 1000)
    const [first, second] = [createEventRing(budget), createEventRing(budget)]
    first.push(event('a'.repeat(300)))
    second.push(event('b'.repeat(300)))
    first.push(event('c'.repeat(300)))
    second.push(event('d'.repeat(300)))
    second.push(event('e'.repeat(300)))
    second.push(event('f'.repeat(300)))
    expect(first.views().map(({ data }) => data[0])).toEqual(['c'])
    expect(second.views().map(({ data }) => data[0])).toEqual(['d', 'e', 'f'])
    expect(budget.held).toBeLessThanOrEqual(budget.limit)
  })

  it('never holds more than the budget, and keeps the newest in order', () => {
    const push = fc.record({ ring: fc.nat(3), size: fc.nat(400) })
    fc.assert(
      fc.property(fc.array(push, { maxLength: 120 }), (pushes) => {
        const budget = createEventBudget(5000)
        const rings = [0, 1, 2, 3].map(() => createEventRing(budget, 6))
        let number = 0
        for (const { ring, size } of pushes) {
          rings[ring]?.push(event('x'.repeat(size), ++number))
          expect(budget.held).toBeLessThanOrEqual(budget.limit)
        }
        for (const ring of rings) {
          const times = ring.views().map(({ at }) => Date.parse(at))
          expect(times).toEqual(times.toSorted((a, b) => a - b))
        }
        for (const ring of rings) ring.clear()
        expect([budget.held, budget.oldest, budget.newest]).toEqual([0, null, null])
      }),
    )
  })
})

it('amends the newest item, and nothing where there is none', () => {
  const ring = createRing<number>(2)
  ring.amend((item) => item + 1)
  expect(ring.items()).toEqual([])
  for (const item of [1, 2, 3]) ring.push(item)
  ring.amend((item) => item * 10)
  expect(ring.items()).toEqual([2, 30])
})

describe('a page of events', () => {
  const filled = (count: number, data = 'x') => {
    const ring = createEventRing(createEventBudget(1e9))
    for (let index = 1; index <= count; index++) ring.push(event(data, index))
    return ring
  }
  const numbers = (page: ReturnType<ReturnType<typeof filled>['page']>) => page.events.map(({ seq }) => seq)

  it('goes on after a number, oldest first', () => {
    const ring = filled(10)
    expect(numbers(ring.page(null, 3))).toEqual([8, 9, 10])
    expect(numbers(ring.page(7, 50))).toEqual([8, 9, 10])
    expect(ring.page(10, 50)).toMatchObject({ events: [], skipped: 0 })
    expect(numbers(ring.page(0, 50))).toHaveLength(10)
  })

  it('says how many it leaves out: let go, or over the limit', () => {
    const ring = filled(250)
    const page = ring.page(20, 100)
    expect([numbers(page)[0], numbers(page).at(-1), page.skipped]).toEqual([151, 250, 130])
    expect(ring.page(null, 100).skipped).toBe(0)
    expect(page.held).toMatchObject({ count: 200, limit: 200 })
  })

  it('takes a number that is yet to come for one of an earlier run', () => {
    expect(numbers(filled(3).page(500, 10))).toEqual([1, 2, 3])
  })

  it('is a megabyte at most, the newest of it', () => {
    const ring = filled(100, 'a'.repeat(16 * 1024))
    const page = ring.page(0, 100)
    const text = page.events.reduce((sum, { data }) => sum + data.length, 0)
    expect(text).toBeLessThanOrEqual(1024 * 1024)
    expect(text).toBeGreaterThan(900 * 1024)
    expect(numbers(page).at(-1)).toBe(100)
    expect(page.skipped + page.events.length).toBe(100)
  })

  it('tells what the ring costs, and no more than it holds', () => {
    const budget = createEventBudget(1e9)
    const [one, other] = [createEventRing(budget), createEventRing(budget)]
    one.push(event('a'.repeat(1000)))
    other.push(event('b'))
    expect(one.page(null, 1).held.bytes + other.page(null, 1).held.bytes).toBe(budget.held)
    one.resize(50)
    for (let count = 0; count < 50; count++) one.push(event('c'))
    expect(one.page(null, 1).held.bytes).toBeLessThan(50 * 300)
    one.clear()
    expect(one.page(null, 1).held).toEqual({ count: 0, bytes: 0, limit: 50 })
  })

  it('follows another limit at once, and the numbers go on', () => {
    const ring = filled(200)
    ring.resize(50)
    expect(ring.page(null, 5000).held.count).toBe(50)
    ring.resize(1000)
    for (let count = 0; count < 300; count++) ring.push(event('x'))
    expect(numbers(ring.page(null, 5000))).toHaveLength(350)
    expect(numbers(ring.page(null, 5000)).at(-1)).toBe(500)
    expect(ring.views()).toHaveLength(200)
  })
})
