import { readFileSync } from 'node:fs'
import { createServer as createPlainServer } from 'node:http'
import {
  createSecureServer,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2'
import { createServer, type ServerOptions } from 'node:https'
import { expect, onTestFinished, test } from 'vitest'
import { listen, record, requestTo } from './support.ts'

const pem = (name: string) => readFileSync(new URL(`certificates/${name}`, import.meta.url), 'utf8')
const ca = pem('ca.pem')
const pair = (name: string) => ({ cert: pem(`${name}.pem`), key: pem(`${name}.key`) })

async function secureServer(options: ServerOptions): Promise<number> {
  const server = createServer(options, (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' })
    response.end('data: x\n\n')
  })
  // Refused handshakes are what these tests are about.
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  return listen(server)
}

test('an endpoint trusts its own authority, and TLS has its time', async () => {
  const port = await secureServer(pair('server'))
  const recording = record(requestTo(`https://localhost:${port}/`, { tls: { ca, insecure: false } }))
  const { facts } = await recording.first('opened')
  expect(facts.timing).toEqual({
    dns: expect.any(Number),
    connect: expect.any(Number),
    tls: expect.any(Number),
    firstByte: expect.any(Number),
  })
  expect(facts.remoteAddress).toMatch(new RegExp(`^(127\\.0\\.0\\.1|\\[::1\\]):${port}$`))
  expect((await recording.end()).name).toBe('ended')
})

test.each([
  ['of an unknown authority', 'server', {}, /issuer is not known/],
  ['that has expired', 'expired', { ca }, /expired/],
  ['for another host', 'other', { ca }, /another host name/],
] as const)('a certificate %s stops it, with its reason', async (_name, certificate, tls, reason) => {
  const port = await secureServer(pair(certificate))
  const last = await record(
    requestTo(`https://127.0.0.1:${port}/`, { tls: { ...tls, insecure: false } }),
  ).end()
  expect(last).toMatchObject({
    failure: { kind: 'certificate', terminal: true, message: expect.stringMatching(reason) },
  })
  const insecure = record(requestTo(`https://127.0.0.1:${port}/`, { tls: { insecure: true } }))
  expect((await insecure.end()).name).toBe('ended')
})

test('a client certificate is presented where one is asked for', async () => {
  const port = await secureServer({ ...pair('server'), ca, requestCert: true, rejectUnauthorized: true })
  const url = `https://localhost:${port}/`
  const with_ = record(requestTo(url, { tls: { ca, ...pair('client'), insecure: false } }))
  expect((await with_.end()).name).toBe('ended')
  const without = await record(requestTo(url, { tls: { ca, insecure: false } })).end()
  expect(without).toMatchObject({
    name: 'failed',
    failure: { kind: 'certificate', message: expect.stringContaining('client') },
  })
})

test('a PEM text that cannot be read is one sentence', async () => {
  const port = await secureServer(pair('server'))
  const tls = { cert: 'nonsense', key: 'nonsense', insecure: false }
  const last = await record(requestTo(`https://localhost:${port}/`, { tls })).end()
  expect(last).toMatchObject({
    failure: { kind: 'certificate', message: expect.stringContaining('could not be read') },
  })
})

test('https to a port that speaks http', async () => {
  const port = await listen(createPlainServer((_request, response) => response.end('hello')))
  const last = await record(requestTo(`https://127.0.0.1:${port}/`)).end()
  expect(last).toMatchObject({
    failure: { kind: 'reset', terminal: false, message: expect.stringContaining('TLS') },
  })
})

const certified = { ca, insecure: false }

async function http2Server(
  answer: (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void,
): Promise<string> {
  const server = createSecureServer({ ...pair('server'), allowHTTP1: true })
  server.on('stream', answer)
  server.on('sessionError', () => undefined)
  server.on('request', (request, response) => {
    if (request.httpVersion === '1.1') response.writeHead(418).end()
  })
  const sessions = new Set<ServerHttp2Session>()
  server.on('session', (session) => sessions.add(session))
  const port = await listen(server)
  onTestFinished(() => {
    for (const session of sessions) session.destroy()
  })
  return `https://localhost:${port}/a?b`
}

test('HTTP/2 where it is asked for, by ALPN', async () => {
  let seen: IncomingHttpHeaders = {}
  const url = await http2Server((stream, headers) => {
    seen = headers
    stream.respond({ ':status': 200, 'content-type': 'text/event-stream', 'x-a': 'b' })
    stream.end('id: 1\ndata: x\n\n')
  })
  const headers = { Authorization: 'Bearer t', Connection: 'close' }
  const recording = record(requestTo(url, { http2: true, tls: certified, headers, lastEventId: 'ü' }))
  const { facts } = await recording.first('opened')
  expect(facts).toMatchObject({ status: 200, httpVersion: '2', headers: { 'x-a': 'b' } })
  expect(facts.remoteAddress).not.toBeNull()
  expect((await recording.end()).name).toBe('ended')
  expect(recording.all('event')[0]?.event).toMatchObject({ data: 'x', ownId: '1' })
  expect(seen).toMatchObject({ ':path': '/a?b', authorization: 'Bearer t', accept: 'text/event-stream' })
  expect(Buffer.from(String(seen['last-event-id']), 'latin1').toString('utf8')).toBe('ü')
})

test('HTTP/1.1 on the same server where it is not', async () => {
  const url = await http2Server(() => undefined)
  const recording = record(requestTo(url, { http2: false, tls: certified }))
  expect(await recording.end()).toMatchObject({ facts: { status: 418, httpVersion: '1.1' } })
})

test('HTTP/2 is asked for, and the server speaks 1.1', async () => {
  const port = await secureServer(pair('server'))
  const recording = record(requestTo(`https://localhost:${port}/`, { http2: true, tls: certified }))
  expect((await recording.first('opened')).facts.httpVersion).toBe('1.1')
})

test.each([
  ['a reset stream', (stream: ServerHttp2Stream) => stream.destroy(new Error('lost'))],
  ['a dead session', (stream: ServerHttp2Stream) => stream.session?.destroy()],
  ['a dead socket', (stream: ServerHttp2Stream) => stream.session?.socket.destroy()],
])('HTTP/2: %s is no clean end', async (_name, cut) => {
  const url = await http2Server((stream) => {
    stream.on('error', () => undefined)
    stream.respond({ ':status': 200, 'content-type': 'text/event-stream' })
    stream.write('data: x\n\n')
    setTimeout(() => cut(stream), 50)
  })
  const recording = record(requestTo(url, { http2: true, tls: certified }))
  const last = await recording.end()
  expect(last.name).toBe('failed')
  expect(last).toMatchObject({
    failure: { terminal: false, kind: expect.stringMatching(/^(reset|end-of-stream)$/) },
  })
  expect(recording.all('event')).toHaveLength(1)
})

test('HTTP/2: a status is a status, and closing frees the session', async () => {
  const closed: boolean[] = []
  const url = await http2Server((stream) => {
    stream.session?.on('close', () => closed.push(true))
    stream.on('error', () => undefined)
    stream.respond({ ':status': 503, 'retry-after': '9' })
    stream.write('x'.repeat(1000))
  })
  const last = await record(requestTo(url, { http2: true, tls: certified })).end()
  expect(last).toMatchObject({ failure: { kind: 'http-status', status: 503 }, retryAfter: '9' })
  await expect.poll(() => closed).toEqual([true])
})
