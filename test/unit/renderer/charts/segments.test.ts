import { describe, expect, test } from 'vitest'
import { readoutAt } from '../../../../src/renderer/charts/readout.ts'
import { segmentsOf } from '../../../../src/renderer/charts/segments.ts'
import { begin, chartOf, iso, step } from './charts.ts'

const parts = (chart: Parameters<typeof segmentsOf>[0]) =>
  segmentsOf(chart).map(({ from, to, state }) => [(from - begin) / step, (to - begin) / step, state])

describe('the states over time', () => {
  test('are exact from the first transition on, and told by the steps before it', () => {
    const chart = chartOf(begin, 4, {
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
      [0, 1, 'late'],
      [1, 2, 'waiting'],
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

  test('a step of several states is the worst of them; health counts', () => {
    const chart = chartOf(begin, 3, {
      phaseMs: { live: [step, 5000, step], failed: [0, 5000, 0] },
      healthMs: { late: [0, 0, 2000] },
    })
    expect(parts(chart)).toEqual([
      [0, 1, 'live'],
      [1, 2, 'failed'],
      [2, 3, 'late'],
    ])
  })
})
