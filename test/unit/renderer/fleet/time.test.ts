import { expect, test } from 'vitest'
import { calmSpan, countdown, latency, shortSpan, since, span } from '../../../../src/renderer/fleet/time.ts'
import { ago, noon } from '../view.ts'

const s = 1000
const min = 60 * s
const h = 60 * min
const d = 24 * h

test.each([
  [-5, '0 s'],
  [0, '0 s'],
  [999, '0 s'],
  [41 * s, '41 s'],
  [min - 1, '59 s'],
  [min, '1 min'],
  [3 * min + 52 * s, '3 min 52 s'],
  [h - 1, '59 min 59 s'],
  [9 * h + 5 * min + 59 * s, '9 h 5 min'],
  [3 * d + 4 * h + 59 * min, '3 d 4 h'],
])('a span of %i ms reads %s', (ms, text) => {
  expect(span(ms)).toBe(text)
})

test.each([
  [-1, '0 s'],
  [59 * s, '59 s'],
  [min, '1 min'],
  [2 * h - 1, '1 h'],
  [49 * h, '2 d'],
])('in a narrow column %i ms reads %s', (ms, text) => {
  expect(shortSpan(ms)).toBe(text)
})

test('a countdown rounds up, ends at 1 s, and is gone once its time came', () => {
  expect(countdown(ago(-12_000), noon)).toBe('12 s')
  expect(countdown(ago(-11_001), noon)).toBe('12 s')
  expect(countdown(ago(-1), noon)).toBe('1 s')
  expect(countdown(ago(0), noon)).toBeNull()
  expect(countdown(ago(5), noon)).toBeNull()
})

test('a time that lies ahead, by the difference of two clocks, is now', () => {
  expect(since(ago(-40), noon)).toBe(0)
  expect(since(ago(40), noon)).toBe(40)
})

test.each([
  [0, '0.0 ms'],
  [8.44, '8.4 ms'],
  [9.96, '10 ms'],
  [212.4, '212 ms'],
  [1234, '1.2 s'],
  [12_345, '12 s'],
])('a latency of %d ms reads %s', (ms, text) => {
  expect(latency(ms)).toBe(text)
})

test.each([
  [41 * s, '41 s'],
  [14 * min + 59 * s, '14 min'],
  [9 * h + 5 * min, '9 h 5 min'],
  [3 * d + 4 * h, '3 d 4 h'],
])('what goes on for %i ms calmly reads %s', (ms, text) => {
  expect(calmSpan(ms)).toBe(text)
})
