import { expect, test } from 'vitest'
import { createWakeWatch } from '../../../../../src/main/monitor/watching/wake.ts'
import { manualClock } from '../../../../helpers/manual-clock.ts'

const hour = 3_600_000

/** A watch over a clock that stands, and what it told. `during` runs while the endpoints are told. */
function rig() {
  const clock = manualClock()
  const told: string[] = []
  let during: () => void = () => undefined
  const watch = createWakeWatch({
    clock,
    onAsleep(at) {
      told.push(`asleep ${clock.now() - at} ms ago`)
      during()
    },
    onWake({ from, lost }) {
      told.push(`away ${clock.now() - from}, lost ${lost}`)
      during()
    },
    onClockSet: (by) => told.push(`clock ${by}`),
  })
  watch.begin()
  clock.advance(10_000)
  return {
    clock,
    watch,
    told,
    /** Once, in the middle of the next telling. */
    while(task: () => void) {
      during = () => {
        during = () => undefined
        task()
      }
    },
  }
}

/** The two ways in which a process can stand still. */
const stills = ['freeze', 'suspend'] as const

test.each(stills)('a %s without a word of the system is a sleep, to the tick', (still) => {
  const { clock, told } = rig()
  clock[still](7 * hour)
  clock.advance(250)
  expect(told).toEqual([expect.stringMatching(/^away 2520\d{4}, lost 2520\d{4}$/)])
  clock.advance(60_000)
  expect(told).toHaveLength(1)
})

test.each(stills)('after a %s the clock has gone on by all of it, and what fell due comes', (still) => {
  const { clock } = rig()
  const before = clock.now()
  let fired = 0
  clock.after(hour, () => fired++)
  clock[still](2 * hour)
  clock.advance(250)
  clock.advance(250)
  expect(clock.now() - before).toBe(2 * hour + 500)
  expect(clock.shift()).toBe(0)
  expect(fired).toBe(1)
})

test.each(stills)('whoever looks before the first tick finds the %s', (still) => {
  const { clock, watch, told } = rig()
  clock[still](90_000)
  watch.look()
  expect(told).toEqual(['away 90000, lost 90000'])
  watch.look()
  clock.advance(1000)
  expect(told).toHaveLength(1)
})

test.each(stills)('a %s of four seconds is none, unless the system says so', (still) => {
  const quiet = rig()
  quiet.clock[still](4000)
  quiet.clock.advance(30_000)
  expect(quiet.told).toEqual([])

  const told = rig()
  told.clock[still](4000)
  told.clock.advance(250)
  told.watch.resume()
  expect(told.told).toEqual([expect.stringMatching(/^away 4\d{3}, lost 4\d{3}$/)])
})

test('the system says that it sleeps: away from its word on, whatever of that was lost', () => {
  const { clock, watch, told } = rig()
  watch.suspend()
  clock.advance(3000)
  clock.suspend(hour)
  watch.resume()
  expect(told).toEqual(['asleep 0 ms ago', `away ${hour + 3000}, lost ${hour}`])
})

test('doubled words change nothing', () => {
  const { clock, watch, told } = rig()
  watch.suspend()
  watch.suspend()
  clock.suspend(hour)
  watch.resume()
  watch.resume()
  clock.advance(20_000)
  watch.resume()
  clock.advance(20_000)
  expect(told).toEqual(['asleep 0 ms ago', `away ${hour}, lost ${hour}`])
})

test('a word that it is back, which comes before the clocks show it', () => {
  const { clock, watch, told } = rig()
  watch.suspend()
  watch.resume()
  expect(told).toEqual(['asleep 0 ms ago', 'away 0, lost 0'])
  clock.suspend(2000)
  clock.advance(250)
  expect(told[2]).toMatch(/^away 2\d{3}, lost 2\d{3}$/)
})

test('a hiccup after a wake that the system told of is no second sleep', () => {
  const { clock, watch, told } = rig()
  clock.suspend(hour)
  watch.resume()
  clock.freeze(2000)
  clock.advance(250)
  watch.resume()
  expect(told).toHaveLength(1)
})

test('a sleep that does not come: awake again after a minute of ticks in time', () => {
  const { clock, watch, told } = rig()
  watch.suspend()
  clock.advance(59_000)
  expect(told).toEqual(['asleep 0 ms ago'])
  clock.advance(2000)
  expect(told).toEqual(['asleep 0 ms ago', 'away 60000, lost 0'])
})

test('a word that it sleeps, delivered after the sleep, is followed by an awakening all the same', () => {
  const { clock, watch, told } = rig()
  clock.suspend(hour)
  watch.suspend()
  expect(told).toEqual([`away ${hour}, lost ${hour}`, 'asleep 0 ms ago'])
  watch.resume()
  expect(told[2]).toBe('away 0, lost 0')
})

test('a freeze in the middle of telling that it sleeps', () => {
  const { clock, watch, told, while: during } = rig()
  during(() => clock.suspend(hour))
  watch.suspend()
  expect(told).toEqual(['asleep 0 ms ago', `away ${hour}, lost ${hour}`])
})

test('a freeze in the middle of telling that it is awake: a second wake, from its own begin', () => {
  const { clock, watch, told, while: during } = rig()
  during(() => clock.freeze(hour))
  clock.freeze(90_000)
  watch.look()
  expect(told).toEqual(['away 90000, lost 90000', `away ${hour}, lost ${hour}`])
})

test.each([-hour, hour])('a wall clock that is set by %i ms is no wake', (by) => {
  const { clock, watch, told } = rig()
  clock.setWall(clock.wall() + by)
  watch.look()
  clock.advance(60_000)
  expect(told).toEqual([`clock ${by}`])
})

test('a wall clock that is set while the machine sleeps moves neither the sleep nor what is lost', () => {
  const { clock, told } = rig()
  clock.suspend(2 * hour)
  clock.setWall(clock.wall() - hour)
  clock.advance(250)
  expect(told).toEqual([`clock ${-hour}`, expect.stringMatching(/^away 7200\d{3}, lost 7200\d{3}$/)])
})

test('a clock that drifts, and hiccups under a second, are nothing', () => {
  const { clock, watch, told } = rig()
  for (let round = 0; round < 100; round++) {
    clock.setWall(clock.wall() + 40)
    clock.freeze(900)
    clock.advance(100)
    watch.look()
  }
  watch.resume()
  expect(told).toEqual([])
})

test('nothing is told once it is closed', () => {
  const { clock, watch, told } = rig()
  watch.close()
  clock.suspend(hour)
  clock.advance(1000)
  watch.look()
  watch.suspend()
  watch.resume()
  expect(told).toEqual([])
})
