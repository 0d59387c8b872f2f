import { expect, test } from 'vitest'
import type { StripView } from '../../../src/shared/screens.ts'
import { type Engine, engine } from '../../helpers/engine.ts'
import {
  answer,
  brief,
  type HostileServer,
  hostileServer,
  inTurn,
  stream,
} from '../../helpers/hostile-server.ts'
import { waitUntil } from '../../helpers/wait.ts'
import { labRig } from './lab-rig.ts'
import { total } from './seen.ts'

/** What the interface is told of real streams, beyond the views. */

const facts = (it: Engine, id = 'it') => it.fleet.facts(id)
const row = (it: Engine, id = 'it') => it.fleet.watched().find((view) => view.id === id)
const tail = (it: Engine, after: number | null = null, limit = 1000) => it.fleet.events('it', after, limit)

function strip(it: Engine): StripView {
  const [found] = it.fleet.strips(['it', 'nobody'])
  if (found === undefined) throw new Error('There is no strip.')
  return found
}

test('an outage: the strip, its requests, since when, and its end', async () => {
  const server = await hostileServer({
    '/': inTurn(answer(503), answer(503), stream('id: 1\ndata: a\n\n')),
  })
  const it = engine({ url: server.url('/'), retry: { base: '3s', cap: '3s' }, silence: null })
  await it.until(({ phase, failure }) => phase === 'waiting' && failure !== null)
  const down = row(it)
  expect(Date.parse(down?.downSince ?? '')).toBeGreaterThanOrEqual(Math.floor(it.begun.from) - 100)
  expect(Date.parse(down?.downSince ?? '')).toBeLessThanOrEqual(it.clock.wall())
  expect(it.fleet.outages(0)).toMatchObject([
    { id: 'it', start: down?.downSince, end: null, cause: down?.failure?.message },
  ])

  await it.hurry()
  await it.until(({ attempt, phase }) => attempt === 3 && phase === 'waiting')
  await it.hurry()
  await it.phase('live')
  const shown = strip(it)
  expect(shown.states).toMatch(/^\.+w+[pv]?$/)
  expect(total(shown.attempts)).toBe(2)
  expect(row(it)).toMatchObject({ downSince: null, stoppedBy: null })
  const [outage] = it.fleet.outages(0)
  expect(outage?.end).not.toBeNull()
  expect(facts(it)?.outages).toEqual([outage])
  expect(it.fleet.outages(Date.parse(outage?.end ?? '') + 1)).toEqual([])

  it.clock.skip(120_000)
  expect(strip(it).states).toMatch(/w+[pv]*p{3}$/)
  it.fleet.stop('it')
  it.clock.skip(60_000)
  expect(strip(it).states).toMatch(/ps+$/)
  expect(row(it)?.stoppedBy).toBe('user')
})

test('a server that says it is done: stopped by it, and not by the user', async () => {
  const server = await hostileServer({ '/': answer(204) })
  const it = engine({ url: server.url('/') })
  await it.phase('stopped')
  expect(row(it)?.stoppedBy).toBe('server')
})

test('the gateway: heartbeats with their fields and count, the chart, the rates', async () => {
  const lab = await labRig()
  const it = lab.watch()
  await it.until(({ counters }) => counters.heartbeats >= 6)
  const { heartbeat, phaseMs } = facts(it) ?? {}
  expect(heartbeat).toMatchObject({ type: 'heartbeat', missed: 0 })
  expect(heartbeat?.fields.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['timestamp', 'uptime_seconds', 'heartbeat_count']),
  )
  expect(heartbeat?.counted).toBeGreaterThanOrEqual(6)
  expect(phaseMs?.live).toBeGreaterThan(0)
  expect(row(it)).toMatchObject({ intervalMs: 50, demo: false })

  const to = it.clock.wall() + 10_000
  const chart = it.fleet.chart('it', { from: to - 3_600_000, to, points: 400 })
  expect(chart?.latency.measure).toBe('delay')
  expect(total(chart?.heartbeats)).toBeGreaterThanOrEqual(6)
  expect(chart?.points.ms.length).toBeGreaterThan(0)
  expect(chart?.points.t).toHaveLength(chart?.points.ms.length ?? 0)
  // Within ten seconds the slot that they fell into is the newest one that is whole.
  it.clock.skip(10_000)
  const rates = facts(it)?.rates
  expect(rates?.heartbeats).toBeGreaterThan(0)
  expect(rates?.bytes).toBeGreaterThan(100)
})

