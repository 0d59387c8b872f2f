import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { type Engine, engine, type Written } from '../../helpers/engine.ts'
import {
  answer,
  type Behaviour,
  head,
  hostileServer,
  inTurn,
  stream,
  streamHead,
} from '../../helpers/hostile-server.ts'
import { waitUntil } from '../../helpers/wait.ts'
import { transitions } from './seen.ts'

/** What a hostile server can answer instead of a stream. */

const page = answer(200, { 'Content-Type': 'text/html' }, '<h1>Sign in</h1>')

async function against(behaviour: Behaviour, more: Partial<Written> = {}) {
  const server = await hostileServer({ '/': behaviour })
  return { server, it: engine({ url: server.url('/'), ...more }) }
}

/** Waits until the endpoint went live and its connection was lost again. */
async function liveThenLost(it: Engine): Promise<void> {
  await it.until(({ phase, counters }) => phase !== 'live' && counters.connections === 1)
}

test('204: stopped by the server, its status among the attempts', async () => {
  const { server, it } = await against(answer(204))
  await it.until(({ phase, counters }) => phase === 'stopped' && counters.attempts === 1)
  expect(it.view()).toMatchObject({ attempt: 0, failure: null, health: null, uptime: null })
  expect(it.detail().facts.status).toBe(204)
  expect(it.detail().attempts).toMatchObject([{ attempt: 1, status: 204, delayMs: null, chosenBy: null }])
  await waitUntil(() => server.open() === 0)
})

test('200 with text/html, never live before: failed at once', async () => {
  const { server, it } = await against(page)
  const failed = await it.phase('failed')
  expect(failed).toMatchObject({
    attempt: 1,
    failure: { kind: 'content-type', terminal: true, status: 200 },
    counters: { attempts: 1, connections: 0 },
  })
  await waitUntil(() => server.open() === 0)
})

test.each([
  ['text/html with 200', page, 'content-type'],
  ['404', answer(404), 'http-status'],
  ['401', answer(401), 'credentials'],
])('%s, live before: believed after three tries over two minutes', async (_name, behaviour, kind) => {
  const { server, it } = await against(inTurn(stream('id: 7\ndata: a\n\n'), behaviour), {
    retry: { stableAfter: '10s' },
  })
  await it.until(({ lastEventId }) => lastEventId === '7')
  it.clock.skip(11_000)
  server.visits()[0]?.socket.end()
  await liveThenLost(it)
  const lostAt = it.clock.now()
  for (let requests = 2; requests < 4; requests++) {
    await it.hurry()
    await it.until(({ phase, failure }) => phase === 'waiting' && failure?.kind === kind)
    expect(server.visits()).toHaveLength(requests)
    expect(it.view().lastEventId).toBe('7')
  }
  expect(it.clock.now() - lostAt).toBeLessThan(120_000)
  await it.hurry()
  const failed = await it.phase('failed')
  expect(it.clock.now() - lostAt).toBeGreaterThanOrEqual(119_000)
  expect(failed).toMatchObject({ failure: { kind, terminal: true }, lastEventId: null, attempt: 3 })
  expect(failed.counters.attempts).toBe(server.visits().length)
})

test.each([
  [201, 'http-status', 'failed'],
  [202, 'http-status', 'failed'],
  [206, 'http-status', 'failed'],
  [304, 'http-status', 'failed'],
  [400, 'http-status', 'failed'],
  [401, 'credentials', 'failed'],
  [403, 'credentials', 'failed'],
  [404, 'http-status', 'failed'],
  [407, 'http-status', 'failed'],
  [408, 'http-status', 'waiting'],
  [410, 'http-status', 'failed'],
  [418, 'http-status', 'failed'],
  [425, 'http-status', 'waiting'],
  [429, 'http-status', 'waiting'],
  [500, 'http-status', 'waiting'],
  [502, 'http-status', 'waiting'],
  [503, 'http-status', 'waiting'],
  [504, 'http-status', 'waiting'],
  [599, 'http-status', 'waiting'],
])('%i is %s and leads to %s', async (status, kind, phase) => {
  const { it } = await against(answer(status, { 'Content-Type': 'text/event-stream' }, 'data: no\n\n'), {
    retry: { base: '10s', cap: '30s' },
  })
  const seen = await it.until(({ failure }) => failure !== null)
  expect(seen).toMatchObject({ phase, failure: { kind, status, terminal: phase === 'failed' } })
  expect(seen.failure?.message).toContain(String(status))
  expect(seen.failure?.hint).not.toBe('')
  expect(it.detail().attempts).toMatchObject([{ attempt: 1, result: kind, status }])
  expect(it.detail().events).toEqual([])
})

