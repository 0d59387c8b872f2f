import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { engine } from '../../helpers/engine.ts'
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
import { against, kinds, slow } from './rig.ts'

/** HTTP that keeps to no rule, and answers that never end. */

const eventStream = 'Content-Type: text/event-stream\r\n'
const raw =
  (text: string): Behaviour =>
  ({ socket }) =>
    socket.write(text)

/** A head, and a body that goes on for as long as somebody reads. */
const endless =
  (start: string): Behaviour =>
  ({ socket }) => {
    socket.write(start)
    const more = (): void => {
      if (!socket.destroyed) socket.write('<p>and more</p>'.repeat(500), () => setImmediate(more))
    }
    more()
  }

test.each([
  ['no reason phrase', `HTTP/1.1 200\r\n${eventStream}\r\ndata: x\n\n`],
  [
    'a chunk extension',
    `HTTP/1.1 200 OK\r\n${eventStream}Transfer-Encoding: chunked\r\n\r\n9;a="b;c"\r\ndata: x\n\n\r\n`,
  ],
  [
    'header bytes that are no ASCII',
    `HTTP/1.1 200 OK\r\nX-Name: gr\u00f6\u00dfe\r\n${eventStream}\r\ndata: x\n\n`,
  ],
  [
    'a header named __proto__',
    `HTTP/1.1 200 OK\r\n__proto__: a\r\nconstructor: b\r\n${eventStream}\r\ndata: x\n\n`,
  ],
  [
    'a hundred interim answers',
    `${'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'.repeat(100)}${streamHead}data: x\n\n`,
  ],
])('%s is read all the same', async (_name, text) => {
  const { it } = await against(raw(text), slow)
  expect(await it.until(({ counters }) => counters.events === 1)).toMatchObject({
    phase: 'live',
    failure: null,
  })
  expect(kinds(it)).toEqual(['event message x'])
  expect(JSON.parse(JSON.stringify(it.detail()))).toEqual(it.detail())
})

test.each([
  [
    'both a length and chunks',
    `HTTP/1.1 200 OK\r\n${eventStream}Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n9\r\ndata: x\n\n\r\n`,
  ],
  [
    'two lengths',
    `HTTP/1.1 200 OK\r\n${eventStream}Content-Length: 9\r\nContent-Length: 10\r\n\r\ndata: x\n\n`,
  ],
  ['a status of four digits', `HTTP/1.1 2000 OK\r\n${eventStream}\r\ndata: x\n\n`],
  ['a status of letters', `HTTP/1.1 abc OK\r\n${eventStream}\r\ndata: x\n\n`],
  ['HTTP/9.9', `HTTP/9.9 200 OK\r\n${eventStream}\r\ndata: x\n\n`],
  ['a space in a header name', `HTTP/1.1 200 OK\r\nContent Type: text/event-stream\r\n\r\ndata: x\n\n`],
  [
    'more than 16 KB of headers',
    `HTTP/1.1 200 OK\r\n${eventStream}${'X-Much: '.padEnd(1000, 'y')}\r\n`.repeat(20),
  ],
  ['a TLS alert', '\x15\x03\x01\x00\x02\x02\x28'],
  ['an event stream without a head', 'data: x\n\n'],
])('%s is no answer: retried, and never dispatched', async (_name, text) => {
  const { server, it } = await against(raw(text), { ...slow, connectTimeout: '1s' })
  const seen = await it.until(({ failure }) => failure !== null)
  expect(seen).toMatchObject({ phase: 'waiting', failure: { kind: 'reset', terminal: false, status: null } })
  expect(it.detail().events).toEqual([])
  expect(it.detail().attempts).toMatchObject([{ attempt: 1, result: 'reset' }])
  await waitUntil(() => server.open() === 0)
})

test('101, though no other protocol was asked for: told by its status', async () => {
  const { server, it } = await against(
    raw(`HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`),
    slow,
  )
  const seen = await it.until(({ failure }) => failure !== null)
  expect(seen.failure).toMatchObject({ kind: 'http-status', status: 101 })
  await waitUntil(() => server.open() === 0)
})

