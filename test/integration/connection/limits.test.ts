import { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { EventSource } from 'eventsource'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../src/main/monitor/clock.ts'
import { createByteBudget } from '../../../src/main/monitor/connection/byteBudget.ts'
import { openConnection } from '../../../src/main/monitor/connection/connection.ts'
import type { Connection } from '../../../src/main/monitor/connection/types.ts'
import { always, chunk, chunkedHead, rawServer, record, requestTo, streamHead } from './support.ts'

test('what is under way when it closes is told no more, and the socket is free at once', async () => {
  const server = await rawServer((socket) =>
    socket.write(`${streamHead}data: 1\n\ndata: 2\n\n: c\ndata: 3\n\n`),
  )
  const recording = record(requestTo(server.url), undefined, (told) => {
    if (told.name === 'event') recording.connection.close()
  })
  await recording.first('event')
  recording.connection.close()
  await server.quiet()
  expect(recording.told.map((one) => one.name)).toEqual(['opened', 'received', 'event'])
})

test.each(['opened', 'received', 'comment', 'block', 'retry', 'consumed'] as const)(
  'closing in %s is the last that is told',
  async (name) => {
    const server = await rawServer((socket) =>
      socket.write(`${streamHead}: c\nretry: 5\nid: 1\n\ndata: x\n\n`),
    )
    const recording = record(requestTo(server.url), undefined, (told) => {
      if (told.name === name) recording.connection.close()
    })
    await recording.first(name)
    await server.quiet()
    expect(recording.told.at(-1)?.name).toBe(name)
  },
)

test('closing before there is an answer tells nothing', async () => {
  const server = await rawServer(() => undefined)
  const recording = record(requestTo(server.url))
  await expect.poll(() => server.heads.length).toBe(1)
  recording.connection.close()
  await server.quiet()
  expect(recording.told).toEqual([])
})

test('closing at once, before the socket is there', async () => {
  const server = await rawServer(always(streamHead))
  const recording = record(requestTo(server.url))
  recording.connection.close()
  await sleep(50)
  expect(recording.told).toEqual([])
  expect(server.heads).toEqual([])
})

test('the order of the stream is kept within a chunk', async () => {
  const body = ': a\nid: 1\ndata: x\n\nevent: p\nid: 2\n\nretry: 9\n: b\ndata: y\n\n: c\n'
  const server = await rawServer(always(`${streamHead}${body}`))
  const recording = record(requestTo(server.url))
  await recording.end()
  const names = recording.told.map((one) => ('text' in one ? one.text : one.name))
  expect(names).toEqual([
    'opened',
    'received',
    'a',
    'event',
    'block',
    'retry',
    'b',
    'event',
    'c',
    'consumed',
    'ended',
  ])
  expect(recording.all('event').map(({ event }) => event)).toEqual([
    { type: 'message', data: 'x', lastEventId: '1', ownId: '1', bytes: 15 },
    { type: 'message', data: 'y', lastEventId: '2', ownId: null, bytes: 18 },
  ])
})

test('a resumed stream goes on with the id it was resumed from', async () => {
  const server = await rawServer(always(`${streamHead}data: x\n\n:\n`))
  const recording = record(requestTo(server.url, { lastEventId: '41' }))
  await recording.end()
  expect(recording.all('event')[0]?.event).toMatchObject({ lastEventId: '41', ownId: null })
  expect(recording.all('consumed').at(-1)?.lastEventId).toBe('41')
})

test.each([
  ['42', true],
  ['ü€😀', true],
  [' a b', true],
  ['x'.repeat(4096), true],
  ['x'.repeat(4097), false],
  ['ü'.repeat(2049), false],
  ['a\nb', false],
  ['a\rb', false],
  ['a\0b', false],
  ['', false],
])('the id %j is sent: %s', async (lastEventId, sent) => {
  const server = await rawServer(always(streamHead))
  const recording = record(requestTo(server.url, { lastEventId }))
  expect((await recording.first('opened')).facts.lastEventIdSent).toBe(sent)
  const header = /\r\nLast-Event-ID: (.*)\r\n/.exec(server.heads[0] ?? '')?.[1]
  expect(header && Buffer.from(header, 'latin1').toString('utf8')).toBe(sent ? lastEventId : undefined)
})

test('an id beyond what is sent harms nothing', async () => {
  const id = 'x'.repeat(5000)
  const server = await rawServer(always(`${streamHead}id: ${id}\ndata: x\n\n`))
  const recording = record(requestTo(server.url))
  expect((await recording.end()).name).toBe('ended')
  expect(recording.all('consumed').at(-1)?.lastEventId).toBe(id)
})

test.each([
  ['a line', `data: ${'x'.repeat(1100)}\n\n`],
  ['a line without an end', `data: ${'x'.repeat(1100)}`],
  ['a comment', `: ${'x'.repeat(1100)}\n`],
  ['an unknown line', 'x'.repeat(1100)],
  ['an event of many lines', `${`data: ${'x'.repeat(90)}\n`.repeat(12)}\n`],
  ['an event that does not end', `${`data: ${'x'.repeat(90)}\n`.repeat(12)}`],
])('%s over the limit fails, after what was whole before it', async (_name, tail) => {
  const server = await rawServer((socket) => socket.write(`${streamHead}data: before\n\n: c\n${tail}`))
  const recording = record(requestTo(server.url, { maxFrame: 1024 }))
  expect(await recording.end()).toMatchObject({ failure: { kind: 'frame-too-large', terminal: false } })
  expect(recording.all('event').map(({ event }) => event.data)).toEqual(['before'])
  expect(recording.all('comment').map((one) => one.text)).toEqual(['c'])
  await server.quiet()
})

test('years of comments without a blank line are no event over the limit', async () => {
  const server = await rawServer(always(`${streamHead}data: a\n${':\n'.repeat(2000)}data: b\n\n`))
  const recording = record(requestTo(server.url, { maxFrame: 1024 }))
  expect((await recording.end()).name).toBe('ended')
  expect(recording.all('event')[0]?.event).toMatchObject({ data: 'a\nb', bytes: 17 })
})

test('all connections together: the one that goes over the budget fails, and gives its bytes back', async () => {
  const budget = createByteBudget(50_000)
  const server = await rawServer((socket) => socket.write(`${streamHead}data: ${'x'.repeat(30_000)}`))
  const first = record(requestTo(server.url), budget)
  await expect.poll(() => budget.held()).toBeGreaterThan(29_000)
  const second = record(requestTo(server.url), budget)
  expect(await second.end()).toMatchObject({
    failure: { kind: 'frame-too-large', message: expect.stringContaining('All connections together') },
  })
  expect(budget.held()).toBeLessThan(31_000)
  first.connection.close()
  expect(budget.held()).toBe(0)
  expect(first.all('failed')).toEqual([])
})

test('a burst in one packet comes out whole and in order', async () => {
  const count = 20_000
  const body = Array.from({ length: count }, (_, i) => chunk(`id: ${i}\ndata: ${i}\n\n`)).join('')
  const server = await rawServer(always(`${chunkedHead}${body}0\r\n\r\n`))
  const recording = record(requestTo(server.url))
  expect((await recording.end()).name).toBe('ended')
  expect(recording.all('event').map(({ event }) => event.data)).toEqual(
    Array.from({ length: count }, (_, i) => `${i}`),
  )
})

test('no socket of a connection has a timeout', async () => {
  const server = await rawServer((socket) => socket.write(`${streamHead}: hi\n`))
  await record(requestTo(server.url)).first('comment')
  const sockets = activeSockets().filter((socket) => socket.remotePort === server.port)
  expect(sockets.map((socket) => socket.timeout ?? 0)).toEqual([0])
})

/** Node lists what keeps the process alive, for people who debug. */
function activeSockets(): readonly Socket[] {
  const list = Reflect.get(process, '_getActiveHandles')
  return typeof list === 'function' ? list.call(process).filter((one: unknown) => one instanceof Socket) : []
}

test('50 of 50 connections that were told to wait ten minutes leave memory when they end', async () => {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  const server = await rawServer((socket, head) => {
    if (head.includes('/cut')) socket.end(`${chunkedHead}${chunk('retry: 600000\ndata: x\n\n')}`)
    else socket.end(`${streamHead}retry: 600000\ndata: x\n\n`)
  })
  const clients: WeakRef<object>[] = []
  const { close } = EventSource.prototype
  EventSource.prototype.close = function (this: EventSource) {
    clients.push(new WeakRef(this))
    close.call(this)
  }
  onTestFinished(() => {
    EventSource.prototype.close = close
  })
  const connections: Connection[] = []
  for (let i = 0; i < 50; i++) connections.push(await ended(`${server.url}${i % 2 ? 'cut' : ''}`))
  expect(clients).toHaveLength(50)
  for (let tries = 0; tries < 300 && clients.some((ref) => ref.deref()); tries++) {
    await sleep(10)
    collect()
  }
  // The connections themselves are still held here, as a careless owner would.
  expect(connections).toHaveLength(50)
  expect(clients.filter((ref) => ref.deref()).length).toBe(0)
})

/** Opens a connection, and resolves with it when it told its last word. */
function ended(url: string): Promise<Connection> {
  const nothing = () => undefined
  return new Promise((resolve) => {
    const last = () => resolve(connection)
    const told = { opened: nothing, received: nothing, event: nothing, comment: nothing, block: nothing }
    const sink = { ...told, retry: nothing, consumed: nothing, failed: last, ended: last, noContent: last }
    const connection = openConnection(requestTo(url), sink, systemClock())
  })
}
