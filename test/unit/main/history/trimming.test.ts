import { mkdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { HistoryStore } from '../../../../src/main/history/types.ts'
import type { IncidentRecord } from '../../../../src/main/monitor/incidents/types.ts'
import { batch, day, endpointBatch, hour, latencyOf, shelf, slot, t0 } from '../../../helpers/history.ts'

const slotMs = 10_000
const smallest = 16 * 2 ** 20

function tidy(store: HistoryStore, now: number): void {
  for (let pieces = 0; store.tidy(now); pieces++) {
    if (pieces > 10_000) throw new Error('There is always more to tidy.')
  }
}

/** A slot with so many different latencies that a few thousand fill a disk. */
function fat(at: number) {
  const first = (at / slotMs) * 331
  const samples = Array.from(
    { length: 300 },
    (_, index) => 1.01 ** ((Math.imul(first + index, 2654435761) >>> 0) % 1500),
  )
  return slot(at, { events: 1, latency: latencyOf('delay', samples) })
}

function incident(id: string, start: number, notes: string): IncidentRecord {
  const cause = 'The server refused the connection.'
  return {
    id,
    kind: 'outage',
    endpoints: ['orders'],
    start,
    end: start + 5,
    cause,
    flapping: false,
    notes,
    acknowledgedAt: null,
    evidence: [],
  }
}

function fillHour(store: HistoryStore, begin: number, ids: readonly string[]): void {
  const slots = Array.from({ length: 360 }, (_, index) => fat(begin + index * slotMs))
  store.write(batch(begin + hour, ...ids.map((id) => endpointBatch(id, { slots }))))
}

const events = (store: HistoryStore, from: number, to: number, points: number): number =>
  store.chart('orders', { from, to, points })?.events.reduce((sum, count) => sum + count, 0) ?? 0

describe('The cap', () => {
  it('holds while the history grows: the finest goes first, incidents stay', () => {
    const store = shelf().open(smallest)
    const ids = ['orders', 'billing']
    // Most of the room is taken by what stays to the end.
    const put = [incident('i1', t0, ''), incident('i2', t0, 'x'.repeat(10 * 2 ** 20))]
    store.write({ until: t0, endpoints: [], incidents: { put, withdrawn: [] } })
    const hours = 8
    for (let index = 0; index < hours; index++) {
      fillHour(store, t0 + index * hour, ids)
      tidy(store, t0 + (index + 1) * hour)
      expect(store.state().size).toBeLessThanOrEqual(smallest)
    }
    const end = t0 + hours * hour
    expect(events(store, t0, end, hours)).toBe(hours * 360)
    // What is asked of a time whose slots are gone comes in the steps that are left.
    expect(store.chart('orders', { from: t0, to: t0 + 2 * hour, points: 2000 })?.stepMs).toBeGreaterThan(
      slotMs,
    )
    expect(store.chart('orders', { from: end - hour, to: end, points: 2000 })?.stepMs).toBe(slotMs)
    expect(store.incidents({ from: 0, to: end, kinds: [], limit: 9 })).toHaveLength(2)
  })

  it('that is lowered is kept soon, and what people wrote goes last', () => {
    const store = shelf().open()
    const records = Array.from({ length: 3000 }, (_, index) => ({
      ...incident(`i${index}`, t0 + index, index % 6 === 0 ? 'A note.' : ''),
      cause: 'x'.repeat(2000),
    }))
    store.write({ until: t0, endpoints: [], incidents: { put: records, withdrawn: [] } })
    fillHour(store, t0, ['orders'])
    const cap = 4 * 2 ** 20
    store.setCap(cap)
    tidy(store, t0 + hour)
    expect(store.state()).toMatchObject({ cap })
    expect(store.state().size).toBeLessThanOrEqual(cap)
    const left = store.incidents({ from: 0, to: t0 + day, kinds: [], limit: 9999 })
    expect(left.filter(({ notes }) => notes !== '')).toHaveLength(500)
    expect(left.length).toBeGreaterThan(500)
    expect(left.length).toBeLessThan(3000)
    // Of those without a note the oldest went.
    expect(left.find(({ notes }) => notes === '')?.id).toBe('i2999')
    expect(left.some(({ id }) => id === 'i1')).toBe(false)
  })
})

it('A history in memory keeps to its cap, too', () => {
  const place = shelf()
  mkdirSync(place.file)
  const cap = 2 * 2 ** 20
  const store = place.open(cap)
  for (let index = 0; index < 8; index++) {
    fillHour(store, t0 + index * hour, ['orders'])
    tidy(store, t0 + (index + 1) * hour)
    expect(store.state().size).toBeLessThanOrEqual(cap)
  }
  expect(events(store, t0, t0 + 8 * hour, 1)).toBeGreaterThan(360)
})

describe('What is old', () => {
  it('is let go of tier by tier', () => {
    const store = shelf().open()
    for (const age of [400, 200, 40, 20, 2, 0]) fillHour(store, t0 - age * day, ['orders'])
    store.write(batch(t0 + 3 * hour, endpointBatch('orders', { slots: [slot(t0 + 3 * hour)] })))
    // The clock moved by weeks: it is believed after a while.
    tidy(store, t0 + 3 * hour)
    tidy(store, t0 + 4 * hour)
    const told = [400, 200, 40, 20, 2, 0].map((age) => {
      const from = t0 - age * day
      const view = store.chart('orders', { from, to: from + hour, points: 2000 })
      return [view?.stepMs, view?.events.reduce((sum, count) => sum + count, 0)]
    })
    expect(told).toEqual([
      [hour, 0],
      [hour, 360],
      [hour, 360],
      [60_000, 360],
      [60_000, 360],
      [slotMs, 360],
    ])
    expect(store.state().since).toBe(t0 + 4 * hour - 365 * day - ((t0 + 4 * hour) % day))
  })

  it('is nothing before anything is kept: the history begins with the first that is', () => {
    const store = shelf().open()
    tidy(store, t0)
    expect(store.state().since).toBeNull()
    store.write(batch(t0 + hour, endpointBatch('orders', { slots: [slot(t0)] })))
    expect(store.state().since).toBe(t0)
  })

  it('is not let go of because the clock was wrong for a moment', () => {
    const store = shelf().open()
    fillHour(store, t0, ['orders'])
    tidy(store, t0 + hour)
    tidy(store, t0 + 900 * day)
    tidy(store, t0 + 900 * day + 60_000)
    tidy(store, t0 + hour + 60_000)
    store.write(batch(t0 + 3 * hour, endpointBatch('orders', { slots: [slot(t0 + 3 * hour)] })))
    tidy(store, t0 + 3 * hour)
    expect(events(store, t0, t0 + hour, 2000)).toBe(360)
    tidy(store, t0 + 900 * day)
    tidy(store, t0 + 901 * day)
    expect(events(store, t0, t0 + hour, 2000)).toBe(0)
  })
})
