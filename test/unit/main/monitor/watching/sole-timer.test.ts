import { expect, it } from 'vitest'
import { createSoleTimer } from '../../../../../src/main/monitor/watching/sole-timer.ts'
import { manualClock } from '../../../../helpers/manual-clock.ts'

function rig() {
  const clock = manualClock()
  const done: string[] = []
  let found: () => void = () => undefined
  const timer = createSoleTimer(clock, () => found())
  return {
    clock,
    done,
    timer,
    arm: (ms: number, name: string) => timer.arm(ms, () => done.push(name)),
    onLook: (task: () => void) => {
      found = task
    },
  }
}

it('keeps what is armed already', () => {
  const { clock, done, arm } = rig()
  arm(1_000, 'first')
  arm(100, 'second')
  clock.advance(10_000)
  expect(done).toEqual(['first'])
})

it('waits a moment more where the process was held up, and only once', () => {
  const { clock, done, arm } = rig()
  arm(1_000, 'it')
  clock.freeze(3_000)
  clock.advance(100)
  expect(done).toEqual([])
  clock.freeze(3_000)
  clock.advance(1)
  expect(done).toEqual(['it'])
})

it('does nothing where the look before it disarmed it', () => {
  const { clock, done, arm, timer, onLook } = rig()
  onLook(timer.disarm)
  arm(1_000, 'it')
  clock.advance(10_000)
  expect(done).toEqual([])
  expect(clock.armed).toBe(0)
})
