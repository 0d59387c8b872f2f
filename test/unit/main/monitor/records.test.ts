import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Eras, LongSpan, Recalled, SlotRecord } from '../../../../src/main/monitor/recording.ts'
import { createRecords, type Records } from '../../../../src/main/monitor/records.ts'
import { createEventBudget } from '../../../../src/main/monitor/rings.ts'
import { slotCount, slotMs } from '../../../../src/main/monitor/series/slots.ts'
import type { PhaseName } from '../../../../src/shared/view.ts'
import { type ManualClock, manualClock } from '../../../helpers/manual-clock.ts'

const hourMs = 3_600_000
const minute = 60_000

/** What is on record, as a disk keeps it. */
function disk() {
  const slots = new Map<string, SlotRecord>()
  const longSpans: LongSpan[] = []
  let until: number | null = null
  let era = 0

  return {
    write(records: Records, clock: ManualClock): void {
      const told = records.take(clock.now())
      for (const slot of told.slots) {
        slots.set(`${slot.at} ${slot.era}`, slot)
        era = Math.max(era, slot.era)
      }
      longSpans.push(...told.longSpans)
      until = clock.wall()
    },
    recall(now: number): Recalled | null {
      const oldest = (Math.floor(now / slotMs) - slotCount + 1) * slotMs
      const kept = [...slots.values()].filter(({ at }) => at >= oldest)
      return until === null ? null : { memory: null, until, slots: kept, transitions: [] }
    },
    eras(): Eras {
      return { first: ++era, next: () => ++era }
    },
    phaseMs(): Record<string, number> {
      const sums: Record<string, number> = {}
      const add = (phase: string, ms: number): void => {
        sums[phase] = (sums[phase] ?? 0) + ms
      }
      for (const { rollup } of slots.values())
        for (const [phase, ms] of Object.entries(rollup.phaseMs)) add(phase, ms)
      for (const { phase, from, to } of longSpans) add(phase, to - from)
      return sums
    },
    duplicates: () =>
      [...slots.values()].reduce((sum, { rollup }) => sum + (rollup.marks.duplicates ?? 0), 0),
    longSpans,
  }
}

type Disk = ReturnType<typeof disk>

function recordsOn(clock: ManualClock, kept: Disk): Records {
  return createRecords({
    clock,
    budget: createEventBudget(1_000_000),
    begun: 'stopped',
    eras: kept.eras(),
    recalled: kept.recall(clock.wall()),
  })
}

const enter = (records: Records, at: number, phase: PhaseName): void =>
  records.enter(at, { phase, health: phase === 'live' ? 'fresh' : null, isTrouble: false })

const total = (sums: Readonly<Record<string, number>>): number =>
  Object.values(sums).reduce((sum, ms) => sum + ms, 0)

describe('time that is recorded', () => {
  it('of a sleep is unwatched, what came before it is not', () => {
    const clock = manualClock()
    const kept = disk()
    const records = recordsOn(clock, kept)
    enter(records, clock.now(), 'live')
    clock.advance(10_400)
    kept.write(records, clock)
    clock.advance(7 * hourMs + 300)
    records.unwatched(clock.now() - 7 * hourMs, clock.now())
    enter(records, clock.now(), 'waiting')
    clock.advance(1000)
    kept.write(records, clock)
    expect(kept.phaseMs()).toEqual({ live: 10_700, unwatched: 7 * hourMs, waiting: 1000 })
    expect(kept.longSpans).toMatchObject([{ phase: 'unwatched' }])
  })

  it('that was told already becomes unwatched in the slots, but what was stopped stays so', () => {
    const clock = manualClock()
    const kept = disk()
    const records = recordsOn(clock, kept)
    enter(records, clock.now(), 'live')
    clock.advance(20 * minute)
    kept.write(records, clock)
    enter(records, clock.now(), 'stopped')
    clock.advance(minute)
    kept.write(records, clock)
    records.unwatched(clock.now() - 3 * minute, clock.now())
    kept.write(records, clock)
    expect(kept.phaseMs()).toEqual({ live: 18 * minute, unwatched: 2 * minute, stopped: minute })
  })

  it('of a closed app is unwatched, and the charts go on', () => {
    const clock = manualClock()
    const kept = disk()
    const first = recordsOn(clock, kept)
    enter(first, clock.now(), 'live')
    first.duplicate(clock.now())
    clock.advance(15 * minute)
    kept.write(first, clock)
    const range = { from: clock.wall() - 30 * minute, to: clock.wall() + 10 * minute, points: 1 }
    clock.advance(5 * minute)
    const second = recordsOn(clock, kept)
    expect(second.chart(range)).toMatchObject({
      duplicates: [1],
      phaseMs: { live: [15 * minute], unwatched: [5 * minute] },
      transitions: [{ phase: 'unwatched', at: new Date(clock.wall() - 5 * minute).toISOString() }],
    })
    kept.write(second, clock)
    expect(kept.phaseMs()).toEqual({ live: 15 * minute, unwatched: 5 * minute })
  })

  it('of a night is a long span and an hour of slots', () => {
    const clock = manualClock()
    const kept = disk()
    const first = recordsOn(clock, kept)
    clock.advance(1000)
    kept.write(first, clock)
    clock.advance(10 * hourMs)
    kept.write(recordsOn(clock, kept), clock)
    expect(kept.phaseMs()).toEqual({ stopped: 1000, unwatched: 10 * hourMs })
    expect(kept.longSpans.map(({ from, to }) => Math.round((to - from) / hourMs))).toEqual([9])
  })

  it('of an endpoint that was stopped when the app was closed was not missed', () => {
    const clock = manualClock()
    const until = clock.wall() - 5000
    const memory = {
      urlHash: '',
      lastEventId: null,
      everLive: true,
      mustRehydrate: false,
      contiguousPrefix: null,
      learnedInterval: null,
      clockOffset: null,
      stopped: true,
      goodUntil: null,
      lostSince: null,
    }
    const records = createRecords({
      clock,
      budget: createEventBudget(1000),
      begun: 'stopped',
      eras: { first: 1, next: () => 2 },
      recalled: { memory, until, slots: [], transitions: [] },
    })
    const { slots, transitions } = records.take(clock.now())
    expect(slots.map(({ rollup }) => rollup.phaseMs)).toEqual([{ stopped: 5000 }])
    expect(transitions).toEqual([])
  })
})

