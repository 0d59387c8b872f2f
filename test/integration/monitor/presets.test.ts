import { expect, test } from 'vitest'
import type { PresetName } from '../../../src/shared/settings.ts'
import type { EndpointView } from '../../../src/shared/view.ts'
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
import { type PlayedConnection, presetPlays } from '../../helpers/preset-bytes.ts'
import { waitUntil } from '../../helpers/wait.ts'

/** Each row of the table of 3-wire.md, played as its server plays it. */

/** Chunk by chunk, each in a packet of its own. */
function played({ headers, chunks }: PlayedConnection): Behaviour {
  return ({ socket }) => {
    socket.write(head(200, { 'Content-Type': 'text/event-stream', ...headers }))
    const next = (index: number): void => {
      const text = chunks[index]
      if (text !== undefined) socket.write(text, () => setImmediate(next, index + 1))
    }
    next(0)
  }
}

/** How the endpoint must stand after what the second connection told of its end. */
const after: Readonly<
  Record<'nothing' | 'rotation' | 'final' | 'retry' | 'terminal', (view: EndpointView) => boolean>
> = {
  nothing: ({ phase }) => phase === 'live',
  rotation: ({ phase, chosenBy, failure }) =>
    phase === 'waiting' && chosenBy === 'rotation' && failure?.kind !== 'told-error',
  final: ({ phase }) => phase === 'stopped',
  retry: ({ phase, failure }) =>
    phase === 'waiting' && failure?.kind === 'told-error' && failure.terminal === false,
  // A status is doubted first, since the endpoint was live before (1-model.md, rule 8).
  terminal: ({ phase, failure, delayMs }) =>
    phase === 'waiting' && failure?.kind === 'told-error' && failure.terminal && delayMs === 30_000,
}

/** What the third request resumes from: a lost replay forgets, ids after the loss count again. */
const resumedThen: Partial<Record<PresetName, string | null>> = {
  mercure: null,
  centrifugo: null,
}

const names = Object.keys(presetPlays) as PresetName[]

test.each(names)('%s', async (preset) => {
  const { first, second, expected } = presetPlays[preset]
  const server = await hostileServer({
    '/': inTurn(played(first), played(second), stream()),
    '/snapshot': answer(200, {}, '{}'),
  })
  const it = engine({ preset, url: server.url('/'), snapshotUrl: server.url('/snapshot') })

  await it.until(
    ({ counters, lastEventId }) =>
      counters.heartbeats === expected.heartbeats && lastEventId === expected.resumeFrom,
  )
  const { facts } = it.detail()
  expect(facts).toMatchObject({ interval: expected.interval, silence: expected.silence })
  const known = expected.interval.ms !== null || expected.silence.ms !== null
  expect(it.view().health).toBe(known ? 'fresh' : 'unproven')
  expect(server.visits('/')[0]?.lastEventId).toBeNull()

  server.visits('/')[0]?.socket.end()
  await it.hurry()
  await waitUntil(() => server.visits('/').length === 2)
  expect(server.visits('/')[1]?.lastEventId).toBe(expected.resumeFrom)
  await it.until((view) => view.counters.connections === 2 && after[expected.told](view))
  if (it.view().replay.last === 'pending') it.clock.skip(2101)
  const { replay } = await it.until(({ replay }) => replay.last === expected.verdict)
  expect(replay[expected.verdict]).toBe(1)
  const lost = expected.verdict === 'truncated'
  await it.until(({ rehydrations }) => rehydrations.ok === (lost ? 1 : 0))

  if (it.view().phase === 'live') server.visits('/')[1]?.socket.end()
  await it.until(({ phase }) => phase === 'waiting' || phase === 'failed')
  if (it.view().phase === 'failed') it.fleet.retry('it')
  else await it.hurry()
  await waitUntil(() => server.visits('/').length === 3)
  const resumed = resumedThen[preset] === undefined ? expected.lastId : resumedThen[preset]
  expect(server.visits('/')[2]?.lastEventId).toBe(resumed)
  expect(it.view().counters.attempts).toBe(3)
})

