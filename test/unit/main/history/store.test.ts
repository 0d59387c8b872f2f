import { describe, expect, it } from 'vitest'
import { unpackRecall } from '../../../../src/main/history/slot-pack.ts'
import type { HistoryStore } from '../../../../src/main/history/types.ts'
import type { IncidentRecord } from '../../../../src/main/monitor/incidents/types.ts'
import {
  batch,
  endpointBatch,
  hour,
  latencyOf,
  memory,
  minute,
  noIncidents,
  rollup,
  shelf,
  slot,
  t0,
} from '../../../helpers/history.ts'

const incident: IncidentRecord = {
  id: 'i1',
  kind: 'outage',
  endpoints: ['orders'],
  start: t0,
  end: t0 + minute,
  cause: 'The server refused the connection.',
  flapping: false,
  notes: '',
  acknowledgedAt: null,
  evidence: [],
}

function recalled(store: HistoryStore, id: string, now: number) {
  const packed = store.recall([id], now).get(id)
  if (packed === undefined) return null
  const { slots, ...rest } = unpackRecall(packed)
  return { ...rest, slots: [...slots] }
}

describe('What was written', () => {
  it('is there after the file was closed and opened', () => {
    const { open } = shelf()
    const first = open()
    const transition = {
      at: t0 + 3,
      phase: 'live' as const,
      health: 'fresh' as const,
      reason: 'The stream is open.',
    }
    const span = { phase: 'unwatched' as const, from: t0 - 5 * hour, to: t0 - 10_000 }
    first.write(
      batch(
        t0 + 12_000,
        endpointBatch('orders', {
          slots: [slot(t0), slot(t0 + 10_000, { events: 4, latency: latencyOf('delay', [12, 14]) })],
          longSpans: [span],
          transitions: [transition],
          memory,
        }),
      ),
    )
    first.close()
    const again = open()
    expect(again.era()).toBe(1)
    expect(recalled(again, 'orders', t0 + 20_000)).toMatchObject({
      memory,
      until: t0 + 12_000,
      slots: [
        { at: t0, era: 1, rollup: rollup() },
        { at: t0 + 10_000, era: 1, rollup: { events: 4, latency: { measure: 'delay' } } },
      ],
      transitions: [transition],
    })
    expect(again.recall(['nobody'], t0).size).toBe(0)
    expect(again.transitions(['orders'], t0, t0 + hour, 10)).toEqual([
      { endpoint: 'orders', transitions: [transition] },
    ])
  })

  it('takes the place of a slot with the same time and era, and is added to one of another era', () => {
    const store = shelf().open()
    store.write(batch(t0 + 1000, endpointBatch('orders', { slots: [slot(t0, { events: 1 })] })))
    store.write(batch(t0 + 2000, endpointBatch('orders', { slots: [slot(t0, { events: 2 })] })))
    store.write(batch(t0 + 3000, endpointBatch('orders', { slots: [slot(t0, { events: 10 }, 2)] })))
    const chart = store.chart('orders', { from: t0, to: t0 + minute, points: 100 })
    expect(chart?.events).toEqual([12, 0, 0, 0, 0, 0])
    expect(chart?.phaseMs.live?.[0]).toBe(20_000)
    expect(store.era()).toBe(2)
  })

  it('says up to when an endpoint is on record that was taken away', () => {
    const { open } = shelf()
    const store = open()
    const both = ['orders', 'billing'].map((id) => endpointBatch(id, { slots: [slot(t0)] }))
    store.write(batch(t0 + 1000, ...both))
    store.write(batch(t0 + 5000, endpointBatch('orders')))
    store.write({ until: t0 + 6000, endpoints: [], incidents: { put: [incident], withdrawn: [] } })
    store.close()
    const again = open()
    expect(recalled(again, 'billing', t0 + 9000)?.until).toBe(t0 + 1000)
    expect(recalled(again, 'orders', t0 + 9000)?.until).toBe(t0 + 5000)
    again.write(batch(t0 + 9000, ...both))
    expect(recalled(again, 'billing', t0 + 9000)?.until).toBe(t0 + 9000)
  })

  it('is all of a batch or nothing of it', () => {
    const store = shelf().open()
    store.write(batch(t0 + 1000, endpointBatch('orders', { slots: [slot(t0, { events: 1 })] })))
    const broken = { ...slot(t0, { events: 2 }), at: Number.NaN }
    const bad = batch(
      t0 + 2000,
      endpointBatch('new', { slots: [slot(t0)] }),
      endpointBatch('orders', { slots: [slot(t0, { events: 9 }), broken] }),
    )
    expect(() => store.write(bad)).toThrow(/history/i)
    expect(store.chart('orders', { from: t0, to: t0 + 10_000, points: 1 })?.events).toEqual([1])
    expect(store.chart('new', { from: t0, to: t0 + 10_000, points: 1 })).toBeNull()
    expect(recalled(store, 'orders', t0 + 3000)?.until).toBe(t0 + 1000)
  })

  it('is there for certain where it was written once and taken back', () => {
    const store = shelf().open()
    const broken = { ...slot(t0), at: Number.NaN }
    const bad = endpointBatch('new', { slots: [broken] })
    expect(() => store.write(batch(t0, endpointBatch('orders', { memory }), bad))).toThrow(/history/i)
    store.write(batch(t0 + 5000, endpointBatch('orders', { memory })))
    expect(recalled(store, 'orders', t0 + 9000)?.memory).toEqual(memory)
  })
})

describe('Incidents', () => {
  it('are replaced, found by time and kind, and withdrawn', () => {
    const store = shelf().open()
    const asleep = { ...incident, id: 'i2', kind: 'asleep' as const, start: t0 + hour, end: null }
    const late = { ...incident, id: 'i3', start: t0 + 2 * hour, end: t0 + 3 * hour }
    const put = (...records: IncidentRecord[]) =>
      store.write({ until: t0, endpoints: [], incidents: { ...noIncidents, put: records } })
    put(incident, asleep, late)
    put({ ...incident, notes: 'The proxy was restarted.', acknowledgedAt: t0 + 5 })
    const find = (from: number, to: number, kinds: readonly IncidentRecord['kind'][] = [], limit = 10) =>
      store.incidents({ from, to, kinds, limit }).map(({ id }) => id)
    expect(find(t0, t0 + 4 * hour)).toEqual(['i3', 'i2', 'i1'])
    expect(find(t0 + 90 * minute, t0 + 100 * minute)).toEqual(['i2'])
    expect(find(t0, t0 + 4 * hour, ['outage'])).toEqual(['i3', 'i1'])
    expect(find(t0, t0 + 4 * hour, [], 1)).toEqual(['i3'])
    expect(store.incident('i1')).toMatchObject({ notes: 'The proxy was restarted.', acknowledgedAt: t0 + 5 })
    store.write({ until: t0, endpoints: [], incidents: { put: [], withdrawn: ['i3'] } })
    expect(store.incident('i3')).toBeNull()
  })
})

it('takes a batch of any size: what waited for the disk while ten thousand endpoints were watched', () => {
  const { open } = shelf()
  const store = open()
  const slots = Array.from({ length: 150 }, (_, index) => slot(t0 + index * 10_000))
  const endpoints = Array.from({ length: 1000 }, (_, index) => endpointBatch(`e${index}`, { slots }))
  expect(() => store.write(batch(t0 + hour, ...endpoints))).not.toThrow()
  expect(store.state().since).toBe(t0)
  expect(store.era()).toBe(1)
})