/** What can happen to one endpoint and its machine. Milliseconds. */
const deeds = fc.oneof(
  fc.record({
    do: fc.constant('enter' as const),
    phase: fc.constantFrom<PhaseName>('live', 'waiting', 'connecting', 'failed', 'stopped', 'unwatched'),
  }),
  fc.record({
    do: fc.constant('pass' as const),
    ms: fc.oneof(fc.double({ min: 0, max: 30_000, noNaN: true }), fc.integer({ min: 0, max: 3 * hourMs })),
  }),
  fc.record({ do: fc.constant('sleep' as const), ms: fc.integer({ min: 1, max: 9 * hourMs }) }),
  fc.record({ do: fc.constant('silent' as const), ms: fc.integer({ min: 1, max: 40 * minute }) }),
  fc.record({ do: fc.constant('blame' as const), ms: fc.integer({ min: 1, max: 40 * minute }) }),
  fc.record({ do: fc.constant('write' as const) }),
  fc.record({ do: fc.constant('look' as const) }),
  fc.record({ do: fc.constant('reopen' as const), ms: fc.integer({ min: 0, max: 5 * hourMs }) }),
)
const setting = fc.record({
  do: fc.constant('set' as const),
  ms: fc.integer({ min: -3 * hourMs, max: 3 * hourMs }),
})

it('adds up to the time that passed, and no count is lost, whatever comes', () => {
  const lives = fc.tuple(
    fc.array(deeds, { maxLength: 60 }),
    fc.array(setting, { maxLength: 3 }),
    fc.array(deeds, { maxLength: 60 }),
  )
  fc.assert(
    fc.property(lives, ([before, settings, after]) => {
      const clock = manualClock()
      const kept = disk()
      const begun = clock.now()
      let records = recordsOn(clock, kept)
      let duplicates = 0
      /** A wall clock that is set may cost a millisecond by rounding. */
      let steps = 0
      const all = [...before, ...settings.flatMap((set, index) => [set, ...after.slice(index * 20)])]
      for (const deed of all) {
        const now = clock.now()
        records.duplicate(now)
        duplicates++
        if (deed.do === 'enter') enter(records, now, deed.phase)
        else if (deed.do === 'pass') clock.advance(deed.ms)
        else if (deed.do === 'sleep') {
          clock.advance(deed.ms)
          records.unwatched(now, clock.now())
        } else if (deed.do === 'silent') records.silent(now - deed.ms, now)
        else if (deed.do === 'blame') records.unwatched(Math.max(begun, now - deed.ms), now)
        else if (deed.do === 'write') kept.write(records, clock)
        else if (deed.do === 'look') records.strip()
        else if (deed.do === 'set') {
          kept.write(records, clock)
          clock.setWall(clock.wall() + deed.ms)
          steps++
        } else {
          kept.write(records, clock)
          clock.advance(deed.ms)
          records = recordsOn(clock, kept)
          steps++
        }
      }
      kept.write(records, clock)
      expect(Math.abs(total(kept.phaseMs()) - (clock.now() - begun))).toBeLessThanOrEqual(1 + steps)
      expect(kept.duplicates()).toBe(duplicates)
    }),
    { numRuns: 300 },
  )
})
