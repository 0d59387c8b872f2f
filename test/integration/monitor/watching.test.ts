import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { type Engine, engine } from '../../helpers/engine.ts'
import { waitUntil } from '../../helpers/wait.ts'
import { labRig } from './lab-rig.ts'
import { historyOf, total, transitions } from './seen.ts'

/** Sleep, network and a clock that is set, as the whole engine takes them (1-model.md, "Sleep and network"). */

const minute = 60_000
const hour = 60 * minute

const spent = (it: Engine, phase: string, id = 'it'): number => total(historyOf(it, id).phaseMs[phase])
const sentence = (it: Engine): string | undefined => it.watching.view().digest?.sentence
const kinds = (it: Engine): readonly string[] => it.incidents.newest().map(({ kind }) => kind)

/**
 * It lasted so long, and no more than passed by the clock since the last look at it, a quarter of a second before: the
 * way back is a part of it.
 */
function expectAsleep(it: Engine, spanMs: number, sleptMs: number, since: number): void {
  expect(spanMs).toBeGreaterThan(sleptMs - 1000)
  expect(spanMs).toBeLessThanOrEqual(it.clock.now() - since + 300)
}

/** What nobody saw counts for nobody. */
function expectClean(it: Engine, connections: number): void {
  expect(it.view()).toMatchObject({
    attempt: 1,
    failure: null,
    uptime: 1,
    counters: { connections, attempts: connections, silences: 0 },
  })
}

test('a machine that was suspended, whose own clock did not count it', async () => {
  const lab = await labRig({ silenceThresholdSeconds: 1 })
  const it = lab.watch()
  await it.until(({ counters }) => counters.heartbeats > 2)
  const before = it.clock.now()
  it.clock.suspend(50 * minute)
  await it.until(({ health, counters }) => health === 'fresh' && counters.connections === 2)
  const passed = it.clock.now() - before
  expect(passed).toBeGreaterThan(50 * minute - 1)
  expectClean(it, 2)
  expectAsleep(it, spent(it, 'unwatched'), 50 * minute, before)
  const [figures] = it.fleet.figures([])
  expectAsleep(it, figures?.phaseMs.unwatched ?? 0, 50 * minute, before)
  await waitUntil(
    () => sentence(it) === 'Asleep for 50 min. The one stream is back.',
    10_000,
    () => `${sentence(it)}`,
  )
  expect(it.incidents.newest()).toEqual([
    expect.objectContaining({ kind: 'asleep', endpoints: ['it'], cause: sentence(it) }),
  ])
})

test.each([
  ['reset', { fault: 'reset' }],
  ['ended', { fault: 'cut' }],
])('a stream that was %s meanwhile, and whose end is read before any timer', async (_, { fault }) => {
  const lab = await labRig()
  const it = lab.watch()
  await it.until(({ counters }) => counters.heartbeats > 2)
  // The tick comes four times a second; the fault is heard of at once.
  it.clock.suspend(5 * minute)
  await lab.fault(fault)
  await lab.lift()
  await it.until(({ health, counters }) => health === 'fresh' && counters.connections === 2)
  expectClean(it, 2)
  expect(kinds(it)).toEqual(['asleep'])
})

test('a wait of hours that falls due in the sleep is over with it', async () => {
  const lab = await labRig()
  await lab.fault('status', { code: 503, retryAfter: 3600 })
  const it = lab.watch()
  await it.phase('waiting')
  await lab.lift()
  it.clock.suspend(2 * hour)
  const view = await it.until(({ phase }) => phase === 'live')
  expect(view).toMatchObject({ attempt: 1, counters: { attempts: 2 } })
})

test('the system tells of the sleep, and of no more than there was', async () => {
  const lab = await labRig()
  const it = lab.watch()
  await it.phase('live')
  const before = it.clock.now()
  it.watching.suspend()
  it.watching.suspend()
  expect(it.view()).toMatchObject({ phase: 'unwatched' })
  expect(it.watching.view().away).toMatchObject({ cause: 'sleep', endpoints: 1, hosts: [] })
  it.clock.suspend(40 * minute)
  it.watching.resume()
  it.watching.resume()
  await it.until(({ health }) => health === 'fresh')
  expectClean(it, 2)
  expect(it.watching.view().away).toBeNull()
  expectAsleep(it, spent(it, 'unwatched'), 40 * minute, before)
  expect(kinds(it)).toEqual(['asleep'])
})

