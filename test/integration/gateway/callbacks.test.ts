import type { ServerResponse } from 'node:http'
import { connect, createServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { type SeenCallback, startBackend, stopBackends, welcome } from './backend.ts'
import { type Client, cleanUp, codeOf, deadReader, open, start, waitFor } from './client.ts'

afterEach(async () => {
  await cleanUp()
  stopBackends()
})

/** The code in the answer's JSON. */
async function refusal(client: Client): Promise<string> {
  await client.ended
  return JSON.parse(client.text()).error.code
}

/** Says no to nobody, but answers a connect only when `release` is called. */
function slowBackend() {
  const held: ServerResponse[] = []
  const answer = ({ action }: SeenCallback, response: ServerResponse): void => {
    if (action === 'connect') held.push(response)
    else response.end()
  }
  const release = (): void => {
    for (const response of held.splice(0)) response.end()
  }
  return { held, answer, release }
}

test('the backend is told of a connect: token, address with its query, headers, and the trace id', async () => {
  const backend = await startBackend(welcome)
  const { url } = await start({ settings: { callbackUrl: backend.url } })
  const client = await open(`${url}/sse/orders/eu?customer=7`, {
    Authorization: 'Bearer abc',
    'X-Trace-ID': 'trace-1',
    TE: 'trailers',
    Connection: 'close, X-Hop',
    'X-Hop': 'here only',
  })
  expect(client.status).toBe(200)
  const [callback] = backend.of('connect')
  expect(callback).toMatchObject({
    token: client.headers['x-connection-id'],
    request: { url: '/sse/orders/eu?customer=7', headers: { authorization: 'Bearer abc' } },
    http: { method: 'POST', headers: { 'content-type': 'application/json', 'x-trace-id': 'trace-1' } },
  })
  const told = Object.keys(callback?.request.headers ?? {})
  expect(told.filter((name) => ['te', 'connection', 'x-hop'].includes(name))).toEqual([])
})

test('not a byte leaves before the backend has answered', async () => {
  const { held, answer, release } = slowBackend()
  const backend = await startBackend(answer)
  const { url, gateway } = await start({ settings: { callbackUrl: backend.url } })
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname).setEncoding('utf8')
  let text = ''
  socket.on('data', (piece: string) => {
    text += piece
  })
  socket.write(`GET /sse/a HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`)
  await waitFor(() => held.length === 1, 1000)
  await gateway.publish({}, { event: 'x', data: 'early' })
  expect([text, gateway.connections().length]).toEqual(['', 0])
  release()
  await waitFor(() => text.includes('retry: 3000'), 1000)
  expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  socket.destroy()
})

test('a refusal goes to the client as it is: status, headers and body, and no header of a stream', async () => {
  const backend = await startBackend((_, response) => {
    const headers = { 'Content-Type': 'text/plain', 'Retry-After': '7', 'Set-Cookie': ['a=1', 'b=2'] }
    response.writeHead(402, { ...headers, 'Keep-Alive': 'timeout=77' }).end('pay first')
  })
  const { url, gateway } = await start({ settings: { callbackUrl: backend.url } })
  const client = await open(`${url}/sse/a`)
  await client.ended
  expect([client.status, client.text()]).toEqual([402, 'pay first'])
  expect(client.headers).toMatchObject({
    'content-type': 'text/plain',
    'retry-after': '7',
    'set-cookie': ['a=1', 'b=2'],
    'x-trace-id': expect.any(String),
  })
  expect(client.headers['keep-alive']).not.toBe('timeout=77')
  expect(Object.keys(client.headers)).not.toContain('x-connection-id')
  expect(Object.keys(client.headers)).not.toContain('x-accel-buffering')
  expect(gateway.connections()).toEqual([])
  expect(backend.of('disconnect')).toEqual([])
})

test.each([302, 304, 401, 404, 500])(
  'status %i of the backend is the status of the client',
  async (status) => {
    const backend = await startBackend((_, response) => void response.writeHead(status).end())
    const { url } = await start({ settings: { callbackUrl: backend.url } })
    expect((await open(`${url}/sse/a`)).status).toBe(status)
  },
)

test('a refusal too long to pass on keeps its status', async () => {
  const backend = await startBackend((_, response) => void response.writeHead(403).end('x'.repeat(100_000)))
  const { url } = await start({ settings: { callbackUrl: backend.url } })
  const client = await open(`${url}/sse/a`)
  expect([client.status, await refusal(client)]).toEqual([403, 'callback-refused'])
})

