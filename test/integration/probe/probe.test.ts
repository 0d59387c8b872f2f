import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createReferences, environmentSecrets } from '../../../src/main/config/references.ts'
import { createMaterials } from '../../../src/main/materials.ts'
import { openConnection } from '../../../src/main/monitor/connection/connection.ts'
import { createDialler } from '../../../src/main/monitor/dial.ts'
import { createProbes } from '../../../src/main/probe/probes.ts'
import { probeHandlers } from '../../../src/main/rpc/handlers/probes.ts'
import type { CommandInput } from '../../../src/shared/contract.ts'
import type { ProbeView } from '../../../src/shared/probe.ts'
import { engine } from '../../helpers/engine.ts'
import { answer, head, hostileServer, stream, streamHead } from '../../helpers/hostile-server.ts'
import { presetPlays } from '../../helpers/preset-bytes.ts'
import { waitUntil } from '../../helpers/wait.ts'
import { warpClock } from '../../helpers/warp-clock.ts'

/** Live checks against real servers: what a person is told of each. */

const pem = (name: string) =>
  readFileSync(new URL(`../connection/certificates/${name}`, import.meta.url), 'utf8')

const env = { HEARTLINE_SECRET_TOKEN: 'tiger-in-the-tank' }

async function rig(text = '') {
  const baseDir = await mkdtemp(join(tmpdir(), 'probe-'))
  const configFile = join(baseDir, 'heartline.yaml')
  if (text !== '') await writeFile(configFile, text)
  const clock = warpClock()
  const references = createReferences({ env, secrets: environmentSecrets(env) })
  const ending = new AbortController()
  const dialler = createDialler({
    references,
    materials: createMaterials(baseDir, ending.signal),
    proxyFor: () => null,
    open: (request, sink) => openConnection(request, sink, clock),
  })
  const probes = createProbes({ clock, references, dialler })
  const surroundings = () => ({ references, fileTrouble: () => null, baseDir })
  const handlers = probeHandlers({ probes, configFile, surroundings })
  onTestFinished(async () => {
    probes.close()
    ending.abort()
    await rm(baseDir, { recursive: true })
  })

  const ask = (
    fields: CommandInput<'probe.start'>['fields'],
    keep: readonly (readonly string[])[] = [],
    id: string | null = null,
  ) => Promise.resolve(handlers['probe.start']({ id, fields, keep: keep.map((path) => [...path]) }))

  async function start(...asked: Parameters<typeof ask>): Promise<string> {
    const result = await ask(...asked)
    if (!result.ok) throw new Error(result.error.message)
    return result.value.probe
  }

  const find = (probe: string): ProbeView | null => probes.look(probe)

  function look(probe: string): ProbeView {
    const view = find(probe)
    if (view === null) throw new Error('The check is not known.')
    return view
  }

  async function until(probe: string, fits: (view: ProbeView) => boolean): Promise<ProbeView> {
    await waitUntil(
      () => fits(look(probe)),
      5000,
      () => JSON.stringify(look(probe), null, 1),
    )
    return look(probe)
  }

  return { clock, ask, start, look, find, until, end: (probe: string) => probes.end(probe) }
}

test('a stream: answer, events, the kind of server and why, and the end after 20 s', async () => {
  const server = await hostileServer({
    '/': ({ socket }) =>
      socket.write(
        `${head(200, { 'Content-Type': 'text/event-stream', 'X-Connection-Id': 'c1', 'X-Heartbeat-Interval': '5' })}: hello\n\nid: 7\nevent: order\ndata: {"n":1}\n\nevent: heartbeat\ndata: {"timestamp":"2026-01-01T00:00:00Z"}\n\n`,
      ),
  })
  const it = await rig()
  const probe = await it.start({ url: server.url('/'), preset: 'heartline-gateway' })
  const open = await it.until(probe, ({ counts }) => counts.events === 2)
  expect(open).toMatchObject({
    state: 'open',
    status: 200,
    httpVersion: '1.1',
    remoteAddress: `127.0.0.1:${server.port}`,
    failure: null,
    counts: { events: 2, comments: 1, heartbeats: 1 },
    suggestion: {
      preset: 'heartline-gateway',
      title: 'Heartline gateway',
      because: 'the response header x-connection-id',
    },
    interval: { ms: 5000, from: 'told', beats: 1 },
    measure: 'delay',
    lastEventId: '7',
  })
  expect(open.events.map(({ kind, type }) => [kind, type])).toEqual([
    ['comment', 'comment'],
    ['event', 'order'],
    ['event', 'heartbeat'],
  ])
  expect(open.sentence).toMatch(
    /^Connected: 200, HTTP\/1\.1, first byte after \d+ ms\. 2 events and 1 comment in 1 s, 1 heartbeat among them\.$/,
  )
  it.clock.skip(20_000)
  expect(it.look(probe)).toMatchObject({ state: 'done', failure: null, lastsMs: 20_000 })
  expect(it.look(probe).sentence).toContain(' in 20 s, ')
  await waitUntil(() => server.open() === 0)
  it.clock.skip(60_001)
  expect(it.find(probe)).toBeNull()
})

