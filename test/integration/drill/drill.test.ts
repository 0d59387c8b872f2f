import { expect, test } from 'vitest'
import type { DrillView } from '../../../src/shared/view.ts'
import { engine, type Written } from '../../helpers/engine.ts'
import { answer, type Behaviour, hostileServer, inTurn, stream } from '../../helpers/hostile-server.ts'
import { waitUntil } from '../../helpers/wait.ts'

/** Replay drills against real servers: what a person is told, and that the watched stream knows nothing of it. */

const event = (id: number | string, data = `event ${id}`): string => `id: ${id}\ndata: ${data}\n\n`
const run = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, index) => event(from + index)).join('')
const heartbeat = 'event: heartbeat\ndata: {}\n\n'

/** The first request is the stream that is watched, with the events 1 to 30; each later one is `drilled`. */
async function watched(drilled: Behaviour, more: Partial<Written> = {}, first = run(1, 30)) {
  const server = await hostileServer({
    '/sse': inTurn(stream(first), drilled),
  })
  const one = engine({ url: server.url('/sse'), preset: 'heartline-gateway', silence: '5m', ...more })
  await one.phase('live')
  await waitUntil(() => one.view().lastSignAt !== null && one.detail().events.length > 0, 5000)
  return { ...one, server }
}

type Watched = Awaited<ReturnType<typeof watched>>

async function drill({ drills }: Watched, from: string | null = null): Promise<DrillView> {
  const result = await drills.drill('it', from)
  if (result.ok) return result.value
  throw new Error(result.error.message)
}

/** All that a drill must not touch. */
function untouched({ fleet, view, detail }: Watched) {
  const { counters, replay, attempt, since, uptime, phase, lastEventId } = view()
  const { attempts, events } = detail()
  const [record] = fleet.figures([])
  return {
    counters,
    replay,
    attempt,
    since,
    uptime,
    phase,
    lastEventId,
    attempts,
    events,
    attemptsBy: record?.attempts,
  }
}

test('all that is known to follow comes back: complete, and the watched stream knows nothing of it', async () => {
  const one = await watched((visit) => stream(run(Number(visit.lastEventId) + 1, 30))(visit))
  const before = untouched(one)
  const graded = await drill(one)
  expect(graded).toMatchObject({
    from: '10',
    verdict: 'complete',
    evidence: 'All 20 events that are known to follow came back.',
    expected: 20,
    returned: 20,
    missing: [],
    doubled: 0,
    outOfOrder: 0,
    received: 20,
    status: 200,
    failure: null,
  })
  expect(one.server.visits('/sse').map(({ lastEventId }) => lastEventId)).toEqual([null, '10'])
  expect(untouched(one)).toEqual(before)
  await waitUntil(() => one.server.open() === 1, 2000)
})

test('what is left out is named, whatever the server says', async () => {
  const one = await watched(stream(run(11, 14) + run(17, 30)))
  expect(await drill(one)).toMatchObject({
    verdict: 'truncated',
    expected: 20,
    returned: 18,
    missing: ['15', '16'],
  })
})

test("ids that are no numbers are told by the tail's own knowledge", async () => {
  const named = (names: string): string => [...names].map((name) => event(`id-${name}`)).join('')
  const one = await watched(stream(named('cdf')), {}, named('abcdef'))
  expect(await drill(one, 'id-b')).toMatchObject({
    verdict: 'truncated',
    evidence: '1 event of the 4 that are known to follow did not come back, the first of them "id-e".',
    missing: ['id-e'],
  })
})

test.each([
  ['replay-truncated', 'truncated'],
  ['replay-failed', 'failed'],
])('the word %s of the server is its verdict', async (type, verdict) => {
  const one = await watched(stream(`event: ${type}\ndata: {}\n\n${run(29, 30)}`))
  expect(await drill(one)).toMatchObject({ verdict, evidence: `The server said so: event ${type}.` })
})

test('what comes twice, and what comes too late, is counted', async () => {
  const one = await watched(stream(event(12) + event(11) + event(12) + run(13, 30)))
  expect(await drill(one)).toMatchObject({ returned: 20, doubled: 1, outOfOrder: 1 })
})

test('heartbeats are no events, and hold no drill up', async () => {
  const one = await watched(stream(heartbeat + run(11, 20) + heartbeat + run(21, 30) + heartbeat))
  expect(await drill(one)).toMatchObject({ verdict: 'complete', received: 20 })
})

test('a server that replays nothing is found out after two quiet seconds', async () => {
  const one = await watched(stream(heartbeat))
  const graded = drill(one)
  await waitUntil(() => one.server.visits('/sse').length === 2, 2000)
  expect(await graded).toMatchObject({
    verdict: 'truncated',
    expected: 20,
    returned: 0,
    received: 0,
    firstEventMs: null,
  })
})

test('an id that the tail does not hold is graded by what the server shows', async () => {
  const one = await watched(stream(heartbeat), {}, run(100, 110))
  expect(await drill(one, '7')).toMatchObject({
    from: '7',
    verdict: 'unknown',
    expected: null,
    returned: null,
  })
})

test.each([
  [401, 'The credentials were refused'],
  [503, 'The server answered 503'],
])('a server that answers %s leaves the question open, and the stream as it is', async (status) => {
  const one = await watched(answer(status))
  const before = untouched(one)
  const graded = await drill(one)
  expect(graded).toMatchObject({ verdict: 'unknown', status })
  expect(graded.failure?.message).toContain(String(status))
  expect(untouched(one)).toEqual(before)
})

test('a server that never answers is given up in time', async () => {
  const one = await watched(() => undefined, { connectTimeout: '300ms' })
  expect(await drill(one)).toMatchObject({
    verdict: 'unknown',
    failure: { message: 'No answer within 0.3 s.' },
  })
})

test('what keeps a drill from beginning is said', async () => {
  const refused = async (one: Watched, id = 'it') => {
    const result = await one.drills.drill(id, null)
    return result.ok ? 'not refused' : result.error.code
  }
  expect(await refused(await watched(() => undefined), 'nobody')).toBe('unknown-endpoint')
  expect(await refused(await watched(() => undefined, { resume: false }))).toBe('drill-without-resume')
  expect(await refused(await watched(() => undefined, {}, 'data: no id\n\n'))).toBe('drill-without-ids')
  const busy = await watched(stream())
  void busy.drills.drill('it', null)
  expect(await refused(busy)).toBe('drill-under-way')
})

test('secrets stand in no sentence', async () => {
  const one = await watched(answer(404, {}, 'tiger-in-the-tank'), {
    headers: { Authorization: 'Bearer tiger-in-the-tank' },
  })
  expect(JSON.stringify(await drill(one))).not.toContain('tiger')
})
