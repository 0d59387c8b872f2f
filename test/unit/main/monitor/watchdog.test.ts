import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judge, type Signs } from '../../../../src/main/monitor/watchdog.ts'

const quiet: Signs = {
  liveSince: 1000,
  lastSignAt: null,
  lastHeartbeatAt: null,
  interval: null,
  silence: null,
  beatsWhenQuiet: false,
  expectWithin: null,
  expectSince: 1000,
  lastExpectedAt: null,
  toldDeaf: false,
}
const at = (now: number, signs: Partial<Signs>) => judge({ ...quiet, ...signs }, now)

describe('late', () => {
  it('is a heartbeat missing for 1.5 intervals, counted from the connection before the first', () => {
    expect(at(8499, { interval: 5000 })).toEqual({ health: 'fresh', silent: false, nextCheckAt: 8500 })
    expect(at(8500, { interval: 5000 })).toEqual({ health: 'late', silent: false, nextCheckAt: null })
    expect(at(8500, { interval: 5000, lastHeartbeatAt: 4000 }).health).toBe('fresh')
  })

  it('is not mended by other signs, unless the server beats only when it is quiet', () => {
    const busy = { interval: 5000, lastHeartbeatAt: 1000, lastSignAt: 8400 }
    expect(at(9000, busy).health).toBe('late')
    expect(at(9000, { ...busy, beatsWhenQuiet: true }).health).toBe('fresh')
    expect(at(15_900, { ...busy, beatsWhenQuiet: true }).health).toBe('late')
  })
})

describe('silent', () => {
  it('is no sign of life for the threshold', () => {
    expect(at(15_999, { silence: 15_000 })).toEqual({ health: 'fresh', silent: false, nextCheckAt: 16_000 })
    expect(at(16_000, { silence: 15_000 })).toEqual({ health: 'fresh', silent: true, nextCheckAt: null })
    expect(at(16_000, { silence: 15_000, lastSignAt: 2000 }).silent).toBe(false)
  })

  it('is never said without a threshold, not by the interval either', () => {
    expect(at(1e9, { interval: 5000 }).silent).toBe(false)
    expect(at(1e9, {}).silent).toBe(false)
  })
})

describe('deaf', () => {
  it('is an expected event that did not come', () => {
    const signs = { interval: 5000, lastHeartbeatAt: 60_000, expectWithin: 60_000 }
    expect(at(60_999, signs)).toEqual({ health: 'fresh', silent: false, nextCheckAt: 61_000 })
    expect(at(61_000, signs)).toEqual({ health: 'deaf', silent: false, nextCheckAt: 67_500 })
    expect(at(61_000, { ...signs, lastExpectedAt: 5000 }).health).toBe('fresh')
  })

  it('is waited for over rotations: the newest connection does not start it anew', () => {
    expect(at(100_000, { liveSince: 90_000, expectWithin: 60_000 }).health).toBe('deaf')
  })

  it('is what the server says', () => {
    expect(at(2000, { interval: 5000, toldDeaf: true }).health).toBe('deaf')
    expect(at(2000, { toldDeaf: true }).health).toBe('deaf')
  })

  it('stands behind late', () => {
    expect(at(9000, { interval: 5000, toldDeaf: true }).health).toBe('late')
  })
})

describe('unproven', () => {
  it('is neither interval nor threshold known', () => {
    expect(at(1e9, {})).toEqual({ health: 'unproven', silent: false, nextCheckAt: null })
    expect(at(2000, { silence: 15_000 }).health).toBe('fresh')
    expect(at(2000, { interval: 15_000 }).health).toBe('fresh')
  })
})

it('judges the same until nextCheckAt, and otherwise at it', () => {
  const ms = fc.integer({ min: 1000, max: 100_000 })
  const maybe = fc.option(ms)
  fc.assert(
    fc.property(maybe, maybe, maybe, maybe, maybe, ms, (beat, sign, interval, silence, within, now) => {
      const signs = {
        ...quiet,
        lastHeartbeatAt: beat,
        lastSignAt: sign,
        interval,
        silence,
        expectWithin: within,
      }
      const { nextCheckAt, ...judged } = judge(signs, now)
      if (nextCheckAt === null) expect(judge(signs, 1e12)).toMatchObject(judged)
      else {
        expect(nextCheckAt).toBeGreaterThan(now)
        expect(judge(signs, nextCheckAt - 0.001)).toMatchObject(judged)
      }
    }),
  )
})
