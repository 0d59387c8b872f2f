import { describe, expect, test } from 'vitest'
import { ranges } from '../../../../src/renderer/charts/range.ts'
import { isBlank, uptimeIn } from '../../../../src/renderer/charts/sight.ts'
import type { ChartView } from '../../../../src/shared/screens.ts'
import { begin, chartOf, step } from './charts.ts'

const range = ranges[0] ?? { label: '15 min', ms: 900_000 }
const state = (chart: ChartView, steps: number) => ({
  chart,
  problem: null,
  range,
  window: { from: begin, to: begin + steps * step },
})

describe('the uptime of what is in sight', () => {
  test('is the live share of live time and outage, from the last sign of life on', () => {
    const chart = chartOf(begin, 4, {
      phaseMs: { live: [step, step, 0, step], waiting: [0, 0, step, 0] },
      healthMs: { silent: [0, 5000, 0, 0], trouble: [0, 0, step, 0] },
    })
    expect(uptimeIn(state(chart, 4))).toEqual({ uptime: 25 / 40, watched: 1, outageMs: 15_000 })
  })

  test('a rotation and unwatched time are in neither; what nobody watched is told beside it', () => {
    const chart = chartOf(begin, 4, {
      phaseMs: { live: [step, 9000, 0, 0], waiting: [0, 1000, 0, 0], unwatched: [0, 0, step, 0] },
    })
    expect(uptimeIn(state(chart, 4))).toEqual({ uptime: 1, watched: 0.5, outageMs: 0 })
  })

  test('is unknown where nothing was seen', () => {
    const chart = chartOf(begin, 4, { phaseMs: { unwatched: [step, step, 0, 0] } })
    expect(uptimeIn(state(chart, 4))).toMatchObject({ uptime: null, watched: 0 })
    expect(isBlank(chart, { from: begin, to: begin + step })).toBe(false)
    expect(isBlank(chart, { from: begin + 2 * step, to: begin + 4 * step })).toBe(true)
  })
})
