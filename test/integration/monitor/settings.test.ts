import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Engine, engine } from '../../helpers/engine.ts'
import { answer, hostileServer, inTurn, stream } from '../../helpers/hostile-server.ts'
import { waitUntil } from '../../helpers/wait.ts'

/** The configuration changed while the endpoints run. */

const streams = { '/a': stream('id: 5\ndata: x\n\n'), '/b': stream('id: 5\ndata: x\n\nid: 9\ndata: x\n\n') }

async function running(more: object = {}) {
  const server = await hostileServer(streams)
  const before = { url: server.url('/a'), ...more }
  const it = engine(before)
  await it.until(({ lastEventId }) => lastEventId === '5')
  return { server, it, before }
}

async function reconnected(it: Engine): Promise<void> {
  await it.until(({ counters, phase }) => counters.connections === 2 && phase === 'live')
}

test('added, removed, and in the order of the file', async () => {
  const server = await hostileServer(streams)
  const a = { id: 'a', url: server.url('/a') }
  const b = { id: 'b', url: server.url('/b') }
  const it = engine([a])
  await it.phase('live', 'a')
  const changes: string[] = []
  it.fleet.onChange(({ changed, removed }) =>
    changes.push(...changed.map(({ id }) => `+${id}`), ...removed.map((id) => `-${id}`)),
  )
  it.rewrite([b, a])
  expect(it.fleet.views().map(({ id }) => id)).toEqual(['b', 'a'])
  await it.phase('live', 'b')
  it.rewrite([b])
  expect(it.fleet.view('a')).toBeNull()
  await waitUntil(() => server.open() === 1)
  await waitUntil(() => changes.includes('-a'))
  expect(changes).toContain('+b')
  expect(server.visits('/a')).toHaveLength(1)
})

test.each([
  ['another header', { headers: { 'X-Key': 'two' } }],
  ['other TLS settings', { tls: { insecure: true } }],
])('%s: a rotation that keeps the Last-Event-ID', async (_name, change) => {
  const { server, it, before } = await running()
  it.rewrite([{ ...before, ...change }])
  expect(it.view()).toMatchObject({ phase: 'waiting', chosenBy: 'rotation', attempt: 1, failure: null })
  await it.hurry()
  await reconnected(it)
  expect(server.visits('/a')[1]?.lastEventId).toBe('5')
  expect(it.view()).toMatchObject({ failure: null, uptime: 1, counters: { rotations: 1 } })
  await waitUntil(() => server.open() === 1)
})

test('another URL: the Last-Event-ID is dropped', async () => {
  const { server, it, before } = await running()
  it.rewrite([{ ...before, url: server.url('/b') }])
  expect(it.view()).toMatchObject({ url: server.url('/b'), lastEventId: null })
  await it.hurry()
  await it.until(({ lastEventId }) => lastEventId === '9')
  expect(server.visits('/b')[0]?.lastEventId).toBeNull()
  // Ids of another server are no duplicates.
  expect(it.view()).toMatchObject({ replay: { last: null }, counters: { duplicates: 0 } })
})

test('everything else applies to the running connection', async () => {
  const { server, it, before } = await running()
  it.rewrite([
    {
      ...before,
      name: 'Renamed',
      group: 'Shop',
      tags: ['x'],
      retry: { maxAttempts: 7 },
      heartbeat: { interval: '100ms' },
      silence: '30s',
    },
  ])
  expect(it.view()).toMatchObject({
    name: 'Renamed',
    group: 'Shop',
    tags: ['x'],
    maxAttempts: 7,
    phase: 'live',
  })
  expect(it.detail().facts).toMatchObject({
    interval: { ms: 100, source: 'config' },
    silence: { ms: 30_000, source: 'config' },
  })
  await it.until(({ health }) => health === 'late')
  expect(server.visits()).toHaveLength(1)
  expect(server.open()).toBe(1)
  it.rewrite([{ ...before, silence: '150ms' }])
  await it.until(({ failure }) => failure?.kind === 'silence')
})

test('enabled: false stops it, enabled again starts it', async () => {
  const { server, it, before } = await running()
  it.rewrite([{ ...before, enabled: false }])
  expect(it.view().phase).toBe('stopped')
  await waitUntil(() => server.open() === 0)
  expect(it.stopped).toEqual([])
  it.rewrite([before])
  await reconnected(it)
})

test('what failed is tried again with the header that was mended', async () => {
  const server = await hostileServer({
    '/': (visit) => (visit.headers['x-key'] === 'good' ? stream()(visit) : answer(401)(visit)),
  })
  const it = engine({ url: server.url('/'), headers: { 'X-Key': 'bad' } })
  await it.phase('failed')
  it.rewrite([{ url: server.url('/'), headers: { 'X-Key': 'good' } }])
  await it.hurry()
  await it.phase('live')
})

test('a file that says the same changes nothing', async () => {
  const { server, it, before } = await running({ headers: { 'X-Key': 'one' } })
  it.rewrite([{ ...before }])
  await pause(50)
  expect(server.visits()).toHaveLength(1)
  expect(it.view()).toMatchObject({ phase: 'live', counters: { connections: 1, rotations: 0 } })
})

test('an endpoint that waits follows its new numbers at the next failure', async () => {
  const server = await hostileServer({ '/': inTurn(answer(500), answer(500), stream()) })
  const it = engine({ url: server.url('/'), retry: { base: '20s', cap: '20s' } })
  await it.until(({ failure }) => failure !== null)
  it.rewrite([{ url: server.url('/'), retry: { base: '30ms', cap: '60ms' } }])
  expect(it.view()).toMatchObject({ phase: 'waiting', attempt: 2 })
  await it.hurry()
  await it.phase('live')
})
