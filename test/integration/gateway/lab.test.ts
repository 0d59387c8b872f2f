import { afterEach, beforeEach, expect, test } from 'vitest'
import { call, cleanUp, open, type Running, start } from './client.ts'

let running: Running
beforeEach(async () => {
  running = await start()
})
afterEach(cleanUp)

const lab = (method: string, path: string, body?: unknown) => call(method, `${running.url}/lab/${path}`, body)
const status = async (path = '/sse/a') => (await open(`${running.url}${path}`)).status

test('a fault stays on until it is lifted, and is listed meanwhile', async () => {
  const order = { path: '/sse/a', fault: 'status', params: { code: 500 } }
  expect(await lab('POST', 'faults', order)).toMatchObject({ status: 201 })
  expect([await status(), await status(), await status('/sse/other')]).toEqual([500, 500, 200])
  expect((await lab('GET', 'faults')).json).toEqual([{ ...order, timesLeft: null, for: null }])
  expect((await lab('DELETE', 'faults?path=/sse/a')).json).toEqual({ lifted: 1 })
  expect(await status()).toBe(200)
})

test('times counts the requests that meet it', async () => {
  await lab('POST', 'faults', { path: '/sse/a', fault: 'status', times: 2 })
  expect([await status(), await status(), await status()]).toEqual([503, 503, 200])
})

test('for lifts it by itself, on running streams too', async () => {
  const client = await open(`${running.url}/sse/a`)
  await lab('POST', 'faults', { path: '/sse/a', fault: 'deaf', for: 0.05 })
  await client.until(() => client.named('restored').length === 1)
  expect(client.named('degraded')).toHaveLength(1)
  expect((await lab('GET', 'faults')).json).toEqual([])
})

test('close ends the open streams, unannounced, so that they meet the fault', async () => {
  const client = await open(`${running.url}/sse/a`)
  const other = await open(`${running.url}/sse/b`)
  await lab('POST', 'faults', { path: '/sse/a', fault: 'status', close: true })
  expect(await client.ended).toBe('end')
  expect(client.named('complete')).toEqual([])
  expect(await status()).toBe(503)
  expect(running.gateway.connections().map(({ topic }) => topic)).toEqual(['b'])
  other.close()
})

test('a star at the end of a path takes all that begin so; one fault of a path can be lifted alone', async () => {
  await lab('POST', 'faults', { path: '/sse/shop/*', fault: 'status' })
  await lab('POST', 'faults', { path: '/sse/shop/*', fault: 'tune', params: { heartbeat: 1 } })
  expect([await status('/sse/shop/a'), await status('/sse/shopping')]).toEqual([503, 200])
  expect((await lab('DELETE', 'faults?path=/sse/shop/*&fault=status')).json).toEqual({ lifted: 1 })
  expect(await status('/sse/shop/a')).toBe(200)
})

test('the requests seen by the server are counted for each path, refused ones too', async () => {
  await status()
  await lab('POST', 'faults', { path: '/sse/a', fault: 'refuse', times: 1 })
  await expect(open(`${running.url}/sse/a`)).rejects.toMatchObject({ code: 'ECONNRESET' })
  await open(`${running.url}/sse/a`, { 'Last-Event-ID': 'ä7', 'X-Trace-ID': 't' }).catch(() => undefined)
  await status('/sse/b')
  expect((await lab('GET', 'requests')).json).toEqual({ '/sse/a': 3, '/sse/b': 1 })
  const { json } = await lab('GET', 'requests?path=/sse/a')
  expect(json).toMatchObject({ path: '/sse/a', requests: 3 })
  expect((json as { newest: unknown[] }).newest.at(-1)).toMatchObject({ traceId: 't' })
  expect((await lab('GET', 'requests?path=/sse/none')).json).toMatchObject({ requests: 0, newest: [] })
})

test('a Last-Event-ID beyond ASCII is read as the UTF-8 it is sent in', async () => {
  const asSent = Buffer.from('ä/7', 'utf8').toString('latin1')
  await open(`${running.url}/sse/a`, { 'Last-Event-ID': asSent })
  expect(running.gateway.lab?.requests.of('/sse/a').newest[0]?.lastEventId).toBe('ä/7')
})

test('traffic keeps a topic talking, until it is stopped', async () => {
  const client = await open(`${running.url}/sse/t`)
  await lab('POST', 'traffic', { topic: 't', event: 'tick', every: 0.01, data: { k: 'v' } })
  await client.until(() => client.named('tick').length >= 3)
  expect(client.named('tick')[1]).toMatchObject({ id: '2', json: { k: 'v', n: 2 } })
  expect((await lab('GET', 'traffic')).json).toMatchObject([{ topic: 't', event: 'tick' }])
  expect((await lab('DELETE', 'traffic?topic=t')).json).toEqual({ stopped: 1 })
  expect((await lab('GET', 'traffic')).json).toEqual([])
})

test('one event can be sent, and the snapshot tells the newest', async () => {
  const client = await open(`${running.url}/sse/t`)
  expect((await lab('POST', 'send', { topic: 't', event: 'x', data: { k: 1 } })).json).toEqual({ reached: 1 })
  await client.until(() => client.named('x').length === 1)
  expect((await lab('GET', 'snapshot?topic=t')).json).toEqual({
    topic: 't',
    events: [{ id: '1', event: 'x', data: { k: 1 } }],
  })
})

