import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Clock } from '../../../src/main/monitor/clock.ts'
import { systemClock } from '../../../src/main/monitor/clock.ts'
import { fetchOnce } from '../../../src/main/monitor/connection/fetchOnce.ts'
import { always, rawServer, requestTo } from './support.ts'

const options = { limit: 1000, timeoutMs: 5000, clock: systemClock() }
const ok = (body: string, headers = '') =>
  `HTTP/1.1 200 OK\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

test('a whole answer: status, size, duration', async () => {
  const server = await rawServer(always(ok('{"a":1}')))
  const result = await fetchOnce(requestTo(server.url, { headers: { 'X-Key': 'k' } }), options)
  expect(result).toEqual({ status: 200, bytes: 7, durationMs: expect.any(Number), error: null })
  expect(server.heads[0]).toContain('Accept: */*\r\n')
  expect(server.heads[0]).toContain('X-Key: k\r\n')
  await server.quiet()
})

test('redirects are followed, encodings undone', async () => {
  const body = gzipSync('x'.repeat(500))
  const server = await rawServer((socket, head) => {
    if (head.startsWith('GET / '))
      socket.write('HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n')
    else
      socket.end(
        Buffer.concat([
          Buffer.from(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`),
          body,
        ]),
      )
  })
  expect(await fetchOnce(requestTo(server.url), options)).toMatchObject({
    status: 200,
    bytes: 500,
    error: null,
  })
})

test.each([404, 500, 401])('%i is an error with its status', async (status) => {
  const server = await rawServer((socket) =>
    socket.write(`HTTP/1.1 ${status} No\r\nContent-Length: 100\r\n\r\nx`),
  )
  expect(await fetchOnce(requestTo(server.url), options)).toMatchObject({ status, error: { status } })
  await server.quiet()
})

test('over the limit it stops reading', async () => {
  const server = await rawServer((socket) => socket.write(ok('x'.repeat(100_000))))
  const result = await fetchOnce(requestTo(server.url), options)
  expect(result).toMatchObject({ status: 200, error: { kind: 'frame-too-large' } })
  await server.quiet()
})

test('a body that is cut off is not whole', async () => {
  const server = await rawServer(always('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx'))
  expect(await fetchOnce(requestTo(server.url), options)).toMatchObject({
    bytes: 1,
    error: { kind: 'end-of-stream' },
  })
})

test('the deadline covers the whole answer, and frees the socket', async () => {
  let fire: () => void = () => undefined
  const clock: Clock = {
    ...systemClock(),
    after(ms, task) {
      expect(ms).toBe(10_000)
      fire = task
      return () => undefined
    },
  }
  const server = await rawServer((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx')
    setTimeout(() => fire(), 50)
  })
  const result = await fetchOnce(requestTo(server.url), { limit: 1000, timeoutMs: 10_000, clock })
  expect(result).toMatchObject({ status: 200, bytes: 1, error: { kind: 'connect-timeout' } })
  await server.quiet()
})

test('a signal ends it', async () => {
  const server = await rawServer(() => stop.abort())
  const stop = new AbortController()
  const result = await fetchOnce(requestTo(server.url), { ...options, signal: stop.signal })
  expect(result).toMatchObject({ status: null, error: { kind: 'reset' } })
  await server.quiet()
  expect((await fetchOnce(requestTo(server.url), { ...options, signal: stop.signal })).error).not.toBeNull()
})
