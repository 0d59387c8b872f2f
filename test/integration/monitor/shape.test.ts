import { expect, test } from 'vitest'
import * as z from 'zod'
import { failureKinds } from '../../../src/shared/model/failure.ts'
import { engine } from '../../helpers/engine.ts'
import { answer, brief, head, hostileServer, inTurn } from '../../helpers/hostile-server.ts'

/** The view, the detail and the history to the letter of 7-interfaces.md: no key more, no key less. */

const iso = z.iso.datetime({ precision: 3 })
const count = z.number().int().min(0)
const ms = z.number().min(0)
const phase = z.enum(['stopped', 'connecting', 'live', 'waiting', 'failed', 'unwatched'])
const health = z.enum(['fresh', 'late', 'deaf', 'unproven']).nullable()
const chosenBy = z.enum(['backoff', 'retry-hint', 'retry-after', 'rotation', 'grace', 'queue']).nullable()
const verdict = z.enum(['complete', 'truncated', 'failed', 'snapshot', 'unknown', 'pending']).nullable()
const sourced = z.strictObject({
  ms: ms.nullable(),
  source: z.enum(['config', 'header', 'preset', 'learned']).nullable(),
})

const failure = z.strictObject({
  kind: z.enum(failureKinds),
  message: z.string().regex(/^[A-Z0-9].*[.?!]$/s),
  hint: z.string().min(1),
  terminal: z.boolean(),
  status: z.number().int().nullable(),
})

const viewShape = {
  id: z.string(),
  name: z.string(),
  url: z.url(),
  group: z.string().nullable(),
  tags: z.array(z.string()),
  phase,
  health,
  since: iso,
  attempt: count,
  maxAttempts: count,
  retryAt: iso.nullable(),
  delayMs: ms.nullable(),
  chosenBy,
  failure: failure.nullable(),
  lastSignAt: iso.nullable(),
  lastEventAt: iso.nullable(),
  lastEventId: z.string().nullable(),
  traceId: z.string().nullable(),
  latency: z
    .strictObject({ measure: z.enum(['delay', 'lateness']), count, p50: ms, p95: ms, p99: ms, max: ms })
    .nullable(),
  counters: z.strictObject({
    connections: count,
    attempts: count,
    events: count,
    bytes: count,
    heartbeats: count,
    silences: count,
    rotations: count,
    duplicates: count,
  }),
  replay: z.strictObject({
    complete: count,
    truncated: count,
    failed: count,
    snapshot: count,
    unknown: count,
    last: verdict,
  }),
  rehydrations: z.strictObject({ ok: count, failed: count }),
  uptime: z.number().min(0).max(1).nullable(),
  flapping: z.boolean(),
  degraded: z
    .strictObject({ since: iso, lastOkAt: iso.nullable(), status: z.number().int().nullable() })
    .nullable(),
}
const view = z.strictObject(viewShape)

const detail = z.strictObject({
  ...viewShape,
  facts: z.strictObject({
    status: z.number().int().nullable(),
    headers: z.record(z.string().regex(/^[^A-Z]+$/), z.string()),
    httpVersion: z.string().nullable(),
    remoteAddress: z.string().regex(/:\d+$/).nullable(),
    redirects: z.array(z.string()),
    timing: z.strictObject({
      dns: ms.nullable(),
      connect: ms.nullable(),
      tls: ms.nullable(),
      firstByte: ms.nullable(),
    }),
    interval: sourced,
    silence: sourced,
    clockOffsetMs: z.number().nullable(),
  }),
  attempts: z
    .array(
      z.strictObject({
        attempt: count,
        at: iso,
        result: z.enum(['live', ...failureKinds]),
        durationMs: ms,
        delayMs: ms.nullable(),
        chosenBy,
        status: z.number().int().nullable(),
        address: z.string().nullable(),
        traceId: z.string().nullable(),
      }),
    )
    .max(200),
  events: z
    .array(
      z.strictObject({
        at: iso,
        kind: z.enum(['event', 'comment']),
        type: z.string(),
        data: z.string(),
        lastEventId: z.string().nullable(),
        bytes: count,
        cut: z.boolean(),
      }),
    )
    .max(200),
})

const column = z.array(count)
const gaps = z.array(ms.nullable())
const history = z.strictObject({
  from: iso,
  to: iso,
  stepMs: count,
  t: z.array(z.number()),
  attempts: z.record(z.string(), column),
  latency: z.strictObject({
    measure: z.enum(['delay', 'lateness']).nullable(),
    p50: gaps,
    p95: gaps,
    p99: gaps,
    max: gaps,
  }),
  replay: z.record(z.string(), column),
  phaseMs: z.record(z.string(), column),
  events: column,
  transitions: z.array(z.strictObject({ at: iso, phase, health, reason: z.string().min(1) })),
})

