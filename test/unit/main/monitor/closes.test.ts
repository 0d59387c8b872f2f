import { expect, it } from 'vitest'
import { createCloseWatch } from '../../../../src/main/monitor/closes.ts'

function after(...ages: number[]): string | null {
  const watch = createCloseWatch()
  for (const age of ages) watch.closed(age)
  return watch.remark()
}

it('offers the period that four of the last six closes share, as the file writes it', () => {
  expect(after(900_000, 905_000, 41_000, 898_000)).toBeNull()
  expect(after(900_000, 905_000, 41_000, 898_000, 902_000)).toBe(
    "4 of the last 5 closes came about 15m after the opening: if that is the server's schedule, set rotation: { every: 15m }.",
  )
  expect(after(100_000, 101_000, 99_500, 100_200)).toContain('every: 100s')
})

it('says nothing of closes that come when they like', () => {
  expect(after(40_000, 60_000, 90_000, 135_000, 200_000, 300_000)).toBeNull()
})

it('takes it back when newer closes are no more on it', () => {
  expect(after(60_000, 60_000, 60_000, 60_000, 200_000, 33_000, 90_000)).toBeNull()
})
