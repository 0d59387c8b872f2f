import { expect, test } from 'vitest'
import * as schemas from '../../../src/main/api/schemas.ts'
import { brief, head, inTurn, stream } from '../../helpers/hostile-server.ts'
import { against, kinds, slow } from './rig.ts'

/** Headers and data that say what makes no sense. */

const gateway = { preset: 'heartline-gateway' } as const
const beat = (data: string) => `event: heartbeat\ndata: ${data}\n\n`

test.each([
  ['0', '0'],
  ['-5', '-1'],
  ['1e308', 'Infinity'],
  ['NaN', 'soon'],
  ['', ' '],
  ['999999999999', '0.0000001'],
  ['5, 5', '15; 15'],
])('X-Heartbeat-Interval: %j and X-Silence-Threshold: %j are not heeded', async (interval, silence) => {
  const headers = {
    'X-Heartbeat-Interval': interval,
    'X-Silence-Threshold': silence,
    'X-Stream-Max-Seconds': interval,
  }
  const { it } = await against(({ socket }) => {
    socket.write(`${head(200, { 'Content-Type': 'text/event-stream', ...headers })}data: x\n\n`)
  })
  await it.until(({ counters }) => counters.events === 1)
  it.clock.skip(60_000)
  expect(it.view()).toMatchObject({
    phase: 'live',
    health: 'unproven',
    counters: { attempts: 1, silences: 0 },
  })
  expect(it.detail().facts).toMatchObject({
    interval: { ms: null, source: null },
    silence: { ms: null, source: null },
  })
})

test('what the server tells of its silence is heeded, and the configuration is over it', async () => {
  const headers = {
    'Content-Type': 'text/event-stream',
    'X-Silence-Threshold': '3',
    'X-Heartbeat-Interval': '1.5',
  }
  const behaviour = ({ socket }: { socket: { write(text: string): unknown } }) =>
    socket.write(`${head(200, headers)}: hi\n`)
  const { it } = await against(behaviour, slow)
  await it.until(({ lastSignAt }) => lastSignAt !== null)
  expect(it.detail().facts).toMatchObject({
    interval: { ms: 1500, source: 'header' },
    silence: { ms: 3000, source: 'header' },
  })
  it.clock.skip(2500)
  expect(it.view()).toMatchObject({ phase: 'live', health: 'late' })
  it.clock.skip(600)
  expect(it.view()).toMatchObject({
    phase: 'waiting',
    attempt: 2,
    failure: { kind: 'silence', terminal: false, status: null },
    counters: { silences: 1 },
  })
  const { it: other } = await against(behaviour, { silence: '10s' })
  await other.until(({ lastSignAt }) => lastSignAt !== null)
  expect(other.detail().facts.silence).toEqual({ ms: 10_000, source: 'config' })
})

