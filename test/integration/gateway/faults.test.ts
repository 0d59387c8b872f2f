import { afterEach, beforeEach, expect, test } from 'vitest'
import { call, cleanUp, codeOf, open, type Running, start, waitFor } from './client.ts'

let running: Running
beforeEach(async () => {
  running = await start()
})
afterEach(cleanUp)

const at = (query: string, path = '/sse/a') => `${running.url}${path}?fault=${query}`
const publish = (data: unknown = { n: 1 }, topic = 'a') =>
  running.gateway.publish({ topic }, { event: 'x', data })
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

test('refuse resets the connection before a byte', async () => {
  expect(await codeOf(open(at('refuse')))).toBe('ECONNRESET')
})

test('refuse on a door closes its port, and lifting opens it again', async () => {
  const { json } = await call('POST', `${running.url}/lab/doors`, { name: 'shop' })
  const door = (json as { url: string }).url
  const stream = await open(`${door}/sse/a`)
  expect(stream.status).toBe(200)
  await call('POST', `${running.url}/lab/faults`, { door: 'shop', fault: 'refuse' })
  expect(await stream.ended).toBe('ECONNRESET')
  expect(await codeOf(open(`${door}/sse/a`))).toBe('ECONNREFUSED')
  expect(await call('DELETE', `${running.url}/lab/faults?door=shop`)).toMatchObject({ json: { lifted: 1 } })
  expect((await open(`${door}/sse/a`)).status).toBe(200)
})

test('status answers with the code, and Retry-After in seconds or as a date', async () => {
  const plain = await open(at('status&code=429'))
  const seconds = await open(at('status&retryAfter=5'))
  const date = await open(at('status&retryAfter=60&as=date'))
  expect([plain.status, plain.headers['retry-after']]).toEqual([429, undefined])
  expect([seconds.status, seconds.headers['retry-after']]).toEqual([503, '5'])
  const wait = Date.parse(String(date.headers['retry-after'])) - Date.now()
  expect(wait).toBeGreaterThan(57_000)
  expect(wait).toBeLessThanOrEqual(60_000)
})

test('no-content answers 204', async () => {
  const client = await open(at('no-content'))
  expect(client.status).toBe(204)
  expect(await client.ended).toBe('end')
})

test('slow-headers opens the stream late', async () => {
  const startedAt = performance.now()
  const client = await open(at('slow-headers&delay=0.15'))
  expect(performance.now() - startedAt).toBeGreaterThan(140)
  expect(client.status).toBe(200)
  await client.until(() => client.named('heartbeat').length > 0)
})

test('half-open takes the request and never answers', async () => {
  const answer = open(at('half-open', '/sse/held'))
  answer.catch(() => undefined)
  await waitFor(() => running.gateway.lab?.requests.of('/sse/held').requests === 1, 1000)
  expect(await Promise.race([answer, pause(100).then(() => 'nothing')])).toBe('nothing')
})

