import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Engine, engine, type Written } from '../../helpers/engine.ts'
import {
  answer,
  type Behaviour,
  brief,
  head,
  hostileServer,
  inTurn,
  stream,
  streamHead,
} from '../../helpers/hostile-server.ts'
import { waitUntil } from '../../helpers/wait.ts'

/** What fits nowhere else, and what servers do all the same. */

async function against(behaviour: Behaviour, more: Partial<Written> = {}) {
  const server = await hostileServer({ '/': behaviour })
  return { server, it: engine({ url: server.url('/'), ...more }) }
}

const slow = { retry: { base: '10s', cap: '30s' } } as const
const types = (it: Engine) => it.detail().events.map(({ type }) => type)
const eventStream = { 'Content-Type': 'text/event-stream' }

test('an outage begins with the last sign of life, also in the uptime', async () => {
  const { it } = await against(stream('data: x\n\n'), { silence: '10s', ...slow })
  await it.until(({ counters }) => counters.events === 1)
  it.clock.skip(10_200)
  expect(it.view()).toMatchObject({ phase: 'waiting', failure: { kind: 'silence' } })
  expect(it.view().uptime).toBeLessThan(0.05)
})

test('what comes after a told error or a completion in the same packet is not heard', async () => {
  const error = 'event: error\ndata: {"retryable":true}\n\n'
  const { it } = await against(stream(`id: 1\ndata: a\n\n${error}id: 2\ndata: b\n\n${error}`), {
    preset: 'heartline-gateway',
    ...slow,
  })
  const seen = await it.until(({ failure }) => failure !== null)
  expect(seen).toMatchObject({ attempt: 2, lastEventId: '1', counters: { events: 2, attempts: 1 } })
  expect(types(it)).toEqual(['message', 'error'])
})

test('a body that is empty by its length: opened, and over', async () => {
  const { it } = await against(
    ({ socket }) => socket.write(head(200, { ...eventStream, 'Content-Length': '0' })),
    {
      retry: { base: '5ms', cap: '9ms', maxAttempts: 3 },
    },
  )
  expect(await it.phase('failed')).toMatchObject({
    failure: { kind: 'end-of-stream' },
    counters: { attempts: 3, connections: 3, bytes: 0 },
  })
})

test.each(['compress', 'zstd, gzip', 'aes128gcm'])(
  'a body in %s, which nobody can read',
  async (encoding) => {
    const { server, it } = await against(
      ({ socket }) =>
        socket.write(`${head(200, { ...eventStream, 'Content-Encoding': encoding })}data: x\n\n`),
      slow,
    )
    const seen = await it.until(({ failure }) => failure !== null)
    expect(seen.failure?.message).not.toBe('')
    expect(seen.counters.events).toBe(0)
    await waitUntil(() => server.open() === 0)
  },
)

test('damaged gzip is a reset', async () => {
  const { it } = await against(
    ({ socket }) =>
      socket.write(`${head(200, { ...eventStream, 'Content-Encoding': 'gzip' })}data: no gzip\n\n`),
    slow,
  )
  expect((await it.until(({ failure }) => failure !== null)).failure).toMatchObject({ kind: 'reset' })
})

test('credentials in the URL are sent, and never shown', async () => {
  const server = await hostileServer({ '/': stream('data: x\n\n') })
  const it = engine({ url: server.url('/').replace('//', '//ops:hush@') })
  await it.phase('live')
  expect(server.visits()[0]?.headers.authorization).toBe(`Basic ${btoa('ops:hush')}`)
  expect(JSON.stringify(it.detail())).not.toContain('hush')
})

test('headers that make no sense are as good as none', async () => {
  const { it } = await against(({ socket }) =>
    socket.write(
      head(200, {
        ...eventStream,
        'X-Heartbeat-Interval': '-3',
        'X-Silence-Threshold': '0',
        'X-Stream-Max-Seconds': 'soon',
        'X-Trace-ID': '',
        traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      }),
    ),
  )
  expect(await it.phase('live')).toMatchObject({
    health: 'unproven',
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  })
  const none = { ms: null, source: null }
  expect(it.detail().facts).toMatchObject({ interval: none, silence: none })
})