test.each(Object.entries(presetPlays))('what a %s server sends first speaks for it', async (_name, play) => {
  const server = await hostileServer({
    '/': ({ socket }) => {
      const headers = { 'Content-Type': 'text/event-stream', ...play.first.headers }
      socket.write(head(200, headers) + play.first.chunks.join(''))
    },
  })
  const it = await rig()
  const probe = await it.start({ url: server.url('/') })
  const view = await it.until(probe, ({ counts }) => counts.bytes >= play.first.chunks.join('').length)
  expect(view.suggestion?.preset ?? null).toBe(play.suggested)
})

test('the interval is measured between heartbeats under the rules of the form', async () => {
  const server = await hostileServer({ '/': stream('event: beat\ndata: 1\n\n') })
  const it = await rig()
  const probe = await it.start({ url: server.url('/'), heartbeat: { events: ['beat'] } })
  await it.until(probe, ({ counts }) => counts.heartbeats === 1)
  for (const count of [2, 3, 4]) {
    it.clock.skip(3000)
    server.visits()[0]?.socket.write('event: beat\ndata: 1\n\n')
    await it.until(probe, ({ counts }) => counts.heartbeats === count)
  }
  expect(it.look(probe)).toMatchObject({
    interval: { ms: 3000, from: 'measured', beats: 4 },
    measure: 'lateness',
  })
})

test.each([
  ['401', answer(401), { kind: 'credentials', status: 401 }],
  ['a page', answer(200, { 'Content-Type': 'text/html' }, '<h1>Sign in</h1>'), { kind: 'content-type' }],
  ['500', answer(500), { kind: 'http-status', status: 500 }],
])('%s fails with its hint', async (_name, behaviour, failure) => {
  const server = await hostileServer({ '/': behaviour })
  const it = await rig()
  const probe = await it.start({ url: server.url('/') })
  const view = await it.until(probe, ({ state }) => state === 'failed')
  expect(view).toMatchObject({ failure, suggestion: null })
  expect(view.sentence).toBe(view.failure?.message)
  expect(view.failure?.hint).not.toBe('')
  await waitUntil(() => server.open() === 0)
})

test('nobody listens', async () => {
  const it = await rig()
  const probe = await it.start({ url: 'http://127.0.0.1:9/' })
  const view = await it.until(probe, ({ state }) => state === 'failed')
  expect(view).toMatchObject({ status: null, failure: { kind: 'refused' } })
})

test('headers that do not come: over after the connect timeout of the form', async () => {
  const server = await hostileServer({})
  const it = await rig()
  const probe = await it.start({ url: server.url('/'), connectTimeout: '3s' })
  await waitUntil(() => server.visits().length === 1)
  expect(it.look(probe)).toMatchObject({
    state: 'connecting',
    sentence: `Connecting to 127.0.0.1:${server.port}.`,
  })
  it.clock.skip(3001)
  expect(it.look(probe)).toMatchObject({
    state: 'failed',
    sentence: 'No answer within 3 s.',
    failure: { kind: 'connect-timeout' },
  })
  await waitUntil(() => server.open() === 0)
})

test('a stream that ends, and one that says so before', async () => {
  const server = await hostileServer({
    '/brief': ({ socket }) => socket.end(`${streamHead}data: 1\n\n`),
    '/told': stream('event: complete\ndata: {"reason":"duration_cap"}\n\n'),
  })
  const it = await rig()
  const brief = await it.start({ url: server.url('/brief') })
  const ended = await it.until(brief, ({ state }) => state === 'failed')
  expect(ended.failure?.kind).toBe('end-of-stream')
  expect(ended.sentence).toMatch(/^Connected: .* 1 event in 1 s.*without announcing it\.$/)
  const told = await it.start({ url: server.url('/told'), preset: 'heartline-gateway' })
  const view = await it.until(told, ({ state }) => state === 'done')
  expect(view.failure).toBeNull()
  expect(view.sentence).toContain('announced that it ends the stream to be opened anew')
})

test('a firehose and an event of a megabyte: twenty events, cut, and all of them counted', async () => {
  const server = await hostileServer({
    '/': stream(`id: big\ndata: ${'x'.repeat(1_000_000)}\n\n`, 'data: small\n\n'.repeat(5000)),
  })
  const it = await rig()
  const probe = await it.start({ url: server.url('/') })
  const view = await it.until(probe, ({ counts }) => counts.events === 5001)
  expect(view.events).toHaveLength(20)
  expect(view.events[0]).toMatchObject({ cut: true, lastEventId: 'big' })
  expect(view.events[0]?.data).toHaveLength(2048)
  expect(view.counts.bytes).toBeGreaterThan(1_000_000)
  expect(JSON.stringify(view).length).toBeLessThan(10_000)
})

