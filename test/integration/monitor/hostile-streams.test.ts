import { setTimeout as pause } from 'node:timers/promises'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { type Engine, engine, type Written } from '../../helpers/engine.ts'
import {
  type Behaviour,
  brief,
  chunk,
  chunkedHead,
  head,
  hostileServer,
  inTurn,
  stream,
  streamHead,
} from '../../helpers/hostile-server.ts'
import { waitUntil } from '../../helpers/wait.ts'

/** What a hostile server can do to an open stream. */

async function against(behaviour: Behaviour, more: Partial<Written> = {}) {
  const server = await hostileServer({ '/': behaviour })
  return { server, it: engine({ url: server.url('/'), ...more }) }
}

const slow = { retry: { base: '10s', cap: '30s' } } as const
const kinds = (it: Engine) => it.detail().events.map(({ kind, type, data }) => `${kind} ${type} ${data}`)

test('an endless line without its end is cut off at maxFrame', async () => {
  const { server, it } = await against(
    ({ socket }) => {
      socket.write(`${streamHead}data: `)
      const more = (): void => {
        if (!socket.destroyed) socket.write('x'.repeat(16_384), () => setImmediate(more))
      }
      more()
    },
    { maxFrame: '64KB', ...slow },
  )
  const seen = await it.until(({ failure }) => failure !== null)
  expect(seen).toMatchObject({ phase: 'waiting', failure: { kind: 'frame-too-large', terminal: false } })
  expect(seen.counters.bytes).toBeLessThan(400_000)
  expect(seen.counters.events).toBe(0)
  await waitUntil(() => server.open() === 0)
})

test('an event over maxFrame in many short lines', async () => {
  const { it } = await against(stream('data: ok\n\n', `data: ${'y'.repeat(1000)}\n`.repeat(80), '\n'), {
    maxFrame: '64KB',
    ...slow,
  })
  const seen = await it.until(({ failure }) => failure !== null)
  expect(seen.failure?.kind).toBe('frame-too-large')
  expect(seen.counters.events).toBe(1)
})

test('an event just below maxFrame goes through, and is kept cut', async () => {
  const data = 'z'.repeat(60_000)
  const { it } = await against(stream(`data: ${data}\n\n`), { maxFrame: '64KB' })
  await it.until(({ counters }) => counters.events === 1)
  const [event] = it.detail().events
  expect(event).toMatchObject({ kind: 'event', cut: true })
  expect(event?.bytes).toBeGreaterThan(60_000)
  expect(data.startsWith(event?.data.slice(0, 100) ?? 'nothing')).toBe(true)
})

test('the head only, and then silence: live, then replaced', async () => {
  const { server, it } = await against(stream(), { silence: '200ms', ...slow })
  expect(await it.phase('live')).toMatchObject({ health: 'fresh', lastSignAt: null })
  const lost = await it.phase('waiting')
  expect(lost).toMatchObject({ failure: { kind: 'silence' }, counters: { silences: 1, connections: 1 } })
  await waitUntil(() => server.open() === 0)
})

test('bytes that never make a line are no sign of life', async () => {
  const { it } = await against(
    ({ socket }) => {
      socket.write(streamHead)
      const drip = (): void => {
        if (!socket.destroyed) socket.write('x', () => setTimeout(drip, 20))
      }
      drip()
    },
    { silence: '200ms', ...slow },
  )
  expect((await it.phase('waiting')).failure?.kind).toBe('silence')
})

test('comments only: alive as long as they come, each one a heartbeat', async () => {
  const { it } = await against(
    ({ socket }) => {
      socket.write(streamHead)
      const beat = (): void => {
        if (!socket.destroyed) socket.write(':\n', () => setTimeout(beat, 50))
      }
      beat()
    },
    { silence: '400ms' },
  )
  const seen = await it.until(({ counters }) => counters.heartbeats >= 12)
  expect(seen).toMatchObject({ phase: 'live', health: 'fresh', failure: null })
  expect(seen.counters.events).toBe(0)
  expect(seen.lastEventAt).toBeNull()
  expect(kinds(it)[0]).toBe('comment comment ')
})

test('a heartbeat without data is a sign of life and no event', async () => {
  const { it } = await against(stream('event: ping\n\nevent: other\n\n'))
  const seen = await it.until(({ counters }) => counters.heartbeats === 1)
  expect(seen.counters.events).toBe(0)
  expect(it.detail().events).toEqual([])
})

