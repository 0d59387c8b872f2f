import { expect, test } from 'vitest'
import { brief, inTurn, stream, streamHead } from '../../helpers/hostile-server.ts'
import { against } from './rig.ts'

/** Ids that begin again, repeat, are too long, or cannot be a header. */

test('a server that lost its log and counts from 1 again: no jump, no loop', async () => {
  const upTo = (last: number) =>
    Array.from({ length: last }, (_, at) => `id: ${at + 1}\ndata: ${at + 1}\n\n`).join('')
  const { server, it } = await against(inTurn(brief(upTo(50)), stream(upTo(3))))
  await it.until(({ counters }) => counters.events === 53)
  it.clock.skip(2100)
  expect(server.visits()[1]?.lastEventId).toBe('50')
  const { replay, phase, lastEventId, counters } = it.view()
  expect({ phase, lastEventId, attempts: counters.attempts }).toEqual({
    phase: 'live',
    lastEventId: '3',
    attempts: 2,
  })
  expect(replay).toMatchObject({ truncated: 0, failed: 0, complete: 0, unknown: 1 })
})

test('the same id for ever: each event counted, none dropped', async () => {
  const { it } = await against(stream('id: 1\ndata: x\n\n'.repeat(100)))
  await it.until(({ counters }) => counters.events === 100)
  expect(it.view()).toMatchObject({ lastEventId: '1', counters: { duplicates: 99 } })
  expect(it.detail().events).toHaveLength(100)
})

test('an id over 4 KB: the request goes without it, and the verdict is unknown at once', async () => {
  const { server, it } = await against(inTurn(brief(`id: ${'ü'.repeat(2500)}\ndata: a\n\n`), stream()))
  await it.until(({ phase, counters }) => phase === 'live' && counters.connections === 2)
  expect(server.visits()[1]?.headers).not.toHaveProperty('last-event-id')
  expect(it.view().replay).toEqual({
    complete: 0,
    truncated: 0,
    failed: 0,
    snapshot: 0,
    unknown: 1,
    last: 'unknown',
  })
})

test('an id of exactly 4 KB is sent', async () => {
  const id = 'i'.repeat(4096)
  const { server, it } = await against(inTurn(brief(`id: ${id}\ndata: a\n\n`), stream()))
  await it.until(({ counters }) => counters.connections === 2)
  expect(server.visits()[1]?.lastEventId).toBe(id)
})

test('a server that asks to resume from an id that is a header of its own', async () => {
  const { server, it } = await against(inTurn(brief('id: x\tHost: evil\ndata: a\n\n'), stream()))
  await it.until(({ counters }) => counters.connections === 2)
  expect(server.visits()[1]).toMatchObject({
    lastEventId: 'x\tHost: evil',
    headers: { host: `127.0.0.1:${server.port}` },
  })
})

test.each([1, 8, 0x0b, 0x0c, 0x1b, 0x1f, 0x7f])(
  'an id with the control character %i is held back, and the verdict says so',
  async (code) => {
    const id = `a${String.fromCharCode(code)}b`
    const { server, it } = await against(
      inTurn(brief(`id: ${id}\ndata: a\n\n`), stream('id: 2\ndata: b\n\n')),
    )
    const seen = await it.until(({ phase, counters }) => phase === 'live' && counters.events === 2)
    expect(seen).toMatchObject({ attempt: 2, lastEventId: '2', counters: { attempts: 2 } })
    expect(seen.replay).toMatchObject({ unknown: 1, last: 'unknown' })
    expect(it.detail().events[0]?.lastEventId).toBe(id)
    expect(server.visits()[1]?.headers).not.toHaveProperty('last-event-id')
  },
)

test('headers that repeat what was sent as an id, in bytes of UTF-8: complete', async () => {
  const answered = ({ socket }: { socket: { write(text: string | Buffer): unknown } }) => {
    socket.write(Buffer.from(streamHead.replace('\r\n\r\n', '\r\nMercure-Last-Event-ID: ü✓\r\n\r\n'), 'utf8'))
  }
  const { it } = await against(inTurn(brief('id: ü✓\ndata: a\n\n'), answered), { preset: 'mercure' })
  const seen = await it.until(({ replay }) => replay.last !== null && replay.last !== 'pending')
  expect(seen.replay).toMatchObject({ complete: 1, last: 'complete' })
})
