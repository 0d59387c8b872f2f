import { describe, expect, test } from 'vitest'
import { attemptsTop, drawingOf, latencyTop, stepAt } from '../../../../src/renderer/charts/drawing.ts'
import { replayNote } from '../../../../src/renderer/charts/notes.ts'
import { within, zoomed } from '../../../../src/renderer/charts/range.ts'
import { readoutAt, summaryOf } from '../../../../src/renderer/charts/readout.ts'
import { begin, chartOf, step } from './charts.ts'

const busy = chartOf(begin, 3, {
  attempts: { silence: [0, 1, 0], refused: [0, 2, 0] },
  latency: {
    measure: 'delay',
    p50: [12, null, 9],
    p95: [31, null, 20],
    p99: [48, null, 30],
    max: [50, null, 31],
  },
  replay: { truncated: [0, 1, 0] },
  events: [5, 1, 0],
})

describe('what the charts say', () => {
  test('of a moment, the values of its step', () => {
    expect(readoutAt(busy, begin + 1)).toMatchObject({
      state: 'Live',
      attempts: '',
      latency: 'p50 12 ms, p95 31 ms, p99 48 ms',
      events: '5 events',
    })
    expect(readoutAt(busy, begin + step)).toMatchObject({
      attempts: 'attempts: refused 2, silence',
      latency: '',
      replay: 'replay: truncated',
      events: '1 event',
    })
  })

  test('of a longer step, when it was, each state with its time, and the slowest heartbeat', () => {
    const hour = 3_600_000
    const chart = chartOf(
      begin,
      2,
      {
        phaseMs: { live: [hour - 125_000, 0], unwatched: [125_000, hour] },
        latency: { measure: 'delay', p50: [9, null], p95: [20, null], p99: [30, null], max: [31, null] },
      },
      hour,
    )
    const at = new Date(begin)
    const hours = [0, 1].map((more) => `${String(at.getHours() + more).padStart(2, '0')}:00`)
    expect(readoutAt(chart, begin + 5000)).toMatchObject({
      time: `${hours[0]} to ${hours[1]}`,
      state: 'Live 57 min 55 s, Unwatched 2 min 5 s',
      latency: 'p50 9.0 ms, p95 20 ms, p99 30 ms, max 31 ms',
    })
    expect(readoutAt(chart, begin + hour).state).toBe('Unwatched')
  })

  test('of a moment beyond all steps, that nothing is known', () => {
    expect(readoutAt(busy, begin - 1)).toMatchObject({ state: 'Nothing known', events: '' })
  })

  test('of the replays, those that are in sight', () => {
    const chart = chartOf(begin, 4, { replay: { complete: [3, 0, 1, 1] }, duplicates: [9, 0, 0, 2] })
    const range = { label: '15 min', ms: 900_000 }
    const said = (from: number) =>
      replayNote({ chart, problem: null, range, window: { from: begin + from * step, to: begin + 4 * step } })
    expect(said(0)).toBe('complete 5, duplicates 11')
    expect(said(1)).toBe('complete 2, duplicates 2')
    expect(replayNote({ chart: null, problem: null, range, window: null })).toBe('')
  })

  test('of the whole, in sentences', () => {
    expect(summaryOf(busy)).toContain('Reconnect attempts: 2 refused, 1 silence.')
    expect(summaryOf(chartOf(begin, 1))).toContain('Reconnect attempts: none. No latency was measured.')
  })
})

describe('what is drawn', () => {
  test('a gap in the data is no number', () => {
    expect([...drawingOf(busy).p95]).toEqual([31, Number.NaN, 20])
  })

  test('the scales hold what is in sight, and no more', () => {
    const drawing = drawingOf(chartOf(begin, 2, { attempts: { refused: [9, 0] } }))
    expect(attemptsTop(drawing, begin, begin + step)).toBe(10)
    expect(attemptsTop(drawing, begin + step + 1, begin + 2 * step)).toBe(4)
    expect(latencyTop(drawingOf(busy), begin, begin + 3 * step)).toBe(60)
  })

  test('the step that holds a moment', () => {
    expect(stepAt(busy.t, step, begin + step)).toBe(1)
    expect(stepAt(busy.t, step, begin + 3 * step)).toBeNull()
    expect(stepAt([], step, begin)).toBeNull()
  })
})

describe('what is in sight', () => {
  const whole = { from: 0, to: 3_600_000 }
  test('stays within what is held, and never narrows to nothing', () => {
    expect(within({ from: -500_000, to: 100_000 }, whole)).toEqual({ from: 0, to: 600_000 })
    expect(within({ from: 1_000_000, to: 1_000_010 }, whole)).toEqual({ from: 985_005, to: 1_015_005 })
    expect(within({ from: -1e9, to: 1e9 }, whole)).toEqual(whole)
  })

  test('a zoom keeps the moment under the cursor in its place', () => {
    expect(zoomed({ from: 0, to: 100 }, 25, 0.5)).toEqual({ from: 12.5, to: 62.5 })
  })
})
