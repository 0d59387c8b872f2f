import { expect, it } from 'vitest'
import { createSeries } from '../../../../../src/main/monitor/series/series.ts'

const t0 = 1_700_000_000_000

it('is the history with what only charts show', () => {
  const series = createSeries()
  series.span('live', t0, t0 + 30_000)
  series.condition('late', t0 + 12_000, t0 + 15_000)
  for (const at of [t0, t0 + 5000, t0 + 10_000]) series.mark(at, 'heartbeats')
  series.mark(t0 + 21_000, 'duplicates')
  series.mark(t0 + 29_000, 'rotations')
  const range = { from: t0, to: t0 + 30_000, points: 3 }
  const chart = series.chart(range)
  expect(chart).toMatchObject(series.history(range))
  expect(chart).toMatchObject({
    heartbeats: [2, 1, 0],
    duplicates: [0, 0, 1],
    rotations: [0, 0, 1],
    healthMs: { late: [0, 3000, 0], deaf: [0, 0, 0], unproven: [0, 0, 0] },
  })
})

it('has each measured value at the middle of its slot, within the range', () => {
  const series = createSeries()
  for (const ms of [1, 1, 50]) series.latency(t0 + 100, 'delay', ms)
  series.latency(t0 + 10_000, 'delay', 7)
  const { points } = series.chart({ from: t0, to: t0 + 10_000, points: 1 })
  expect(points.t).toEqual([t0 + 5000, t0 + 5000])
  expect(points.ms[0]).toBeCloseTo(1, 1)
  expect(points.ms[1]).toBeCloseTo(50, 0)
  expect(series.chart({ from: t0, to: t0 + 20_000, points: 1 }).points.ms).toHaveLength(3)
})

it('has 4,000 points at most, over the whole range', () => {
  const series = createSeries()
  for (let slot = 0; slot < 360; slot++) {
    for (let value = 1; value <= 30; value++) series.latency(t0 + slot * 10_000, 'delay', value * 3)
  }
  const { t } = series.chart({ from: t0, to: t0 + 3_600_000, points: 10 }).points
  expect(t.length).toBeLessThanOrEqual(4000)
  expect(t.length).toBeGreaterThan(3000)
  expect(t.at(-1)).toBe(t0 + 3_595_000)
})

it('is empty, and whole, before anything happened', () => {
  expect(createSeries().chart({ from: t0, to: t0 + 20_000, points: 2 })).toMatchObject({
    points: { t: [], ms: [] },
    heartbeats: [0, 0],
    healthMs: { late: [0, 0] },
  })
})

it('tells of the newest slot that is whole', () => {
  const series = createSeries()
  for (const at of [t0, t0 + 1, t0 + 10_000]) series.event(at)
  series.mark(t0, 'heartbeats')
  series.bytes(t0 + 9999, 70)
  expect(series.lately(t0 + 10_500)).toEqual({ events: 2, heartbeats: 1, bytes: 70 })
  expect(series.lately(t0 + 20_500)).toEqual({ events: 1, heartbeats: 0, bytes: 0 })
  expect(series.lately(t0 + 30_500)).toEqual({ events: 0, heartbeats: 0, bytes: 0 })
})
