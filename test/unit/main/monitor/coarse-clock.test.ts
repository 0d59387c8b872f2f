import { expect, it } from 'vitest'
import { coarseClock } from '../../../../src/main/monitor/coarse-clock.ts'
import { manualClock } from '../../../helpers/manual-clock.ts'

function rig() {
  const clock = manualClock(1_000_000)
  const coarse = coarseClock(clock, 100)
  const fired: string[] = []
  const after = (ms: number, name: string) =>
    coarse.after(ms, () => fired.push(`${name}@${clock.now() - 1_000_000}`))
  return { clock, coarse, fired, after }
}

it('fires at the next multiple, never before its time', () => {
  const { clock, fired, after } = rig()
  after(1, 'a')
  after(100, 'b')
  after(101, 'c')
  clock.advance(1_000)
  expect(fired).toEqual(['a@100', 'b@100', 'c@200'])
})

it('wakes the process once for all that share a multiple', () => {
  const { clock, after } = rig()
  for (let ms = 1; ms <= 100; ms++) after(ms, `${ms}`)
  expect(clock.armed).toBe(1)
})

it('forgets what is cancelled, also by a task of the same moment', () => {
  const { clock, coarse, fired, after } = rig()
  const cancel = after(50, 'gone')
  let cancelOther: () => void = () => undefined
  coarse.after(60, () => cancelOther())
  cancelOther = after(70, 'gone too')
  after(80, 'kept')
  cancel()
  clock.advance(100)
  expect(fired).toEqual(['kept@100'])
})

it('takes an earlier task after a later one, and tasks that tasks begin', () => {
  const { clock, coarse, fired, after } = rig()
  after(900, 'late')
  coarse.after(200, () => after(100, 'next'))
  clock.advance(1_000)
  expect(fired).toEqual(['next@300', 'late@900'])
  expect(clock.armed).toBe(0)
})
