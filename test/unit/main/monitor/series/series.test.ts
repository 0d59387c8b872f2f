import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addSample, createHistogram, percentile, round } from '../../../../../src/main/monitor/histogram.ts'
import { createSeries } from '../../../../../src/main/monitor/series/series.ts'
import { maxPoints } from '../../../../../src/shared/limits.ts'
import { phases } from '../../../../../src/shared/view.ts'

/** On a slot's border. */
const t0 = 1_700_000_000_000
const hour = { from: t0, to: t0 + 3_600_000, points: 360 }
const total = (column: readonly number[] | undefined): number => (column ?? []).reduce((sum, n) => sum + n, 0)

describe('counts', () => {
  it('stand in the slot of their time', () => {
    const series = createSeries()
    series.attempt(t0, 'refused')
    series.attempt(t0 + 9999, 'refused')
    series.attempt(t0 + 10_000, 'live')
    series.event(t0 + 25_000)
    const view = series.history({ from: t0, to: t0 + 30_000, points: 10 })
    expect(view.t).toEqual([t0, t0 + 10_000, t0 + 20_000])
    expect(view.stepMs).toBe(10_000)
    expect(view.attempts).toEqual({ refused: [2, 0, 0], live: [0, 1, 0] })
    expect(view.events).toEqual([0, 0, 1])
    expect([view.from, view.to]).toEqual([new Date(t0).toISOString(), new Date(t0 + 30_000).toISOString()])
  })

  it('leave after an hour', () => {
    const series = createSeries()
    series.attempt(t0, 'refused')
    series.event(t0 + 3_599_999)
    expect(total(series.history(hour).attempts.refused)).toBe(1)
    series.event(t0 + 3_600_000)
    expect(total(series.history(hour).attempts.refused)).toBe(0)
    expect(total(series.history({ ...hour, to: t0 + 3_700_000 }).events)).toBe(2)
    series.event(t0 + 90_000_000)
    expect(total(series.history({ from: t0, to: t0 + 90_010_000, points: 100 }).events)).toBe(1)
  })

  it('begin anew on a clock that was set back by more than the hour', () => {
    const series = createSeries()
    series.event(t0 + 90_000_000)
    series.event(t0)
    series.event(t0 + 5000)
    expect(total(series.history(hour).events)).toBe(2)
  })

  it('of verdicts move when a later sign replaces one', () => {
    const series = createSeries()
    series.replay(t0, 'unknown', null)
    series.replay(t0 + 15_000, 'complete', { verdict: 'unknown', at: t0 })
    const { replay } = series.history({ from: t0, to: t0 + 20_000, points: 2 })
    expect(replay).toEqual({ unknown: [0, 0], complete: [0, 1] })
  })
})

describe('time in each phase', () => {
  it('is split over the slots, without hole or overlap', () => {
    const lengths = fc.array(
      fc.record({ phase: fc.constantFrom(...phases), ms: fc.double({ min: 0, max: 40_000, noNaN: true }) }),
      {
        maxLength: 60,
      },
    )
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 400 }), (spans, points) => {
        const series = createSeries()
        let at = t0 + 3210.7
        for (const { phase, ms } of spans) {
          series.span(phase, at, at + ms)
          at += ms
        }
        const { phaseMs } = series.history({ from: t0, to: t0 + 3_600_000, points })
        const sum = Object.values(phaseMs).reduce((all, column) => all + total(column), 0)
        expect(sum).toBe(Math.round(at) - Math.round(t0 + 3210.7))
      }),
    )
  })

  it('is whole in a slot that was lived through', () => {
    const series = createSeries()
    series.span('connecting', t0, t0 + 2500)
    series.span('live', t0 + 2500, t0 + 30_000)
    const { phaseMs } = series.history({ from: t0, to: t0 + 30_000, points: 3 })
    expect(phaseMs).toEqual({ connecting: [2500, 0, 0], live: [7500, 10_000, 10_000] })
  })

  it('that ends on a border leaves the next slot closed', () => {
    const series = createSeries()
    series.span('stopped', t0, t0 + 10_000)
    series.span('live', t0 + 10_000, t0 + 3_600_000)
    expect(total(series.history(hour).phaseMs.stopped)).toBe(10_000)
  })

  it('longer than the hour fills the hour', () => {
    const series = createSeries()
    series.span('live', t0 - 86_400_000, t0 + 3_600_000)
    expect(total(series.history(hour).phaseMs.live)).toBe(3_600_000)
  })

  it('becomes unwatched afterwards, and adds up all the same', () => {
    const series = createSeries()
    series.span('live', t0, t0 + 15_000)
    series.span('connecting', t0 + 15_000, t0 + 18_000)
    series.reattribute(t0 + 4000, t0 + 18_000, 'unwatched')
    const { phaseMs } = series.history({ from: t0, to: t0 + 20_000, points: 2 })
    expect(phaseMs).toEqual({ live: [4000, 0], connecting: [0, 0], unwatched: [6000, 8000] })
  })
})

