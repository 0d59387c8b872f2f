import { describe, expect, test } from 'vitest'
import { paceMs, pastPlan, presentPlan, serves, stepFor } from '../../../../src/renderer/charts/plan.ts'
import { ranges, reachOf, recallRange, within } from '../../../../src/renderer/charts/range.ts'
import { begin } from './charts.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const now = begin

describe('what is asked for', () => {
  test('each range in steps that a person reads easily', () => {
    const steps = ranges.map((range) => presentPlan(range, now).stepMs)
    expect(steps).toEqual([10_000, 10_000, minute, 5 * minute, 30 * minute, 2 * hour])
  })

  test('never more points than steps can be seen, nor fewer than the range needs', () => {
    for (const range of ranges) {
      const { from, to, stepMs, points } = presentPlan(range, now)
      expect((to - from) / stepMs + 1).toBeLessThanOrEqual(points)
    }
  })

  test('a part of the past with as much again around it, within reach', () => {
    const reach = { from: now - day, to: now }
    const plan = pastPlan({ from: now - 2 * hour, to: now - hour }, reach)
    expect(plan).toMatchObject({ from: now - 2.5 * hour, to: now - hour / 2, stepMs: 10_000 })
    expect(plan.points).toBeGreaterThan((plan.to - plan.from) / plan.stepMs)
    expect(pastPlan({ from: now - day, to: now }, reach)).toMatchObject(reach)
  })

  test('what is held serves what lies in it, in steps that are fine enough', () => {
    const plan = presentPlan({ label: '24 h', ms: day }, now)
    expect(serves(plan, { from: now - 20 * hour, to: now })).toBe(true)
    expect(serves(plan, { from: now - hour, to: now })).toBe(false)
    expect(serves(plan, { from: now - 30 * hour, to: now - 10 * hour })).toBe(false)
  })

  test('anew at a tenth of a step, between a second and a minute', () => {
    expect([10_000, minute, 5 * minute, 2 * hour].map(paceMs)).toEqual([1000, 6000, 30_000, minute])
    expect(stepFor(400 * day)).toBe(12 * hour)
  })
})

describe('what can be seen', () => {
  const week = { label: '7 d', ms: 7 * day }

  test('goes back to where the record begins, and at least over the range', () => {
    expect(reachOf(week, now - 20 * day, now)).toEqual({ from: now - 20 * day, to: now })
    expect(reachOf(week, now - day, now)).toEqual({ from: now - 7 * day, to: now })
    expect(reachOf(week, null, now)).toEqual({ from: now - 7 * day, to: now })
  })

  test('is at most 30 days wide, wherever', () => {
    const shown = within({ from: now - 300 * day, to: now - 200 * day }, { from: now - 365 * day, to: now })
    expect(shown).toEqual({ from: now - 265 * day, to: now - 235 * day })
  })

  test('begins and ends at whole milliseconds, wherever the pointer was', () => {
    const { from, to } = within(
      { from: now - 1000.4 * hour, to: now - 900.7 * hour + 0.3 },
      { from: 0, to: now },
    )
    expect([from, to]).toEqual([Math.round(from), Math.round(to)])
  })

  test('the range that was chosen last is there again; one that is unknown is the last hour', () => {
    const memory = (text: string | null) => ({ read: () => text, write: () => undefined })
    expect(recallRange(memory('7 d')).ms).toBe(7 * day)
    expect(recallRange(memory('a year')).label).toBe('1 h')
    expect(recallRange(memory(null)).label).toBe('1 h')
  })
})
