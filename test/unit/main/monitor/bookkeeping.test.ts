import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Recording } from '../../../../src/main/monitor/recording.ts'
import { slotMs } from '../../../../src/main/monitor/series/slots.ts'
import type { Circumstance } from '../../../../src/main/monitor/watching/types.ts'
import { phases } from '../../../../src/shared/view.ts'
import { endpointSettings } from '../../../helpers/endpoint-settings.ts'
import { manualClock } from '../../../helpers/manual-clock.ts'
import { scriptedFleet } from '../../../helpers/scripted-streams.ts'

const minute = 60_000
const url = 'http://stream.example/orders'

/** What can happen to an endpoint; milliseconds. */
const deeds = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 40_000 }) }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('open', 'event', 'refuse', 'end') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('stop', 'start', 'retry') }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('asleep', 'offline', 'online', 'local-fault-over') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('sleep' as const),
      ms: fc.integer({ min: 0, max: 9 * 60 * minute }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('fault' as const), ms: fc.integer({ min: 0, max: 90_000 }) }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('record' as const) }) },
)

/** Milliseconds in each phase, as they stand on the disk when all of these were written. */
function timesOf(recordings: readonly Recording[]): Record<string, number> {
  const sums: Record<string, number> = {}
  const add = (phase: string, ms: number): void => {
    sums[phase] = (sums[phase] ?? 0) + ms
  }
  const slots = new Map(
    recordings.flatMap(({ slots }) => slots.map((slot) => [`${slot.at} ${slot.era}`, slot])),
  )
  for (const { rollup } of slots.values())
    for (const [phase, ms] of Object.entries(rollup.phaseMs)) add(phase, ms)
  for (const { longSpans } of recordings) for (const { phase, from, to } of longSpans) add(phase, to - from)
  return sums
}

it('what is recorded adds up to the time that passed, and is what the books say, whatever comes', () => {
  fc.assert(
    fc.property(fc.array(deeds, { maxLength: 80 }), (life) => {
      const clock = manualClock()
      const { fleet, streams } = scriptedFleet(clock, 1)
      const begun = clock.now()
      const recordings: Recording[] = []
      let retold = 0
      const tell = (circumstance: Circumstance): void => fleet.tell(circumstance)
      const record = (): void => {
        recordings.push(...fleet.record(clock.now()))
      }
      fleet.apply([endpointSettings({ url, silence: 30_000, recheck: minute })])
      for (const deed of life) {
        const stream = streams.newest(url)
        switch (deed.do) {
          case 'pass':
            clock.advance(deed.ms)
            break
          case 'open':
          case 'refuse':
          case 'end':
            if (!stream.isClosed) stream[deed.do]()
            break
          case 'event':
            if (!stream.isClosed) stream.event('message', 'x')
            break
          case 'stop':
          case 'start':
          case 'retry':
            fleet[deed.do]('orders')
            break
          case 'asleep':
          case 'offline':
          case 'online':
          case 'local-fault-over':
            tell({ type: deed.do })
            break
          case 'sleep':
            clock.freeze(deed.ms)
            tell({ type: 'wake', lost: deed.ms })
            retold++
            break
          case 'fault':
            tell({ type: 'local-fault', from: Math.max(begun, clock.now() - deed.ms) })
            retold++
            break
          case 'record':
            record()
        }
      }
      record()
      const times = timesOf(recordings)
      const passed = clock.now() - begun
      expect(Object.values(times).reduce((sum, ms) => sum + ms, 0)).toBe(passed)
      const booked = fleet.figures([])[0]?.phaseMs
      // A slot that is told anew in part knows how long each phase was, not when.
      for (const phase of phases)
        expect(Math.abs((times[phase] ?? 0) - (booked?.[phase] ?? 0))).toBeLessThanOrEqual(retold * slotMs)
    }),
    { numRuns: 200 },
  )
})
