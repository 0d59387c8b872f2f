import { afterEach, expect, test } from 'vitest'
import { createMemoryLog, type EventLog } from '../../../src/gateway/log.ts'
import { cleanUp, open, start } from './client.ts'

afterEach(cleanUp)

const quiet = { heartbeatSeconds: 0 }
const from = (id: string) => ({ 'Last-Event-ID': id })

async function filled(count: number, options: Parameters<typeof start>[0] = {}) {
  const running = await start({ ...options, settings: { ...quiet, ...options.settings } })
  for (let n = 1; n <= count; n++) await running.gateway.publish({ topic: 'a' }, { event: 'x', data: `${n}` })
  return running
}

test('a resumed stream gets what came after its last id, in order, with its own trace id', async () => {
  const { url, gateway } = await filled(4)
  await gateway.publish({ topic: 'a' }, { event: 'x', data: { n: 5 } })
  const client = await open(`${url}/sse/a`, { ...from('2'), 'X-Trace-ID': 'again' })
  await client.until(() => client.events().length === 3)
  expect(client.events().map(({ id }) => id)).toEqual(['3', '4', '5'])
  expect(client.events()[2]?.json).toEqual({ trace_id: 'again', n: 5 })
})

test('a resumed stream with nothing missed gets only what is new; a new stream gets no replay', async () => {
  const { url, gateway } = await filled(3)
  const resumed = await open(`${url}/sse/a`, from('3'))
  const fresh = await open(`${url}/sse/a`)
  await resumed.until(() => resumed.text() !== '')
  await gateway.publish({ topic: 'a' }, { event: 'x', data: 'new' })
  for (const client of [resumed, fresh]) {
    await client.until(() => client.events().length > 0)
    expect(client.events().map(({ id }) => id)).toEqual(['4'])
  }
})

test('an id that is gone is told as replay-truncated, before what is left', async () => {
  const { url } = await filled(10, { settings: { logSize: 4 } })
  const client = await open(`${url}/sse/a`, from('2'))
  await client.until(() => client.events().length === 5)
  expect(client.events()[0]).toMatchObject({ event: 'replay-truncated', id: null })
  expect(client.events()[0]?.json).toMatchObject({ requested: '2', first: '7', last: '10', limit: 1000 })
  expect(
    client
      .events()
      .slice(1)
      .map(({ id }) => id),
  ).toEqual(['7', '8', '9', '10'])
})

test('more than the limit is truncated to the newest; exactly the limit is whole', async () => {
  const { url } = await filled(10, { settings: { replayLimit: 3 } })
  const over = await open(`${url}/sse/a`, from('6'))
  const exact = await open(`${url}/sse/a`, from('7'))
  await over.until(() => over.events().length === 4)
  await exact.until(() => exact.events().length === 3)
  expect(over.events().map(({ event, id }) => id ?? event)).toEqual(['replay-truncated', '8', '9', '10'])
  expect(exact.events().map(({ id }) => id)).toEqual(['8', '9', '10'])
})

test('an id for a topic that the log never held is truncated, with nothing to replay', async () => {
  const { url } = await start({ settings: quiet })
  const client = await open(`${url}/sse/never`, from('99'))
  await client.until(() => client.events().length === 1)
  expect(client.events()[0]?.json).toMatchObject({ requested: '99', first: null, last: null })
})

const failing = (read: EventLog['read']): EventLog => ({ ...createMemoryLog(10), read })

test.each([
  ['fails', failing(() => Promise.reject(new Error('disk on fire'))), 'disk on fire'],
  ['hangs', failing(() => new Promise(() => undefined)), 'did not answer within 40 ms'],
])('a log that %s is told as replay-failed, and the stream goes on live', async (_, log, message) => {
  const { url, gateway } = await start({ log, replayTimeoutMs: 40, settings: quiet })
  const client = await open(`${url}/sse/a`, from('1'))
  await gateway.publish({ topic: 'a' }, { event: 'x', data: 'live' })
  await client.until(() => client.events().length === 2)
  expect(client.events().map(({ event }) => event)).toEqual(['replay-failed', 'x'])
  expect(String(client.events()[0]?.json.message)).toContain(message)
})

test('live events during a replay are neither lost, doubled nor out of order', async () => {
  const memory = createMemoryLog(1000)
  const publishing: { now: () => Promise<void> } = { now: async () => undefined }
  // Between joining and reading, while reading, and after it: each is a place where an event may slip in.
  const log: EventLog = {
    ...memory,
    async read(topic, id, limit) {
      await publishing.now()
      const replay = await memory.read(topic, id, limit)
      await publishing.now()
      return replay
    },
  }
  const { url, gateway } = await filled(20, { log, settings: { chunkDelayMs: 1 } })
  const publish = () => gateway.publish({ topic: 'a' }, { event: 'x', data: 'live' })
  publishing.now = async () => {
    for (let i = 0; i < 5; i++) await publish()
  }
  const client = await open(`${url}/sse/a`, from('5'))
  for (let i = 0; i < 20; i++) {
    await publish()
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  await client.until(() => client.events().length >= 45)
  expect(client.events().map(({ id }) => Number(id))).toEqual(Array.from({ length: 45 }, (_, i) => i + 6))
})

test('a chunk delay paces the events of one stream', async () => {
  const { url } = await filled(6, { settings: { chunkDelayMs: 20 } })
  const startedAt = performance.now()
  const client = await open(`${url}/sse/a`, from('1'))
  await client.until(() => client.events().length === 5)
  expect(performance.now() - startedAt).toBeGreaterThan(4 * 18)
})

test('what is held back for a client counts against its byte limit', async () => {
  const { url, gateway } = await filled(3, {
    limits: { bytes: 64 * 1024 },
    settings: { chunkDelayMs: 60_000, logSize: 4 },
  })
  const client = await open(`${url}/sse/a`, from('1'))
  await client.until(() => client.events().length === 1)
  for (let n = 0; n < 8; n++)
    await gateway.publish({ topic: 'a' }, { event: 'x', data: 'x'.repeat(16 * 1024) })
  expect(await client.ended).toBe('ECONNRESET')
  expect(gateway.connections()).toEqual([])
})