test('a script does its steps in order, again and again, until it is stopped', async () => {
  const client = await open(`${running.url}/sse/a`)
  const steps = [
    { at: 0, path: '/sse/a', fault: 'deaf' },
    { at: 0.03, lift: { path: '/sse/a' } },
    { at: 0.05, send: { topic: 'a', event: 'x', data: 'done' } },
  ]
  expect(await lab('POST', 'scripts', { name: 's', loop: 0.1, steps })).toMatchObject({ status: 201 })
  await client.until(() => client.named('x').length === 2)
  const told = client.events().filter(({ event }) => event !== 'heartbeat')
  expect(told.map(({ event }) => event).slice(0, 6)).toEqual([
    'degraded',
    'restored',
    'x',
    'degraded',
    'restored',
    'x',
  ])
  expect((await lab('GET', 'scripts')).json).toEqual(['s'])
  expect((await lab('DELETE', 'scripts?name=s')).json).toEqual({ stopped: 1 })
})

test('a script without a loop is no longer listed once it is over', async () => {
  const client = await open(`${running.url}/sse/a`)
  const steps = [{ at: 0.05, send: { topic: 'a', event: 'x', data: 'done' } }]
  await lab('POST', 'scripts', { name: 'once', steps })
  expect((await lab('GET', 'scripts')).json).toEqual(['once'])
  await client.until(() => client.named('x').length === 1)
  expect((await lab('GET', 'scripts')).json).toEqual([])
  expect((await lab('DELETE', 'scripts')).json).toEqual({ stopped: 0 })
})

test('GET /lab tells every fault with its parameters', async () => {
  const response = await fetch(`${running.url}/lab`)
  const { faults } = (await response.json()) as { faults: Record<string, { about: string }> }
  expect(Object.keys(faults)).toEqual(
    expect.arrayContaining(['refuse', 'status', 'slow-headers', 'silence', 'half-open', 'bursts', 'tune']),
  )
  expect(faults.silence?.about).toMatch(/stays open/)
})

const at = '/sse/a'
test.each([
  ['faults', {}, /"path".*"door"/],
  ['faults', { path: '/other', fault: 'refuse' }, /must begin with \/sse\//],
  ['faults', { path: at }, /"fault" is missing/],
  ['faults', { path: at, fault: 'nope' }, /no fault "nope".*silence/],
  ['faults', { path: at, fault: 'constructor' }, /no fault "constructor"/],
  ['faults', { path: at, fault: 'status', params: { code: 42 } }, /"code".*42.*from 200 to 599/],
  [
    'faults',
    { path: at, fault: 'status', params: { kode: 500 } },
    /no parameter "kode".*code, retryAfter, as/,
  ],
  ['faults', { path: at, fault: 'status', params: [] }, /"params" must be an object/],
  ['faults', { path: at, fault: 'status', times: 0 }, /"times" is 0.*over 0/],
  ['faults', { path: at, fault: 'status', for: 'soon' }, /"for" is "soon".*over 0/],
  ['faults', { path: at, fault: 'status', color: 1 }, /no key "color"/],
  ['faults', { path: at, fault: 'deaf', params: { told: 'perhaps' } }, /true or false/],
  ['faults', { path: at, fault: 'cut', params: { how: 'loud' } }, /end or close/],
  ['faults', { door: 'none', fault: 'refuse' }, /no door "none"/],
  ['faults', { door: 'none', fault: 'status' }, /takes the fault "refuse" only/],
  ['doors', {}, /"name" is missing/],
  ['doors', { name: 'a b' }, /letters, digits, dashes/],
  ['traffic', { event: 'x' }, /"topic" is missing/],
  ['traffic', { topic: 't', every: 0 }, /"every" is 0/],
  ['send', { topic: 't', event: 'a\nb' }, /one line/],
  ['scripts', { steps: [] }, /"steps" must be a list/],
  ['scripts', { steps: [{ at: -1, path: at, fault: 'deaf' }] }, /Step 1: "at" is -1/],
  ['scripts', { steps: [{ at: 1, path: at, fault: 'none' }] }, /Step 1: .*no fault "none"/],
  ['scripts', { steps: [{ at: 1, door: 'none', fault: 'refuse' }] }, /no door "none"/],
  ['scripts', { steps: [{ at: 5, path: at, fault: 'deaf' }], loop: 2 }, /"loop" is 2/],
])('POST /lab/%s %j is a 400 that says why', async (route, body, message) => {
  const answer = await lab('POST', route, body)
  expect(answer.status).toBe(400)
  expect((answer.json as { error: { message: string } }).error.message).toMatch(message)
  expect((await lab('GET', 'faults')).json).toEqual([])
})

test('a fault in the query that is none is a 400 too', async () => {
  const client = await open(`${running.url}/sse/a?fault=silense`)
  await client.ended
  expect([client.status, JSON.parse(client.text()).error.code]).toEqual([400, 'unknown-fault'])
})

test('what is no JSON is refused, so that no web page of another origin can switch faults on', async () => {
  const url = `${running.url}/lab/faults`
  const body = JSON.stringify({ path: at, fault: 'deaf' })
  expect((await fetch(url, { method: 'POST', body })).status).toBe(415)
  const headers = { 'Content-Type': 'application/json' }
  expect((await fetch(url, { method: 'POST', body: '{oops', headers })).status).toBe(400)
  expect((await fetch(url, { method: 'POST', body: '[]', headers })).status).toBe(400)
  expect((await fetch(url, { method: 'PUT', body, headers })).status).toBe(404)
  const big = JSON.stringify({ path: 'x'.repeat(2_000_000) })
  expect((await fetch(url, { method: 'POST', body: big, headers })).status).toBe(413)
})
