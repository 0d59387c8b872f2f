import { describe, expect, test } from 'vitest'
import { ranges } from '../../../../src/renderer/charts/range.ts'
import { recordedFrom, uptimeIn } from '../../../../src/renderer/charts/sight.ts'
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

  test('begins where the record does', () => {
    const chart = chartOf(begin, 4, { phaseMs: { live: [0, 4000, step, 0] } })
    const in4 = { from: begin, to: begin + 4 * step }
    expect(recordedFrom(chart, in4)).toBe(begin + 2 * step - 4000)
    expect(recordedFrom(chart, { from: begin + 3 * step, to: begin + 4 * step })).toBeNull()
  })

  test('is unknown where nothing was seen', () => {
    const chart = chartOf(begin, 4, { phaseMs: { unwatched: [step, step, 0, 0] } })
    expect(uptimeIn(state(chart, 4))).toMatchObject({ uptime: null, watched: 0 })
  })
})
