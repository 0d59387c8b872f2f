import { expect, it } from 'vitest'
import { createOutages } from '../../../../src/main/monitor/outages.ts'
import { manualClock } from '../../../helpers/manual-clock.ts'

const refused = 'The server refused the connection.'
const minute = 60_000

function spans(outages: ReturnType<typeof createOutages>): (readonly [number, number | null])[] {
  return outages
    .views('it')
    .map(({ start, end }) => [Date.parse(start), end === null ? null : Date.parse(end)] as const)
}

it('reaches from the last sign of life to the return', () => {
  const outages = createOutages(manualClock())
  outages.began(20_000, 5000, true, refused)
  expect(outages.downSince()).toBe(5000)
  expect(spans(outages)).toEqual([[5000, null]])
  outages.ended(50_000)
  expect(outages.downSince()).toBeNull()
  expect(outages.views('it')).toEqual([
    {
      id: 'it',
      start: '1970-01-01T00:00:05.000Z',
      end: '1970-01-01T00:00:50.000Z',
      cause: refused,
      flapping: false,
    },
  ])
})

it('begins with the first try of an endpoint that never was live', () => {
  const outages = createOutages(manualClock())
  outages.tried(1000, false)
  outages.began(11_000, 11_000, false, 'No answer within 10 s.')
  outages.tried(12_000, false)
  expect(outages.downSince()).toBe(1000)
  outages.ended(13_000)
  outages.tried(70_000, false)
  outages.began(71_000, 71_000, false, refused)
  expect(spans(outages)).toEqual([
    [70_000, null],
    [1000, 13_000],
  ])
})

it('is one with those before it where the endpoint flaps, until ten quiet minutes', () => {
  const outages = createOutages(manualClock())
  for (const at of [1, 2, 3]) {
    outages.began(at * minute, at * minute, true, refused)
    outages.ended(at * minute + 5000)
  }
  expect(spans(outages)).toHaveLength(3)
  outages.began(4 * minute, 4 * minute, true, 'Another one.')
  expect(spans(outages)).toEqual([[minute, null]])
  expect(outages.views('it')[0]).toMatchObject({ cause: refused, flapping: true })
  outages.ended(5 * minute)
  expect(spans(outages)).toEqual([[minute, 5 * minute]])
  outages.began(9 * minute, 9 * minute, true, refused)
  outages.ended(10 * minute)
  expect(spans(outages)).toEqual([[minute, 10 * minute]])
  outages.began(21 * minute, 21 * minute, true, refused)
  expect(spans(outages)).toEqual([
    [21 * minute, null],
    [minute, 10 * minute],
  ])
  expect(outages.views('it').map(({ flapping }) => flapping)).toEqual([false, true])
})

it('keeps the newest 50', () => {
  const outages = createOutages(manualClock())
  for (let count = 1; count <= 60; count++) {
    outages.began(count * 20 * minute, count * 20 * minute, true, refused)
    outages.ended(count * 20 * minute + 1)
  }
  expect(outages.views('it')).toHaveLength(50)
  expect(spans(outages)[0]?.[0]).toBe(60 * 20 * minute)
})
