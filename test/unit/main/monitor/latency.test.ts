import { describe, expect, it } from 'vitest'
import { type Beat, createLatencyMeter } from '../../../../src/main/monitor/latency.ts'

/** The server's clock is `skew` behind ours; each heartbeat takes `way` ms. */
function delayed(at: number, way: number, skew = 0): Beat {
  return { at, wall: at, sentAt: at - way - skew, interval: 5000, isVoid: false }
}

const plain = (at: number, interval: number | null = 5000): Beat => ({
  at,
  wall: at,
  sentAt: null,
  interval,
  isVoid: false,
})

describe('delay', () => {
  it('counts above the fastest heartbeat, whatever the clocks say', () => {
    const meter = createLatencyMeter()
    expect(meter.beat(delayed(10_000, 20, 90_000))).toEqual({ measure: 'delay', ms: 0, raw: 90_020 })
    expect(meter.beat(delayed(15_000, 32, 90_000))).toEqual({ measure: 'delay', ms: 12, raw: 90_032 })
    expect(meter.beat(delayed(20_000, 15, 90_000))?.ms).toBe(0)
    expect(meter.beat(delayed(25_000, 32, 90_000))?.ms).toBe(17)
    expect(meter.clockOffset()).toBe(90_015)
  })

  it('works where the server is ahead', () => {
    const meter = createLatencyMeter()
    meter.beat(delayed(10_000, 5, -3000))
    expect(meter.clockOffset()).toBe(-2995)
    expect(meter.beat(delayed(15_000, 9, -3000))?.ms).toBe(4)
  })

  it('forgets the fastest one after the window', () => {
    const meter = createLatencyMeter()
    meter.beat(delayed(600_000, 1))
    for (let at = 630_000; at < 900_000; at += 30_000) meter.beat(delayed(at, 50))
    expect(meter.beat(delayed(900_000, 60))?.ms).toBe(59)
    expect(meter.beat(delayed(1_020_000, 60))?.ms).toBe(10)
    expect(meter.beat(delayed(9_000_000, 60))?.ms).toBe(0)
  })

  it('starts a new estimate when the local clock was set', () => {
    const meter = createLatencyMeter()
    meter.beat(delayed(10_000, 20))
    const stepped = { ...delayed(15_000, 25), wall: 15_000 + 3_600_000 }
    expect(meter.beat(stepped)).toEqual({ measure: 'delay', ms: 0, raw: 3_600_025 })
    expect(meter.clockOffset()).toBe(3_600_025)
    const after = { ...delayed(20_000, 35), wall: 20_000 + 3_600_000 }
    expect(meter.beat(after)?.ms).toBe(10)
  })

  it('does not take a slewed clock for a set one', () => {
    const meter = createLatencyMeter()
    meter.beat(delayed(10_000, 20))
    meter.beat({ ...delayed(70_000, 20), wall: 70_030 })
    expect(meter.clockOffset()).toBe(20)
  })

  it('starts anew with each connection', () => {
    const meter = createLatencyMeter()
    meter.beat(delayed(10_000, 20))
    meter.opened()
    expect(meter.clockOffset()).toBe(20)
    expect(meter.beat(delayed(15_000, 500))?.ms).toBe(0)
    expect(meter.clockOffset()).toBe(500)
  })

  it('takes nothing from a heartbeat that came while the process was held up', () => {
    const meter = createLatencyMeter()
    meter.beat(delayed(10_000, 20))
    expect(meter.beat({ ...delayed(15_000, 3), isVoid: true })).toBeNull()
    expect(meter.clockOffset()).toBe(20)
  })
})

describe('lateness', () => {
  it('is the gap minus the interval, never below 0', () => {
    const meter = createLatencyMeter()
    expect(meter.beat(plain(10_000))).toBeNull()
    expect(meter.beat(plain(15_040))).toEqual({ measure: 'lateness', ms: 40, raw: 40 })
    expect(meter.beat(plain(20_000))).toEqual({ measure: 'lateness', ms: 0, raw: -40 })
    expect(meter.clockOffset()).toBeNull()
  })

  it('needs an interval, and a gap within one connection', () => {
    const meter = createLatencyMeter()
    meter.beat(plain(10_000, null))
    expect(meter.beat(plain(15_000, null))).toBeNull()
    expect(meter.beat(plain(20_010))?.ms).toBe(10)
    meter.opened()
    expect(meter.beat(plain(90_000))).toBeNull()
  })

  it('is void on both sides of a heartbeat whose arrival is not known', () => {
    const meter = createLatencyMeter()
    meter.beat(plain(10_000))
    expect(meter.beat({ ...plain(15_300), isVoid: true })).toBeNull()
    expect(meter.beat(plain(20_000))).toBeNull()
    expect(meter.beat(plain(25_007))?.ms).toBe(7)
  })

  it('counts from an event that postponed the heartbeat', () => {
    const meter = createLatencyMeter()
    meter.postponed(5000)
    expect(meter.beat(plain(10_003))?.ms).toBe(3)
    meter.postponed(13_000)
    expect(meter.beat(plain(18_005))?.ms).toBe(5)
  })
})

describe('the two measures', () => {
  it('are never mixed: a heartbeat without a time adds nothing to a series of delays', () => {
    const meter = createLatencyMeter()
    meter.beat(delayed(10_000, 20))
    expect(meter.beat(plain(15_500))).toBeNull()
    expect(meter.beat(delayed(20_000, 25))).toEqual({ measure: 'delay', ms: 5, raw: 25 })
  })

  it('change when heartbeats begin to carry a time', () => {
    const meter = createLatencyMeter()
    meter.beat(plain(10_000))
    expect(meter.beat(plain(15_000))?.measure).toBe('lateness')
    expect(meter.beat(delayed(20_000, 25))?.measure).toBe('delay')
  })
})
