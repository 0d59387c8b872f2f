import { expect, test } from 'vitest'
import { engine, type Written } from '../../helpers/engine.ts'
import { answer, type Behaviour, brief, hostileServer, inTurn, stream } from '../../helpers/hostile-server.ts'
import { waitUntil } from '../../helpers/wait.ts'

/** Ids: what is committed, what is sent back, and what it says of a replay. */

async function against(behaviour: Behaviour, more: Partial<Written> = {}) {
  const server = await hostileServer({ '/': behaviour, '/snapshot': answer(200, {}, '[]') })
  return { server, it: engine({ url: server.url('/'), ...more }) }
}

/** What the second request resumed from. */
async function resumed(text: string, more: Partial<Written> = {}): Promise<string | null | undefined> {
  const { server } = await against(inTurn(brief(text), stream()), more)
  await waitUntil(() => server.visits().length === 2)
  return server.visits()[1]?.lastEventId
}

test.each([
  ['an id', 'id: 7\ndata: a\n\n', '7'],
  ['an id without data', 'id: 8\n\n', '8'],
  ['an id with NUL', 'id: 7\ndata: a\n\nid: 8\0\ndata: b\n\n', '7'],
  ['an id that is not committed yet', 'id: 7\ndata: a\n\nid: 8\ndata: b\n', '7'],
  ['an id in a block that ends with the socket', 'id: 7\ndata: a\n\nid: 8', '7'],
  ['a unicode id', 'id: größe-✓-😀\ndata: a\n\n', 'größe-✓-😀'],
  ['an empty id', 'id: 7\ndata: a\n\nid:\ndata: b\n\n', null],
  ['the field name alone', 'id: 7\ndata: a\n\nid\ndata: b\n\n', null],
  ['an id of spaces', 'id:  7 \ndata: a\n\n', '7'],
  ['ID in capitals', 'ID: 7\ndata: a\n\n', null],
  ['an id with a colon', 'id: a:b: c\ndata: a\n\n', 'a:b: c'],
])('%s', async (_name, text, expected) => {
  expect(await resumed(text)).toBe(expected)
})

test('unicode ids go out as the bytes of UTF-8', async () => {
  const { server } = await against(inTurn(brief('id: ü\ndata: a\n\n'), stream()))
  await waitUntil(() => server.visits().length === 2)
  expect(Buffer.from(server.visits()[1]?.headers['last-event-id'] ?? '', 'latin1').toString('hex')).toBe(
    'c3bc',
  )
})

test('an id over 4 KB is not sent, and the verdict is unknown', async () => {
  const { server, it } = await against(
    inTurn(brief(`id: ${'i'.repeat(5000)}\ndata: a\n\n`), stream('data: b\n\n')),
  )
  await waitUntil(() => server.visits().length === 2)
  expect(server.visits()[1]?.headers['last-event-id']).toBeUndefined()
  await it.until(({ counters }) => counters.events === 2)
  it.clock.skip(2100)
  expect(it.view().replay).toMatchObject({ truncated: 0, complete: 0 })
})

test('the id outlives failed resumes', async () => {
  const { server, it } = await against(
    inTurn(brief('id: 7\ndata: a\n\n'), answer(503), ({ socket }) => socket.resetAndDestroy(), stream()),
  )
  await it.until(({ phase, attempt }) => phase === 'live' && attempt === 4)
  expect(server.visits().map(({ lastEventId }) => lastEventId)).toEqual([null, '7', '7', '7'])
})

test('resume: false sends none', async () => {
  expect(await resumed('id: 7\ndata: a\n\n', { resume: false })).toBeNull()
})

test('duplicates of the whole backlog are counted, one by one, and the replay goes on', async () => {
  const events = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, at) => `id: ${from + at}\ndata: ${from + at}\n\n`).join('')
  const { it } = await against(inTurn(brief(events(1, 500)), stream(events(1, 501))))
  const seen = await it.until(
    ({ lastEventId, counters }) => lastEventId === '501' && counters.events === 1001,
  )
  expect(seen.counters.duplicates).toBe(500)
  expect(seen.replay).toMatchObject({ complete: 1, truncated: 0, unknown: 0, last: 'complete' })
})