test.each([201, 204])('status %i of the backend opens the stream', async (status) => {
  const backend = await startBackend((_, response) => void response.writeHead(status).end())
  const { url } = await start({ settings: { callbackUrl: backend.url } })
  expect((await open(`${url}/sse/a`)).status).toBe(200)
})

test('a backend that does not answer in time is a 504, also when it stops within its answer', async () => {
  const backend = await startBackend(({ request }, response) => {
    if (request.url === '/sse/half') response.writeHead(403).write('I am')
  })
  const { url, gateway } = await start({
    settings: { callbackUrl: backend.url, callbackTimeoutSeconds: 0.1 },
  })
  for (const path of ['/sse/none', '/sse/half']) {
    const client = await open(url + path)
    expect([client.status, await refusal(client)]).toEqual([504, 'callback-timeout'])
  }
  expect(gateway.connections()).toEqual([])
})

test('a backend that cannot be reached, or hangs up, is a 503', async () => {
  const hangsUp = createServer((socket) => void socket.destroy())
  await new Promise<void>((resolve) => hangsUp.listen(0, '127.0.0.1', resolve))
  const address = hangsUp.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const { url } = await start({ settings: { callbackUrl: `http://127.0.0.1:${port}/` } })
  const first = await open(`${url}/sse/a`)
  expect([first.status, await refusal(first)]).toEqual([503, 'callback-unreachable'])
  await new Promise((resolve) => hangsUp.close(resolve))
  const second = await open(`${url}/sse/a`)
  expect([second.status, await refusal(second)]).toEqual([503, 'callback-unreachable'])
})

test('where a callback is required and none is set, nobody gets a stream', async () => {
  const { url } = await start({ settings: { callbackRequired: true } })
  const client = await open(`${url}/sse/a`)
  expect([client.status, await refusal(client)]).toEqual([503, 'callback-missing'])
})

test('a client that leaves during the callback is never registered, and the backend hears that it left', async () => {
  const { held, answer, release } = slowBackend()
  const backend = await startBackend(answer)
  const { url, gateway } = await start({ settings: { callbackUrl: backend.url } })
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.write(`GET /sse/a HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`)
  await waitFor(() => held.length === 1, 1000)
  socket.destroy()
  await new Promise((resolve) => setTimeout(resolve, 50))
  release()
  await waitFor(() => backend.of('disconnect').length === 1, 1000)
  expect(backend.of('disconnect')[0]).toMatchObject({
    token: backend.of('connect')[0]?.token,
    reason: 'client_closed',
  })
  expect(gateway.connections()).toEqual([])
})

test('every end is told to the backend with its reason', async () => {
  const backend = await startBackend(welcome)
  const { url, gateway } = await start({ settings: { callbackUrl: backend.url } })
  const goesAway = await open(`${url}/sse/a?n=1`)
  goesAway.close()
  await waitFor(() => backend.of('disconnect').length === 1, 1000)
  const stays = await open(`${url}/sse/a?n=2`, { 'X-Trace-ID': 'trace-2' })
  await gateway.close()
  expect(await stays.ended).toBe('end')
  expect(backend.of('disconnect')).toMatchObject([
    {
      token: goesAway.headers['x-connection-id'],
      reason: 'client_closed',
      request: { url: '/sse/a?n=1' },
    },
    {
      token: stays.headers['x-connection-id'],
      reason: 'shutdown',
      request: { url: '/sse/a?n=2' },
      http: { headers: { 'x-trace-id': 'trace-2' } },
    },
  ])
})

test('the duration cap is told as what it is', async () => {
  const backend = await startBackend(welcome)
  const { url, gateway } = await start({
    settings: { callbackUrl: backend.url, streamMaxSeconds: 0.05 },
  })
  await (await open(`${url}/sse/a`)).ended
  await waitFor(() => backend.of('disconnect').length === 1, 1000)
  expect(backend.of('disconnect')[0]?.reason).toBe('duration_cap')
  expect(gateway.connections()).toEqual([])
})

