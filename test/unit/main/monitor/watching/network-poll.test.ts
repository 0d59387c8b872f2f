import { expect, test } from 'vitest'
import { pollNetwork } from '../../../../../src/main/monitor/watching/network-poll.ts'
import { manualClock } from '../../../../helpers/manual-clock.ts'

function rig(first: boolean) {
  const clock = manualClock()
  const told: string[] = []
  let online = first
  const end = pollNetwork({
    clock,
    isOnline: () => online,
    onOffline: () => told.push('offline'),
    onOnline: () => told.push('online'),
  })
  return {
    clock,
    told,
    end,
    set(is: boolean) {
      online = is
    },
  }
}

test('tells each change within two seconds, and nothing else', () => {
  const { clock, told, set } = rig(true)
  clock.advance(10_000)
  expect(told).toEqual([])
  set(false)
  clock.advance(2000)
  expect(told).toEqual(['offline'])
  clock.advance(60_000)
  set(true)
  clock.advance(2000)
  expect(told).toEqual(['offline', 'online'])
})

test('a start without a network is told at once', () => {
  expect(rig(false).told).toEqual(['offline'])
})

test('nothing is asked once it ended', () => {
  const { clock, told, end, set } = rig(true)
  end()
  set(false)
  clock.advance(10_000)
  expect(told).toEqual([])
  expect(clock.armed).toBe(0)
})