test.each([
  [
    'RST',
    ({ socket }) =>
      socket.write(`${streamHead}data: x\n\n`, () => setTimeout(() => socket.resetAndDestroy(), 20)),
    'reset',
  ],
  ['FIN in an event', ({ socket }) => socket.end(`${streamHead}data: x\n\ndata: half`), 'end-of-stream'],
  ['FIN after an event', ({ socket }) => socket.end(`${streamHead}data: x\n\n`), 'end-of-stream'],
  [
    'the last chunk',
    ({ socket }) => socket.write(`${chunkedHead}${chunk('data: x\n\n')}0\r\n\r\n`),
    'end-of-stream',
  ],
  [
    'a chunk that is cut',
    ({ socket }) => socket.end(`${chunkedHead}${chunk('data: x\n\n')}ff\r\ndata: ha`),
    'end-of-stream',
  ],
  [
    'a chunk without a size',
    ({ socket }) =>
      socket.write(chunkedHead + chunk('data: x\n\n'), () => setTimeout(() => socket.write('zz\r\n'), 20)),
    'reset',
  ],
  [
    'less than Content-Length',
    ({ socket }) =>
      socket.end(`${head(200, { 'Content-Type': 'text/event-stream', 'Content-Length': '99' })}data: x\n\n`),
    'end-of-stream',
  ],
  [
    'all of Content-Length',
    ({ socket }) =>
      socket.write(`${head(200, { 'Content-Type': 'text/event-stream', 'Content-Length': '9' })}data: x\n\n`),
    'end-of-stream',
  ],
] as const satisfies readonly (readonly [string, Behaviour, string])[])(
  'an end by %s',
  async (_name, behaviour, kind) => {
    const { server, it } = await against(behaviour, slow)
    const seen = await it.phase('waiting')
    expect(seen.failure).toMatchObject({ kind, terminal: false, status: null })
    expect(kinds(it)).toEqual(['event message x'])
    expect(seen.counters).toMatchObject({ attempts: 1, connections: 1, events: 1 })
    await waitUntil(() => server.open() === 0)
  },
)

test.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['x-gzip', gzipSync],
] as const)('a body in %s, though none was asked for', async (encoding, compress) => {
  const { server, it } = await against(({ socket }) => {
    socket.write(head(200, { 'Content-Type': 'text/event-stream', 'Content-Encoding': encoding }))
    socket.write(compress('id: 1\ndata: größe\n\n'))
  })
  await it.until(({ lastEventId }) => lastEventId === '1')
  expect(kinds(it)).toEqual(['event message größe'])
  expect(server.visits()[0]?.headers['accept-encoding']).toBe('identity')
})

test('events named as the client names its own, and as objects name their parts', async () => {
  const names = ['error', 'open', 'message', '__proto__', 'constructor', 'toString', 'ünï']
  const { it } = await against(stream(...names.map((name) => `event: ${name}\ndata: ${name}\n\n`)))
  const seen = await it.until(({ counters }) => counters.events === names.length)
  expect(seen).toMatchObject({ phase: 'live', failure: null })
  expect(it.detail().events.map(({ type }) => type)).toEqual(names)
})

test('an empty name is message', async () => {
  const { it } = await against(stream('event:\ndata: a\n\nevent: \ndata: b\n\n'))
  await it.until(({ counters }) => counters.events === 2)
  expect(kinds(it)).toEqual(['event message a', 'event message b'])
})

test('one byte order mark is stripped, the second belongs to the first line', async () => {
  const { it } = await against(stream('\uFEFFdata: a\n\ndata: b\n\n'))
  await it.until(({ counters }) => counters.events === 2)
  const { it: twice } = await against(stream('\uFEFF\uFEFFdata: a\n\ndata: b\n\n'))
  await twice.until(({ counters }) => counters.events === 1)
  await pause(20)
  expect(kinds(twice)).toEqual(['event message b'])
})

test('lines that end with CR alone', async () => {
  const { it } = await against(stream('id: 9\rdata: a\rdata: b\r\r: c\rdata: d\r\r'))
  await it.until(({ counters }) => counters.events === 2)
  expect(kinds(it)).toEqual(['event message a\nb', 'comment comment c', 'event message d'])
  expect(it.view().lastEventId).toBe('9')
})

test('one byte a packet', async () => {
  const text = ': hé\r\nid: ü1\nevent: x\r\ndata: 1\ndata: 2\n\ndata: é\r\r'
  const { it } = await against(({ socket }) => {
    socket.write(streamHead)
    const bytes = Buffer.from(text)
    const next = (at: number): void => {
      if (at < bytes.length) socket.write(bytes.subarray(at, at + 1), () => setTimeout(next, 1, at + 1))
    }
    next(0)
  })
  await it.until(({ counters }) => counters.events === 2)
  expect(kinds(it)).toEqual(['comment comment hé', 'event x 1\n2', 'event message é'])
  expect(it.view().counters.bytes).toBe(Buffer.byteLength(text))
})

