import { expect, test } from 'vitest'
import { createLagWatch } from '../../../../src/main/monitor/lag.ts'
import { manualClock } from '../../../helpers/manual-clock.ts'

test('what is measured right after a suspend is void, until a tick comes in time', () => {
  const clock = manualClock()
  const lag = createLagWatch(clock)
  clock.advance(1000)
  expect(lag.isVoid(clock.now())).toBe(false)
  clock.suspend(3000)
  clock.moveOn(3000)
  expect(lag.isVoid(clock.now())).toBe(true)
  clock.advance(1)
  expect(lag.isVoid(clock.now())).toBe(true)
  clock.advance(100)
  expect(lag.isVoid(clock.now())).toBe(false)
})
