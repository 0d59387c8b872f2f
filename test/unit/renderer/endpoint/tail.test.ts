import { describe, expect, test } from 'vitest'
import { createTail } from '../../../../src/renderer/endpoint/tail/tail.ts'
import type { EventPage, TailEvent } from '../../../../src/shared/screens.ts'

const event = (seq: number, over: Partial<TailEvent> = {}): TailEvent => ({
  seq,
  at: '2026-11-20T12:00:00.000Z',
  kind: 'event',
  type: 'order',
  data: `data ${seq}`,
  lastEventId: String(seq),
  bytes: 8,
  cut: false,
  ...over,
})

const page = (events: readonly TailEvent[], skipped = 0, limit = 5): EventPage => ({
  events,
  skipped,
  held: { count: Math.min(limit, events.length), bytes: 100, limit },
})

const shown = (tail: ReturnType<typeof createTail>) => tail.getState().shown.map(({ seq }) => seq)

describe('the event tail', () => {
  test('follows, and holds no more than the monitor', () => {
    const tail = createTail()
    tail.add(page([1, 2, 3].map((seq) => event(seq))))
    tail.add(page([4, 5, 6, 7].map((seq) => event(seq))))
    expect(shown(tail)).toEqual([3, 4, 5, 6, 7])
    expect(tail.newest()).toBe(7)
  })

  test('paused keeps what is shown and counts what came, also what was never seen', () => {
    const tail = createTail()
    tail.add(page([event(1), event(2)]))
    tail.pauseBy('hand')
    tail.add(page([event(5), event(6)], 2))
    expect(shown(tail)).toEqual([1, 2])
    expect(tail.getState()).toMatchObject({ came: 4, skipped: 2, pause: 'hand' })
    tail.resume()
    expect(shown(tail)).toEqual([1, 2, 5, 6])
    expect(tail.getState().came).toBe(0)
  })

  test('an event that is told twice stands once', () => {
    const tail = createTail()
    tail.add(page([event(1), event(2)]))
    tail.add(page([event(2), event(3)]))
    expect(shown(tail)).toEqual([1, 2, 3])
  })

  test('filters by type and by text in any of its parts, also while paused', () => {
    const tail = createTail()
    tail.add(page([event(1), event(2, { type: 'heartbeat' }), event(3, { data: 'A (b) C' })]))
    tail.filterBy({ type: 'order' })
    expect(shown(tail)).toEqual([1, 3])
    tail.pauseBy('scroll')
    tail.filterBy({ type: null, text: '(B)' })
    expect(shown(tail)).toEqual([3])
    tail.filterBy({ text: 'HEART' })
    expect(shown(tail)).toEqual([2])
    expect(tail.getState().types).toEqual(['heartbeat', 'order'])
  })
})
