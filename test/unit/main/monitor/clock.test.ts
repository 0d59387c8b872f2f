import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '../../../../src/main/monitor/clock.ts'
import { coarseClock } from '../../../../src/main/monitor/coarse-clock.ts'

const hour = 3_600_000

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

test('the clock is moved on and never back, and a shift that was nobody else stays', () => {
  const clock = systemClock()
  const [now, shift] = [clock.now(), clock.shift()]
  vi.setSystemTime(Date.now() + hour)
  clock.moveOn(hour)
  clock.moveOn(-hour)
  expect(clock.now() - now).toBeCloseTo(hour, 3)
  expect(clock.shift()).toBeCloseTo(shift, 3)
})

test('a timer keeps to the clock that was moved on: due at once, or by so much sooner', () => {
  const clock = systemClock()
  const fired: string[] = []
  clock.after(hour, () => fired.push('due meanwhile'))
  clock.after(hour + 500, () => fired.push('due soon'))
  const cancel = clock.after(hour, () => fired.push('cancelled'))
  clock.moveOn(hour)
  cancel()
  vi.advanceTimersByTime(1)
  expect(fired).toEqual(['due meanwhile'])
  vi.advanceTimersByTime(500)
  expect(fired).toEqual(['due meanwhile', 'due soon'])
})

test('timers that share their waking up are not held back by one from before', () => {
  const clock = systemClock()
  const coarse = coarseClock(clock, 100)
  const fired: string[] = []
  coarse.after(10_000, () => fired.push('from before'))
  clock.moveOn(hour)
  coarse.after(300, () => fired.push('new'))
  vi.advanceTimersByTime(400)
  expect(fired).toEqual(['from before', 'new'])
})

test('the uptime is that of the machine, in milliseconds', () => {
  expect(systemClock().uptime()).toBeGreaterThan(1000)
})