test('secrets are sent and never shown, not even where the server repeats them', async () => {
  const server = await hostileServer({
    '/': ({ socket, headers }) =>
      socket.write(
        head(200, {
          'Content-Type': 'text/event-stream',
          'X-Echo': `you said ${headers.authorization ?? ''}`,
          'X-Kept': headers['x-api-key'] ?? '',
        }),
      ),
  })
  const it = await rig(
    'version: 1\nendpoints:\n  - id: orders\n    url: https://example.com/\n    headers: { X-Api-Key: written-out }\n',
  )
  const url = server.url('/')
  const fields = { url, headers: { Authorization: `Bearer \${secret:TOKEN}`, 'X-Api-Key': '' } }
  const probe = await it.start(fields, [['headers', 'X-Api-Key']], 'orders')
  const view = await it.until(probe, ({ state }) => state === 'open')
  expect(server.visits()[0]?.headers).toMatchObject({
    authorization: 'Bearer tiger-in-the-tank',
    'x-api-key': 'written-out',
  })
  expect(view.headers['x-echo']).toBe('you said ***')
  expect(JSON.stringify(view)).not.toMatch(/tiger|written-out/)
})

test('a header that a command prints, and a command that does not come to an end', async () => {
  const server = await hostileServer({ '/': stream(': hi\n\n') })
  const it = await rig()
  const url = server.url('/')
  const quick = await it.start({
    url,
    headersFrom: { command: ['echo', 'from-a-command'], prefix: 'Bearer ' },
  })
  await it.until(quick, ({ state }) => state === 'open')
  expect(server.visits()[0]?.headers.authorization).toBe('Bearer from-a-command')
  const slow = await it.start({ url, headersFrom: { command: ['sleep', '60'] } })
  it.end(slow)
  expect(it.look(slow)).toMatchObject({ state: 'done', failure: null })
  expect(it.look(slow).sentence).toMatch(/^Ended before .* answered\.$/)
  const none = await it.start({ url, headersFrom: { command: ['no-such-program'] } })
  const view = await it.until(none, ({ state }) => state === 'failed')
  expect(view).toMatchObject({ failure: { kind: 'credentials' }, status: null })
  expect(server.visits()).toHaveLength(1)
})

test('a certificate that nobody vouches for, and the same accepted', async () => {
  const tls = { cert: pem('server.pem'), key: pem('server.key') }
  const server = await hostileServer({ '/': stream(': hi\n\n') }, tls)
  const it = await rig()
  const strict = await it.start({ url: server.url('/') })
  const refused = await it.until(strict, ({ state }) => state === 'failed')
  expect(refused.failure?.kind).toBe('certificate')
  const lenient = await it.start({ url: server.url('/'), tls: { insecure: true } })
  expect((await it.until(lenient, ({ state }) => state === 'open')).timing.tls).not.toBeNull()
})

test('fields that are wrong are told, and nothing is dialled', async () => {
  const it = await rig()
  expect(await it.ask({ url: 'http://127.0.0.1:9/', heartbeat: { interval: '5' } })).toMatchObject({
    ok: false,
    error: { code: 'wrong-fields', message: 'heartbeat.interval: "5" is not a duration.' },
  })
  expect(await it.ask({ url: `http://\${env:NOWHERE}/` })).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('NOWHERE is not set') },
  })
  expect(await it.ask({})).toMatchObject({ ok: false, error: { message: 'url: The URL is missing.' } })
})

test('four at a time: the oldest makes room; ended ones stay to be seen', async () => {
  const server = await hostileServer({ '/': stream(': hi\n\n') })
  const it = await rig()
  const probes: string[] = []
  for (let count = 0; count < 5; count++) {
    const probe = await it.start({ url: server.url('/') })
    await it.until(probe, ({ state }) => state === 'open')
    probes.push(probe)
  }
  expect(probes.map((probe) => it.look(probe).state)).toEqual(['done', 'open', 'open', 'open', 'open'])
  await waitUntil(() => server.open() === 4)
  for (const probe of probes) it.end(probe)
  await waitUntil(() => server.open() === 0)
  expect(it.look(probes[4] ?? '').state).toBe('done')
})

test('a stream to the same URL goes on untouched', async () => {
  const server = await hostileServer({ '/': stream('data: 1\n\n') })
  const fleet = engine({ url: server.url('/') })
  await fleet.until(({ counters }) => counters.events === 1)
  const before = fleet.view()
  const it = await rig()
  const probe = await it.start({ url: server.url('/') })
  await it.until(probe, ({ counts }) => counts.events === 1)
  it.end(probe)
  await waitUntil(() => server.open() === 1)
  server.visits()[0]?.socket.write('data: 2\n\n')
  const after = await fleet.until(({ counters }) => counters.events === 2)
  expect(after).toMatchObject({
    phase: 'live',
    since: before.since,
    counters: { connections: 1, attempts: 1 },
  })
})