test('content-type answers 200 with a page', async () => {
  const client = await open(at('content-type'))
  await client.ended
  expect([client.status, client.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
  expect(client.text()).toContain('<title>')
})

test('redirect-loop redirects to itself', async () => {
  const client = await open(at('redirect-loop&code=307'))
  expect([client.status, client.headers.location]).toEqual([307, '/sse/a?fault=redirect-loop&code=307'])
})

test('redirect leads elsewhere', async () => {
  const client = await open(at('redirect&to=/sse/b'))
  expect([client.status, client.headers.location]).toEqual([302, '/sse/b'])
})

test('expired-credential answers 401 until the right token comes', async () => {
  const url = at('expired-credential&token=t2')
  const old = await open(url, { Authorization: 'Bearer t1' })
  expect([old.status, old.headers['www-authenticate']]).toEqual([
    401,
    expect.stringContaining('invalid_token'),
  ])
  expect((await open(url)).status).toBe(401)
  expect((await open(url, { Authorization: 'Bearer t2' })).status).toBe(200)
})

test('silence says nothing after n signs of life, and stays open', async () => {
  const client = await open(at('silence&after=3'))
  await client.until(() => client.events().length === 3)
  await publish()
  await pause(100)
  expect(client.events()).toHaveLength(3)
  expect(running.gateway.connections()).toHaveLength(1)
})

test('silence swallows the end of the stream too, until it is lifted', async () => {
  running = await start({ settings: { streamMaxSeconds: 0.1 } })
  await call('POST', `${running.url}/lab/faults`, { path: '/sse/a', fault: 'silence' })
  const client = await open(`${running.url}/sse/a`)
  const ended = client.ended
  expect(await Promise.race([ended, pause(200).then(() => 'still open')])).toBe('still open')
  await call('DELETE', `${running.url}/lab/faults?path=/sse/a`)
  expect(await ended).toBe('end')
})

test('reset breaks an open stream off, after n signs of life or at once', async () => {
  const later = await open(at('reset&after=2'))
  expect(await later.ended).toBe('ECONNRESET')
  expect(later.events()).toHaveLength(2)
  const atOnce = await open(at('reset'))
  expect([atOnce.status, await atOnce.ended]).toEqual([200, 'ECONNRESET'])
})

test.each([
  ['end', 'end'],
  ['close', 'ECONNRESET'],
])('cut ends in the middle of a line (%s)', async (how, ended) => {
  const client = await open(at(`cut&after=1&how=${how}`))
  expect(await client.ended).toBe(ended)
  expect(client.events()).toHaveLength(1)
  expect(client.text()).toMatch(/\ndata: [^\n]+[^\n}]$/)
})

test('duplicate-ids sends what has an id twice', async () => {
  const client = await open(at('duplicate-ids'))
  await publish()
  await publish()
  await client.until(() => client.named('x').length === 4)
  expect(client.named('x').map(({ id }) => id)).toEqual(['1', '1', '2', '2'])
})

test('missing-ids leaves some out, so that the ids jump', async () => {
  const client = await open(at('missing-ids&every=2'))
  for (let n = 0; n < 6; n++) await publish()
  await client.until(() => client.named('x').length === 3)
  expect(client.named('x').map(({ id }) => id)).toEqual(['1', '3', '5'])
})

test('giant-line sends one line of the size asked for, and the stream goes on behind it', async () => {
  const size = 3_000_000
  const client = await open(at(`giant-line&size=${size}`))
  await client.until(() => client.named('heartbeat').length > 0)
  expect(client.named('giant')[0]?.data).toHaveLength(size)
})

test('bursts holds back, then lets all go in order at once', async () => {
  const client = await open(at('bursts&every=0.15'))
  for (let n = 0; n < 3; n++) await publish(`${n}`)
  await pause(60)
  expect(client.events()).toEqual([])
  await client.until(() => client.named('x').length === 3)
  expect(client.named('x').map(({ id }) => id)).toEqual(['1', '2', '3'])
  expect(client.named('heartbeat').length).toBeGreaterThan(2)
})

test('a stream that ends under bursts lets go of what was held back first', async () => {
  const client = await open(at('bursts&every=60&fault=tune&max=0.1'))
  await publish('held')
  expect(await client.ended).toBe('end')
  expect(client.events().at(-1)?.event).toBe('complete')
  expect(client.named('x')).toHaveLength(1)
})

test('a fault that is switched on while a stream is about to open takes hold of it', async () => {
  const opening = open(at('slow-headers&delay=0.1', '/sse/slow'))
  await waitFor(() => running.gateway.lab?.requests.of('/sse/slow').requests === 1, 1000)
  await call('POST', `${running.url}/lab/faults`, { path: '/sse/slow', fault: 'deaf' })
  const client = await opening
  await client.until(() => client.named('degraded').length === 1)
})

test('clock-skew shifts the time that heartbeats tell, and nothing else', async () => {
  const client = await open(at('clock-skew&seconds=-3600'))
  await client.until(() => client.named('heartbeat').length > 0)
  const { timestamp, heartbeat_count } = client.named('heartbeat')[0]?.json ?? {}
  expect(Date.now() - Date.parse(String(timestamp))).toBeGreaterThan(3_599_000)
  expect(heartbeat_count).toBe(1)
})

test('late leaves heartbeats out, and no event', async () => {
  const client = await open(at('late&factor=5'))
  await client.until(() => client.named('heartbeat').length === 2)
  expect(client.named('heartbeat').map(({ json }) => json.heartbeat_count)).toEqual([5, 10])
  await publish()
  await client.until(() => client.named('x').length === 1)
})

test('deaf keeps the heartbeats, holds the events, and says so at both ends', async () => {
  const client = await open(`${running.url}/sse/a`)
  await call('POST', `${running.url}/lab/faults`, { path: '/sse/a', fault: 'deaf' })
  await publish()
  const beats = client.named('heartbeat').length
  await client.until(() => client.named('heartbeat').length > beats + 1)
  await call('DELETE', `${running.url}/lab/faults?path=/sse/a`)
  await publish()
  await client.until(() => client.named('x').length > 0)
  const told = client.events().filter(({ event }) => event !== 'heartbeat')
  expect(told.map(({ event, id }) => [event, id])).toEqual([
    ['degraded', null],
    ['restored', null],
    ['x', '2'],
  ])
})

test('deaf can go untold', async () => {
  const client = await open(at('deaf&told=false'))
  await publish()
  await client.until(() => client.named('heartbeat').length > 2)
  expect(client.events().every(({ event }) => event === 'heartbeat')).toBe(true)
})

test('told-error tells an error with its verdict, and ends', async () => {
  const client = await open(at('told-error&retryable=false&message=Gone'))
  expect(await client.ended).toBe('end')
  expect(client.events().at(-1)).toMatchObject({
    event: 'error',
    json: { message: 'Gone', retryable: false },
  })
  const retryable = await open(at('told-error&after=1'))
  await retryable.ended
  expect(retryable.text()).toContain('retry: 3000\nevent: error')
})

test('truncated-replay tells so to a resumed stream only, and keeps the newest', async () => {
  for (let n = 0; n < 5; n++) await publish()
  const resumed = await open(at('truncated-replay&keep=1'), { 'Last-Event-ID': '1' })
  const fresh = await open(at('truncated-replay'))
  await resumed.until(() => resumed.named('x').length === 1)
  await fresh.until(() => fresh.named('heartbeat').length > 0)
  expect(
    resumed
      .events()
      .map(({ event, id }) => id ?? event)
      .slice(0, 2),
  ).toEqual(['replay-truncated', '5'])
  expect(fresh.named('replay-truncated')).toEqual([])
})

test('failed-replay tells so, and the stream goes on live', async () => {
  await publish()
  const client = await open(at('failed-replay'), { 'Last-Event-ID': '1' })
  await client.until(() => client.named('replay-failed').length === 1)
  await publish()
  await client.until(() => client.named('x').length === 1)
  expect(client.named('x')[0]?.id).toBe('2')
})

test('tune gives a path settings of its own, and leaves headers out that would say 0', async () => {
  const comments = await open(at('tune&heartbeat=0.03&style=comment&max=0.1'))
  expect(comments.headers).toMatchObject({ 'x-heartbeat-interval': '0.03', 'x-stream-max-seconds': '0.1' })
  expect(await comments.ended).toBe('end')
  expect(comments.text()).toContain(': heartbeat')
  const mute = await open(at('tune&heartbeat=0&silence=0'))
  expect(Object.keys(mute.headers).filter((name) => /heartbeat|silence|max-seconds/.test(name))).toEqual([])
})

test('several faults at once, by query', async () => {
  const client = await open(at('duplicate-ids,silence&after=2&fault=tune&heartbeat=0'))
  await publish()
  await publish()
  await client.until(() => client.events().length === 2)
  await pause(30)
  expect(client.events().map(({ id }) => id)).toEqual(['1', '1'])
})
