import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addSample, createHistogram, type Histogram } from '../../../../../src/main/monitor/histogram.ts'
import type { Eras } from '../../../../../src/main/monitor/recording.ts'
import { createSeries, type Series } from '../../../../../src/main/monitor/series/series.ts'

/** On a slot's border. */
const t0 = 1_700_000_000_000
const hourMs = 3_600_000
const hour = { from: t0, to: t0 + hourMs, points: 360 }

function counting(first = 1): Eras {
  let newest = first
  return { first, next: () => ++newest }
}

const recordedSeries = (first = 1): Series => createSeries(counting(first))

function histogramOf(...samples: readonly number[]): Histogram {
  const histogram = createHistogram()
  for (const ms of samples) addSample(histogram, ms)
  return histogram
}

/** The whole of what is shown. */
const shown = (series: Series): unknown => [series.chart(hour), series.strip(t0 + hourMs - 1)]

describe('what changed', () => {
  it('is taken as whole slots, and once', () => {
    const series = recordedSeries()
    series.attempt(t0 + 100, 'refused')
    series.attempt(t0 + 200, 'live')
    series.replay(t0 + 300, 'truncated', null)
    series.event(t0 + 400)
    series.bytes(t0 + 400, 100_000)
    series.mark(t0 + 500, 'heartbeats')
    series.latency(t0 + 500, 'delay', 12)
    series.latency(t0 + 600, 'delay', 13)
    series.span('connecting', t0, t0 + 2000)
    series.span('live', t0 + 2000, t0 + 10_000)
    series.condition('late', t0 + 4000, t0 + 5000)
    const { slots } = series.take()
    expect(slots).toEqual([
      {
        at: t0,
        era: 1,
        rollup: {
          attempts: { refused: 1, live: 1 },
          replay: { truncated: 1 },
          phaseMs: { connecting: 2000, live: 8000 },
          conditionMs: { late: 1000 },
          marks: { heartbeats: 1 },
          events: 1,
          bytes: 100_000,
          latency: { measure: 'delay', histogram: histogramOf(12, 13) },
        },
      },
    ])
    expect(series.take()).toEqual({ slots: [], longSpans: [], transitions: [] })
    series.event(t0 + 9000)
    expect(series.take().slots).toMatchObject([{ at: t0, rollup: { events: 2, attempts: { refused: 1 } } }])
  })

  it('holds what is told of a time long ago', () => {
    const series = recordedSeries()
    series.span('live', t0, t0 + 60_000)
    series.replay(t0 + 15_000, 'unknown', null)
    series.take()
    series.replay(t0 + 52_000, 'complete', { verdict: 'unknown', at: t0 + 15_000 })
    series.silent(t0 + 35_000, t0 + 52_000)
    const { slots } = series.take()
    expect(slots.map(({ at, rollup }) => [at - t0, rollup.replay, rollup.conditionMs])).toEqual([
      [10_000, {}, {}],
      [30_000, {}, { silent: 5000 }],
      [40_000, {}, { silent: 10_000 }],
      [50_000, { complete: 1 }, { silent: 2000 }],
    ])
  })

  it('and leaves the hour before it is taken is not lost', () => {
    const series = recordedSeries()
    series.event(t0)
    series.event(t0 + 2 * hourMs)
    expect(series.take().slots.map(({ at }) => at)).toEqual([t0, t0 + 2 * hourMs])
  })

  it('and leaves the hour is gone where nobody takes it', () => {
    const series = createSeries()
    series.transition(t0, 'live', 'fresh', 'The stream is open.')
    series.event(t0)
    series.span('live', t0, t0 + 3 * hourMs)
    const { slots, longSpans, transitions } = series.take()
    expect(slots.map(({ at }) => at)).not.toContain(t0)
    expect([slots.length, longSpans, transitions]).toEqual([360, [], []])
  })

  it('tells of a time that no slot is left for as a long span', () => {
    const series = recordedSeries()
    series.span('live', t0, t0 + 4000)
    series.span('unwatched', t0 + 4000, t0 + 8 * hourMs)
    const { slots, longSpans } = series.take()
    expect(longSpans).toEqual([{ phase: 'unwatched', from: t0 + 4000, to: t0 + 7 * hourMs }])
    expect(slots.find(({ at }) => at === t0)?.rollup.phaseMs).toEqual({ live: 4000 })
    expect(slots.length).toBe(361)
    expect(series.take().longSpans).toEqual([])
  })

  it('has transitions, each once', () => {
    const series = recordedSeries()
    series.transition(t0, 'live', 'fresh', 'The stream is open.')
    expect(series.take().transitions).toEqual([
      { at: t0, phase: 'live', health: 'fresh', reason: 'The stream is open.' },
    ])
    expect(series.take().transitions).toEqual([])
    expect(series.history(hour).transitions.length).toBe(1)
  })

  it('of the other measure is still there when a slot of it is told again', () => {
    const series = recordedSeries()
    series.latency(t0, 'lateness', 40)
    series.latency(t0 + 60_000, 'delay', 3)
    series.take()
    series.mark(t0, 'retries')
    expect(series.take().slots).toMatchObject([
      { at: t0, rollup: { latency: { measure: 'lateness', histogram: { count: 1, max: 40 } } } },
    ])
    expect(series.history(hour).latency).toMatchObject({ measure: 'delay', max: { 0: null, 6: 3 } })
  })
})

