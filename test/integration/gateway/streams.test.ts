import { connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { cleanUp, codeOf, deadReader, open, start, waitFor } from './client.ts'

afterEach(cleanUp)

test('a stream begins with its headers and retry: 3000, and carries the token and a trace id', async () => {
  const { url, gateway } = await start({ settings: { streamMaxSeconds: 60, heartbeatSeconds: 5 } })
  const client = await open(`${url}/sse/orders?any=thing&fault`)
  await client.until(() => client.text().length > 0)
  expect(client.status).toBe(200)
  expect(client.text()).toBe('retry: 3000\n\n')
  expect(client.headers).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
    'x-stream-max-seconds': '60',
    'x-heartbeat-interval': '5',
    'x-silence-threshold': '15',
  })
  const [connection] = gateway.connections()
  expect(client.headers['x-connection-id']).toBe(connection?.token)
  expect(client.headers['x-trace-id']).toBe(connection?.traceId)
  expect(connection?.topic).toBe('orders')
})

test('the trace id is the request own, else that of its traceparent', async () => {
  const { url } = await start()
  const own = await open(`${url}/sse/a`, { 'X-Trace-ID': 'abc-123' })
  const parent = await open(`${url}/sse/a`, {
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  })
  expect(own.headers['x-trace-id']).toBe('abc-123')
  expect(parent.headers['x-trace-id']).toBe('0af7651916cd43dd8448eb211c80319c')
  await own.until(() => own.named('heartbeat').length > 0)
  expect(own.named('heartbeat')[0]?.json.trace_id).toBe('abc-123')
})

test('a heartbeat event has the fields of the design, and counts what was sent', async () => {
  const { url, gateway } = await start({ settings: { streamMaxSeconds: 60 } })
  const client = await open(`${url}/sse/a`)
  expect(
    await gateway.publish({ topic: 'a' }, { event: 'content_chunk', data: { text: 'x', tokens: 3 } }),
  ).toBe(1)
  await client.until(() => client.named('heartbeat').length > 1)
  expect(client.named('heartbeat')[1]?.json).toMatchObject({
    stream_id: client.headers['x-connection-id'],
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    uptime_seconds: expect.any(Number),
    total_chunks: 1,
    total_tokens: 3,
    heartbeat_count: 2,
    remaining_seconds: expect.any(Number),
    max_duration: 60,
  })
})

test('heartbeats are comments where the settings say so', async () => {
  const { url } = await start({ settings: { heartbeatStyle: 'comment', heartbeatSeconds: 0.02 } })
  const client = await open(`${url}/sse/a`)
  await client.until(() => client.text().includes(': heartbeat\n\n'))
  expect(client.events()).toEqual([])
})

test('the duration cap is announced by complete, and ends the stream', async () => {
  const { url } = await start({ settings: { streamMaxSeconds: 0.1 } })
  const client = await open(`${url}/sse/a`)
  expect(await client.ended).toBe('end')
  expect(client.events().at(-1)).toMatchObject({ event: 'complete', id: null })
  expect(client.events().at(-1)?.json).toMatchObject({ reason: 'duration_cap', duration: expect.any(Number) })
})

test('a topic reaches its own clients, ids grow by one for each topic, a token reaches one client', async () => {
  const { url, gateway } = await start({ settings: { heartbeatSeconds: 0 } })
  const [one, two, other] = await Promise.all([
    open(`${url}/sse/a`),
    open(`${url}/sse/a`),
    open(`${url}/sse/b/c`),
  ])
  expect(await gateway.publish({ topic: 'a' }, { event: 'x', data: 'first' })).toBe(2)
  expect(await gateway.publish({ topic: 'b/c' }, { event: 'x', data: 'line 1\nline 2' })).toBe(1)
  await gateway.publish({ topic: 'a' }, { event: 'x', data: { n: 2 } })
  const token = String(one.headers['x-connection-id'])
  expect(await gateway.publish({ token }, { event: 'x', data: 'for one' })).toBe(1)
  expect(await gateway.publish({ token: 'nobody' }, { event: 'x', data: '' })).toBe(0)
  expect(await gateway.publish({}, { event: 'x', data: 'all' })).toBe(3)
  for (const client of [one, two, other]) await client.until(() => client.text().includes('data: all'))
  expect(one.events().map(({ id }) => id)).toEqual(['1', '2', null, '3'])
  expect(two.events().map(({ id }) => id)).toEqual(['1', '2', '3'])
  expect(other.events().map(({ id, data }) => [id, data])).toEqual([
    ['1', 'line 1\nline 2'],
    ['2', 'all'],
  ])
})

test('an error worth a retry repeats the retry time, and errors take no id', async () => {
  const { url, gateway } = await start({ settings: { heartbeatSeconds: 0 } })
  const client = await open(`${url}/sse/a`)
  await gateway.publish({ topic: 'a' }, { event: 'error', data: { retryable: true } })
  await gateway.publish({ topic: 'a' }, { event: 'x', data: '' })
  await client.until(() => client.events().length === 2)
  expect(client.text()).toContain('retry: 3000\nevent: error\ndata:')
  expect(client.events().map(({ id }) => id)).toEqual([null, '1'])
})