test('heartbeats that are missing by their own count', async () => {
  const beat = (count: number) => `event: heartbeat\ndata: {"heartbeat_count":${count}}\n\n`
  const server = await hostileServer({ '/': stream([1, 2, 3, 6, 7, 8].map(beat).join('')) })
  const it = engine({ url: server.url('/') })
  await it.until(({ counters }) => counters.heartbeats === 6)
  expect(facts(it)?.heartbeat).toMatchObject({ missed: 2, counted: 6 })
})

test('the tail goes on where one left off, says what it left out, and keeps as many as it is told', async () => {
  const lab = await labRig({ heartbeatSeconds: 3600 })
  const it = lab.watch()
  await it.phase('live')
  await lab.say('a', 'b', 'c')
  await it.until(({ counters }) => counters.events >= 3)
  const first = tail(it)
  const last = first?.events.at(-1)
  expect(last).toMatchObject({ type: 'order', data: 'c', kind: 'event', cut: false })
  expect(first?.skipped).toBe(0)

  it.fleet.setEventRing(50)
  const many = Array.from({ length: 120 }, (_, index) => `event ${index}`)
  await lab.say(...many)
  await waitUntil(() => tail(it)?.events.at(-1)?.data === 'event 119', 5000)
  const next = tail(it, last?.seq ?? 0)
  expect(next).toMatchObject({ skipped: 70, held: { count: 50, limit: 50 } })
  expect(next?.events).toHaveLength(50)
  expect(next?.events[0]?.seq).toBe((last?.seq ?? 0) + 71)
  expect(it.fleet.detail('it')?.events).toHaveLength(50)
  expect(it.fleet.events('nobody', null, 10)).toBeNull()
})

test('what was missed: since the last good moment, by the ids, until the full state was fetched', async () => {
  const ids = (...numbers: number[]) => numbers.map((id) => `id: ${id}\ndata: x\n\n`).join('')
  const server = await hostileServer({
    '/': inTurn(brief(ids(1, 2, 3)), stream(ids(8, 9)), brief(ids(10)), stream(ids(13))),
    '/state': answer(200, {}, '{}'),
  })
  const it = engine({ url: server.url('/'), retry: { base: '60s', cap: '60s' } })
  await it.until(({ phase }) => phase === 'waiting')
  const down = facts(it)?.missed
  expect(down).toMatchObject({ lastEventId: '3', events: null })
  await it.hurry()
  await it.until(({ replay }) => replay.truncated === 1)
  expect(facts(it)).toMatchObject({
    missed: { since: down?.since, lastEventId: '3', events: 4 },
    replay: { verdict: 'truncated', evidence: 'The ids jump from 3 to 8: 4 events are missing.' },
  })
  expect(row(it)?.replayEvidence).toContain('jump from 3 to 8')
  server.visits('/')[1]?.socket.end()
  await it.phase('waiting')
  await it.hurry()
  await it.until(({ replay }) => replay.complete === 1)
  await it.phase('waiting')
  expect(facts(it)?.missed).toMatchObject({ since: down?.since, lastEventId: '3', events: null })

  it.rewrite([{ url: server.url('/'), snapshotUrl: server.url('/state') }])
  await it.hurry()
  await it.until(({ rehydrations }) => rehydrations.ok === 1)
  expect(it.view()).toMatchObject({ phase: 'live', replay: { complete: 1, truncated: 2 } })
  expect(facts(it)?.missed).toBeNull()
})

test('closes on a period are named, and offered as a setting', async () => {
  const ends: (() => void)[] = []
  const server = await hostileServer({
    '/': (visit) => {
      stream(': hello\n')(visit)
      ends.push(() => visit.socket.end())
    },
  })
  const it = engine({ url: server.url('/') })
  for (let close = 1; close <= 4; close++) {
    expect(row(it)?.remarks).toEqual([])
    await it.until(({ phase, counters }) => phase === 'live' && counters.connections === close)
    it.clock.skip(60_000)
    ends.at(-1)?.()
    await it.until(({ phase }) => phase !== 'live')
    if (close < 4) await it.hurry()
  }
  expect(row(it)?.remarks).toEqual([expect.stringContaining('set rotation: { every: 1m }')])
  it.rewrite([{ url: server.url('/'), rotation: { every: '1m' } }])
  expect(row(it)).toMatchObject({ remarks: [], rotationEveryMs: 60_000 })
})

const beat = 'event: heartbeat\ndata: {}\n\n'

