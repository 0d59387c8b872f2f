import { expect, it } from 'vitest'
import { createOutages, type Outage, type Outages } from '../../../../src/main/monitor/outages.ts'
import { type ManualClock, manualClock } from '../../../helpers/manual-clock.ts'

const refused = 'The server refused the connection.'
const minute = 60_000

/** What a book of them would hold: newest first. */
interface Told extends Outages {
  readonly clock: ManualClock
  all(): readonly Outage[]
  spans(): (readonly [number, number | null])[]
  /** `id into id` of those that became a part of another one. */
  readonly merged: readonly string[]
}

function told(): Told {
  const clock = manualClock()
  const known = new Map<string, Outage>()
  const merged: string[] = []
  const outages = createOutages({
    clock,
    idOf: String,
    onOutage: (outage) => known.set(outage.id, outage),
    onWithdrawn({ id }, into) {
      known.delete(id)
      if (into !== null) merged.push(`${id} into ${into.id}`)
    },
  })
  const all = (): readonly Outage[] => [...known.values()].sort((a, b) => b.start - a.start)
  return { ...outages, clock, merged, all, spans: () => all().map(({ start, end }) => [start, end]) }
}

/** Three short outages, one in each of the first three minutes. */
function threeShort(outages: Outages): void {
  for (const at of [1, 2, 3]) {
    outages.began(at * minute, at * minute, true, refused)
    outages.ended(at * minute + 5000)
  }
}

const threeSpans = [
  [3 * minute, 3 * minute + 5000],
  [2 * minute, 2 * minute + 5000],
  [minute, minute + 5000],
]

it('reaches from the last sign of life to the return', () => {
  const outages = told()
  outages.began(20_000, 5000, true, refused)
  expect(outages.downSince()).toBe(5000)
  expect(outages.spans()).toEqual([[5000, null]])
  outages.ended(50_000)
  expect(outages.downSince()).toBeNull()
  expect(outages.all()).toEqual([{ id: '20000', start: 5000, end: 50_000, cause: refused, flapping: false }])
})

it('begins with the first try of an endpoint that never was live', () => {
  const outages = told()
  outages.tried(1000, false)
  outages.began(11_000, 11_000, false, 'No answer within 10 s.')
  outages.tried(12_000, false)
  expect(outages.downSince()).toBe(1000)
  outages.ended(13_000)
  outages.tried(70_000, false)
  outages.began(71_000, 71_000, false, refused)
  expect(outages.spans()).toEqual([
    [70_000, null],
    [1000, 13_000],
  ])
})

it('is one with those before it where the endpoint flaps, until ten quiet minutes', () => {
  const outages = told()
  threeShort(outages)
  expect(outages.spans()).toEqual(threeSpans)
  outages.began(4 * minute, 4 * minute, true, 'Another one.')
  expect(outages.spans()).toEqual([[minute, null]])
  expect(outages.all()[0]).toMatchObject({ id: '60000', cause: refused, flapping: true })
  expect(outages.merged).toEqual(['120000 into 60000', '180000 into 60000'])
  outages.ended(5 * minute)
  expect(outages.spans()).toEqual([[minute, 5 * minute]])
  outages.began(9 * minute, 9 * minute, true, refused)
  outages.ended(10 * minute)
  expect(outages.spans()).toEqual([[minute, 10 * minute]])
  outages.began(21 * minute, 21 * minute, true, refused)
  expect(outages.spans()).toEqual([
    [21 * minute, null],
    [minute, 10 * minute],
  ])
  expect(outages.all().map(({ flapping }) => flapping)).toEqual([false, true])
})

it('does not end before it began, whatever the wall clock is set to', () => {
  const outages = told()
  outages.began(20_000, 5000, true, refused)
  outages.clock.setWall(outages.clock.now() - 60 * minute)
  outages.ended(50_000)
  expect(outages.spans()).toEqual([[5000, 5000]])
  expect(outages.all()).toHaveLength(1)
})

it('takes back what was found while nobody saw it, and ends what was under way before', () => {
  const outages = told()
  outages.began(20_000, 5000, true, refused)
  outages.withdraw(15_000)
  expect(outages.all()).toEqual([])
  expect(outages.downSince()).toBeNull()
  outages.began(80_000, 70_000, true, refused)
  outages.withdraw(90_000)
  expect(outages.spans()).toEqual([[70_000, 90_000]])
  expect(outages.downSince()).toBeNull()
  outages.withdraw(95_000)
  expect(outages.spans()).toEqual([[70_000, 90_000]])
})

it('counts what was taken back for no flapping', () => {
  const outages = told()
  threeShort(outages)
  outages.began(4 * minute, 4 * minute, true, refused)
  expect(outages.isFlapping()).toBe(true)
  outages.withdraw(3.5 * minute)
  expect(outages.isFlapping()).toBe(false)
  expect(outages.spans()).toEqual(threeSpans)
  expect(outages.all().some(({ flapping }) => flapping)).toBe(false)
  outages.began(12 * minute, 12 * minute, true, refused)
  expect(outages.all()).toHaveLength(4)
})

it('stays over, where one that flapped went on while nobody saw it', () => {
  const outages = told()
  threeShort(outages)
  outages.began(4 * minute, 4 * minute, true, refused)
  outages.ended(5 * minute)
  outages.began(6 * minute, 6 * minute, true, refused)
  outages.withdraw(6 * minute)
  expect(outages.spans()).toEqual([[minute, 5 * minute]])
  expect(outages.all()[0]?.flapping).toBe(true)
})
