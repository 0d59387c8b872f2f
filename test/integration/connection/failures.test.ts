import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { always, chunk, chunkedHead, listen, rawServer, record, requestTo, streamHead } from './support.ts'

const answer = (status: string, headers = '', body = 'x'.repeat(100_000)) =>
  `HTTP/1.1 ${status}\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`

test.each([
  ['401 Unauthorized', 'credentials', true],
  ['403 Forbidden', 'credentials', true],
  ['404 Not Found', 'http-status', true],
  ['410 Gone', 'http-status', true],
  ['400 Bad Request', 'http-status', true],
  ['201 Created', 'http-status', true],
  ['206 Partial Content', 'http-status', true],
  ['300 Multiple Choices', 'http-status', true],
  ['304 Not Modified', 'http-status', true],
  ['408 Request Timeout', 'http-status', false],
  ['425 Too Early', 'http-status', false],
  ['429 Too Many Requests', 'http-status', false],
  ['500 Internal Server Error', 'http-status', false],
  ['503 Unavailable', 'http-status', false],
])('%s is %s, terminal: %s, and its body is freed', async (status, kind, terminal) => {
  const server = await rawServer((socket) => {
    socket.write(answer(status, 'Content-Type: text/event-stream\r\nRetry-After: 7\r\n'))
  })
  const recording = record(requestTo(server.url))
  const last = await recording.end()
  expect(last).toMatchObject({
    name: 'failed',
    failure: { kind, terminal, status: Number.parseInt(status, 10) },
    retryAfter: '7',
  })
  expect(last).toMatchObject({
    facts: { status: Number.parseInt(status, 10), headers: { 'retry-after': '7' } },
  })
  await server.quiet()
  expect(recording.told).toHaveLength(1)
})

test('204 wants no further connection', async () => {
  const server = await rawServer((socket) => socket.write('HTTP/1.1 204 No Content\r\nX-A: b\r\n\r\n'))
  const last = await record(requestTo(server.url)).end()
  expect(last).toMatchObject({ name: 'noContent', facts: { status: 204, headers: { 'x-a': 'b' } } })
  await server.quiet()
})

test.each([
  ['text/html', false],
  ['application/json', false],
  ['text/event-streams', false],
  ['text/event-stream, text/html', false],
  ['text/event-stream', true],
  ['TEXT/Event-Stream; charset=utf-8', true],
  ['text/event-stream ;x=y', true],
])('content type %s: a stream, %s', async (type, isStream) => {
  const server = await rawServer(
    always(`HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nConnection: close\r\n\r\ndata: x\n\n`),
  )
  const last = await record(requestTo(server.url)).end()
  if (isStream) expect(last.name).toBe('ended')
  else expect(last).toMatchObject({ name: 'failed', failure: { kind: 'content-type', terminal: true } })
})

test('no content type at all', async () => {
  const server = await rawServer(always('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\ndata: x\n\n'))
  expect(await record(requestTo(server.url)).end()).toMatchObject({ failure: { kind: 'content-type' } })
})

test('a port that nobody listens on', async () => {
  const server = createServer()
  const port = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  const last = await record(requestTo(`http://127.0.0.1:${port}/`)).end()
  expect(last).toMatchObject({ failure: { kind: 'refused', terminal: false }, facts: null, retryAfter: null })
})

test('all addresses of a name refuse: the errors of happy eyeballs are looked into', async () => {
  const server = createServer()
  const port = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  expect(await record(requestTo(`http://localhost:${port}/`)).end()).toMatchObject({
    failure: { kind: 'refused' },
  })
})

test('a name that does not exist', async () => {
  expect(await record(requestTo('http://nothing.invalid/')).end()).toMatchObject({ failure: { kind: 'dns' } })
})

test('closed before an answer', async () => {
  const server = await rawServer((socket) => socket.end())
  const last = await record(requestTo(server.url)).end()
  expect(last).toMatchObject({
    failure: { kind: 'reset', message: expect.stringContaining('before it answered') },
  })
})

test('reset before an answer', async () => {
  const server = await rawServer((socket) => socket.resetAndDestroy())
  expect(await record(requestTo(server.url)).end()).toMatchObject({
    failure: { kind: 'reset', message: expect.stringContaining('ECONNRESET') },
  })
})

test('reset in the middle: what came is told first, with the facts of the answer', async () => {
  const server = await rawServer((socket) => {
    socket.write(chunkedHead + chunk('data: x\n\n'))
    setTimeout(() => socket.resetAndDestroy(), 50)
  })
  const recording = record(requestTo(server.url))
  expect(await recording.end()).toMatchObject({ failure: { kind: 'reset' }, facts: { status: 200 } })
  expect(recording.all('event')).toHaveLength(1)
})

test('a chunked body without its last chunk is cut off', async () => {
  const server = await rawServer(always(chunkedHead + chunk('data: x\n\n')))
  const recording = record(requestTo(server.url))
  expect(await recording.end()).toMatchObject({
    failure: { kind: 'end-of-stream', terminal: false, message: expect.stringContaining('cut off') },
  })
  expect(recording.all('event')).toHaveLength(1)
})

test('a body shorter than its length is cut off', async () => {
  const head = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 50\r\n\r\n'
  const server = await rawServer(always(`${head}data: x\n\n`))
  expect(await record(requestTo(server.url)).end()).toMatchObject({ failure: { kind: 'end-of-stream' } })
})

test.each([
  ['its last chunk', `${chunkedHead}${chunk('data: x\n\n')}0\r\n\r\n`],
  ['the end of the socket', `${streamHead}data: x\n\n`],
  [
    'its length',
    'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 9\r\n\r\ndata: x\n\n',
  ],
])('a body that ends with %s has ended', async (_name, text) => {
  const server = await rawServer(always(text))
  const recording = record(requestTo(server.url))
  expect((await recording.end()).name).toBe('ended')
  expect(recording.all('event')).toHaveLength(1)
  await server.quiet()
})

test.each([
  ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
  ['a bad chunk', `${chunkedHead}nonsense\r\n`],
])('%s is a failure with a sentence', async (_name, text) => {
  const server = await rawServer(always(text))
  expect(await record(requestTo(server.url)).end()).toMatchObject({
    failure: { kind: 'reset', message: expect.stringMatching(/not HTTP \(HPE_/) },
  })
  await server.quiet()
})

test('a switch of protocols is no stream', async () => {
  const server = await rawServer((socket) =>
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
  )
  expect(await record(requestTo(server.url)).end()).toMatchObject({
    failure: { kind: 'http-status', status: 101 },
  })
  await server.quiet()
})

test('early hints are not the answer', async () => {
  const server = await rawServer(
    always(`HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${streamHead}data: x\n\n`),
  )
  const recording = record(requestTo(server.url))
  expect((await recording.end()).name).toBe('ended')
  expect((await recording.first('opened')).facts.status).toBe(200)
})

test('a header that cannot be sent: its name and value stay out of the sentence', async () => {
  const last = await record(requestTo('http://127.0.0.1:9/', { headers: { 'X-Key': 'sec\nret' } })).end()
  expect(last).toMatchObject({ failure: { kind: 'refused' } })
  const server = await rawServer(always(streamHead))
  const refused = await record(requestTo(server.url, { headers: { 'X-Key': 'sec\nret' } })).end()
  expect(refused).toMatchObject({ failure: { kind: 'reset', terminal: true } })
  expect(JSON.stringify(refused)).not.toContain('sec')
  await server.quiet()
})
