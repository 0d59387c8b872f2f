import { createServer } from 'node:http'
import { PassThrough, type Transform } from 'node:stream'
import {
  constants,
  createBrotliCompress,
  createDeflate,
  createDeflateRaw,
  createGzip,
  createZstdCompress,
  gzipSync,
} from 'node:zlib'
import { expect, test } from 'vitest'
import { always, listen, rawServer, record, requestTo } from './support.ts'

const encoders: readonly (readonly [
  string,
  string,
  () => Transform & { flush?: (done?: () => void) => void },
])[] = [
  ['gzip', 'gzip', createGzip],
  ['x-gzip', 'X-GZip', createGzip],
  ['deflate', 'deflate', createDeflate],
  ['bare deflate', 'deflate', createDeflateRaw],
  ['br', 'br', createBrotliCompress],
  ['zstd', 'zstd', createZstdCompress],
  ['identity', 'identity', () => new PassThrough()],
]

test.each(encoders)('%s is decoded event by event, as they come', async (_name, coding, make) => {
  const encoder = make()
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Content-Encoding': coding })
    encoder.pipe(response)
    encoder.write('id: 1\ndata: x\n\n')
    encoder.flush?.()
  })
  const recording = record(requestTo(`http://127.0.0.1:${await listen(server)}/`))
  // The first event is there while the stream goes on.
  expect((await recording.first('event')).event).toMatchObject({ data: 'x', bytes: 15 })
  encoder.write('data: y\n\n')
  encoder.end()
  expect((await recording.end()).name).toBe('ended')
  expect(recording.all('event').map(({ event }) => event.data)).toEqual(['x', 'y'])
  expect(recording.all('received').reduce((sum, one) => sum + one.bytes, 0)).toBe(24)
})

const head = (coding: string) =>
  `HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: ${coding}\r\nConnection: close\r\n\r\n`

test('two encodings are undone in turn', async () => {
  const body = gzipSync(gzipSync('data: x\n\n'))
  const server = await rawServer((socket) =>
    socket.end(Buffer.concat([Buffer.from(head('gzip, gzip')), body])),
  )
  const recording = record(requestTo(server.url))
  expect((await recording.end()).name).toBe('ended')
  expect(recording.all('event')).toHaveLength(1)
})

test.each(['compress', 'gzip, gzip, gzip, gzip', 'toString'])(
  '%s cannot be read, and says so',
  async (coding) => {
    const server = await rawServer(always(`${head(coding)}x`))
    const last = await record(requestTo(server.url)).end()
    expect(last).toMatchObject({
      failure: { kind: 'content-type', message: expect.stringContaining('compressed') },
    })
    await server.quiet()
  },
)

test('damage in the middle is a failure, after what came before it', async () => {
  const encoder = createGzip()
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Content-Encoding': 'gzip' })
    encoder.pipe(response, { end: false })
    encoder.write('data: x\n\n')
    encoder.flush(() => setTimeout(() => response.write(Buffer.alloc(100, 0xff)), 50))
  })
  const recording = record(requestTo(`http://127.0.0.1:${await listen(server)}/`))
  const last = await recording.end()
  expect(last).toMatchObject({ failure: { kind: 'reset', message: expect.stringContaining('Z_DATA_ERROR') } })
  expect(recording.all('event')).toHaveLength(1)
})

test('a bomb stays within the limits', async () => {
  const bomb = gzipSync(Buffer.concat([Buffer.from('data: '), Buffer.alloc(200 * 1024 * 1024, 0x78)]), {
    level: 9,
  })
  const server = await rawServer((socket) => socket.end(Buffer.concat([Buffer.from(head('gzip')), bomb])))
  const recording = record(requestTo(server.url, { maxFrame: 1024 * 1024 }))
  expect(await recording.end()).toMatchObject({ failure: { kind: 'frame-too-large' } })
  const decoded = recording.all('received').reduce((sum, one) => sum + one.bytes, 0)
  expect(decoded).toBeLessThan(1.3 * 1024 * 1024)
})

test('a window beyond 8 MB is refused before it is made', async () => {
  const encoder = createZstdCompress({ params: { [constants.ZSTD_c_windowLog]: 25 } })
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Content-Encoding': 'zstd' })
    encoder.pipe(response)
    encoder.write('data: x\n\n')
    encoder.flush()
  })
  const recording = record(requestTo(`http://127.0.0.1:${await listen(server)}/`))
  expect(await recording.end()).toMatchObject({
    failure: { kind: 'reset', message: expect.stringContaining('ZSTD') },
  })
})