describe('latency', () => {
  it('merges slots into steps without averaging percentiles', () => {
    const samples = fc.array(
      fc.record({ at: fc.nat(3_599_999), ms: fc.double({ min: 0, max: 60_000, noNaN: true }) }),
      { maxLength: 300 },
    )
    fc.assert(
      fc.property(samples, (unordered) => {
        const series = createSeries()
        const whole = createHistogram()
        for (const { at, ms } of unordered.toSorted((a, b) => a.at - b.at)) {
          series.latency(t0 + at, 'delay', ms)
          addSample(whole, ms)
        }
        const { latency } = series.history({ ...hour, points: 1 })
        for (const [key, share] of [
          ['p50', 0.5],
          ['p95', 0.95],
          ['p99', 0.99],
          ['max', 1],
        ] as const) {
          const expected = percentile(whole, share)
          expect(latency[key]).toEqual([expected === null ? null : round(expected)])
        }
      }),
    )
  })

  it('is null where nothing was measured', () => {
    const series = createSeries()
    series.latency(t0 + 11_000, 'delay', 12.5)
    const { latency } = series.history({ from: t0, to: t0 + 30_000, points: 3 })
    expect(latency).toEqual({
      measure: 'delay',
      p50: [null, 12.5, null],
      p95: [null, 12.5, null],
      p99: [null, 12.5, null],
      max: [null, 12.5, null],
    })
    expect(createSeries().history(hour).latency.measure).toBeNull()
  })

  it('never mixes the two measures', () => {
    const series = createSeries()
    series.latency(t0, 'lateness', 500)
    series.latency(t0 + 1000, 'delay', 3)
    const { latency } = series.history({ from: t0, to: t0 + 10_000, points: 1 })
    expect([latency.measure, latency.max]).toEqual(['delay', [3]])
  })

  it('stays right over many hours, slot by slot', () => {
    const series = createSeries()
    const latencyAt = (at: number): number => (at / 5000) ** 2 % 997
    const medianOf = (slotBegin: number): number => {
      const histogram = createHistogram()
      for (const at of [0, 5000]) addSample(histogram, latencyAt(slotBegin + at))
      return round(percentile(histogram, 0.5) ?? -1)
    }
    const halfHour = 1_800_000
    for (let at = 0; at < 5 * 3_600_000; at += 5000) {
      series.latency(t0 + at, 'delay', latencyAt(at))
      const to = at + 5000
      if (to < 3_600_000 || to % halfHour !== 0) continue
      const from = to - 3_600_000
      const { latency } = series.history({ from: t0 + from, to: t0 + to, points: 360 })
      expect(latency.p50).toEqual(Array.from({ length: 360 }, (_, slot) => medianOf(from + slot * 10_000)))
    }
  })
})

describe('steps', () => {
  it('are never more than asked for, cover the range, and are whole slots', () => {
    const range = fc.record({
      start: fc.nat(4_000_000),
      length: fc.integer({ min: 1, max: 4_000_000 }),
      points: fc.integer({ min: 1, max: 500 }),
    })
    const series = createSeries()
    series.event(t0)
    fc.assert(
      fc.property(range, ({ start, length, points }) => {
        const from = t0 + start
        const to = from + length
        const { t, stepMs, events } = series.history({ from, to, points })
        expect(t.length).toBeLessThanOrEqual(points)
        expect(events).toHaveLength(t.length)
        expect(stepMs % 10_000).toBe(0)
        expect(t[0]).toBeLessThanOrEqual(from)
        expect((t.at(-1) ?? 0) + stepMs).toBeGreaterThanOrEqual(to)
      }),
    )
  })

  it('stay where they are while the range moves on', () => {
    const series = createSeries()
    const first = series.history({ from: t0, to: t0 + 1_000_000, points: 20 })
    const later = series.history({ from: t0 + 10_000, to: t0 + 1_010_000, points: 20 })
    expect(later.t.filter((at) => first.t.includes(at)).length).toBeGreaterThan(15)
  })

  it('are never more than the contract allows', () => {
    const year = { from: t0, to: t0 + 31_536_000_000, points: 1_000_000 }
    expect(createSeries().history(year).t.length).toBeLessThanOrEqual(maxPoints)
  })

  it('are none for an empty range', () => {
    const view = createSeries().history({ from: t0, to: t0, points: 10 })
    expect([view.t, view.events, view.latency.p50]).toEqual([[], [], []])
  })
})

describe('transitions', () => {
  it('are those of the range, bounded, reasons cut', () => {
    const series = createSeries()
    for (let count = 0; count < 500; count++) series.transition(t0 + count, 'waiting', null, 'x'.repeat(1000))
    const { transitions } = series.history(hour)
    expect(transitions).toHaveLength(400)
    expect(transitions.at(-1)).toEqual({
      at: new Date(t0 + 499).toISOString(),
      phase: 'waiting',
      health: null,
      reason: 'x'.repeat(300),
    })
    expect(series.history({ ...hour, from: t0 + 498 }).transitions).toHaveLength(2)
    series.transition(t0 + 3_700_000, 'live', 'fresh', 'opened')
    expect(series.history({ ...hour, to: t0 + 9_000_000 }).transitions).toHaveLength(1)
  })
})
