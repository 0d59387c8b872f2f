import { describe, expect, it } from 'vitest'
import { encodeRollup } from '../../../../src/main/history/codec.ts'
import { unpackRecall } from '../../../../src/main/history/slot-pack.ts'
import type { HistoryStore } from '../../../../src/main/history/types.ts'
import type { Recalled } from '../../../../src/main/monitor/recording.ts'
import type { Fleet } from '../../../../src/main/monitor/types.ts'
import type { EndpointSettings } from '../../../../src/shared/settings.ts'
import { endpointSettings } from '../../../helpers/endpoint-settings.ts'
import { noIncidents, shelf } from '../../../helpers/history.ts'
import { type ManualClock, manualClock } from '../../../helpers/manual-clock.ts'
import { type ScriptedStream, scriptedFleet } from '../../../helpers/scripted-streams.ts'

const minute = 60_000
const url = 'http://stream.example/orders'
const orders = endpointSettings({
  url,
  heartbeat: { events: ['heartbeat'], comments: false, timestamp: 'sent' },
})

interface Run {
  readonly fleet: Fleet
  /** The newest connection of an endpoint. */
  stream(at?: string): ScriptedStream
  /** A heartbeat each `every` ms for `ms`, each with the next id; sent `delay(n)` ms ago by a server 1 s behind. */
  beats(ms: number, every: number): void
  record(): void
  /** What was asked for besides streams. */
  readonly fetched: readonly string[]
  /** What is on record of these, as of now. */
  recalled(...ids: readonly string[]): ReadonlyMap<string, Recalled>
}

/** A run of the monitor on what is on the disk, as the program begins and ends one. */
function run(store: HistoryStore, clock: ManualClock, settings: readonly EndpointSettings[] = [orders]): Run {
  const { fleet, streams, fetched } = scriptedFleet(clock, store.era() + 1)
  const recalled = (...ids: readonly string[]): ReadonlyMap<string, Recalled> =>
    new Map([...store.recall(ids, clock.wall())].map(([id, packed]) => [id, unpackRecall(packed)]))
  let id = 0
  fleet.apply(settings, recalled(...settings.map((endpoint) => endpoint.id)))
  return {
    fleet,
    stream: (at = url) => streams.newest(at),
    beats(ms, every) {
      for (let passed = 0; passed < ms; passed += every) {
        clock.advance(every)
        const sent = clock.wall() - 1000 - (id % 7)
        streams.newest(url).event('heartbeat', JSON.stringify({ sent }), String(++id))
      }
    },
    record() {
      const endpoints = fleet.record(clock.now()).map(({ slots, ...rest }) => ({
        ...rest,
        slots: slots.map(({ at, era, rollup }) => ({ at, era, body: encodeRollup(rollup) })),
      }))
      store.write({ until: clock.wall(), endpoints, incidents: noIncidents })
    },
    fetched,
    recalled,
  }
}

