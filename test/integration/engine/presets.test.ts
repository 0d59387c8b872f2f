import { expect, test } from 'vitest'
import { presets } from '../../../src/main/monitor/presets.ts'
import type { PresetName } from '../../../src/shared/settings.ts'
import type { EndpointView, Sourced } from '../../../src/shared/view.ts'
import { engine, type Written } from '../../helpers/engine.ts'
import { answer, type Behaviour, head, hostileServer, inTurn, stream } from '../../helpers/hostile-server.ts'
import { type PlayedConnection, type PresetPlay, presetPlays } from '../../helpers/preset-bytes.ts'
import { waitUntil } from '../../helpers/wait.ts'

/**
 * "What a preset says is only the default" (3-wire.md): each row of the table, spelled out in the keys of heartline.yaml on
 * a plain `standard`, makes the same of the same bytes as the preset; in pieces of one byte, with the other line ends, too.
 */

const span = (ms: number): string => `${ms}ms`

/** The preset's data in the words of heartline.yaml; what it leaves out is switched off, as `standard` has it on. */
function spelled(name: PresetName): Partial<Written> {
  const { heartbeat, silence, ids, replay, complete, errors, deaf, rotation } = presets[name]
  return {
    preset: 'standard',
    heartbeat: {
      events: [...(heartbeat?.events ?? [])],
      comments: heartbeat?.comments ?? false,
      data: heartbeat?.data ?? null,
      timestamp: heartbeat?.timestamp ?? null,
      ...(heartbeat?.interval ? { interval: span(heartbeat.interval) } : {}),
    },
    ...(silence ? { silence: span(silence) } : {}),
    ids: { kind: ids?.kind, ignore: [...(ids?.ignore ?? [])], path: ids?.path ?? null },
    replay: {
      truncated: [...(replay?.truncated ?? [])],
      failed: [...(replay?.failed ?? [])],
      header: replay?.header ?? null,
      field: replay?.field ?? null,
      snapshot: replay?.snapshot ?? false,
      badIdStatus: replay?.badIdStatus ?? null,
    },
    complete: { events: [...(complete?.events ?? [])], rotation: [...(complete?.rotation ?? [])] },
    errors: {
      events: [...(errors?.events ?? [])],
      retryable: errors?.retryable ?? null,
      comments: errors?.comments ?? false,
      code: errors?.code ?? null,
    },
    deaf: { events: [...(deaf?.events ?? [])], restored: [...(deaf?.restored ?? [])] },
    ...(rotation ? { rotation: { every: span(rotation.every) } } : {}),
  }
}

/** One byte a packet, lines ended as given. */
function byteByByte({ headers, chunks }: PlayedConnection, lineEnd: string): Behaviour {
  const bytes = Buffer.from(chunks.join('').replaceAll('\n', lineEnd))
  return ({ socket }) => {
    socket.write(head(200, { 'Content-Type': 'text/event-stream', ...headers }))
    const next = (at: number): void => {
      if (at < bytes.length && !socket.destroyed) socket.write(bytes.subarray(at, at + 1), () => next(at + 1))
    }
    next(0)
  }
}

const standing: Readonly<Record<PresetPlay['expected']['told'], (view: EndpointView) => boolean>> = {
  nothing: ({ phase }) => phase === 'live',
  rotation: ({ phase, chosenBy }) => phase === 'waiting' && chosenBy === 'rotation',
  final: ({ phase }) => phase === 'stopped',
  retry: ({ phase, failure }) => phase === 'waiting' && failure?.kind === 'told-error' && !failure.terminal,
  // It was live before, so that the word is doubted first (1-model.md, rule 8).
  terminal: ({ phase, failure }) =>
    phase === 'waiting' && failure?.kind === 'told-error' && failure.terminal === true,
}

const configured = ({ ms, source }: Sourced, own: number | null | undefined): Sourced =>
  source === null ? { ms, source } : typeof own === 'number' ? { ms: own, source: 'config' } : { ms, source }

const names = Object.keys(presetPlays) as PresetName[]

test.each(
  names.flatMap(
    (name) =>
      [
        [name, 'LF', '\n'],
        [name, 'CRLF', '\r\n'],
        [name, 'CR', '\r'],
      ] as const,
  ),
)('%s by its keys alone, byte by byte, with %s', async (name, _said, lineEnd) => {
  const { first, second, expected } = presetPlays[name]
  const server = await hostileServer({
    '/': inTurn(byteByByte(first, lineEnd), byteByByte(second, lineEnd), stream()),
    '/state': answer(200, {}, '{}'),
  })
  const it = engine({ url: server.url('/'), snapshotUrl: server.url('/state'), ...spelled(name) })
  await it.until(
    ({ counters, lastEventId }) =>
      counters.heartbeats === expected.heartbeats && lastEventId === expected.resumeFrom,
  )
  expect(it.detail().facts).toMatchObject({
    interval: configured(expected.interval, presets[name].heartbeat?.interval),
    silence: configured(expected.silence, presets[name].silence),
  })

  server.visits('/')[0]?.socket.end()
  await it.hurry()
  await waitUntil(() => server.visits('/').length === 2)
  expect(server.visits('/')[1]?.lastEventId).toBe(expected.resumeFrom)
  await it.until((view) => view.counters.connections === 2 && standing[expected.told](view))
  const lost = expected.verdict === 'truncated'
  await it.until(({ lastEventId }) => lastEventId === expected.lastId || lost)
  if (it.view().replay.last === 'pending') it.clock.skip(2001)
  const view = await it.until(({ replay }) => replay.last === expected.verdict)
  expect(view.replay[expected.verdict]).toBe(1)
  await it.until(({ rehydrations }) => rehydrations.ok === (lost ? 1 : 0))
  expect(view.counters).toMatchObject({ attempts: 2, connections: 2, duplicates: 0 })
})
