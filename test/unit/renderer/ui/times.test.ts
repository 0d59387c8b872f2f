import { expect, it } from 'vitest'
import {
  clock,
  clockSeconds,
  exactTime,
  moment,
  shortMoment,
  stamp,
} from '../../../../src/renderer/ui/times.ts'

/** In the zone of this system, as the functions write them. */
const at = (day: number, hours: number, minutes: number, seconds = 0, ms = 0) =>
  new Date(2026, 10, day, hours, minutes, seconds, ms).getTime()
const now = at(21, 18, 2, 7, 42)

it('writes the time of day in 24 hours, each part in two digits', () => {
  expect(clock(now)).toBe('18:02')
  expect(clock(at(21, 0, 5))).toBe('00:05')
  expect(clockSeconds(now)).toBe('18:02:07')
  expect(exactTime(now)).toBe('18:02:07.042')
  expect(stamp(now)).toBe('21 Nov 2026, 18:02:07')
})

it('adds the day where it is another one', () => {
  expect(moment(at(21, 0, 0), now)).toBe('00:00:00')
  expect(moment(at(20, 23, 59, 59), now)).toBe('20 Nov, 23:59:59')
})

it('adds it to a short time only where the time alone could mean today', () => {
  expect(shortMoment(at(21, 2, 3), now)).toBe('02:03')
  expect(shortMoment(at(20, 18, 0), now)).toBe('Fri 18:00')
  expect(shortMoment(at(14, 18, 0), now)).toBe('14 Nov 18:00')
})