test.each([
  ['0', 'backoff', 500, 1000],
  ['0.5', 'backoff', 500, 1000],
  ['-5', 'backoff', 500, 1000],
  ['soon', 'backoff', 500, 1000],
  ['', 'backoff', 500, 1000],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 'backoff', 500, 1000],
  ['20', 'retry-after', 20_000, 22_000],
  ['1000000000', 'retry-after', 86_400_000, 86_400_000],
])('Retry-After: %j gives a delay chosen by %s', async (value, chosenBy, least, most) => {
  const { it } = await against(answer(503, { 'Retry-After': value }), { retry: { base: '1s', cap: '30s' } })
  const seen = await it.phase('waiting')
  expect(seen.chosenBy).toBe(chosenBy)
  expect(seen.delayMs).toBeGreaterThanOrEqual(least)
  expect(seen.delayMs).toBeLessThanOrEqual(most)
})

test('a neighbour does not shorten what Retry-After asked for', async () => {
  const server = await hostileServer({
    '/a': inTurn(answer(503, { 'Retry-After': '60' }), stream()),
    '/b': inTurn(answer(503), stream('data: x\n\n')),
  })
  const it = engine([
    { id: 'a', url: server.url('/a') },
    { id: 'b', url: server.url('/b') },
  ])
  await it.phase('live', 'b')
  await pause(50)
  expect(it.view('a')).toMatchObject({ phase: 'waiting', chosenBy: 'retry-after' })
  expect(server.visits('/a')).toHaveLength(1)
})

test('headersFrom: a 401 reads the credentials anew once, the second one is believed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'heartline-engine-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'token'), 'one')
  const server = await hostileServer({ '/': answer(403) })
  const it = engine(
    { url: server.url('/'), headersFrom: { file: 'token', header: 'X-Key', prefix: 'Key ' } },
    { baseDir: folder },
  )
  await it.until(({ failure }) => failure !== null)
  await writeFile(join(folder, 'token'), 'two')
  const failed = await it.phase('failed')
  expect(server.visits().map(({ headers }) => headers['x-key'])).toEqual(['Key one', 'Key two'])
  expect(failed).toMatchObject({ attempt: 2, failure: { kind: 'credentials', status: 403 } })
})

test('headersFrom: a file that is gone is a matter of credentials, with its name', async () => {
  const server = await hostileServer({ '/': stream() })
  const it = engine(
    { url: server.url('/'), headersFrom: { file: 'gone.txt', header: 'Authorization' } },
    { baseDir: tmpdir() },
  )
  const failed = await it.phase('failed')
  expect(failed.failure).toMatchObject({ kind: 'credentials', status: null })
  expect(failed.failure?.message).toContain('gone.txt')
  // No request, no attempt.
  expect(failed.counters.attempts).toBe(0)
  expect(server.visits()).toHaveLength(0)
})

test('redirects: relative ones are followed, and shown', async () => {
  const server = await hostileServer({
    '/': answer(301, { Location: 'sub/one?token=hush' }),
    '/sub/one': answer(307, { Location: '../two' }),
    '/two': stream('data: x\n\n'),
  })
  const it = engine({ url: server.url('/') })
  const live = await it.phase('live')
  expect(live.counters.attempts).toBe(1)
  expect(it.detail().facts.redirects).toEqual([server.url('/'), server.url('/sub/one?token=***')])
  expect(live.url).toBe(server.url('/'))
})

test.each([
  ['a loop over two places', { '/': '/other', '/other': '/' }],
  ['no Location', { '/': null }],
  ['another protocol', { '/': 'ftp://127.0.0.1/x' }],
  ['too many', { '/': '/1', '/1': '/2', '/2': '/3', '/3': '/4', '/4': '/5', '/5': '/6', '/6': '/7' }],
] as const)('redirects: %s end in failed', async (_name, places) => {
  const behaviours = Object.entries(places).map(([path, to]) => [
    path,
    answer(302, to === null ? {} : { Location: to }),
  ])
  const server = await hostileServer(Object.fromEntries(behaviours))
  const it = engine({ url: server.url('/') })
  const failed = await it.phase('failed')
  expect(failed).toMatchObject({ failure: { kind: 'redirects', terminal: true }, counters: { attempts: 1 } })
  expect(server.visits().length).toBeLessThanOrEqual(6)
  await waitUntil(() => server.open() === 0)
})

test('redirects: to another origin, credentials and secret headers stay behind', async () => {
  const other = await hostileServer({ '/': stream() })
  const server = await hostileServer({ '/': answer(302, { Location: other.url('/') }) })
  const it = engine(
    {
      url: server.url('/'),
      headers: { Authorization: 'Bearer a', Cookie: 'b=c', 'X-Mine': `\${secret:key}`, 'X-Plain': 'yes' },
    },
    { env: { HEARTLINE_SECRET_KEY: 'hush' } },
  )
  await it.phase('live')
  expect(server.visits()[0]?.headers).toMatchObject({ authorization: 'Bearer a', 'x-mine': 'hush' })
  const kept = other.visits()[0]?.headers ?? {}
  expect(kept).toMatchObject({ 'x-plain': 'yes', accept: 'text/event-stream' })
  expect(Object.keys(kept)).not.toEqual(expect.arrayContaining(['authorization']))
  expect([kept.authorization, kept.cookie, kept['x-mine']]).toEqual([undefined, undefined, undefined])
})

