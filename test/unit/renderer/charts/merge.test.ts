import { describe, expect, test } from 'vitest'
import { mergeTail } from '../../../../src/renderer/charts/merge.ts'
import { begin, chartOf, iso, step } from './charts.ts'

describe('the newest steps merged into the whole', () => {
  test('replace what the whole had of them, follow it, and let the oldest go', () => {
    const whole = chartOf(begin, 4, { events: [1, 2, 3, 4] })
    const tail = chartOf(begin + 2 * step, 3, { events: [30, 40, 50] })
    const merged = mergeTail(whole, tail, begin + step)
    expect(merged.t.map((t) => (t - begin) / step)).toEqual([1, 2, 3, 4])
    expect(merged.events).toEqual([2, 30, 40, 50])
    expect(merged.to).toBe(tail.to)
  })

  test('a reason that one of them does not have counts zero there', () => {
    const whole = chartOf(begin, 2, { attempts: { refused: [1, 2] } })
    const tail = chartOf(begin + step, 2, { attempts: { silence: [5, 6] } })
    expect(mergeTail(whole, tail, begin).attempts).toEqual({ refused: [1, 0, 0], silence: [0, 5, 6] })
  })

  test('points and transitions stand once each', () => {
    const at = begin + step + 1
    const change = { at: iso(at), phase: 'live', health: 'fresh', reason: '' } as const
    const whole = chartOf(begin, 2, { points: { t: [begin, at], ms: [1, 2] }, transitions: [change] })
    const tail = chartOf(begin + step, 2, { points: { t: [at], ms: [2] }, transitions: [change] })
    const merged = mergeTail(whole, tail, begin)
    expect(merged.points).toEqual({ t: [begin, at], ms: [1, 2] })
    expect(merged.transitions).toEqual([change])
  })

  test('steps of another length change nothing', () => {
    const whole = chartOf(begin, 2)
    expect(mergeTail(whole, { ...chartOf(begin, 2), stepMs: 60_000 }, begin)).toBe(whole)
  })

  test('a tail from beyond what is held is all that remains', () => {
    const tail = chartOf(begin + 100 * step, 2)
    expect(mergeTail(chartOf(begin, 2), tail, begin + 50 * step).t).toEqual(tail.t)
  })
})
