import { createGzip, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { head, inTurn, stream, streamHead } from '../../helpers/hostile-server.ts'
import { waitUntil } from '../../helpers/wait.ts'
import { against, kinds, slow } from './rig.ts'

/** Bodies that are compressed, too large, or no text at all. */

const encoded = (encoding: string) =>
  head(200, { 'Content-Type': 'text/event-stream', 'Content-Encoding': encoding })

test.each([
  ['zstd', zstdCompressSync(Buffer.from('data: a\n\n'))],
  ['deflate', deflateRawSync('data: a\n\n')],
  ['GZIP', gzipSync('data: a\n\n')],
  ['gzip, deflate', deflateSync(gzipSync('data: a\n\n'))],
  ['identity', Buffer.from('data: a\n\n')],
])('a body in %s', async (encoding, body) => {
  const { it } = await against(({ socket }) => {
    socket.write(encoded(encoding))
    socket.write(body)
  })
  await it.until(({ counters }) => counters.events === 1)
  expect(kinds(it)).toEqual(['event message a'])
})

test('a compressed stream comes event by event, and an end without its trailer is an end', async () => {
  const { server, it } = await against(({ socket }) => {
    socket.write(encoded('gzip'))
    const zip = createGzip()
    zip.on('data', (bytes: Buffer) => socket.write(bytes))
    zip.write('id: 1\ndata: a\n\n')
    zip.flush()
  }, slow)
  await it.until(({ lastEventId }) => lastEventId === '1')
  server.visits()[0]?.socket.end()
  const seen = await it.phase('waiting')
  expect(seen).toMatchObject({
    failure: { kind: 'end-of-stream' },
    lastEventId: '1',
    counters: { events: 1 },
  })
})

test('a compressed stream that is damaged: what came before counts', async () => {
  const { server, it } = await against(({ socket }) => {
    socket.write(encoded('gzip'))
    const zip = createGzip()
    zip.on('data', (bytes: Buffer) => socket.write(bytes))
    zip.write('id: 1\ndata: a\n\n')
    zip.flush()
  }, slow)
  await it.until(({ counters }) => counters.events === 1)
  server.visits()[0]?.socket.write(Buffer.alloc(64, 0xff))
  const seen = await it.phase('waiting')
  expect(seen).toMatchObject({ failure: { kind: 'reset', terminal: false }, lastEventId: '1' })
})

test.each(['compress', 'gzip, gzip, gzip, gzip', 'aes128gcm'])(
  'the encoding %s cannot be read: failed',
  async (encoding) => {
    const { server, it } = await against(
      ({ socket }) => socket.write(`${encoded(encoding)}data: a\n\n`),
      slow,
    )
    const seen = await it.phase('failed')
    expect(seen.failure).toMatchObject({ kind: 'content-type', terminal: true, status: 200 })
    expect(seen.failure?.message).toContain(encoding)
    await waitUntil(() => server.open() === 0)
  },
)

test('200 KB that unfold to 200 MB: cut off at maxFrame, and most of it never unfolded', async () => {
  const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, 'x'), { level: 9 })
  const { server, it } = await against(
    ({ socket }) => {
      socket.write(encoded('gzip'))
      socket.write(bomb)
    },
    { ...slow, maxFrame: '256KB' },
  )
  const seen = await it.until(({ failure }) => failure !== null)
  expect(seen.failure?.kind).toBe('frame-too-large')
  expect(seen.counters.bytes).toBeLessThan(2 * 1024 * 1024)
  await waitUntil(() => server.open() === 0)
})

test('a comment without its end is cut off at maxFrame', async () => {
  const { it } = await against(stream('data: a\n\n', `: ${'c'.repeat(100_000)}`), {
    ...slow,
    maxFrame: '64KB',
  })
  expect((await it.until(({ failure }) => failure !== null)).failure?.kind).toBe('frame-too-large')
})

test('many comments are no event, and never too large together', async () => {
  const { it } = await against(stream(`: ${'c'.repeat(1000)}\n`.repeat(300), 'data: a\n\n'), {
    maxFrame: '64KB',
  })
  await it.until(({ counters }) => counters.events === 1)
  expect(it.view().phase).toBe('live')
})

test('names and ids of 300 KB each do not make a detail of 60 MB', async () => {
  const large = 'n'.repeat(300_000)
  const { it } = await against(({ socket }) => {
    socket.write(streamHead)
    for (let nth = 0; nth < 100; nth++)
      socket.write(`event: ${nth}${large}\nid: ${nth}${large}\ndata: ${large}\n\n`)
  })
  await it.until(({ counters }) => counters.events === 100, 'it', 15_000)
  expect(JSON.stringify(it.detail()).length).toBeLessThan(16 * 1024 * 1024)
})

test('bytes that are no UTF-8 become replacement characters, and nothing ends', async () => {
  const { it } = await against(({ socket }) => {
    socket.write(streamHead)
    socket.write(
      Buffer.from([0x64, 0x61, 0x74, 0x61, 0x3a, 0x20, 0xff, 0xc3, 0x28, 0xed, 0xa0, 0x80, 0x0a, 0x0a]),
    )
    socket.write('data: after\n\n')
  })
  await it.until(({ counters }) => counters.events === 2)
  const [broken, after] = it.detail().events
  expect(broken?.data).toBe('\ufffd\ufffd(\ufffd\ufffd\ufffd')
  expect(after?.data).toBe('after')
})

test('NUL in a name and in data stays where it is', async () => {
  const { it } = await against(stream('event: a\0b\ndata: c\0d\n\n'))
  await it.until(({ counters }) => counters.events === 1)
  expect(it.detail().events[0]).toMatchObject({ type: 'a\0b', data: 'c\0d' })
})

test('an event that ends in the next packet has the time and the bytes of the whole', async () => {
  const { server, it } = await against(stream('id: 1\nda'))
  await it.phase('live')
  expect(it.view()).toMatchObject({ lastEventId: null, lastEventAt: null })
  server.visits()[0]?.socket.write('ta: x\n')
  await it.until(({ counters }) => counters.bytes === 14)
  expect(it.view()).toMatchObject({ lastEventId: null, lastEventAt: null, counters: { events: 0 } })
  server.visits()[0]?.socket.write('\n')
  await it.until(({ counters }) => counters.events === 1)
  expect(it.detail().events).toMatchObject([{ bytes: 15, lastEventId: '1' }])
})

test('what follows a completion or a told error in the same packet is not read', async () => {
  const preset = 'heartline-gateway'
  const end = 'event: complete\ndata: {"reason":"done"}\n\n'
  const { it } = await against(stream(`id: 1\ndata: a\n\n${end}id: 2\ndata: b\n\n`), { preset })
  const stopped = await it.until(({ phase, counters }) => phase === 'stopped' && counters.connections === 1)
  expect(stopped).toMatchObject({ lastEventId: '1', counters: { events: 2 } })
  const told = 'event: error\ndata: {"retryable":false}\n\n'
  const { it: other } = await against(inTurn(stream(`id: 1\ndata: a\n\n${told}id: 2\ndata: b\n\n`)), {
    preset,
  })
  expect(await other.phase('failed')).toMatchObject({
    failure: { kind: 'told-error' },
    counters: { events: 2 },
  })
})
