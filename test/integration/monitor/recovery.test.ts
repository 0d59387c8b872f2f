import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { engine } from '../../helpers/engine.ts'
import { answer, brief, hostileServer, inTurn, stream } from '../../helpers/hostile-server.ts'
import { waitUntil } from '../../helpers/wait.ts'

/** What an endpoint does beside its stream, and how it comes back from `failed`. */

test('the fallback is polled from the third failed attempt on, until the stream is live', async () => {
  const server = await hostileServer({
    '/': inTurn(answer(503), answer(503), answer(503), answer(503), stream()),
    '/poll': inTurn(answer(500), answer(200, {}, 'state')),
  })
  const it = engine({
    url: server.url('/'),
    retry: { base: '10s', cap: '20s' },
    fallback: { url: server.url('/poll'), every: '2s' },
  })
  await it.until(({ failure, attempt }) => failure !== null && attempt === 2)
  await it.hurry()
  await it.until(({ attempt, phase }) => attempt === 3 && phase === 'waiting')
  await pause(30)
  expect(server.visits('/poll')).toHaveLength(0)
  expect(it.view().degraded).toBeNull()

  await it.hurry()
  const degraded = await it.until(({ degraded }) => degraded?.status === 500)
  expect(degraded).toMatchObject({ phase: 'waiting', attempt: 4, degraded: { lastOkAt: null, status: 500 } })
  it.clock.skip(2001)
  const polled = await it.until(({ degraded }) => degraded?.status === 200)
  expect(polled.degraded?.lastOkAt).not.toBeNull()
  expect(polled.degraded?.since).toBe(degraded.degraded?.since)

  await it.hurry()
  await it.until(({ attempt, phase }) => attempt === 5 && phase === 'waiting')
  await it.hurry()
  expect(await it.phase('live')).toMatchObject({ degraded: null, attempt: 5 })
  const polls = server.visits('/poll').length
  it.clock.skip(10_000)
  await pause(30)
  expect(server.visits('/poll')).toHaveLength(polls)
})

test('the fallback goes on in failed, carries the headers of the endpoint, and ends with a stop', async () => {
  const server = await hostileServer({ '/': answer(404), '/poll': answer(200) })
  const it = engine({
    url: server.url('/'),
    headers: { Authorization: 'Bearer t' },
    fallback: { url: server.url('/poll'), every: '1s' },
  })
  await it.until(({ phase, degraded }) => phase === 'failed' && degraded?.status === 200)
  expect(server.visits('/poll')[0]?.headers).toMatchObject({ authorization: 'Bearer t' })
  expect(it.fleet.stop('it')?.degraded).toBeNull()
  it.clock.skip(5000)
  await pause(20)
  expect(server.visits('/poll')).toHaveLength(1)
})

test('re-hydrations: counted by what they came to, and never more than one for a verdict', async () => {
  const lost = 'event: replay-failed\ndata: {}\n\nevent: replay-truncated\ndata: {}\n\nid: 90\ndata: x\n\n'
  const server = await hostileServer({
    '/': inTurn(brief('id: 1\ndata: x\n\n'), brief(lost), stream(lost)),
    '/state': inTurn(answer(500), answer(200, {}, '{"a":1}')),
  })
  const it = engine({ url: server.url('/'), snapshotUrl: server.url('/state') })
  await it.until(({ rehydrations }) => rehydrations.failed + rehydrations.ok === 2)
  await pause(30)
  expect(it.view()).toMatchObject({
    rehydrations: { ok: 1, failed: 1 },
    replay: { failed: 2, truncated: 0, last: 'failed' },
  })
  expect(server.visits('/state')).toHaveLength(2)
})

test('leaving failed by hand fetches the state beside the connecting, without an id', async () => {
  const server = await hostileServer({
    '/': inTurn(brief('id: 1\ndata: x\n\n'), answer(500), stream()),
    '/state': answer(200, {}, '{}'),
  })
  const it = engine({ url: server.url('/'), snapshotUrl: server.url('/state'), retry: { maxAttempts: 2 } })
  const failed = await it.phase('failed')
  expect(failed).toMatchObject({ lastEventId: null, rehydrations: { ok: 0, failed: 0 } })
  it.fleet.retry('it')
  await it.until(({ phase, rehydrations }) => phase === 'live' && rehydrations.ok === 1)
  expect(server.visits('/')[2]?.lastEventId).toBeNull()
})