/** Retried when live, and each thing that the rules of the view tie together. */
function check(seen: z.infer<typeof view>): void {
  expect(seen.health === null).toBe(seen.phase !== 'live')
  expect(seen.retryAt === null).toBe(seen.phase !== 'waiting')
  expect(seen.delayMs === null).toBe(seen.chosenBy === null)
  if (seen.phase !== 'waiting' && seen.phase !== 'connecting') expect(seen.delayMs).toBeNull()
  if (seen.phase === 'waiting') expect(seen.delayMs).not.toBeNull()
  if (seen.phase === 'stopped') expect(seen.attempt).toBe(0)
}

test('every phase has every key, and no other', async () => {
  const beat = `event: heartbeat\ndata: {"timestamp":"2026-11-20T12:00:00.000Z"}\n\n`
  const server = await hostileServer({
    '/sse': inTurn(
      answer(503, { 'X-Trace-ID': 'first', 'Retry-After': '1' }),
      ({ socket }) => {
        const headers = { 'Content-Type': 'text/event-stream', 'X-Trace-ID': 'abc', 'Set-Cookie': 'a=hush' }
        socket.write(`${head(200, headers)}: c\n${beat}${beat}id: 1\nevent: order\ndata: x\n\n`)
      },
      answer(404),
    ),
    '/fallback': answer(200, {}, '{}'),
  })
  const it = engine(
    {
      name: 'Orders, production',
      url: `${server.url('/sse')}?token=hush&topic=a`,
      group: 'Shop',
      tags: ['prod', 'eu'],
      preset: 'heartline-gateway',
      fallback: { url: server.url('/fallback') },
      silence: null,
      recheck: '1h',
    },
    {},
  )
  const seen = new Set<string>()
  const look = (): void => {
    const detailed = detail.parse(it.detail())
    check(view.parse(it.view()))
    const now = it.clock.wall()
    const told = history.parse(it.fleet.history('it', { from: now - 60_000, to: now + 10_000, points: 100 }))
    for (const each of [told.latency.p50, told.events, ...Object.values(told.phaseMs)])
      expect(each).toHaveLength(told.t.length)
    expect(JSON.stringify([detailed, told])).not.toContain('hush')
    seen.add(detailed.phase)
  }
  it.fleet.stop('it')
  look()
  it.fleet.start('it')
  look()
  const waiting = await it.until(({ failure }) => failure?.status === 503)
  look()
  expect(waiting).toMatchObject({
    name: 'Orders, production',
    url: `${server.url('/sse')}?token=***&topic=a`,
    group: 'Shop',
    tags: ['prod', 'eu'],
    maxAttempts: 50,
    traceId: 'first',
  })
  await it.hurry()
  await it.until(({ counters }) => counters.events === 3)
  look()
  expect(it.view()).toMatchObject({
    traceId: 'abc',
    latency: { measure: 'delay', count: 2 },
    lastEventId: '1',
  })
  expect(it.detail().facts).toMatchObject({ status: 200, httpVersion: '1.1', interval: { source: 'preset' } })
  expect(it.detail().events).toMatchObject([
    { kind: 'comment', type: 'comment', data: 'c', lastEventId: null, cut: false },
    { kind: 'event', type: 'heartbeat', lastEventId: null },
    { kind: 'event', type: 'heartbeat' },
    { kind: 'event', type: 'order', data: 'x', lastEventId: '1', bytes: 28 },
  ])
  expect(it.detail().attempts).toMatchObject([
    { attempt: 1, result: 'http-status', status: 503, traceId: 'first', chosenBy: 'retry-after' },
    { attempt: 2, result: 'live', status: 200, traceId: 'abc', delayMs: null, chosenBy: null },
  ])
  expect(it.detail().attempts[1]?.address).toBe(`127.0.0.1:${server.port}`)
  server.visits('/sse')[1]?.socket.end()
  await it.phase('waiting')
  look()
  for (let tries = 0; tries < 3; tries++) {
    const before = it.view().counters.attempts
    await it.hurry()
    await it.until(({ counters, phase: now }) => counters.attempts > before && now !== 'connecting')
    look()
  }
  await it.until(({ phase: now, degraded }) => now === 'failed' && degraded?.status === 200)
  look()
  expect(it.view().degraded?.lastOkAt).not.toBeNull()
  expect([...seen].sort()).toEqual(['connecting', 'failed', 'live', 'stopped', 'waiting'])
})

test('before anything came', async () => {
  const server = await hostileServer({})
  const it = engine({ url: server.url('/'), recheck: 0 })
  expect(view.parse(it.view())).toMatchObject({
    phase: 'connecting',
    attempt: 1,
    delayMs: null,
    chosenBy: null,
    failure: null,
    uptime: null,
    latency: null,
    replay: { last: null },
    degraded: null,
  })
  expect(detail.parse(it.detail()).facts).toMatchObject({ status: null, headers: {}, timing: { dns: null } })
})

test('an event without an id shows the one in force, as the standard has it', async () => {
  const server = await hostileServer({ '/': brief('id: 1\ndata: a\n\ndata: b\n\n') })
  const it = engine({ url: server.url('/') })
  await it.until(({ counters }) => counters.events >= 2)
  expect(it.detail().events.slice(0, 2)).toMatchObject([{ lastEventId: '1' }, { lastEventId: '1' }])
})
