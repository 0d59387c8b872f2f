import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createWakeWatch } from '../../../../../src/main/monitor/watching/wake.ts'
import { manualClock } from '../../../../helpers/manual-clock.ts'

/** Signals that are missing, doubled or early, in whatever order, between times in which nothing runs. */

const hour = 3_600_000

type Turn =
  | { readonly does: 'suspended' | 'resumed' | 'looked' }
  | { readonly does: 'advance' | 'freeze' | 'suspend' | 'set'; readonly ms: number }

const turn: fc.Arbitrary<Turn> = fc.oneof(
  fc.record({ does: fc.constantFrom('suspended' as const, 'resumed' as const, 'looked' as const) }),
  fc.record({ does: fc.constant('advance' as const), ms: fc.integer({ min: 1, max: 90_000 }) }),
  fc.record({
    does: fc.constantFrom('freeze' as const, 'suspend' as const),
    ms: fc.oneof(fc.integer({ min: 1, max: 8000 }), fc.integer({ min: 8000, max: 9 * hour })),
  }),
  fc.record({ does: fc.constant('set' as const), ms: fc.integer({ min: -hour, max: hour }) }),
)

/** Carries the turns out. Returns the spans of which it was told, and how long nothing ran. */
function live(turns: readonly Turn[]) {
  const clock = manualClock()
  const begun = clock.now()
  const away: { readonly from: number; readonly to: number; readonly lost: number }[] = []
  let isAsleep = false
  let doubled = false
  let passed = 0
  let stood = 0
  let longStood = 0
  const watch = createWakeWatch({
    clock,
    onAsleep() {
      doubled ||= isAsleep
      isAsleep = true
    },
    onWake({ from, lost }) {
      isAsleep = false
      away.push({ from, to: clock.now(), lost })
    },
    onClockSet: () => undefined,
  })
  watch.begin()

  function stand(still: 'freeze' | 'suspend', ms: number): void {
    clock[still](ms)
    stood += ms
    passed += ms
    if (ms >= 5000) longStood += ms
    // What the clocks show after it, before anything else stands still.
    tick(250)
  }

  const words = { suspended: watch.suspend, resumed: watch.resume, looked: watch.look }

  function carryOut(next: Turn): void {
    if (!('ms' in next)) words[next.does]()
    else if (next.does === 'set') clock.setWall(clock.wall() + next.ms)
    else if (next.does === 'advance') tick(next.ms)
    else stand(next.does, next.ms)
  }

  /** Step by step: a clock that is moved on within a step would be moved by less. */
  function tick(ms: number): void {
    for (let left = ms; left > 0; left -= 250) clock.advance(Math.min(250, left))
    passed += ms
  }

  for (const next of turns) carryOut(next)
  tick(61_000)
  return { away, isAsleep, doubled, stood, longStood, passed, now: clock.now() - begun }
}

test('nobody stays asleep, no sleep is told twice, and spans neither overlap nor lie in the future', () => {
  fc.assert(
    fc.property(fc.array(turn, { maxLength: 30 }), (turns) => {
      const { away, isAsleep, doubled } = live(turns)
      expect(isAsleep).toBe(false)
      expect(doubled).toBe(false)
      for (const [index, { from, to, lost }] of away.entries()) {
        expect(from).toBeLessThanOrEqual(to - lost + 0.001)
        expect(from).toBeGreaterThanOrEqual((away[index - 1]?.to ?? 0) - 0.001)
      }
    }),
  )
})

test('what was lost is what stood still: all of it that was long, and nothing that ran', () => {
  fc.assert(
    fc.property(fc.array(turn, { maxLength: 30 }), (turns) => {
      const { away, stood, longStood } = live(turns)
      const lost = away.reduce((sum, one) => sum + one.lost, 0)
      const times = turns.length + 1
      expect(lost).toBeGreaterThanOrEqual(longStood - 250 * times)
      // A resume that comes up to 10 s after a short one takes the time between them along.
      expect(lost).toBeLessThanOrEqual(stood + 10_250 * times)
    }),
  )
})

test('the clock never misses more of the time than the grain of a suspend', () => {
  fc.assert(
    fc.property(fc.array(turn, { maxLength: 30 }), (turns) => {
      const { now, passed } = live(turns)
      const short = turns.filter((one) => one.does === 'suspend' && one.ms < 1500).length
      expect(Math.abs(passed - now)).toBeLessThanOrEqual(1500 * short + 250 * turns.length + 250)
    }),
  )
})