test('a type with a line break in it is refused, and reaches no one', async () => {
  const { gateway } = await start()
  await expect(gateway.publish({ topic: 'a' }, { event: 'x\ndata: y', data: '' })).rejects.toThrow(
    /line break/,
  )
})

test('one address may have so many connections, and a place comes free again', async () => {
  const { url } = await start({ settings: { maxConnectionsPerClient: 1 } })
  const first = await open(`${url}/sse/a`)
  const second = await open(`${url}/sse/a`)
  expect(second.status).toBe(429)
  await second.ended
  expect(JSON.parse(second.text()).error.code).toBe('too-many-connections')
  first.close()
  let status = 0
  for (let i = 0; i < 50 && status !== 200; i++) status = (await open(`${url}/sse/a`)).status
  expect(status).toBe(200)
})

test('other paths and methods are answered plainly, and health counts connections', async () => {
  const { url } = await start()
  await open(`${url}/sse/a`)
  const health = await fetch(`${url}/healthz`)
  expect(await health.json()).toEqual({ status: 'ok', connections: 1 })
  expect((await fetch(`${url}/sse/`)).status).toBe(404)
  const post = await fetch(`${url}/sse/a`, { method: 'POST' })
  expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET'])
})

test('with the lab off, its API and the query are nothing', async () => {
  const { url, gateway } = await start({ settings: { lab: false } })
  expect(gateway.lab).toBeNull()
  expect((await fetch(`${url}/lab/faults`)).status).toBe(404)
  expect((await open(`${url}/sse/a?fault=status`)).status).toBe(200)
})

test('closing tells every client, ends every stream and leaves the port', async () => {
  const { url, gateway } = await start()
  const client = await open(`${url}/sse/a`)
  await gateway.close()
  expect(await client.ended).toBe('end')
  expect(client.events().at(-1)?.json).toMatchObject({ reason: 'shutdown' })
  await expect(open(`${url}/sse/a`)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('even a stream that a fault keeps silent is told of the shutdown', async () => {
  const { url, gateway } = await start()
  const client = await open(`${url}/sse/a?fault=silence`)
  await gateway.close()
  expect(await client.ended).toBe('end')
  expect(client.events().map(({ json }) => json.reason)).toEqual(['shutdown'])
})

test('a request that is held for ever does not hold the close up', async () => {
  const { url, gateway } = await start({ closeWithinMs: 10_000 })
  const answer = codeOf(open(`${url}/sse/held?fault=half-open`))
  await waitFor(() => gateway.lab?.requests.of('/sse/held').requests === 1, 1000)
  const startedAt = performance.now()
  await gateway.close()
  expect(performance.now() - startedAt).toBeLessThan(5000)
  expect(await answer).toBe('ECONNRESET')
})

test('a client that keeps its connection alive does not hold the close up', async () => {
  const { url, gateway } = await start({ closeWithinMs: 10_000 })
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket
    .setEncoding('utf8')
    .write(`GET /sse/a HTTP/1.1\r\nHost: ${hostname}\r\nConnection: keep-alive\r\n\r\n`)
  let text = ''
  socket.on('data', (piece: string) => {
    text += piece
  })
  await waitFor(() => gateway.connections().length === 1, 1000)
  const startedAt = performance.now()
  await gateway.close()
  expect(performance.now() - startedAt).toBeLessThan(5000)
  await waitFor(() => text.endsWith('0\r\n\r\n'), 1000)
})

test('a client that leaves is forgotten', async () => {
  const { url, gateway } = await start()
  const client = await open(`${url}/sse/a`)
  expect(gateway.connections()).toHaveLength(1)
  client.close()
  await waitFor(() => gateway.connections().length === 0, 1000)
})

test('a client that does not read is dropped at the byte limit', async () => {
  const { url, gateway } = await start({ limits: { bytes: 256 * 1024 }, settings: { logSize: 4 } })
  await deadReader(url)
  await waitFor(() => gateway.connections().length === 1, 1000)
  const data = 'x'.repeat(128 * 1024)
  for (let i = 0; i < 400 && gateway.connections().length > 0; i++) {
    await gateway.publish({ topic: 'flood' }, { event: 'x', data })
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(gateway.connections()).toHaveLength(0)
})

test('a client that takes nothing for too long is dropped', async () => {
  const { url, gateway } = await start({
    limits: { bytes: 1024 * 1024 * 1024, undrainedMs: 50 },
    settings: { logSize: 4 },
  })
  await deadReader(url)
  await waitFor(() => gateway.connections().length === 1, 1000)
  const data = 'x'.repeat(1024 * 1024)
  for (let i = 0; i < 16; i++) await gateway.publish({ topic: 'flood' }, { event: 'x', data })
  await waitFor(() => gateway.connections().length === 0, 2000)
})