test.each(['freeze', 'suspend'] as const)(
  'a %s in the middle of telling all of the sleep: those told before it and those after it end alike',
  async (still) => {
    const lab = await labRig()
    const ids = ['a', 'b', 'c', 'd']
    const it = engine(ids.map((id) => ({ id, url: `${lab.url}/sse/${id}`, preset: 'heartline-gateway' })))
    for (const id of ids) await it.phase('live', id)
    let told = 0
    const before = it.clock.now()
    it.fleet.onTurn(({ to }) => {
      if (to === 'unwatched' && ++told === 2) it.clock[still](40 * minute)
    })
    it.watching.suspend()
    for (const id of ids) {
      const view = await it.until(({ phase }) => phase === 'live', id)
      expect(view).toMatchObject({
        attempt: 1,
        failure: null,
        uptime: 1,
        counters: { attempts: 2, silences: 0 },
      })
      expectAsleep(it, spent(it, 'unwatched', id), 40 * minute, before)
    }
    expect(kinds(it)).toEqual(['asleep'])
  },
)

test('a stopped endpoint sleeps on, and what was given up is tried again', async () => {
  const lab = await labRig()
  await lab.fault('status', { code: 404 })
  const it = lab.watch()
  await it.phase('failed')
  await lab.lift()
  it.clock.suspend(hour)
  const isBack = () => sentence(it) === 'Asleep for 1 h. The one stream is back.'
  await waitUntil(isBack, 10_000, () => `${sentence(it)}`)
  it.fleet.stop('it')
  it.clock.suspend(hour)
  it.watching.look()
  expect(it.view().phase).toBe('stopped')
  expect(it.view().counters.attempts).toBe(2)
})