test.each([
  ['X-Trace-ID', 'abc-1', 'abc-1'],
  ['X-Trace-ID', 'x'.repeat(3000), null],
  ['X-Trace-ID', 'two words', null],
  [
    'traceparent',
    '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    '0af7651916cd43dd8448eb211c80319c',
  ],
  ['traceparent', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`, null],
])('%s: %s', async (name, value, expected) => {
  const { it } = await against(({ socket }) => {
    socket.write(head(200, { 'Content-Type': 'text/event-stream', [name]: value }))
  })
  expect((await it.phase('live')).traceId).toBe(expected)
})

test.each([
  ['no JSON', 'soon'],
  ['null', 'null'],
  ['an array', '[]'],
  ['no time', '{}'],
  ['a word', '{"timestamp":"now"}'],
  ['a number past every date', '{"timestamp":1e300}'],
  ['a negative number', '{"timestamp":-62135596800000}'],
  ['an object', '{"timestamp":{"timestamp":1}}'],
  ['the last day of time', '{"timestamp":8640000000000000}'],
  ['the first second', '{"timestamp":1}'],
  ['a month of 13', '{"timestamp":"2026-13-45T99:99:99Z"}'],
  ['a key twice', '{"timestamp":1,"timestamp":"x"}'],
  ['a prototype', '{"__proto__":{"timestamp":1},"constructor":{"prototype":{"timestamp":2}}}'],
])('a heartbeat whose time is %s is a heartbeat, and every number stays one', async (_name, data) => {
  const { it } = await against(stream(beat(data).repeat(3)), gateway)
  const seen = await it.until(({ counters }) => counters.heartbeats === 3)
  expect(seen).toMatchObject({ phase: 'live', health: 'fresh', counters: { events: 3 } })
  const detail = schemas.endpointDetail.parse(JSON.parse(JSON.stringify(it.detail())))
  if (detail.latency !== null) expect(detail.latency.max).toBeLessThan(1000)
})

test('heartbeats whose time jumps about: finite, and never below zero', async () => {
  const times = [1, 8.64e15, 1e11, '2026-11-20T12:00:00Z', '1970-01-01', '9999-12-31T23:59:59Z']
  const { it } = await against(
    stream(...times.map((timestamp) => beat(JSON.stringify({ timestamp })))),
    gateway,
  )
  await it.until(({ counters }) => counters.heartbeats === times.length)
  const { latency } = schemas.endpointDetail.parse(JSON.parse(JSON.stringify(it.detail())))
  expect(latency?.count).toBeLessThanOrEqual(times.length)
  expect(latency?.p50).toBeGreaterThanOrEqual(0)
})

test.each([
  ['null', 'stopped'],
  ['[]', 'stopped'],
  ['not JSON', 'stopped'],
  ['{"reason":{"duration_cap":1}}', 'stopped'],
  ['{"reason":["duration_cap"]}', 'stopped'],
  ['{"reason":"__proto__"}', 'stopped'],
  ['{"reason":"DURATION_CAP"}', 'stopped'],
  ['{"reason":"duration_cap"}', 'rotated'],
  ['{"reason":"shutdown","reason2":"done"}', 'rotated'],
])('a completion with %s: %s', async (data, outcome) => {
  const { server, it } = await against(
    inTurn(brief(`id: 1\ndata: a\n\nevent: complete\ndata: ${data}\n\n`), stream(': hi\n')),
    gateway,
  )
  const seen = await it.until(
    ({ phase, counters }) => (phase === 'stopped' && counters.attempts === 1) || counters.connections === 2,
  )
  const rotated = outcome === 'rotated'
  expect(seen).toMatchObject({
    phase: rotated ? 'live' : 'stopped',
    attempt: rotated ? 1 : 0,
    failure: null,
    counters: { rotations: rotated ? 1 : 0, attempts: rotated ? 2 : 1 },
  })
  expect(server.visits().at(-1)?.lastEventId).toBe(rotated ? '1' : null)
})

test('a `retry:` of a thousand digits is ten minutes at most', async () => {
  const { it } = await against(brief(`retry: ${'9'.repeat(1000)}\n\n`), slow)
  const { delayMs, chosenBy, retryAt } = await it.phase('waiting')
  expect(chosenBy).toBe('retry-hint')
  expect(delayMs).toBeGreaterThanOrEqual(300_000)
  expect(delayMs).toBeLessThanOrEqual(600_000)
  expect(retryAt).toMatch(/Z$/)
})

test('the last of several `retry:` fields counts, and outlives a connection that says nothing of it', async () => {
  const { it } = await against(
    inTurn(brief('retry: 90000\n\nretry: 4000\nretry: x\n\n'), brief(), brief()),
    slow,
  )
  const first = await it.phase('waiting')
  expect([first.chosenBy, first.attempt]).toEqual(['retry-hint', 2])
  expect(first.delayMs).toBeLessThanOrEqual(4000)
  await it.hurry()
  const second = await it.until(({ phase, counters }) => phase === 'waiting' && counters.connections === 2)
  expect([second.chosenBy, second.attempt]).toEqual(['retry-hint', 3])
  expect(second.delayMs).toBeGreaterThanOrEqual(4000)
  expect(second.delayMs).toBeLessThanOrEqual(8000)
})

test('a late told error goes by its own word', async () => {
  const { server, it } = await against(stream('data: a\n\n'), { ...gateway, ...slow })
  await it.until(({ counters }) => counters.events === 1)
  server.visits()[0]?.socket.write('event: error\ndata: {"retryable":true,"message":"later"}\n\n')
  const seen = await it.phase('waiting')
  expect(seen).toMatchObject({ attempt: 2, failure: { kind: 'told-error', terminal: false, status: null } })
  expect(it.detail().attempts).toMatchObject([{ attempt: 1, result: 'live', status: 200 }])
  expect(kinds(it)).toHaveLength(2)
})
