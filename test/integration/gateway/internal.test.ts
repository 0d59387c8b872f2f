import { connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { startBackend, stopBackends, welcome } from './backend.ts'
import { cleanUp, open, start, waitFor } from './client.ts'

afterEach(async () => {
  await cleanUp()
  stopBackends()
})

const key = 'key-1'
const quiet = { internalKey: key, heartbeatSeconds: 0 }

interface Answer {
  readonly status: number
  readonly json: {
    readonly reached?: number
    readonly error?: { readonly code: string; readonly message: string }
  }
}

/** Posts a body (text goes out as it is) with the right key unless told otherwise. */
async function post(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  const json = (await response.json()) as Answer['json']
  return { status: response.status, json }
}

const event = { event: 'order', data: { n: 1 } }

test('without a key the internal API is not there', async () => {
  const { url } = await start()
  expect((await post(`${url}/internal/send`, event)).status).toBe(404)
  expect((await post(`${url}/internal/close`, { token: 'x' })).status).toBe(404)
  expect((await fetch(`${url}/internal/connections`)).status).toBe(404)
})

test.each([
  ['', 'missing'],
  ['Bearer', 'empty'],
  ['Bearer wrong', 'wrong'],
  [`Bearer ${key}x`, 'too long'],
  [`Basic ${key}`, 'of another scheme'],
])('a key "%s" (%s) is a 401, and nothing is sent', async (authorization) => {
  const { url } = await start({ settings: quiet })
  const client = await open(`${url}/sse/a`)
  const answer = await post(`${url}/internal/send`, event, { Authorization: authorization })
  expect([answer.status, answer.json.error?.code]).toEqual([401, 'wrong-key'])
  const response = await fetch(`${url}/internal/connections`, { headers: { authorization } })
  expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
  await post(`${url}/internal/send`, { event: 'after', data: '' })
  await client.until(() => client.named('after').length === 1)
  expect(client.events()).toHaveLength(1)
})

test('a send reaches a topic, a token, or everyone, and says how many', async () => {
  const { url } = await start({ settings: quiet })
  const [one, two, other] = [
    await open(`${url}/sse/a`),
    await open(`${url}/sse/a?x=1`),
    await open(`${url}/sse/b/c`),
  ]
  const token = one.headers['x-connection-id']
  const send = (body: unknown) => post(`${url}/internal/send`, body)
  expect(await send({ ...event, to: { topic: 'a' } })).toEqual({ status: 202, json: { reached: 2 } })
  expect((await send({ ...event, to: { topic: 'b/c' }, id: 'own' })).json.reached).toBe(1)
  expect((await send({ ...event, to: { token }, event: 'private' })).json.reached).toBe(1)
  expect((await send({ ...event, to: { topic: 'nobody' } })).json.reached).toBe(0)
  expect((await send({ event: 'all', data: 'text' })).json.reached).toBe(3)
  for (const client of [one, two, other]) await client.until(() => client.named('all').length === 1)
  expect(one.events().map((each) => [each.event, each.id])).toEqual([
    ['order', '1'],
    ['private', null],
    ['all', '2'],
  ])
  expect(two.named('private')).toEqual([])
  expect(one.events()[0]?.json).toEqual({ n: 1, trace_id: one.headers['x-trace-id'] })
  expect(other.events().map(({ id }) => id)).toEqual(['own', '1'])
})

test('what was sent to a topic without a client is replayed to the one that comes', async () => {
  const { url } = await start({ settings: quiet })
  for (const n of [1, 2, 3]) {
    await post(`${url}/internal/send`, { to: { topic: 'a' }, event: 'order', data: { n } })
  }
  const client = await open(`${url}/sse/a`, { 'Last-Event-ID': '1' })
  await client.until(() => client.named('order').length === 2)
  expect(client.events().map(({ id }) => id)).toEqual(['2', '3'])
})

test.each([
  ['{"event": "x"', 400, 'bad-json'],
  ['[1]', 400, 'not-an-object'],
  [{ data: '' }, 400, 'bad-event'],
  [{ event: '', data: '' }, 400, 'bad-event'],
  [{ event: 'x' }, 400, 'bad-event'],
  [{ event: 'x\ndata: y', data: '' }, 400, 'bad-event'],
  [{ event: 'x\r', data: '' }, 400, 'bad-event'],
  [{ event: 'x', data: '', id: 'a\nb' }, 400, 'bad-event'],
  [{ event: 'x', data: '', id: 7 }, 400, 'bad-event'],
  [{ event: 'heartbeat', data: '', id: '7' }, 400, 'bad-event'],
  [{ event: 'x', data: '', to: 'a' }, 400, 'bad-event'],
  [{ event: 'x', data: '', to: {} }, 400, 'bad-event'],
  [{ event: 'x', data: '', to: { topic: 'a', token: 'b' } }, 400, 'bad-event'],
  [{ event: 'x', data: '', to: { topics: ['a'] } }, 400, 'unknown-key'],
  [{ event: 'x', data: '', topic: 'a' }, 400, 'unknown-key'],
  [{ event: 'x', data: '', to: { token: 'nobody' } }, 404, 'unknown-token'],
  [{ event: 'x', data: 'x'.repeat(1024 * 1024) }, 413, 'too-large'],
])('the send %j is a clear error, and reaches no one', async (body, status, code) => {
  const { url } = await start({ settings: quiet })
  const client = await open(`${url}/sse/a`)
  const answer = await post(`${url}/internal/send`, body)
  expect([answer.status, answer.json.error?.code]).toEqual([status, code])
  expect(answer.json.error?.message).toMatch(/^\S.*\.$/)
  await post(`${url}/internal/send`, { event: 'after', data: '' })
  await client.until(() => client.named('after').length === 1)
  expect(client.events().map(({ id }) => id)).toEqual(['1'])
})

test('another media type is a 415, another method a 405, another path a 404', async () => {
  const { url } = await start({ settings: quiet })
  const plain = await post(`${url}/internal/send`, event, { 'Content-Type': 'text/plain' })
  expect(plain.status).toBe(415)
  const headers = { Authorization: `Bearer ${key}` }
  const get = await fetch(`${url}/internal/send`, { headers })
  expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST'])
  expect((await post(`${url}/internal/toString`, event)).status).toBe(404)
})

test('a sender in the middle of a body that is too large gets the 413, not a reset', async () => {
  const { url } = await start({ settings: quiet })
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname).setEncoding('utf8')
  let text = ''
  socket.on('data', (piece: string) => {
    text += piece
  })
  const head = `POST /internal/send HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${key}\r\n`
  socket.write(`${head}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`)
  const piece = 'x'.repeat(0x10000)
  for (let i = 0; i < 17; i++) socket.write(`10000\r\n${piece}\r\n`)
  await waitFor(() => text.includes('too-large'), 2000)
  expect(text).toMatch(/^HTTP\/1\.1 413 /)
  socket.destroy()
})

