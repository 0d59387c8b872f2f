import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { found } from '../../helpers/incidents.ts'
import { breaches, type OpenApiDocument } from '../../helpers/openapi.ts'
import { type TestSite, testSite, testWall } from '../../helpers/site.ts'
import { detailOf, historyOf, outsideView, viewOf } from '../../helpers/views.ts'

let site: TestSite
let document: OpenApiDocument
beforeAll(async () => {
  site = await testSite()
  document = (await site.ask('/api/openapi.json')).json as OpenApiDocument
})
afterAll(() => site.close())

const failure = {
  kind: 'http-status',
  message: 'The server answered 503.',
  hint: 'Wait.',
  terminal: false,
  status: 503,
} as const
const busy = viewOf('busy', {
  phase: 'waiting',
  health: null,
  group: 'Shop',
  tags: ['prod'],
  attempt: 7,
  retryAt: '2026-11-20T12:00:22.000Z',
  delayMs: 22_000,
  chosenBy: 'retry-after',
  failure,
  latency: { measure: 'delay', count: 412, p50: 12.1, p95: 31, p99: 48.8, max: 61.2 },
  replay: { complete: 9, truncated: 1, failed: 0, snapshot: 0, unknown: 0, last: 'pending' },
  uptime: 0.9981,
  degraded: { since: '2026-11-20T12:00:00.000Z', lastOkAt: null, status: 200 },
})