test('duplicates among ids that are no numbers, too', async () => {
  const ids = ['b7', 'x-1', 'ä', '{"a":1}']
  const text = ids.map((id) => `id: ${id}\ndata: x\n\n`).join('')
  const { it } = await against(inTurn(brief(text), stream(text)))
  await it.until(({ counters }) => counters.events === 8)
  expect(it.view().counters.duplicates).toBe(4)
})

test('a later server, a jump at once: truncated, told with its ids, the state fetched anew', async () => {
  const { server, it } = await against(
    inTurn(brief('id: 1\ndata: a\n\nid: 2\ndata: b\n\n'), stream('id: 9\ndata: c\n\n')),
  )
  const rewritten = { url: server.url('/'), snapshotUrl: server.url('/snapshot') }
  it.rewrite([rewritten])
  const seen = await it.until(({ rehydrations }) => rehydrations.ok === 1)
  expect(seen.replay).toMatchObject({ truncated: 1, last: 'truncated' })
  expect(seen.lastEventId).toBe('9')
  server.visits('/')[1]?.socket.end()
  await waitUntil(() => server.visits('/').length === 3)
  expect(server.visits('/')[2]?.lastEventId).toBe('9')
})

test('a hole long after the opening is no matter of the replay', async () => {
  const { server, it } = await against(
    inTurn(brief('id: 1\ndata: a\n\nid: 2\ndata: b\n\n'), stream('id: 3\ndata: c\n\n')),
  )
  await it.until(({ replay }) => replay.complete === 1)
  it.clock.skip(5000)
  server.visits()[1]?.socket.write('id: 9\ndata: d\n\n')
  await it.until(({ lastEventId }) => lastEventId === '9')
  expect(it.view().replay).toMatchObject({ complete: 1, truncated: 0 })
})

test('pending for two seconds, then unknown; a later id settles it and moves the count', async () => {
  const { server, it } = await against(
    inTurn(brief('id: 1\ndata: a\n\nid: 2\ndata: b\n\n'), stream('data: no id\n\n')),
  )
  await it.until(({ counters }) => counters.events === 3)
  expect(it.view().replay.last).toBe('pending')
  it.clock.skip(2101)
  expect(it.view().replay).toMatchObject({ unknown: 1, last: 'unknown' })
  server.visits()[1]?.socket.write('id: 3\ndata: c\n\n')
  const settled = await it.until(({ replay }) => replay.last === 'complete')
  expect(settled.replay).toMatchObject({ unknown: 0, complete: 1 })
})

test.each([
  ['random ids', 'id: a81\ndata: x\n\nid: c02\ndata: x\n\n', 'id: f77\ndata: x\n\n'],
  ['times', 'id: 1700000000\ndata: x\n\nid: 1700000009\ndata: x\n\n', 'id: 1700000099\ndata: x\n\n'],
])('%s never decide', async (_name, first, second) => {
  const { it } = await against(inTurn(brief(first), stream(second)))
  await it.until(({ counters }) => counters.events === 3)
  it.clock.skip(2101)
  expect(it.view().replay).toMatchObject({ unknown: 1, truncated: 0, complete: 0 })
})

test('an id in the same chunk as what ends the connection is resumed from', async () => {
  expect(
    await resumed('id: 5\ndata: a\n\nevent: complete\ndata: {"reason":"shutdown"}\n\n', {
      preset: 'heartline-gateway',
    }),
  ).toBe('5')
})

test('a replay told as truncated without having asked for one re-hydrates and has no verdict', async () => {
  const { server, it } = await against(stream('event: replay-truncated\ndata: {}\n\nid: 4\ndata: a\n\n'))
  it.rewrite([{ url: server.url('/'), snapshotUrl: server.url('/snapshot') }])
  await it.until(({ lastEventId }) => lastEventId === '4')
  expect(it.view().replay).toMatchObject({ truncated: 0, last: null })
})