test('the told interval and threshold are in force, and the configuration overrides both', async () => {
  const told: Behaviour = ({ socket }) =>
    socket.write(head(200, { ...eventStream, 'X-Heartbeat-Interval': '0.1', 'X-Silence-Threshold': '0.3' }))
  const { it } = await against(told, slow)
  await it.phase('live')
  expect(it.detail().facts).toMatchObject({
    interval: { ms: 100, source: 'header' },
    silence: { ms: 300, source: 'header' },
  })
  await it.until(({ failure }) => failure?.kind === 'silence')
  const { it: calm } = await against(told, { heartbeat: { interval: null }, silence: null })
  await calm.phase('live')
  await pause(500)
  expect(calm.view()).toMatchObject({ phase: 'live', health: 'unproven' })
})

test('retry by hand opens at attempt 1, whatever the countdown', async () => {
  const { server, it } = await against(inTurn(answer(500), answer(503, { 'Retry-After': '3600' }), stream()))
  await it.until(({ chosenBy }) => chosenBy === 'retry-after')
  expect(it.view().attempt).toBe(3)
  expect(it.fleet.retry('it')).toMatchObject({
    phase: 'connecting',
    attempt: 1,
    delayMs: null,
    chosenBy: null,
  })
  expect(await it.phase('live')).toMatchObject({ attempt: 1, counters: { attempts: 3 } })
  expect(server.visits()).toHaveLength(3)
})

test('230 attempts: counted, the newest 200 kept', async () => {
  const { it } = await against(answer(503), { retry: { base: '1ms', cap: '1ms', maxAttempts: 230 } })
  const failed = await it.phase('failed', 'it', 15_000)
  expect(failed.counters.attempts).toBe(230)
  const { attempts } = it.detail()
  expect(attempts).toHaveLength(200)
  expect([attempts[0]?.attempt, attempts.at(-1)?.attempt]).toEqual([31, 230])
})

test('a server that never stops sending is cut off with the stop', async () => {
  const { server, it } = await against(({ socket }) => {
    socket.write(streamHead)
    const more = (): void => {
      if (!socket.destroyed) socket.write('data: x\n\n'.repeat(1000), () => setImmediate(more))
    }
    more()
  })
  await it.until(({ counters }) => counters.events > 5000)
  it.fleet.stop('it')
  const { events } = it.view().counters
  await waitUntil(() => server.open() === 0)
  await pause(30)
  expect(it.view().counters.events).toBe(events)
})

test('late callbacks of a connection that was replaced are inert', async () => {
  const { server, it } = await against(stream('id: 1\ndata: x\n\n'))
  await it.until(({ lastEventId }) => lastEventId === '1')
  it.fleet.stop('it')
  it.fleet.start('it')
  server.visits()[0]?.socket.write('id: 99\ndata: late\n\n')
  server.visits()[0]?.socket.end()
  await it.until(({ counters, phase }) => counters.connections === 2 && phase === 'live')
  await it.until(({ counters }) => counters.events === 2)
  expect(it.view()).toMatchObject({ lastEventId: '1', failure: null, counters: { duplicates: 1 } })
})

test('a path of UTF-8 and a query of anything go out as the URL has them', async () => {
  const server = await hostileServer({ '/str%C3%B6me': stream() })
  const it = engine({ url: server.url('/ströme?q=a b&key=hush#part') })
  await it.phase('live')
  expect(server.visits()[0]?.target).toBe('/str%C3%B6me?q=a%20b&key=hush')
  expect(it.view().url).not.toContain('hush')
})

test('a clean end while the id of the last block waits for its blank line', async () => {
  const { server } = await against(inTurn(brief('id: 1\ndata: x\n\nid: 2\ndata: y\n'), stream()))
  await waitUntil(() => server.visits().length === 2)
  expect(server.visits()[1]?.lastEventId).toBe('1')
})
