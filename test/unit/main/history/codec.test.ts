import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addBody, decodeRollup, encodeRollup, encodeTally } from '../../../../src/main/history/codec.ts'
import { columnCount, columnsOf, groups } from '../../../../src/main/history/columns.ts'
import { packSlots, unpackRecall } from '../../../../src/main/history/slot-pack.ts'
import { createTally, rollupOf } from '../../../../src/main/history/tally.ts'
import { addSample, createHistogram, percentile } from '../../../../src/main/monitor/histogram.ts'
import type { Rollup } from '../../../../src/main/monitor/recording.ts'
import { latencyOf, memory, rollup, slot, t0 } from '../../../helpers/history.ts'

const counts = (group: (typeof groups)[number]) =>
  fc.dictionary(fc.constantFrom(...columnsOf(group).keys()), fc.integer({ min: 1, max: 2 ** 40 }), {
    noNullPrototype: true,
  })

/** Hundredths of a millisecond, as they are kept. */
const samples = fc.array(
  fc.integer({ min: 0, max: 40_000_000 }).map((units) => units / 100),
  { minLength: 1, maxLength: 50 },
)

const rollups: fc.Arbitrary<Rollup> = fc.record({
  attempts: counts('attempts'),
  replay: counts('replay'),
  phaseMs: counts('phaseMs'),
  conditionMs: counts('conditionMs'),
  marks: counts('marks'),
  events: fc.integer({ min: 0, max: 2 ** 40 }),
  bytes: fc.integer({ min: 0, max: 2 ** 50 }),
  latency: fc.option(
    fc
      .tuple(fc.constantFrom('delay' as const, 'lateness' as const), samples)
      .map(([measure, values]) => latencyOf(measure, values)),
  ),
})

/** What a histogram says, whatever room it has taken. */
function told(latency: Rollup['latency']) {
  if (latency === null) return null
  const { size, buckets, counts, count, sum, max } = latency.histogram
  return {
    measure: latency.measure,
    buckets: [...buckets.subarray(0, size)],
    counts: [...counts.subarray(0, size)],
    count,
    sum: Math.round(sum * 100),
    max,
  }
}

const comparable = (given: Rollup) => ({ ...given, latency: told(given.latency) })

describe('A stored rollup', () => {
  it('says what was written', () => {
    fc.assert(
      fc.property(rollups, (given) => {
        expect(comparable(decodeRollup(encodeRollup(given)))).toEqual(comparable(given))
      }),
    )
  })

  it('added to others gives what one would have counted', () => {
    const measured = fc.array(samples, { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(measured, fc.array(fc.integer({ min: 1, max: 10_000 })), (spans, lives) => {
        const tally = createTally()
        for (const values of spans) {
          const body = encodeRollup(rollup({ phaseMs: {}, latency: latencyOf('delay', values) }))
          addBody(tally, { bytes: body, at: 0 })
        }
        for (const live of lives)
          addBody(tally, { bytes: encodeRollup(rollup({ phaseMs: { live } })), at: 0 })
        const all = createHistogram()
        for (const value of spans.flat()) addSample(all, value)
        // Written and read once more, as a coarser tier does it.
        const merged = decodeRollup(encodeTally(tally))
        expect(told(merged.latency)).toEqual(told({ measure: 'delay', histogram: all }))
        for (const share of [0.5, 0.95, 0.99, 1]) {
          expect(percentile(merged.latency?.histogram ?? createHistogram(), share)).toBe(
            percentile(all, share),
          )
        }
        expect(merged.phaseMs.live ?? 0).toBe(lives.reduce((sum, live) => sum + live, 0))
      }),
    )
  })

  it('keeps two measures apart, and knows which one is newer', () => {
    for (const [older, newer] of [['delay', 'lateness'] as const, ['lateness', 'delay'] as const]) {
      const tally = createTally()
      addBody(tally, { bytes: encodeRollup(rollup({ latency: latencyOf(older, [1, 2]) })), at: 0 })
      addBody(tally, { bytes: encodeRollup(rollup({ latency: latencyOf(newer, [30]) })), at: 0 })
      const again = createTally()
      addBody(again, { bytes: encodeTally(tally), at: 0 })
      expect(told(rollupOf(again).latency)).toMatchObject({ measure: newer, count: 1, max: 30 })
      expect(again[older]).toMatchObject({ count: 2, max: 2 })
    }
  })

  it('takes some 25 bytes for a quiet slot', () => {
    const quiet = rollup({
      marks: { heartbeats: 2 },
      events: 2,
      bytes: 240,
      latency: latencyOf('delay', [12.3, 13.1]),
    })
    expect(encodeRollup(quiet).length).toBeLessThan(32)
  })

  it('passes over what only a newer version counts', () => {
    const newer = Uint8Array.from([1, 2, 22, 100, columnCount + 5 - 22, 7, 0])
    expect(decodeRollup(newer)).toEqual(rollup({ phaseMs: { live: 100 } }))
  })

  it('is refused where it is cut off or of another version', () => {
    const body = encodeRollup(rollup({ latency: latencyOf('delay', [12]) }))
    for (let length = 0; length < body.length; length++) {
      expect(() => decodeRollup(body.subarray(0, length))).toThrow(/ends too early/)
    }
    expect(() => decodeRollup(Uint8Array.from([9, 0, 0]))).toThrow(/version 9/)
  })

  it('has numbers that never change', () => {
    const numbers = groups.map((group) => Object.fromEntries(columnsOf(group)))
    expect(numbers).toMatchInlineSnapshot(`
      [
        {
          "certificate": 12,
          "connect-timeout": 5,
          "content-type": 11,
          "credentials": 10,
          "dns": 3,
          "end-of-stream": 7,
          "frame-too-large": 8,
          "http-status": 9,
          "live": 0,
          "redirects": 13,
          "refused": 1,
          "reset": 2,
          "silence": 6,
          "told-error": 14,
          "unreachable": 4,
        },
        {
          "complete": 15,
          "failed": 17,
          "snapshot": 18,
          "truncated": 16,
          "unknown": 19,
        },
        {
          "connecting": 21,
          "failed": 24,
          "live": 22,
          "stopped": 20,
          "unwatched": 25,
          "waiting": 23,
        },
        {
          "deaf": 27,
          "late": 26,
          "silent": 30,
          "slow": 37,
          "trouble": 29,
          "unproven": 28,
        },
        {
          "duplicates": 32,
          "heartbeats": 33,
          "retries": 34,
          "rotations": 31,
        },
      ]
    `)
  })
})

it('Slots that cross in one piece come out one by one', () => {
  const slots = [slot(t0), slot(t0 + 10_000, { events: 3 }), slot(t0 + 10_000, { events: 5 }, 2)]
  const packed = {
    memory,
    until: t0,
    transitions: [],
    slots: packSlots(slots),
  }
  expect([...unpackRecall(packed).slots]).toEqual([
    { at: t0, era: 1, rollup: rollup() },
    { at: t0 + 10_000, era: 1, rollup: rollup({ events: 3 }) },
    { at: t0 + 10_000, era: 2, rollup: rollup({ events: 5 }) },
  ])
})
