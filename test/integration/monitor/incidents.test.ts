import { execFile, spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { createKnownIncidents } from '../../../src/main/history/known-incidents.ts'
import type { IncidentRecord } from '../../../src/main/monitor/incidents/types.ts'
import { type Engine, engine } from '../../helpers/engine.ts'
import { answer, brief, hostileServer, inTurn, stream, streamHead } from '../../helpers/hostile-server.ts'
import { waitUntil } from '../../helpers/wait.ts'

/** What becomes an incident, on real sockets. */

function only(it: Engine): IncidentRecord {
  const [incident, ...others] = it.incidents.newest()
  if (incident === undefined || others.length > 0)
    throw new Error(`One incident was expected: ${JSON.stringify(it.incidents.newest(), null, 1)}`)
  return incident
}

async function incidents(it: Engine, fits: (all: readonly IncidentRecord[]) => boolean): Promise<void> {
  await waitUntil(
    () => fits(it.incidents.newest()),
    5000,
    () => JSON.stringify(it.incidents.newest(), null, 1),
  )
}

test('an outage reaches from the last sign of life to the return, with all that was tried', async () => {
  const server = await hostileServer({
    '/': inTurn(
      stream('id: 7\ndata: x\n\n'),
      answer(503, { 'X-Trace-ID': 'trace-503', 'Retry-After': '0', Server: 'hoster' }),
      stream(),
    ),
  })
  const it = engine({
    url: server.url('/'),
    name: 'Orders',
    silence: '15s',
    retry: { base: '10s', cap: '20s' },
  })
  await it.until(({ lastEventId }) => lastEventId === '7')
  const { lastSignAt } = it.view()
  it.clock.skip(15_001)
  await incidents(it, (all) => all.length === 1)
  const begun = only(it)
  expect(begun).toMatchObject({
    kind: 'outage',
    endpoints: ['it'],
    start: Date.parse(lastSignAt ?? ''),
    end: null,
    cause: 'No sign of life for 15 s.',
    flapping: false,
  })
  expect(begun.evidence).toMatchObject([{ endpoint: 'it', status: 200, lastEventId: '7', attempts: [] }])

  await it.hurry()
  await it.until(({ attempt, phase }) => attempt === 3 && phase === 'waiting')
  expect(it.fleet.evidence('it', begun.start)).toMatchObject({
    status: 503,
    attempts: [{ result: 'http-status' }],
  })
  await it.hurry()
  await it.phase('live')
  const over = only(it)
  expect(over).toMatchObject({ id: begun.id, start: begun.start, cause: begun.cause })
  expect(over.end).toBeGreaterThan(begun.start + 15_000)
  const [evidence] = over.evidence
  expect(evidence).toMatchObject({
    name: 'Orders',
    status: 503,
    lastEventId: '7',
    remoteAddress: `127.0.0.1:${server.port}`,
    responseHeaders: { server: 'hoster', 'x-trace-id': 'trace-503' },
    attempts: [{ result: 'http-status', status: 503, traceId: 'trace-503' }, { result: 'live' }],
  })
})

const hasCurl = spawnSync('curl', ['--version']).status === 0

test.skipIf(!hasCurl)('the command makes the same request', async () => {
  const server = await hostileServer({
    '/a%20b': inTurn(brief("id: it's 7\ndata: x\n\n"), answer(503), stream()),
  })
  const it = engine({
    url: server.url('/a%20b?list[]=1&q=$HOME'),
    headers: { 'X-Tenant': "o'brien", Accept: 'text/event-stream;q=1', 'X-Empty': '' },
    retry: { base: '10s', cap: '20s' },
  })
  await it.until(({ phase }) => phase === 'waiting')
  await it.hurry()
  await it.until(({ attempt, phase }) => attempt === 3 && phase === 'waiting')
  const own = server.visits().at(-1)
  const command = it.fleet.evidence('it', 0)?.curl ?? ''
  const run = execFile('sh', ['-c', `exec ${command} -m 5`], () => undefined)
  await waitUntil(() => server.visits().length === 3)
  run.kill()
  const visit = server.visits().at(-1)
  expect(visit?.target).toBe(own?.target)
  expect(visit?.lastEventId).toBe("it's 7")
  expect(visit?.headers).toMatchObject({
    accept: 'text/event-stream;q=1',
    'cache-control': 'no-cache',
    'accept-encoding': 'identity',
    'x-tenant': "o'brien",
    'x-empty': '',
  })
})

test('a stop, and the removal of the endpoint, end it', async () => {
  const server = await hostileServer({ '/': answer(503), '/other': answer(404) })
  const it = engine([{ url: server.url('/') }, { id: 'other', url: server.url('/other') }])
  await incidents(it, (all) => all.length === 2)
  expect(it.incidents.counts().open).toBe(2)
  it.fleet.stop('it')
  expect(it.incidents.newest().filter(({ end }) => end === null)).toMatchObject([{ endpoints: ['other'] }])
  it.rewrite([{ url: server.url('/') }])
  expect(it.incidents.counts().open).toBe(0)
  expect(it.incidents.newest()).toHaveLength(2)
})

test('more than three within ten minutes become the first of them, which takes the notes of the others', async () => {
  const server = await hostileServer({
    '/': ({ socket, nth }) => {
      socket.write(`${streamHead}data: x\n\n`)
      if (nth <= 4) setTimeout(() => socket.end(), 20)
    },
  })
  const it = engine({ url: server.url('/') })
  await incidents(it, (all) => all.length === 3)
  const three = it.incidents.newest()
  for (const { id } of three) it.incidents.note(id, `About ${id}.`, null)
  await it.until(({ phase, attempt }) => phase === 'live' && attempt === 5)
  const merged = only(it)
  expect(merged).toMatchObject({ id: three[2]?.id, start: three[2]?.start, flapping: true })
  expect(merged.end).not.toBeNull()
  for (const { id } of three) expect(merged.notes).toContain(`About ${id}.`)
  expect(it.fleet.facts('it')?.outages).toMatchObject([{ flapping: true, cause: merged.cause }])
})

test('a truncated replay lasts from the last good moment to the verdict', async () => {
  const server = await hostileServer({
    '/': inTurn(brief('id: 1\ndata: x\n\n'), stream('event: replay-truncated\ndata: {}\n\n')),
  })
  const it = engine({ url: server.url('/') })
  await it.until(({ replay }) => replay.truncated === 1)
  const lost = it.incidents.newest().find(({ kind }) => kind === 'replay')
  expect(lost).toMatchObject({
    cause: 'The server said so: event replay-truncated.',
    evidence: [{ lastEventId: '1', status: 200 }],
  })
  expect(lost?.evidence[0]?.curl).toContain("-H 'Last-Event-ID: 1'")
  const missed = it.fleet.facts('it')?.missed
  expect(lost?.start).toBe(Date.parse(missed?.since ?? ''))
  expect(lost?.end).toBeGreaterThanOrEqual(lost?.start ?? Number.NaN)
})

test('a failed replay lasts until the full state was fetched', async () => {
  let release: () => void = () => undefined
  const server = await hostileServer({
    '/': inTurn(brief('id: 1\ndata: x\n\n'), stream('event: replay-failed\ndata: {}\n\n')),
    '/state': (visit) => {
      release = () => answer(200, {}, '{"a":1}')(visit)
    },
  })
  const it = engine({ url: server.url('/'), snapshotUrl: server.url('/state') })
  await waitUntil(() => server.visits('/state').length === 1)
  const replay = () => it.incidents.newest().find(({ kind }) => kind === 'replay')
  expect(replay()).toMatchObject({ end: null, cause: 'The server said so: event replay-failed.' })
  release()
  await it.until(({ rehydrations }) => rehydrations.ok === 1)
  expect(replay()?.end).not.toBeNull()
  expect(replay()?.cause).toMatch(
    /^The server said so: event replay-failed\. Full state fetched again: status 200, 7 bytes/,
  )
})

test('the timeline tells what happened from shortly before to shortly after', async () => {
  const server = await hostileServer({
    '/': inTurn(stream('data: x\n\n'), answer(503), stream()),
  })
  const it = engine({ url: server.url('/'), silence: '15s', retry: { base: '10s', cap: '20s' } })
  await it.phase('live')
  it.clock.skip(15_001)
  await incidents(it, (all) => all.length > 0)
  await it.hurry()
  await it.until(({ attempt, phase }) => attempt === 3 && phase === 'waiting')
  await it.hurry()
  await it.phase('live')
  const known = createKnownIncidents({ book: it.incidents, fleet: it.fleet, past: null, wall: it.clock.wall })
  const incident = it.incidents.newest().at(-1)
  if (incident === undefined) throw new Error('There is no incident.')
  const { timeline } = await known.detail(incident)
  const told = timeline.map(({ phase, reason }) => `${phase}: ${reason}`)
  expect(told).toContain('waiting: No sign of life for 15 s.')
  expect(told).toContain('waiting: The server answered 503 (unavailable) instead of a stream.')
  expect(told.at(-1)).toBe('live: The stream is open.')
  expect(timeline.map(({ at }) => at)).toEqual(timeline.map(({ at }) => at).toSorted())
})
