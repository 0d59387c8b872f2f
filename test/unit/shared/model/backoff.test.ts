import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { backoff, clampHint, isOnSchedule } from '../../../../src/shared/model/backoff.ts'

const policy = { base: 1_000, cap: 30_000 }
const none = { retryHint: null, retryAfter: null }
const chance = fc.double({ min: 0, max: 0.999_999, noNaN: true })

describe('backoff', () => {
  test.each([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [5, 16_000],
    [6, 30_000],
    [50, 30_000],
    [5_000, 30_000],
  ])('after attempt %i it lies between half and all of %i ms', (n, whole) => {
    expect(backoff(n, policy, none, 0)).toEqual({ ms: whole / 2, chosenBy: 'backoff' })
    expect(backoff(n, policy, none, 0.5).ms).toBe(0.75 * whole)
    expect(backoff(n, policy, none, 0.999_999).ms).toBeCloseTo(whole, 0)
  })

  test('stays in its bounds and grows with the attempt, whatever the numbers', () => {
    const numbers = fc.record({
      base: fc.integer({ min: 1, max: 60_000 }),
      cap: fc.integer({ min: 1, max: 600_000 }),
    })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), numbers, chance, (n, own, random) => {
        const { ms } = backoff(n, own, none, random)
        expect(ms).toBeGreaterThan(0)
        expect(ms).toBeLessThanOrEqual(own.cap)
        expect(backoff(n + 1, own, none, random).ms).toBeGreaterThanOrEqual(ms)
      }),
    )
  })

  test('a retry field replaces the base and is named', () => {
    const hints = { retryHint: 3_000, retryAfter: null }
    expect(backoff(1, policy, hints, 0)).toEqual({ ms: 1_500, chosenBy: 'retry-hint' })
    expect(backoff(3, policy, hints, 0).ms).toBe(6_000)
    expect(backoff(9, policy, hints, 0).ms).toBe(15_000)
  })

  test('a retry field above the cap raises it to itself', () => {
    const hints = { retryHint: 120_000, retryAfter: null }
    expect(backoff(1, policy, hints, 0).ms).toBe(60_000)
    expect(backoff(8, policy, hints, 0).ms).toBe(60_000)
  })

  test('Retry-After is a floor, plus up to a tenth', () => {
    const hints = { retryHint: null, retryAfter: 60_000 }
    expect(backoff(1, policy, hints, 0)).toEqual({ ms: 60_000, chosenBy: 'retry-after' })
    expect(backoff(1, policy, hints, 0.5).ms).toBe(63_000)
    expect(backoff(1, policy, hints, 0.999_999).ms).toBeLessThanOrEqual(66_000)
  })

  test('Retry-After below the delay changes nothing', () => {
    expect(backoff(6, policy, { retryHint: null, retryAfter: 2_000 }, 0)).toEqual({
      ms: 15_000,
      chosenBy: 'backoff',
    })
    expect(backoff(1, policy, { retryHint: null, retryAfter: 0 }, 0).chosenBy).toBe('backoff')
  })

  test('Retry-After holds for 24 hours at most, over a retry field too', () => {
    const day = 24 * 3_600_000
    expect(backoff(1, policy, { retryHint: null, retryAfter: 30 * day }, 0.9).ms).toBe(day)
    expect(backoff(1, policy, { retryHint: 600_000, retryAfter: day }, 0.9)).toEqual({
      ms: day,
      chosenBy: 'retry-after',
    })
  })
})

test.each([
  [0, 250],
  [249, 250],
  [250, 250],
  [3_000, 3_000],
  [600_000, 600_000],
  [600_001, 600_000],
  [2 ** 40, 600_000],
])('a retry field of %i ms is held at %i', (told, held) => {
  expect(clampHint(told)).toBe(held)
})

describe('a close on the schedule', () => {
  test.each([
    [900_000, 900_000, true],
    [855_000, 900_000, true],
    [854_999, 900_000, false],
    [945_000, 900_000, true],
    [945_001, 900_000, false],
    [4_000, 5_000, true],
    [3_999, 5_000, false],
    [6_001, 5_000, false],
    [750, 1_000, true],
    [749, 1_000, false],
  ])('%i ms old, planned %i: %s', (age, planned, is) => {
    expect(isOnSchedule(age, planned)).toBe(is)
  })

  test('without a schedule there is none', () => {
    expect(isOnSchedule(0, null)).toBe(false)
  })
})