describe('the local API', () => {
  it('lists the views', async () => {
    const answer = await site.ask('/api/endpoints')
    expect(answer.status).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    expect(answer.json).toEqual([
      outsideView(viewOf('orders')),
      outsideView(viewOf('billing', { phase: 'failed', health: null })),
    ])
  })

  it('gives one with facts, attempts and events', async () => {
    const answer = await site.ask('/api/endpoints/orders')
    expect(answer).toMatchObject({ status: 200, json: detailOf(outsideView(viewOf('orders'))) })
  })

  it('carries out retry, stop and start, and answers 202 with the view', async () => {
    for (const [command, phase] of [
      ['stop', 'stopped'],
      ['start', 'connecting'],
      ['retry', 'connecting'],
    ] as const) {
      const answer = await site.ask(`/api/endpoints/orders/${command}`, { method: 'POST' })
      expect(answer).toMatchObject({ status: 202, json: { id: 'orders', phase } })
      expect(site.fleet.calls.at(-1)).toBe(`${command} orders`)
    }
  })

  it('retries the failed ones and answers their ids', async () => {
    const first = await site.ask('/api/retry-failed', { method: 'POST' })
    expect(first).toMatchObject({ status: 202, json: ['billing'] })
    const second = await site.ask('/api/retry-failed', { method: 'POST' })
    expect(second).toMatchObject({ status: 202, json: [] })
  })

  it('gives history for the range asked for', async () => {
    const answer = await site.ask(
      '/api/history?endpoint=orders&from=2026-11-20T10:00:00Z&to=2026-11-20T11:00:00Z&points=10',
    )
    const [from, to] = [Date.UTC(2026, 10, 20, 10), Date.UTC(2026, 10, 20, 11)]
    expect(answer).toMatchObject({ status: 200, json: historyOf(from, to) })
    expect(site.fleet.calls.at(-1)).toBe(`history orders ${from} ${to} 10`)
  })

  it('lists incidents, newest first, of the last 30 days or as asked', async () => {
    const day = 86_400_000
    const own = await testSite()
    own.book.put(found({ id: 'long-ago', start: testWall - 41 * day, end: testWall - 31 * day }))
    own.book.put(found({ id: 'ends-within', start: testWall - 40 * day, end: testWall - 29 * day }))
    own.book.put(found({ id: 'lasts', start: testWall - 60_000, end: null }))
    own.book.put(found())
    own.book.note('outage-orders-1', 'Two\nlines.', null)
    own.book.acknowledge('outage-orders-1', testWall, null)
    const usual = await own.ask('/api/incidents')
    const asked = await own.ask('/api/incidents?from=2026-10-01T00:00:00Z&to=2026-10-20')
    await own.close()
    expect(usual).toMatchObject({
      status: 200,
      json: [
        { id: 'lasts', end: null, durationMs: 60_000 },
        { id: 'outage-orders-1' },
        { id: 'ends-within' },
      ],
    })
    expect(usual.json).toContainEqual({
      id: 'outage-orders-1',
      kind: 'outage',
      endpoints: ['orders'],
      start: '2026-11-20T11:00:00.000Z',
      end: '2026-11-20T11:02:00.000Z',
      durationMs: 120_000,
      cause: found().cause,
      flapping: false,
      notes: 'Two\nlines.',
      acknowledgedAt: '2026-11-20T12:00:00.000Z',
    })
    expect(asked.json).toMatchObject([{ id: 'ends-within' }, { id: 'long-ago' }])
  })

  it.each([
    ['from=yesterday', 'from is not a time in ISO 8601 with its zone.'],
    ['to=2026-11-20T12:00:00', 'to is not a time in ISO 8601 with its zone.'],
    ['from=2026-11-20&to=2026-11-19', 'from is not before to.'],
  ])('refuses incidents of %s', async (query, message) => {
    expect(await site.ask(`/api/incidents?${query}`)).toMatchObject({
      status: 400,
      json: { error: { code: 'bad-query', message } },
    })
  })

  it('refuses a query that is not to be understood, with a sentence', async () => {
    const answer = await site.ask('/api/history?endpoint=orders&points=many')
    expect(answer).toMatchObject({
      status: 400,
      json: { error: { code: 'bad-query', message: 'points is not a whole number from 1 to 2000.' } },
    })
  })

  it.each([
    ['GET', '/api/endpoints/ghost', 'unknown-endpoint'],
    ['GET', '/api/endpoints/%E2%82%AC', 'unknown-endpoint'],
    ['GET', '/api/endpoints/%zz', 'unknown-endpoint'],
    ['POST', '/api/endpoints/ghost/retry', 'unknown-endpoint'],
    ['POST', '/api/endpoints/ghost/stop', 'unknown-endpoint'],
    ['POST', '/api/endpoints/ghost/start', 'unknown-endpoint'],
    ['GET', '/api/history?endpoint=ghost', 'unknown-endpoint'],
    ['GET', '/api', 'not-found'],
    ['GET', '/api/', 'not-found'],
    ['GET', '/api/incidents/outage-orders-1', 'not-found'],
    ['POST', '/api/endpoints/orders/explode', 'not-found'],
    ['DELETE', '/api/nothing', 'not-found'],
  ])('%s %s is answered 404 %s as JSON', async (method, path, code) => {
    const answer = await site.ask(path, { method })
    expect(answer).toMatchObject({
      status: 404,
      json: { error: { code, message: expect.any(String), hint: expect.any(String) } },
    })
  })

  it.each([
    ['POST', '/api/endpoints', 'GET, HEAD'],
    ['DELETE', '/api/endpoints/orders', 'GET, HEAD'],
    ['GET', '/api/endpoints/orders/retry', 'POST'],
    ['PUT', '/api/retry-failed', 'POST'],
    ['OPTIONS', '/api/endpoints', 'GET, HEAD'],
    ['POST', '/metrics', 'GET, HEAD'],
  ])('%s %s is answered 405 with Allow: %s', async (method, path, allow) => {
    const answer = await site.ask(path, { method })
    expect(answer).toMatchObject({
      status: 405,
      headers: { allow },
      json: { error: { code: 'method-not-allowed' } },
    })
  })

  it('answers HEAD like GET, without the body', async () => {
    expect(await site.ask('/api/endpoints', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
  })

  it('says of a fault of its own only that it is one', async () => {
    const broken = await testSite()
    Object.assign(broken.fleet, {
      views: () => {
        throw new Error('inside')
      },
    })
    const answer = await broken.ask('/api/endpoints')
    await broken.close()
    expect(answer).toMatchObject({ status: 500, json: { error: { code: 'internal' } } })
    expect(answer.text).not.toContain('inside')
    expect(broken.reports).toEqual(['GET /api/endpoints: Error: inside'])
  })

  it('gives metrics as Prometheus wants them', async () => {
    const answer = await site.ask('/metrics')
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
  })
})

describe('the OpenAPI document', () => {
  it('is of version 3.1, and has every route and no other', async () => {
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Heartline', version: '1.2.3' } })
    const listed = Object.entries(document.paths).flatMap(([path, item]) =>
      ['get', 'post'].filter((method) => method in item).map((method) => `${method} ${path}`),
    )
    expect(listed.toSorted()).toEqual(
      [
        'get /api/endpoints',
        'get /api/endpoints/{id}',
        'get /api/history',
        'get /api/incidents',
        'get /api/openapi.json',
        'get /metrics',
        'post /api/endpoints/{id}/drill',
        'post /api/endpoints/{id}/retry',
        'post /api/endpoints/{id}/start',
        'post /api/endpoints/{id}/stop',
        'post /api/retry-failed',
      ].toSorted(),
    )
  })

  it('describes every JSON answer', async () => {
    site.fleet.put(busy)
    site.book.put(found({ id: 'described', end: null }))
    const asked: readonly [string, string, string][] = [
      ['get', '/api/endpoints', '/api/endpoints'],
      ['get', '/api/endpoints/{id}', '/api/endpoints/busy'],
      ['get', '/api/endpoints/{id}', '/api/endpoints/ghost'],
      ['post', '/api/endpoints/{id}/retry', '/api/endpoints/busy/retry'],
      ['post', '/api/endpoints/{id}/stop', '/api/endpoints/busy/stop'],
      ['post', '/api/endpoints/{id}/start', '/api/endpoints/ghost/start'],
      ['post', '/api/retry-failed', '/api/retry-failed'],
      ['get', '/api/history', '/api/history?endpoint=busy'],
      ['get', '/api/history', '/api/history'],
      ['get', '/api/history', '/api/history?endpoint=ghost'],
      ['get', '/api/incidents', '/api/incidents'],
      ['get', '/api/incidents', '/api/incidents?from=yesterday'],
      ['get', '/api/openapi.json', '/api/openapi.json'],
    ]
    for (const [method, path, address] of asked) {
      const answer = await site.ask(address, { method: method.toUpperCase() })
      expect(breaches(document, path, method, answer), `${method} ${address}`).toEqual([])
      const refused = await site.ask(address, { method: method.toUpperCase(), bare: true })
      expect(breaches(document, path, method, refused), `${method} ${address} without token`).toEqual([])
    }
  })

  it('would notice a key that is missing, added or of another type', () => {
    const plain = outsideView(busy)
    const check = (json: unknown) =>
      breaches(document, '/api/endpoints', 'get', { status: 200, json: [json] })
    expect(check(plain)).toEqual([])
    const { uptime: _, ...missing } = plain
    expect(check(missing)).not.toEqual([])
    expect(check({ ...plain, more: 1 })).not.toEqual([])
    expect(check({ ...plain, phase: 'dead' })).not.toEqual([])
    expect(check({ ...plain, failure: { ...failure, kind: 'gremlins' } })).not.toEqual([])
  })
})