test('a full state that the network was too late for is fetched once the stream is back, and is no failure', async () => {
  const lab = await labRig()
  let asked = 0
  const snapshots = createServer((request, answer) => {
    asked++
    if (asked === 1) request.destroy()
    else answer.end('{}')
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void snapshots.close())
  await once(snapshots, 'listening')
  const { port } = snapshots.address() as AddressInfo
  await lab.fault('status', { code: 404 })
  const it = lab.watch({ snapshotUrl: `http://127.0.0.1:${port}/` })
  await it.phase('failed')
  it.clock.suspend(hour)
  await waitUntil(() => asked === 1)
  await it.until(({ phase, chosenBy }) => phase === 'waiting' && chosenBy === 'grace')
  expect(it.view().rehydrations).toEqual({ ok: 0, failed: 0 })
  await lab.lift()
  await it.hurry()
  await it.until(({ rehydrations }) => rehydrations.ok === 1)
  expect(it.view()).toMatchObject({ phase: 'live', rehydrations: { ok: 1, failed: 0 } })
  expect(asked).toBe(2)
})

test('offline is believed but for what this machine serves itself; online is tried at once', async () => {
  const lab = await labRig()
  const url = `${lab.url}/sse/it`
  const it = engine([
    { id: 'near', url },
    { id: 'far', url, network: 'vpn' },
  ])
  await it.phase('live', 'near')
  await it.phase('live', 'far')
  it.watching.offline()
  it.watching.offline()
  expect(it.view('far').phase).toBe('unwatched')
  expect(it.view('near').phase).toBe('live')
  expect(it.watching.view()).toMatchObject({
    away: { cause: 'offline', endpoints: 1 },
    incidents: { open: 1 },
  })
  it.clock.freeze(4000)
  it.watching.online()
  await it.phase('live', 'far')
  expect(it.view('far')).toMatchObject({ attempt: 1, failure: null, counters: { connections: 2 } })
  expect(it.view('near').counters.connections).toBe(1)
  it.watching.offline()
  it.watching.online()
  const incidents = it.incidents.newest()
  expect(incidents).toEqual([
    expect.objectContaining({
      kind: 'local-network',
      endpoints: ['far'],
      cause: 'This machine was offline.',
    }),
  ])
  const [{ start = 0, end = 0 } = {}] = incidents
  expect((end ?? 0) - start).toBeGreaterThanOrEqual(4000)
  expect(it.watching.view()).toMatchObject({ away: null, digest: null, incidents: { open: 0 } })
})

test('a network that comes later than the system is a part of the sleep; one that goes later is not', async () => {
  const lab = await labRig({ silenceThresholdSeconds: 600 })
  const it = lab.watch({ network: 'vpn' })
  await it.phase('live')
  it.clock.suspend(hour)
  await it.until(({ counters }) => counters.attempts === 2)
  it.watching.offline()
  expect(it.watching.view().away).toMatchObject({ cause: 'offline' })
  it.clock.freeze(4000)
  it.watching.online()
  await it.phase('live')
  expect(kinds(it)).toEqual(['asleep'])
  it.clock.skip(40_000)
  await it.phase('live')
  it.watching.offline()
  it.watching.online()
  expect(kinds(it)).toEqual(['local-network', 'asleep'])
})

test('"online" without a word before tries what was given up', async () => {
  const lab = await labRig()
  await lab.fault('status', { code: 404 })
  const it = lab.watch({ network: 'vpn' })
  await it.phase('failed')
  await lab.lift()
  it.watching.online()
  await it.phase('live')
})

test('a look at the page recovers what was given up for a while, and nothing else', async () => {
  const lab = await labRig()
  await lab.fault('status', { code: 404 })
  const it = lab.watch()
  await it.phase('failed')
  expect(it.fleet.recover()).toEqual([])
  it.clock.skip(11_000)
  await lab.lift()
  expect(it.fleet.recover()).toEqual(['it'])
  expect(it.fleet.recover()).toEqual([])
  await it.phase('live')
  it.clock.skip(11_000)
  expect(it.fleet.recover()).toEqual([])
})

test.each([
  ['back', -hour],
  ['forward', hour],
])('a clock that is set %s by an hour is said, and touches nothing', async (way, by) => {
  const lab = await labRig({ silenceThresholdSeconds: 1 })
  const it = lab.watch()
  await it.until(({ counters }) => counters.heartbeats > 2)
  const before = it.view()
  const [figures] = it.fleet.figures([])
  const begun = it.clock.now()
  it.clock.setWall(by)
  await it.until(({ counters }) => counters.heartbeats > before.counters.heartbeats + 25)
  expect(it.view()).toMatchObject({
    phase: 'live',
    health: 'fresh',
    failure: null,
    counters: { connections: 1, silences: 0 },
  })
  expect(it.view().latency?.max).toBeLessThan(500)
  const [now] = it.fleet.figures([])
  const grown = (now?.phaseMs.live ?? 0) - (figures?.phaseMs.live ?? 0)
  expect(Math.abs(grown - (it.clock.now() - begun))).toBeLessThan(200)
  expect(now?.phaseMs.unwatched).toBe(0)
  expect(it.watching.view()).toMatchObject({
    away: null,
    digest: null,
    troubles: [
      {
        code: 'clock-set',
        message: expect.stringContaining(`The clock of this machine was set ${way} by 1 h at `),
      },
    ],
  })
  // A wait goes by the time that passes.
  await lab.fault('reset')
  const { delayMs } = await it.phase('waiting')
  const lostAt = it.clock.now()
  await lab.lift()
  await it.phase('live')
  expect(Math.abs(it.clock.now() - lostAt - (delayMs ?? 0))).toBeLessThan(500)
  it.clock.skip(10 * minute)
  expect(it.watching.view().troubles).toEqual([])
})

test('in the transitions a sleep is one, and the way back is seen', async () => {
  const lab = await labRig()
  const it = lab.watch()
  await it.until(({ health }) => health === 'fresh')
  // Asleep since the last tick, which is to have seen it live.
  await pause(300)
  const before = it.clock.now()
  it.clock.suspend(10 * minute)
  await it.until(({ counters, health }) => counters.connections === 2 && health === 'fresh')
  const told = transitions(it)
  expect(told.map(({ phase }) => phase)).toEqual(['connecting', 'live', 'unwatched', 'connecting', 'live'])
  expect(told[2]?.reason).toBe('The computer was asleep.')
  const [, , asleep, awake] = told.map(({ at }) => Date.parse(at))
  expectAsleep(it, (awake ?? 0) - (asleep ?? 0), 10 * minute, before)
})