test('recheck: one look each time, back to failed, and no attempt', async () => {
  const server = await hostileServer({
    '/': inTurn(answer(404), answer(404), answer(410), stream()),
    '/state': answer(200),
  })
  const it = engine({ url: server.url('/'), recheck: '5m', snapshotUrl: server.url('/state') })
  await it.phase('failed')
  for (const status of [404, 410]) {
    const requests = server.visits().length
    it.clock.skip(299_000)
    await pause(20)
    expect(server.visits()).toHaveLength(requests)
    it.clock.skip(1100)
    const failed = await it.until(
      ({ phase, failure }) =>
        phase === 'failed' && failure?.status === status && server.visits().length > requests,
    )
    expect(failed).toMatchObject({ attempt: 1, chosenBy: null, retryAt: null })
    expect(server.visits()).toHaveLength(requests + 1)
  }
  it.clock.skip(300_100)
  // A look that found nothing fetched nothing.
  expect(it.view().rehydrations).toEqual({ ok: 0, failed: 0 })
  const live = await it.phase('live')
  await it.until(({ rehydrations }) => rehydrations.ok === 1)
  // Requests are counted one for one, attempts are not (rule 2).
  expect(live).toMatchObject({ attempt: 1, counters: { attempts: 4, connections: 1 } })
  expect(live.failure?.status).toBe(410)
})

test('recheck: 0 never looks', async () => {
  const server = await hostileServer({ '/': answer(404) })
  const it = engine({ url: server.url('/'), recheck: 0 })
  await it.phase('failed')
  it.clock.skip(86_400_000)
  await pause(20)
  expect(server.visits()).toHaveLength(1)
})

test('a recheck that got through but does not last goes on from attempt to attempt', async () => {
  const server = await hostileServer({ '/': inTurn(answer(404), brief(), answer(503), stream()) })
  const it = engine({ url: server.url('/'), recheck: '1m' })
  await it.phase('failed')
  it.clock.skip(60_001)
  const live = await it.until(({ phase, counters }) => phase === 'live' && counters.connections === 2)
  expect(live.counters.attempts).toBe(4)
  expect(server.visits()).toHaveLength(4)
})

test('expected events: a rotation does not start the wait anew', async () => {
  const rotate = 'event: complete\ndata: {"reason":"shutdown"}\n\n'
  const server = await hostileServer({ '/': stream() })
  const it = engine({
    url: server.url('/'),
    preset: 'heartline-gateway',
    expect: { events: ['order'], within: '10s' },
    silence: null,
    heartbeat: { interval: null },
  })
  await it.phase('live')
  it.clock.skip(6000)
  server.visits()[0]?.socket.write(rotate)
  await it.hurry()
  await it.until(({ phase, counters }) => phase === 'live' && counters.connections === 2)
  it.clock.skip(4100)
  await it.until(({ health }) => health === 'deaf')
  server.visits()[1]?.socket.write('event: order\ndata: 1\n\n')
  await it.until(({ health }) => health !== 'deaf')
})

test('an interval is learned from twenty regular heartbeats, and calls late, never silent', async () => {
  const server = await hostileServer({ '/': stream() })
  const it = engine({ url: server.url('/') })
  expect(await it.phase('live')).toMatchObject({ health: 'unproven' })
  for (let beat = 1; beat <= 21; beat++) {
    server.visits()[0]?.socket.write(': beat\n\n')
    await it.until(({ counters }) => counters.heartbeats === beat)
    it.clock.skip(2000)
  }
  const { interval } = it.detail().facts
  expect(interval.source).toBe('learned')
  expect(interval.ms).toBeGreaterThan(1950)
  expect(interval.ms).toBeLessThan(2100)
  it.clock.skip(1200)
  expect(it.view()).toMatchObject({ phase: 'live', health: 'late' })
  it.clock.skip(3_600_000)
  expect(it.view()).toMatchObject({ phase: 'live', health: 'late', failure: null })
  server.visits()[0]?.socket.write(': beat\n\n')
  await it.until(({ health }) => health === 'fresh')
  expect(it.view().latency?.measure).toBe('lateness')
})

test('more than three outages in ten minutes are flapping, until ten quiet ones', async () => {
  const server = await hostileServer({ '/': inTurn(brief(), brief(), brief(), brief(), stream(':\n')) })
  const it = engine({ url: server.url('/') })
  const live = await it.until(({ counters, phase }) => counters.connections === 5 && phase === 'live')
  expect(live.flapping).toBe(true)
  it.clock.skip(599_000)
  expect(it.view().flapping).toBe(true)
  it.clock.skip(2000)
  expect(it.view().flapping).toBe(false)
  await waitUntil(() => it.view().failure === null)
})