test.each([
  [600, 'failed'],
  [999, 'failed'],
  [300, 'failed'],
  [305, 'failed'],
])('the status %i, which nobody uses', async (status, phase) => {
  const { it } = await against(answer(status, { Location: '/elsewhere' }), slow)
  const seen = await it.until(({ failure }) => failure !== null)
  expect(seen).toMatchObject({ phase, failure: { kind: 'http-status', status } })
})

test.each([
  ['404', head(404), 'http-status'],
  ['500', head(500), 'http-status'],
  ['text/html', head(200, { 'Content-Type': 'text/html' }), 'content-type'],
  ['204', head(204), null],
])('a body without an end after %s is not read', async (_name, start, kind) => {
  const { server, it } = await against(endless(start), slow)
  const seen = await it.until(({ phase }) => phase !== 'connecting')
  expect(seen.failure?.kind ?? null).toBe(kind)
  expect(seen.counters).toMatchObject({ attempts: 1, bytes: 0 })
  await waitUntil(() => server.open() === 0)
})

test('a redirect with a body without an end leaves no socket behind', async () => {
  const server = await hostileServer({
    '/': endless(head(302, { Location: '/sse' })),
    '/sse': stream('data: x\n\n'),
  })
  const it = engine({ url: server.url('/') })
  await it.phase('live')
  await waitUntil(() => server.open() === 1)
})

test.each([
  ['204', answer(204), 'stopped', null],
  ['a page', answer(200, { 'Content-Type': 'text/html' }), 'failed', 'content-type'],
  ['404', answer(404), 'failed', 'http-status'],
  ['503', answer(503, { 'Retry-After': '30' }), 'waiting', 'http-status'],
])('a redirect that leads to %s', async (_name, behaviour, phase, kind) => {
  const server = await hostileServer({ '/': answer(307, { Location: '/two' }), '/two': behaviour })
  const it = engine({ url: server.url('/'), ...slow })
  const seen = await it.until(({ phase, counters }) => phase !== 'connecting' && counters.attempts === 1)
  expect(seen).toMatchObject({ phase, counters: { attempts: 1, connections: 0 } })
  expect(seen.failure?.kind ?? null).toBe(kind)
  expect(it.detail().facts.redirects).toEqual([server.url('/')])
})

test('after a redirect it is the configured URL that is asked the next time', async () => {
  const server = await hostileServer({
    '/': answer(301, { Location: '/two' }),
    '/two': inTurn(({ socket }) => socket.end(`${streamHead}id: 5\ndata: x\n\n`), stream()),
  })
  const it = engine({ url: server.url('/') })
  await it.until(({ phase, counters }) => phase === 'live' && counters.connections === 2)
  expect(server.visits().map(({ target, lastEventId }) => [target, lastEventId])).toEqual([
    ['/', null],
    ['/two', null],
    ['/', '5'],
    ['/two', '5'],
  ])
  expect(it.view().counters.attempts).toBe(2)
})

test('a Retry-After that is a date to come is a floor', async () => {
  const date = new Date(Date.now() + 41_000).toUTCString()
  const { it } = await against(answer(503, { 'Retry-After': date }), { retry: { base: '1s', cap: '30s' } })
  const seen = await it.phase('waiting')
  expect(seen).toMatchObject({ chosenBy: 'retry-after', attempt: 2 })
  expect(seen.delayMs).toBeGreaterThan(38_000)
  expect(seen.delayMs).toBeLessThanOrEqual(45_100)
  expect(Date.parse(seen.retryAt ?? '') - Date.parse(seen.since)).toBeCloseTo(seen.delayMs ?? 0, -2)
})

test('a Retry-After of one second is kept, to the request', async () => {
  const { server, it } = await against(inTurn(answer(503, { 'Retry-After': '1' }), stream()))
  const { delayMs } = await it.phase('waiting')
  expect(delayMs).toBeGreaterThanOrEqual(1000)
  expect(delayMs).toBeLessThanOrEqual(1100)
  it.clock.skip(900)
  await pause(20)
  expect(server.visits()).toHaveLength(1)
  it.clock.skip(200)
  expect(await it.phase('live')).toMatchObject({ attempt: 2, counters: { attempts: 2, connections: 1 } })
})