describe('a clock that is set back', () => {
  it('by over an hour begins another era, and what was told before stays', () => {
    const series = recordedSeries(4)
    series.event(t0)
    series.take()
    series.event(t0 + 2 * hourMs)
    series.event(t0)
    const events = series.take().slots.map(({ at, era, rollup }) => [at - t0, era, rollup.events])
    expect(events).toEqual([
      [2 * hourMs, 4, 1],
      [0, 5, 1],
    ])
  })

  it('by less adds to what was told of that time', () => {
    const series = recordedSeries()
    series.event(t0)
    series.latency(t0, 'delay', 5)
    series.event(t0 + 1_800_000)
    series.latency(t0 + 1_800_000, 'delay', 7)
    series.take()
    series.event(t0)
    series.latency(t0, 'delay', 6)
    expect(series.take().slots).toEqual([
      {
        at: t0,
        era: 1,
        rollup: expect.objectContaining({
          events: 2,
          latency: { measure: 'delay', histogram: histogramOf(5, 6) },
        }),
      },
    ])
  })
})

describe('what is recalled', () => {
  /** A bit of everything, all over the hour. */
  function lively(series: Series, times: readonly number[]): void {
    for (const [index, at] of times.entries()) {
      const when = t0 + at
      series.attempt(when, index % 2 === 0 ? 'refused' : 'live')
      series.event(when)
      series.latency(when, 'delay', (at % 977) / 7)
      series.mark(when, 'duplicates')
      series.replay(when, index % 3 === 0 ? 'complete' : 'unknown', null)
      series.span(index % 2 === 0 ? 'waiting' : 'live', when, when + 700)
      series.condition('deaf', when, when + 300)
      series.transition(when, 'live', 'late', `at ${at}`)
    }
  }

  it('is shown as it was, and is not taken again', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(hourMs - 1000), { maxLength: 200 }), (unordered) => {
        const before = recordedSeries(3)
        lively(
          before,
          unordered.toSorted((a, b) => a - b),
        )
        const { slots, transitions } = before.take()
        const after = recordedSeries()
        after.restore({ slots, transitions })
        expect(shown(after)).toEqual(shown(before))
        expect(after.take()).toEqual({ slots: [], longSpans: [], transitions: [] })
        after.event(t0 + hourMs - 1)
        before.event(t0 + hourMs - 1)
        expect(after.take().slots).toEqual(
          before
            .take()
            .slots.map((slot) => ({ ...slot, era: slots.some(({ at }) => at === slot.at) ? 3 : 1 })),
        )
      }),
      { numRuns: 50 },
    )
  })

  it('keeps its eras, and of a time that came twice the second one', () => {
    const series = recordedSeries(9)
    const slot = (at: number, era: number, events: number) => ({
      at,
      era,
      rollup: {
        attempts: {},
        replay: {},
        phaseMs: {},
        conditionMs: {},
        marks: {},
        events,
        bytes: 0,
        latency: null,
      },
    })
    series.restore({ slots: [slot(t0, 8, 10), slot(t0, 7, 1), slot(t0 + 10_000, 7, 100)], transitions: [] })
    expect(series.history({ from: t0, to: t0 + 20_000, points: 2 }).events).toEqual([10, 100])
    series.event(t0)
    series.event(t0 + 20_000)
    expect(series.take().slots).toMatchObject([
      { at: t0, era: 8, rollup: { events: 11 } },
      { at: t0 + 20_000, era: 9, rollup: { events: 1 } },
    ])
  })
})