const scheduled = names.filter((preset) => presetPlays[preset].expected.scheduled !== null)

test.each(scheduled)('%s: a close on its schedule is a rotation', async (preset) => {
  const { first, expected } = presetPlays[preset]
  const server = await hostileServer({ '/': played(first) })
  // The time that is passed at once would else be silence.
  const it = engine({ preset, url: server.url('/'), silence: null })
  await it.until(({ lastEventId }) => lastEventId === expected.resumeFrom)
  it.clock.skip(expected.scheduled ?? 0)
  server.visits('/')[0]?.socket.end()
  await it.phase('waiting')
  expect(it.view()).toMatchObject({
    chosenBy: 'rotation',
    attempt: 1,
    failure: null,
    counters: { rotations: 1 },
  })
  expect(it.view().delayMs).toBeLessThanOrEqual(1000)
})

test('wikimedia: a 400 for the id forgets it and tries once more', async () => {
  const { first, expected } = presetPlays.wikimedia
  const server = await hostileServer({
    '/': inTurn(played(first), answer(400, {}, '{"message":"bad id"}'), stream(':ok\n\n')),
  })
  const it = engine({ preset: 'wikimedia', url: server.url('/') })
  await it.until(({ lastEventId }) => lastEventId === expected.resumeFrom)
  server.visits()[0]?.socket.end()
  await it.hurry()
  await it.until(({ failure }) => failure?.status === 400)
  expect(it.view()).toMatchObject({ phase: 'waiting', lastEventId: null, attempt: 3 })
  await it.hurry()
  await it.phase('live')
  expect(server.visits().map(({ lastEventId }) => lastEventId)).toEqual([null, expected.resumeFrom, null])
})

test('wikimedia: a 400 without an id is believed like any other', async () => {
  const server = await hostileServer({ '/': answer(400) })
  const it = engine({ preset: 'wikimedia', url: server.url('/') })
  const failed = await it.phase('failed')
  expect(failed.counters.attempts).toBe(1)
})

test.each([
  [3000, 'waiting'],
  [3500, 'failed'],
  [4200, 'waiting'],
  [4501, 'failed'],
])('centrifugo: a disconnect with code %i leads to %s', async (code, phase) => {
  const server = await hostileServer({
    '/': stream(`data: {"disconnect":{"code":${code},"reason":"because"}}\n\n`),
  })
  const it = engine({ preset: 'centrifugo', url: server.url('/'), retry: { base: '5s', cap: '9s' } })
  const seen = await it.until(({ failure }) => failure !== null)
  expect(seen).toMatchObject({ phase, failure: { kind: 'told-error', terminal: phase === 'failed' } })
  expect(seen.failure?.message).toContain('because')
})

test('nchan: a status in a comment, as nginx writes it', async () => {
  const server = await hostileServer({ '/': stream(': hi\n\n:410: 410 Gone\n\n') })
  const it = engine({ preset: 'nchan', url: server.url('/') })
  const seen = await it.until(({ failure }) => failure !== null)
  expect(seen.failure).toMatchObject({
    kind: 'told-error',
    status: 410,
    message: 'The server told of status 410 (Gone) in a comment.',
  })
})

test('an id that the server calls an error is never sent back', async () => {
  const server = await hostileServer({
    '/': inTurn(
      ({ socket }) =>
        socket.write(`${streamHead}id: room:1\ndata: a\n\nid: error\nevent: stream-error\ndata: {}\n\n`),
      stream(),
    ),
  })
  const it = engine({ preset: 'django-eventstream', url: server.url('/') })
  await it.hurry()
  await waitUntil(() => server.visits().length === 2)
  expect(server.visits()[1]?.lastEventId).toBe('room:1')
})