test('a close ends one stream with complete, and tells the backend server_closed', async () => {
  const backend = await startBackend(welcome)
  const { url, gateway } = await start({ settings: { ...quiet, callbackUrl: backend.url } })
  const [client, stays] = [await open(`${url}/sse/a`), await open(`${url}/sse/a`)]
  const token = client.headers['x-connection-id']
  const closed = await post(`${url}/internal/close`, { token, reason: 'signed_out' })
  expect(closed).toEqual({ status: 202, json: { reached: 1 } })
  expect(await client.ended).toBe('end')
  expect(client.events().map((each) => [each.event, each.json.reason])).toEqual([['complete', 'signed_out']])
  await waitFor(() => backend.of('disconnect').length === 1, 1000)
  expect(backend.of('disconnect')[0]).toMatchObject({ token, reason: 'server_closed' })
  expect(gateway.connections().map((each) => each.token)).toEqual([stays.headers['x-connection-id']])
  const again = await post(`${url}/internal/close`, { token })
  expect([again.status, again.json.error?.code]).toEqual([404, 'unknown-token'])
})

test.each([
  [{}, 'bad-event'],
  [{ token: 7 }, 'bad-event'],
  [{ token: 'x', reason: 'a\nb' }, 'bad-event'],
  [{ topic: 'a' }, 'unknown-key'],
])('the close %j is a clear error', async (body, code) => {
  const { url } = await start({ settings: quiet })
  const answer = await post(`${url}/internal/close`, body)
  expect([answer.status, answer.json.error?.code]).toEqual([400, code])
})

test('the connections are listed without their query', async () => {
  const { url } = await start({ settings: quiet })
  const client = await open(`${url}/sse/a/b?secret=1`, { 'X-Trace-ID': 'trace-1' })
  const response = await fetch(`${url}/internal/connections`, { headers: { authorization: `Bearer ${key}` } })
  expect(await response.json()).toEqual({
    connections: [
      {
        token: client.headers['x-connection-id'],
        topic: 'a/b',
        path: '/sse/a/b',
        traceId: 'trace-1',
        address: '127.0.0.1',
        openedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      },
    ],
  })
})
