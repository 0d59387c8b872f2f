import { expect, test } from 'vitest'
import {
  countOutage,
  endOutage,
  type Flapping,
  isFlapping,
  steady,
} from '../../../../src/shared/model/flapping.ts'

const minute = 60_000
const outagesAt = (...minutes: number[]): Flapping =>
  minutes.reduce((flapping, at) => endOutage(countOutage(flapping, at * minute), at * minute), steady)

test('three outages in ten minutes are three outages', () => {
  expect(isFlapping(outagesAt(0, 3, 6), 6 * minute)).toBe(false)
})

test('the fourth makes them one that flaps', () => {
  expect(isFlapping(outagesAt(0, 3, 6, 9), 9 * minute)).toBe(true)
})

test('four in more than ten minutes do not', () => {
  expect(isFlapping(outagesAt(0, 4, 8, 10), 10 * minute)).toBe(false)
  expect(isFlapping(outagesAt(0, 1, 5, 11), 11 * minute)).toBe(false)
})

test('an old outage does not hide a new cluster', () => {
  expect(isFlapping(outagesAt(0, 20, 22, 24, 26), 26 * minute)).toBe(true)
})

test('ten quiet minutes end it, and nothing less', () => {
  const flapping = outagesAt(0, 3, 6, 9)
  expect(isFlapping(flapping, 19 * minute - 1)).toBe(true)
  expect(isFlapping(flapping, 19 * minute)).toBe(false)
})

test('the quiet minutes begin with the end of the last outage', () => {
  const during = countOutage(outagesAt(0, 3, 6), 9 * minute)
  expect(isFlapping(during, 60 * minute)).toBe(true)
  const over = endOutage(during, 60 * minute)
  expect(isFlapping(over, 70 * minute - 1)).toBe(true)
  expect(isFlapping(over, 70 * minute)).toBe(false)
})

test('an outage before they are over keeps it flapping, one after them does not', () => {
  expect(isFlapping(outagesAt(0, 3, 6, 9, 18), 27 * minute)).toBe(true)
  expect(isFlapping(outagesAt(0, 3, 6, 9, 19), 19 * minute)).toBe(false)
})

test('remembers no more than it needs', () => {
  expect(outagesAt(...Array.from({ length: 100 }, (_, i) => i)).begins).toHaveLength(4)
})