test.each([
  ['in another case', 'Content-Type: TEXT/Event-Stream'],
  ['with a charset', 'Content-Type: text/event-stream; charset=utf-8'],
  ['with spaces about', 'content-type:   text/event-stream ;charset="UTF-8"'],
])('a content type %s is a stream', async (_name, line) => {
  const { it } = await against(({ socket }) => {
    socket.write(`HTTP/1.1 200 OK\r\n${line}\r\n\r\ndata: x\n\n`)
  })
  expect(await it.until(({ counters }) => counters.events === 1)).toMatchObject({ phase: 'live' })
})

test.each([
  ['none', ''],
  ['one that only begins so', 'Content-Type: text/event-streams\r\n'],
  ['text/plain', 'Content-Type: text/plain\r\n'],
])('a content type that is %s is not', async (_name, line) => {
  const { it } = await against(({ socket }) => {
    socket.write(`HTTP/1.1 200 OK\r\n${line}\r\ndata: x\n\n`)
  })
  expect((await it.phase('failed')).failure).toMatchObject({ kind: 'content-type', terminal: true })
})

test('two content types: one of them decides, and nothing breaks', async () => {
  const { it } = await against(({ socket }) => {
    const types = 'Content-Type: text/event-stream\r\nContent-Type: text/html\r\n'
    socket.write(`HTTP/1.1 200 OK\r\n${types}\r\ndata: x\n\n`)
  })
  const seen = await it.until(({ phase }) => phase === 'live' || phase === 'failed')
  if (seen.phase === 'failed') expect(seen.failure?.kind).toBe('content-type')
  else await it.until(({ counters }) => counters.events === 1)
})

test('HTTP/1.0 without a length streams until its end', async () => {
  const { server, it } = await against(({ socket }) => {
    socket.write('HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: x\n\n')
  })
  await it.until(({ counters }) => counters.events === 1)
  expect(it.detail().facts.httpVersion).toBe('1.0')
  server.visits()[0]?.socket.end()
  expect((await it.until(({ failure }) => failure !== null)).failure?.kind).toBe('end-of-stream')
})

test.each([
  ['closed during the headers', ({ socket }) => socket.end('HTTP/1.1 200 OK\r\nContent-Ty'), 'reset'],
  ['closed before a byte', ({ socket }) => socket.end(), 'reset'],
  ['reset before a byte', ({ socket }) => socket.resetAndDestroy(), 'reset'],
  ['no HTTP at all', ({ socket }) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'), 'reset'],
  [
    'headers without an end',
    ({ socket }) => socket.write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}`),
    'reset',
  ],
] as const satisfies readonly (readonly [string, Behaviour, string])[])(
  'a connection with %s is retried',
  async (_name, behaviour, kind) => {
    const { server, it } = await against(inTurn(behaviour, stream()))
    const live = await it.phase('live')
    expect(live).toMatchObject({ attempt: 2, failure: { kind, terminal: false, status: null } })
    expect(server.visits()).toHaveLength(2)
  },
)

test('headers that come byte by byte have one deadline, which covers them all', async () => {
  const { it } = await against(
    ({ socket }) => {
      const text = head(200, { 'Content-Type': 'text/event-stream', 'X-Long': 'x'.repeat(1000) })
      const drip = (at: number): void => {
        socket.write(text.charAt(at))
        if (at < text.length && !socket.destroyed) setTimeout(drip, 5, at + 1)
      }
      drip(0)
    },
    { connectTimeout: '250ms' },
  )
  const waiting = await it.until(({ failure }) => failure !== null)
  expect(waiting.failure?.kind).toBe('connect-timeout')
  const { durationMs } = it.detail().attempts[0] ?? { durationMs: 0 }
  expect(durationMs).toBeGreaterThanOrEqual(250)
  expect(durationMs).toBeLessThan(5000)
})

test('half-open: taken and never answered', async () => {
  const { server, it } = await against(() => undefined, {
    connectTimeout: '100ms',
    retry: { maxAttempts: 3 },
  })
  const failed = await it.phase('failed')
  expect(failed).toMatchObject({ attempt: 3, failure: { kind: 'connect-timeout', terminal: false } })
  expect(server.visits()).toHaveLength(3)
  await waitUntil(() => server.open() === 0)
})

test('failed at maxAttempts, and forgotten there: the id, not the failure', async () => {
  const { server, it } = await against(inTurn(stream('id: 4\ndata: x\n\n'), answer(500)), {
    retry: { maxAttempts: 4 },
  })
  await it.until(({ lastEventId }) => lastEventId === '4')
  server.visits()[0]?.socket.end()
  const failed = await it.phase('failed')
  expect(failed).toMatchObject({ attempt: 4, lastEventId: null, failure: { status: 500, terminal: false } })
  expect(server.visits().map(({ lastEventId }) => lastEventId)).toEqual([null, '4', '4', '4'])
  const reasons = transitions(it).map(({ phase }) => phase)
  expect(reasons.at(-1)).toBe('failed')
})

test('a stream after the head of an interim answer', async () => {
  const { it } = await against(({ socket }) => {
    socket.write(`HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n${streamHead}data: x\n\n`)
  })
  await it.until(({ counters }) => counters.events === 1)
  expect(it.detail().facts.status).toBe(200)
})