describe('after a restart', () => {
  it('shows the last hour as it was, and the time between as unwatched', () => {
    const clock = manualClock()
    const store = shelf().open()
    const first = run(store, clock)
    first.stream().refuse()
    clock.advance(1500)
    first.stream().open()
    first.beats(20 * minute, 5000)
    first.record()
    const range = { from: clock.wall() - 30 * minute, to: clock.wall() + 30 * minute, points: 360 }
    const before = { chart: first.fleet.chart('orders', range), strip: first.fleet.strips(['orders'])[0] }
    const closedAt = clock.wall()

    clock.advance(4 * minute)
    const second = run(store, clock)
    const chart = second.fleet.chart('orders', range)
    expect(chart).toMatchObject({
      attempts: before.chart?.attempts,
      latency: before.chart?.latency,
      points: before.chart?.points,
      heartbeats: before.chart?.heartbeats,
      events: before.chart?.events,
      replay: before.chart?.replay,
    })
    expect(chart?.latency.measure).toBe('delay')
    const { live, unwatched } = chart?.phaseMs ?? {}
    expect(live).toEqual(before.chart?.phaseMs.live)
    expect(unwatched?.reduce((sum, ms) => sum + ms, 0)).toBe(4 * minute)
    expect(chart?.transitions.slice(0, -2)).toEqual(before.chart?.transitions)
    expect(chart?.transitions.at(-2)).toMatchObject({
      at: new Date(closedAt).toISOString(),
      phase: 'unwatched',
    })
    const strip = second.fleet.strips(['orders'])[0]
    const kept = before.strip?.states.length ?? 0
    expect(strip?.states.slice(0, kept - 9)).toBe(before.strip?.states.slice(8, -1))
    expect(strip?.states.slice(-8, -1)).toBe('uuuuuuu')
  })

  it('resumes from the id it had, and judges the replay by what was proven', () => {
    const clock = manualClock()
    const store = shelf().open()
    const first = run(store, clock)
    first.stream().open()
    first.beats(minute, 5000)
    first.record()
    const closedAt = clock.wall()
    clock.advance(minute)

    const second = run(store, clock)
    expect(second.fleet.view('orders')?.lastEventId).toBe('12')
    expect(second.stream().request.lastEventId).toBe('12')
    second.stream().open()
    second.stream().event('order', '{}', '15')
    const { replay, missed } = second.fleet.facts('orders') ?? {}
    expect(replay).toMatchObject({ verdict: 'truncated', evidence: expect.stringContaining('12 to 15') })
    expect(missed).toMatchObject({ since: new Date(closedAt).toISOString(), lastEventId: '12', events: 2 })
  })

  it('knows the interval and the clock offset until it measures them anew', () => {
    const clock = manualClock()
    const store = shelf().open()
    const first = run(store, clock)
    first.stream().open()
    first.beats(3 * minute, 5000)
    const known = first.fleet.detail('orders')?.facts
    expect(known).toMatchObject({ interval: { ms: 5000, source: 'learned' }, clockOffsetMs: 1000 })
    first.record()

    const second = run(store, clock)
    expect(second.fleet.detail('orders')?.facts).toMatchObject({
      interval: { ms: 5000, source: 'learned' },
      clockOffsetMs: 1000,
    })
    second.stream().open()
    second.stream().event('heartbeat', JSON.stringify({ sent: clock.wall() + 250 }), '99')
    expect(second.fleet.detail('orders')?.facts.clockOffsetMs).toBe(-250)
  })

  it('asks another URL for nothing, and expects nothing of it', () => {
    const clock = manualClock()
    const store = shelf().open()
    const first = run(store, clock)
    first.stream().open()
    first.beats(3 * minute, 5000)
    first.record()
    const elsewhere = { ...orders, url: 'http://stream.example/returns' }
    const second = run(store, clock, [elsewhere])
    expect(second.stream(elsewhere.url).request.lastEventId).toBeNull()
    expect(second.fleet.detail('orders')?.facts).toMatchObject({
      interval: { ms: null },
      clockOffsetMs: null,
    })
    second.stream(elsewhere.url).open()
    expect(second.fleet.facts('orders')).toMatchObject({ replay: null, missed: null })
  })

  it("asks the fault lab for nothing, whose log is new with each run; the demo's history goes on", () => {
    const clock = manualClock()
    const store = shelf().open()
    const demo = { ...orders, demo: true } as const
    const first = run(store, clock, [demo])
    first.stream().open()
    first.beats(3 * minute, 5000)
    first.record()
    const second = run(store, clock, [demo])
    expect(second.stream().request.lastEventId).toBeNull()
    second.stream().open()
    expect(second.fleet.facts('orders')).toMatchObject({ replay: null, missed: null })
    const range = { from: clock.wall() - 4 * minute, to: clock.wall() + minute, points: 1 }
    expect(second.fleet.chart('orders', range)?.heartbeats).toEqual([36])
  })

  it('fetches what a stream missed that had been given up', async () => {
    const clock = manualClock()
    const store = shelf().open()
    const settings = [
      endpointSettings({
        url,
        retry: { base: 100, cap: 100, maxAttempts: 1, stableAfter: 1000 },
        recheck: 0,
        snapshotUrl: 'http://stream.example/state',
      }),
    ]
    const first = run(store, clock, settings)
    first.stream().refuse()
    expect(first.fleet.view('orders')?.phase).toBe('failed')
    first.record()
    expect(first.fetched).toEqual([])
    const second = run(store, clock, settings)
    await Promise.resolve()
    expect(second.fetched).toEqual(['http://stream.example/state'])
    expect(second.stream().request.lastEventId).toBeNull()
  })

  it('says that what is disabled now was not started', () => {
    const clock = manualClock()
    const store = shelf().open()
    const first = run(store, clock)
    first.stream().open()
    clock.advance(minute)
    first.record()
    clock.advance(minute)
    const second = run(store, clock, [{ ...orders, enabled: false }])
    clock.advance(minute)
    second.record()
    const range = { from: clock.wall() - 5 * minute, to: clock.wall(), points: 1 }
    expect(second.fleet.chart('orders', range)).toMatchObject({
      phaseMs: { live: [minute], unwatched: [minute], stopped: [minute] },
      transitions: { 2: { phase: 'unwatched' }, 3: { phase: 'stopped', reason: 'Not started.' } },
    })
    clock.advance(minute)
    const third = run(store, clock, [{ ...orders, enabled: false }])
    expect(third.fleet.chart('orders', { ...range, to: clock.wall() })).toMatchObject({
      phaseMs: { live: [minute], unwatched: [minute], stopped: [2 * minute] },
    })
  })

  it('on a clock that was set back meanwhile, nothing of what was written is written over', () => {
    for (const back of [30 * minute, 200 * minute]) {
      const clock = manualClock()
      const store = shelf().open()
      const first = run(store, clock)
      first.stream().open()
      first.beats(10 * minute, 5000)
      first.record()
      const range = { from: clock.wall() - 300 * minute, to: clock.wall() + 30 * minute, points: 360 }
      const beatsOf = (): number =>
        store.chart('orders', range)?.heartbeats.reduce((sum, count) => sum + count, 0) ?? 0
      expect(beatsOf()).toBe(120)
      clock.setWall(clock.wall() - back)
      const second = run(store, clock)
      second.stream().open()
      for (let each = 0; each < 10; each++) {
        second.beats(5 * minute, 5000)
        second.record()
      }
      expect(beatsOf()).toBe(120 + 600)
    }
  })
})

describe('an endpoint that is removed', () => {
  it('has a last word, and goes on where it is added again', () => {
    const clock = manualClock()
    const store = shelf().open()
    const it = run(store, clock)
    it.stream().open()
    it.beats(minute, 5000)
    it.fleet.apply([])
    it.record()
    clock.advance(minute)
    it.record()
    it.fleet.apply([orders], it.recalled('orders'))
    expect(it.stream().request.lastEventId).toBe('12')
    const range = { from: clock.wall() - 5 * minute, to: clock.wall(), points: 1 }
    expect(it.fleet.chart('orders', range)?.phaseMs).toMatchObject({ live: [minute], unwatched: [minute] })
  })

  it('and added again without what is on record of it writes nothing over', () => {
    const clock = manualClock()
    const store = shelf().open()
    const it = run(store, clock)
    it.stream().open()
    it.beats(5000, 1000)
    it.fleet.apply([])
    it.record()
    it.fleet.apply([orders])
    it.stream().open()
    it.beats(2000, 1000)
    it.record()
    const range = { from: clock.wall() - 5 * minute, to: clock.wall(), points: 1 }
    expect(store.chart('orders', range)?.heartbeats).toEqual([7])
  })
})
