import { describe, expect, test } from 'vitest'
import { readoutAt } from '../../../../src/renderer/charts/readout.ts'
import { segmentsOf } from '../../../../src/renderer/charts/segments.ts'
import { begin, chartOf, iso, step } from './charts.ts'

const parts = (chart: Parameters<typeof segmentsOf>[0]) =>
  segmentsOf(chart).map(({ from, to, state }) => [(from - begin) / step, (to - begin) / step, state])

describe('the states over time', () => {
  test('are exact from the first transition on, and told by the steps before it', () => {
    const chart = chartOf(begin, 4, {
      phaseMs: { live: [step, 5000, 7500, step], waiting: [0, 5000, 2500, 0] },
      transitions: [
        { at: iso(begin + 1.5 * step), phase: 'waiting', health: null, reason: 'reset' },
        { at: iso(begin + 2.25 * step), phase: 'live', health: 'fresh', reason: 'open' },
      ],
    })
    expect(parts(chart)).toEqual([
      [0, 1.5, 'live'],
      [1.5, 2.25, 'waiting'],
      [2.25, 4, 'live'],
    ])
  })

  test('before the monitor began there is nothing', () => {
    const chart = chartOf(begin, 3, { phaseMs: { live: [0, 0, step] } })
    expect(parts(chart)).toEqual([[2, 3, 'live']])
  })

  test('a silence before an outage is part of it', () => {
    const chart = chartOf(begin, 2, { healthMs: { late: [2000, 0], silent: [0, 8000] } })
    expect(parts(chart)).toEqual([
      [0, 0.8, 'live'],
      [0.8, 1, 'late'],
      [1, 1.2, 'live'],
      [1.2, 2, 'waiting'],
    ])
  })

  test('a monitor that began in the middle of a step watched nothing before', () => {
    const chart = chartOf(begin, 2, {
      phaseMs: { connecting: [1000, 0], live: [3000, step] },
      transitions: [
        { at: iso(begin + step - 4000), phase: 'connecting', health: null, reason: 'start' },
        { at: iso(begin + step - 3000), phase: 'live', health: 'fresh', reason: 'open' },
      ],
    })
    expect(parts(chart)).toEqual([
      [0.6, 0.7, 'connecting'],
      [0.7, 2, 'live'],
    ])
    expect(readoutAt(chart, begin)).toMatchObject({ state: 'Connecting' })
  })

  test('a sleep that no transition tells is unwatched all the same', () => {
    const chart = chartOf(begin, 5, {
      phaseMs: { live: [step, 4000, 0, 3000, step], unwatched: [0, 6000, step, 7000, 0] },
      transitions: [{ at: iso(begin), phase: 'live', health: 'fresh', reason: 'open' }],
    })
    expect(parts(chart)).toEqual([
      [0, 1.4, 'live'],
      [1.4, 3.7, 'unwatched'],
      [3.7, 5, 'live'],
    ])
  })

  test('where nothing is on record the line is broken, whatever was before', () => {
    const chart = chartOf(begin, 4, {
      phaseMs: { live: [step, 4000, 0, step] },
      transitions: [{ at: iso(begin), phase: 'live', health: 'fresh', reason: 'open' }],
    })
    expect(parts(chart)).toEqual([
      [0, 1.4, 'live'],
      [3, 4, 'live'],
    ])
  })

  test('time that came twice has no more room than once', () => {
    expect(parts(chartOf(begin, 2, { phaseMs: { live: [2 * step, step] } }))).toEqual([[0, 2, 'live']])
  })

  test('each state of a step is as wide as it was long; health counts', () => {
    const chart = chartOf(begin, 3, {
      phaseMs: { live: [step, 5000, step], failed: [0, 5000, 0] },
      healthMs: { late: [0, 0, 2000] },
    })
    expect(parts(chart)).toEqual([
      [0, 1.5, 'live'],
      [1.5, 2, 'failed'],
      [2, 2.8, 'live'],
      [2.8, 3, 'late'],
    ])
  })
})