test('a hundred thousand events at once: counted to the last, the newest 200 kept', async () => {
  const count = 100_000
  const { it } = await against(({ socket }) => {
    socket.write(streamHead)
    for (let from = 0; from < count; from += 1000) {
      const events = Array.from({ length: 1000 }, (_, at) => `id: ${from + at}\ndata: ${from + at}\n\n`)
      socket.write(events.join(''))
    }
  })
  const seen = await it.until(({ counters }) => counters.events === count, 'it', 15_000)
  expect(seen).toMatchObject({ lastEventId: String(count - 1), counters: { duplicates: 0 }, phase: 'live' })
  const { events } = it.detail()
  expect(events).toHaveLength(200)
  expect(events.at(-1)?.data).toBe(String(count - 1))
})

test.each([
  ['retry: 0\n\n', 'retry-hint', 125, 250],
  ['retry: 99999999999\n\n', 'retry-hint', 300_000, 600_000],
  ['retry: 2000\n\n', 'retry-hint', 1000, 2000],
  ['retry: abc\n\n', 'backoff', 5000, 10_000],
  ['retry: -1\n\n', 'backoff', 5000, 10_000],
  ['retry: 5.5\n\n', 'backoff', 5000, 10_000],
  ['retry:\n\n', 'backoff', 5000, 10_000],
])('%j gives a delay chosen by %s', async (text, chosenBy, least, most) => {
  const { it } = await against(brief(text), slow)
  const seen = await it.phase('waiting')
  expect(seen.chosenBy).toBe(chosenBy)
  expect(seen.delayMs).toBeGreaterThanOrEqual(least)
  expect(seen.delayMs).toBeLessThanOrEqual(most)
})

test('a server that closes right after opening: attempts grow until failed', async () => {
  const { server, it } = await against(
    ({ socket, nth }) => {
      socket.write(`${streamHead}id: ${nth}\ndata: x\n\n`)
      setTimeout(() => socket.end(), 30)
    },
    { retry: { base: '5ms', cap: '20ms', maxAttempts: 6, stableAfter: '5s' } },
  )
  const failed = await it.phase('failed')
  expect(failed).toMatchObject({
    attempt: 6,
    failure: { kind: 'end-of-stream' },
    counters: { attempts: 6, connections: 6 },
  })
  expect(it.detail().attempts.map(({ attempt, result }) => [attempt, result])).toEqual(
    [1, 2, 3, 4, 5, 6].map((attempt) => [attempt, 'live']),
  )
  expect(server.visits()).toHaveLength(6)
  expect(failed.flapping).toBe(true)
})

test('the loss of a stable connection is followed by attempt 1', async () => {
  const { server, it } = await against(inTurn(brief(), brief(), stream()), {
    retry: { base: '20ms', cap: '40ms', stableAfter: '300ms' },
  })
  const live = await it.until(({ phase, attempt }) => phase === 'live' && attempt === 3)
  expect(live.failure?.kind).toBe('end-of-stream')
  await it.until(({ failure }) => failure === null)
  server.visits()[2]?.socket.end()
  expect(await it.phase('waiting')).toMatchObject({ attempt: 1, chosenBy: 'backoff' })
})

test('a completion whose reason is no rotation: stopped by the server', async () => {
  const { server, it } = await against(stream('id: 3\nevent: complete\ndata: {"reason":"done"}\n\n'), {
    preset: 'heartline-gateway',
  })
  const stopped = await it.until(({ phase, counters }) => phase === 'stopped' && counters.attempts === 1)
  expect(stopped).toMatchObject({ failure: null, lastEventId: '3', counters: { rotations: 0 } })
  await waitUntil(() => server.open() === 0)
  it.fleet.retry('it')
  await waitUntil(() => server.visits().length === 2)
  expect(server.visits()[1]?.lastEventId).toBe('3')
})

test.each([
  ['{"retryable":false,"message":"no"}', 'failed'],
  ['{"retryable":"false"}', 'failed'],
  ['{"retryable":true}', 'waiting'],
  ['{}', 'waiting'],
  ['not json', 'waiting'],
  ['[]', 'waiting'],
])('a told error with %s leads to %s', async (data, phase) => {
  const { it } = await against(stream(`event: error\ndata: ${data}\n\n`), {
    ...slow,
    errors: { events: ['error'], retryable: 'retryable' },
  })
  const seen = await it.until(({ failure }) => failure !== null)
  expect(seen).toMatchObject({ phase, failure: { kind: 'told-error', terminal: phase === 'failed' } })
})

test('garbage instead of a stream does no harm', async () => {
  const bytes = Buffer.from(Array.from({ length: 20_000 }, (_, at) => (at * 7919 + (at >> 3)) % 256))
  const { it } = await against(({ socket }) => {
    socket.write(streamHead)
    socket.write(bytes)
    socket.write('\n\n\n\ndata: still here\n\n')
  })
  await waitUntil(() => kinds(it).includes('event message still here'))
  expect(it.view()).toMatchObject({ phase: 'live' })
})
