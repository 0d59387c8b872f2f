import { expect, test } from 'vitest'
import { createTrafficMeter } from '../../../../src/renderer/fleet/traffic.ts'
import { noon, viewOf } from '../view.ts'

const counted = (events: number, bytes: number) => {
  const view = viewOf('a')
  return { ...view, counters: { ...view.counters, events, bytes } }
}

test('a rate is the mean of the last seconds', () => {
  const meter = createTrafficMeter()
  expect(meter.rate(noon)).toBeNull()
  meter.note(counted(0, 0), counted(10, 2048))
  expect(meter.rate(noon + 1000)).toEqual({ eventsPerSecond: 10, bytesPerSecond: 2048 })
  expect(meter.rate(noon + 2000)).toEqual({ eventsPerSecond: 5, bytesPerSecond: 1024 })
  expect(meter.rate(noon + 60_000)).toBeNull()
})

test('an endpoint that is new, or counts anew, brings no jump', () => {
  const meter = createTrafficMeter()
  meter.rate(noon)
  meter.note(undefined, counted(5000, 1e9))
  meter.note(counted(5000, 1e9), counted(3, 100))
  expect(meter.rate(noon + 1000)).toEqual({ eventsPerSecond: 0, bytesPerSecond: 0 })
})

test('after a loss it begins anew', () => {
  const meter = createTrafficMeter()
  meter.rate(noon)
  meter.note(counted(0, 0), counted(100, 100))
  meter.reset()
  expect(meter.rate(noon + 1000)).toBeNull()
})