test('a client that does not read is told as closed by the server', async () => {
  const backend = await startBackend(welcome)
  const { url, gateway } = await start({
    settings: { callbackUrl: backend.url, logSize: 1 },
    limits: { bytes: 256 * 1024 },
  })
  await deadReader(url)
  await waitFor(() => gateway.connections().length === 1, 1000)
  const event = { event: 'x', data: 'x'.repeat(1024 * 1024) }
  for (let i = 0; i < 50 && gateway.connections().length > 0; i++) {
    await gateway.publish({ topic: 'flood' }, event)
    await new Promise((resolve) => setImmediate(resolve))
  }
  await waitFor(() => backend.of('disconnect').length === 1, 1000)
  expect(backend.of('disconnect')[0]?.reason).toBe('server_closed')
})

test('closing waits for the backend to take its goodbyes', async () => {
  let taken = false
  const backend = await startBackend(({ action }, response) => {
    if (action === 'connect') response.end()
    else
      setTimeout(() => {
        taken = true
        response.end()
      }, 100)
  })
  const { url, gateway } = await start({
    settings: { callbackUrl: backend.url },
    closeWithinMs: 2000,
  })
  await open(`${url}/sse/a`)
  await gateway.close()
  expect(taken).toBe(true)
})

test('a backend that never takes a goodbye leaks no connection, and holds the close up so long only', async () => {
  const backend = await startBackend(({ action }, response) => {
    if (action === 'connect') response.end()
  })
  const { url, gateway } = await start({
    settings: { callbackUrl: backend.url, callbackTimeoutSeconds: 60, maxConnectionsPerClient: 1 },
  })
  for (let i = 0; i < 3; i++) {
    const client = await open(`${url}/sse/a`)
    expect(client.status).toBe(200)
    client.close()
    await waitFor(() => gateway.connections().length === 0, 1000)
  }
  const startedAt = performance.now()
  await gateway.close()
  expect(performance.now() - startedAt).toBeLessThan(3000)
})

test('a goodbye that is refused is of no consequence', async () => {
  const backend = await startBackend(({ action }, response) => {
    response.writeHead(action === 'connect' ? 200 : 500).end()
  })
  const { url, gateway } = await start({
    settings: { callbackUrl: backend.url, maxConnectionsPerClient: 1 },
  })
  for (let i = 1; i <= 3; i++) {
    const client = await open(`${url}/sse/a`)
    expect(client.status).toBe(200)
    client.close()
    await waitFor(() => backend.of('disconnect').length === i, 1000)
  }
  expect(gateway.connections()).toEqual([])
})

test('a flood of connects during a slow callback is refused beyond the limit, and the backend is spared', async () => {
  const { held, answer, release } = slowBackend()
  const backend = await startBackend(answer)
  const { url, gateway } = await start({ settings: { callbackUrl: backend.url }, mostCallbacks: 20 })
  const answered: Client[] = []
  const clients = Array.from({ length: 200 }, async () => {
    answered.push(await open(`${url}/sse/a`))
  })
  await waitFor(() => answered.length === 180, 5000)
  expect([...new Set(answered.map(({ status }) => status))]).toEqual([503])
  expect(answered[0]?.headers['retry-after']).toBe('1')
  expect(held).toHaveLength(20)
  release()
  await Promise.all(clients)
  expect(backend.of('connect')).toHaveLength(20)
  expect(gateway.connections()).toHaveLength(20)
})

test('who waits for a callback counts for the limit of an address', async () => {
  const { held, answer, release } = slowBackend()
  const backend = await startBackend(answer)
  const { url } = await start({ settings: { callbackUrl: backend.url, maxConnectionsPerClient: 1 } })
  const first = open(`${url}/sse/a`)
  await waitFor(() => held.length === 1, 1000)
  expect((await open(`${url}/sse/a`)).status).toBe(429)
  release()
  expect((await first).status).toBe(200)
})

test('closing during a callback lets nobody in any more, and the backend hears of the shutdown', async () => {
  const { held, answer, release } = slowBackend()
  const backend = await startBackend(answer)
  const { url, gateway } = await start({ settings: { callbackUrl: backend.url }, closeWithinMs: 2000 })
  const code = codeOf(open(`${url}/sse/a`))
  await waitFor(() => held.length === 1, 1000)
  const closed = gateway.close()
  release()
  await closed
  expect(await code).toBe('ECONNRESET')
  expect(backend.of('disconnect').map(({ reason }) => reason)).toEqual(['shutdown'])
})