/** Sends `count` heartbeats at once and waits until they are counted. */
async function beats(it: Engine, server: HostileServer, count: number): Promise<void> {
  const { heartbeats } = it.view().counters
  server.visits('/').at(-1)?.socket.write(beat.repeat(count))
  await it.until(({ counters }) => counters.heartbeats === heartbeats + count)
}

const everyFive = { heartbeat: { events: ['heartbeat'], comments: false, interval: '5s' }, silence: null }

test('a proxy that buffers is named while its stream lasts, over a rotation too, and not once it is stopped', async () => {
  const server = await hostileServer({ '/': stream(': hi\n\n') })
  const it = engine({ url: server.url('/'), ...everyFive, rotation: { every: '2m' } })
  await it.phase('live')
  await beats(it, server, 4)
  for (let burst = 1; burst <= 3; burst++) {
    expect(row(it)?.remarks).toEqual([])
    it.clock.skip(20_000)
    await beats(it, server, 4)
  }
  expect(row(it)?.remarks).toEqual([expect.stringContaining('a proxy is buffering')])
  it.clock.skip(60_000)
  server.visits('/')[0]?.socket.end()
  await it.until(({ phase }) => phase === 'waiting')
  expect(row(it)?.remarks).toHaveLength(1)
  await it.hurry()
  await it.phase('live')
  expect(row(it)?.remarks).toHaveLength(1)
  it.fleet.stop('it')
  expect(row(it)?.remarks).toEqual([])
  it.fleet.start('it')
  await it.phase('live')
  expect(row(it)?.remarks).toEqual([])
})

test('another interval than was told is named, until the settings agree or the stream is lost', async () => {
  const server = await hostileServer({ '/': inTurn(stream(': hi\n\n'), answer(404)) })
  const url = server.url('/')
  const it = engine({ url, ...everyFive })
  await it.phase('live')
  for (let count = 1; count <= 20; count++) {
    expect(row(it)?.remarks, `before heartbeat ${count}`).toEqual([])
    await beats(it, server, 1)
    it.clock.skip(10_000)
  }
  expect(row(it)?.remarks).toEqual(['Heartbeats come every 10 s, not every 5 s as was said.'])
  it.rewrite([{ url, ...everyFive, heartbeat: { ...everyFive.heartbeat, interval: '10s' } }])
  expect(row(it)?.remarks).toEqual([])
  it.rewrite([{ url, ...everyFive }])
  expect(row(it)?.remarks).toHaveLength(1)
  server.visits('/')[0]?.socket.resetAndDestroy()
  await it.until(({ phase }) => phase !== 'live')
  expect(row(it)?.remarks).toEqual([])
})

test('a silence is trouble from the last sign of life on, in strip and charts, and the phases add up', async () => {
  const server = await hostileServer({ '/': inTurn(stream(beat), answer(503)) })
  const it = engine({
    url: server.url('/'),
    ...everyFive,
    silence: '120s',
    retry: { base: '60s', cap: '60s' },
  })
  await it.phase('live')
  await it.until(({ counters }) => counters.heartbeats === 1)
  it.clock.skip(119_000)
  expect(strip(it).states).toMatch(/l{3,}$/)
  it.clock.skip(1500)
  await it.phase('waiting')
  expect(strip(it).states).toMatch(/^\.+w{4,6}$/)
  const to = it.clock.wall() + 10_000
  const chart = it.fleet.chart('it', { from: to - 3_600_000, to, points: 400 })
  expect(total(chart?.healthMs.silent)).toBeGreaterThan(118_000)
  expect(total(chart?.healthMs.late)).toBe(0)
  expect(total(chart?.phaseMs.live)).toBeGreaterThan(118_000)
  const lasted = it.clock.now() - it.begun.from
  const spent = Object.values(chart?.phaseMs ?? {}).reduce((sum, column) => sum + total(column), 0)
  expect(Math.abs(spent - lasted)).toBeLessThan(100)
})

test('what scripts see has none of the keys that are for the interface alone', async () => {
  const it = engine({ url: 'http://127.0.0.1:9/', enabled: false })
  const plain = Object.keys(it.view())
  expect(plain).not.toContain('stoppedBy')
  const more = Object.keys(row(it) ?? {}).filter((key) => !plain.includes(key))
  expect(more).toEqual([
    'stoppedBy',
    'awayCause',
    'intervalMs',
    'rotationEveryMs',
    'downSince',
    'replayEvidence',
    'remarks',
    'demo',
  ])
  expect(Object.keys(it.fleet.views()[0] ?? {})).toEqual(plain)
  expect(Object.keys(it.detail())).toEqual([...plain, 'facts', 'attempts', 'events'])
})
