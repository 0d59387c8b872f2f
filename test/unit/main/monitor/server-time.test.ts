import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseServerTime } from '../../../../src/main/monitor/server-time.ts'

const noon = Date.UTC(2026, 10, 20, 12, 0, 0)

it.each([
  ['2026-11-20T12:00:00Z', noon],
  ['2026-11-20T12:00:00', noon],
  ['2026-11-20 12:00:00', noon],
  ['2026-11-20T12:00', noon],
  ['2026-11-20T12:00:00.250Z', noon + 250],
  ['2026-11-20T12:00:00.000125', noon + 0.125],
  ['2026-11-20T14:00:00+02:00', noon],
  ['2026-11-20T08:30:00-0330', noon],
  ['2026-11-20T13:00:00+01', noon],
  ['2026-11-20', noon - 12 * 3_600_000],
  [noon, noon],
  [noon / 1000, noon],
  [noon / 1000 + 0.5, noon + 500],
  [String(noon), noon],
  [String(noon / 1000), noon],
])('reads %j', (value, expected) => {
  expect(parseServerTime(value)).toBeCloseTo(expected, 3)
})

it.each([
  null,
  undefined,
  true,
  {},
  '',
  'now',
  0,
  -5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1e17,
  '2026-13-01T00:00:00Z',
  '2026-02-31T00:00:00Z',
  '2026-11-20T25:00:00Z',
  '2026-11-20T12:61:00Z',
  `2026-11-20T12:00:00.${'0'.repeat(100)}Z`,
])('takes %j for no time', (value) => {
  expect(parseServerTime(value)).toBeNull()
})

it('reads what toISOString writes, whatever was read before', () => {
  const wallTime = fc.integer({ min: Date.UTC(1970, 0, 2), max: Date.UTC(9999, 11, 31) })
  fc.assert(
    fc.property(fc.array(wallTime, { minLength: 1 }), (times) => {
      expect(times.map((time) => parseServerTime(new Date(time).toISOString()))).toEqual(times)
    }),
  )
})

it('refuses a wrong digit in a time that has the right shape', () => {
  const right = '2026-11-20T12:00:00.250Z'
  expect(parseServerTime(right)).toBe(noon + 250)
  for (const wrong of [
    '2026-11-20T1x:00:00.250Z',
    '2026-11-20T12:00:0/.250Z',
    '2026-11-20T12:60:00.250Z',
    '2026-11-20T24:00:00.250Z',
  ]) {
    expect(parseServerTime(wrong)).toBeNull()
  }
})
