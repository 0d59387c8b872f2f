import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { listen } from '../../../src/main/api/listen.ts'
import { keepAlive } from '../../../src/main/rpc/websocket.ts'
import { createClient } from '../../../src/shared/rpc/client.ts'
import { socketTransport } from '../../../src/shared/rpc/socket.ts'
import { manualTimers } from '../../helpers/manual-timers.ts'
import { type TestSite, testSite, testToken } from '../../helpers/site.ts'

let site: TestSite
beforeAll(async () => {
  site = await testSite({ allowHosts: ['ops.example.com'] })
})
afterAll(() => site.close())

const fault = (error: Error): never => {
  throw error
}
const addresses = ['/', '/api/endpoints', '/metrics', '/assets/main-abc123.js', '/nothing']

describe('who may come in', () => {
  it.each(addresses)('%s is shut for a name that is not ours, even with the token', async (path) => {
    const answer = await site.ask(path, { headers: { Host: 'evil.example.com' } })
    expect(answer.status).toBe(403)
    expect(answer.text).not.toContain(testToken)
  })

  it.each(addresses)('%s is shut for a page of another site, even with the token', async (path) => {
    const answer = await site.ask(path, { headers: { Origin: 'http://evil.example.com' } })
    expect(answer.status).toBe(403)
  })

  it('is open for a name that --allow-host gave', async () => {
    const answer = await site.ask('/api/endpoints', { headers: { Host: 'ops.example.com' } })
    expect(answer.status).toBe(200)
  })

  it.each(['/api/endpoints', '/api/nothing', '/api', '/metrics', '/api/openapi.json'])(
    '%s asks a program for the token, in JSON',
    async (path) => {
      const answer = await site.ask(path, { bare: true })
      expect(answer).toMatchObject({
        status: 401,
        headers: { 'www-authenticate': 'Bearer realm="heartline"' },
        json: { error: { code: 'unauthorized', hint: expect.stringContaining('Authorization: Bearer') } },
      })
    },
  )

  it('tells a person how to get in, on a page without script', async () => {
    for (const path of ['/', '/assets/main-abc123.js', '/?token=wrong', '/nothing']) {
      const answer = await site.ask(path, { bare: true })
      expect(answer.status, path).toBe(401)
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
      expect(answer.text).toContain('?token=')
      expect(answer.text).not.toContain('<script')
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
      expect(answer.headers['set-cookie']).toBeUndefined()
    }
  })

  it('does not take the token from the address of an API route', async () => {
    expect((await site.ask(`/api/endpoints?token=${testToken}`, { bare: true })).status).toBe(401)
  })
})

describe('the address with the token', () => {
  async function enter(path = `/?token=${testToken}`) {
    const answer = await site.ask(path, { bare: true })
    const cookie = answer.headers['set-cookie']?.[0]
    return { answer, cookie: cookie ?? '', pair: cookie?.split(';')[0] ?? '' }
  }

  it('sets a cookie and leads to itself without the token', async () => {
    const { answer, cookie } = await enter()
    expect(answer).toMatchObject({ status: 303, headers: { location: '/', 'cache-control': 'no-store' } })
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/)
    expect(cookie).not.toContain(testToken)
  })

  it('keeps path and query, and never leads to another site', async () => {
    expect((await enter(`/a/b?x=1&token=${testToken}&y=2`)).answer.headers.location).toBe('/a/b?x=1&y=2')
    expect((await enter(`//evil.example.com/?token=${testToken}`)).answer.headers.location).toBe(
      '/evil.example.com/',
    )
  })

  it('opens page, API and metrics by the cookie', async () => {
    const { pair } = await enter()
    for (const path of ['/', '/api/endpoints', '/metrics'])
      expect((await site.ask(path, { bare: true, headers: { Cookie: pair } })).status, path).toBe(200)
  })

  it('works again, for another browser and for the same', async () => {
    const { pair } = await enter()
    expect((await enter()).answer.status).toBe(303)
    const again = await site.ask(`/?token=${testToken}`, { bare: true, headers: { Cookie: pair } })
    expect(again.status).toBe(303)
  })

  it('lets a browser with the cookie through, though its bookmark has an old token', async () => {
    const { pair } = await enter()
    const answer = await site.ask('/?token=old', { bare: true, headers: { Cookie: pair } })
    expect(answer).toMatchObject({ status: 303, headers: { location: '/' } })
    expect(answer.headers['set-cookie']).toBeUndefined()
  })
})

describe('the page', () => {
  it('comes with a strict policy and is kept nowhere', async () => {
    const answer = await site.ask('/')
    expect(answer).toMatchObject({
      status: 200,
      text: '<!doctype html><title>Heartline</title>',
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
      },
    })
    const policy = answer.headers['content-security-policy']
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
  })

  it('has assets that a browser may keep for good', async () => {
    const answer = await site.ask('/assets/main-abc123.js')
    expect(answer).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'private, max-age=31536000, immutable',
      },
    })
  })

  it.each([
    '/../package.json',
    '/..%2f..%2fetc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/../../../../etc/passwd',
    '/assets/..%5c..%5cetc/passwd',
    '//etc/passwd',
    '/etc/passwd',
    '/assets',
    '/assets/',
    '/assets/main-abc123.js%00.html',
    '/%zz',
  ])('%s leads out of nothing', async (path) => {
    const answer = await site.ask(path)
    expect(answer.status).toBe(404)
    expect(answer.text).not.toContain('root:')
  })

  it('takes no other method than GET and HEAD', async () => {
    expect(await site.ask('/', { method: 'POST' })).toMatchObject({
      status: 405,
      headers: { allow: 'GET, HEAD' },
    })
  })

  it('says so when the interface was not built', async () => {
    const bare = await testSite()
    await rm(bare.rendererDir, { recursive: true })
    const answer = await bare.ask('/')
    await bare.site.close()
    expect(answer.status).toBe(503)
    expect(answer.text).toContain('npm run build')
  })
})

describe('the socket', () => {
  async function dial(path: string, headers: Record<string, string>): Promise<number | WebSocket> {
    const socket = new WebSocket(`ws://127.0.0.1:${site.site.port}${path}`, { headers })
    const refused = once(socket, 'unexpected-response').then(([, response]) => response.statusCode as number)
    socket.on('error', () => undefined)
    return Promise.race([refused, once(socket, 'open').then(() => socket)])
  }
  const bearer = { Authorization: `Bearer ${testToken}` }

  it.each([
    ['without a token', '/rpc', {}, 401],
    ['with a wrong token', '/rpc', { Authorization: 'Bearer wrong' }, 401],
    ['from a page of another site', '/rpc', { ...bearer, Origin: 'http://evil.example.com' }, 403],
    ['from a sandboxed page', '/rpc', { ...bearer, Origin: 'null' }, 403],
    ['under another name', '/rpc', { ...bearer, Host: 'evil.example.com' }, 403],
    ['at another address', '/other', bearer, 404],
  ] as const)('is refused %s', async (_, path, headers, status) => {
    expect(await dial(path, { ...headers })).toBe(status)
  })

  it('speaks the contract with the token', async () => {
    const socket = await dial('/rpc', bearer)
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`)
    const client = createClient(socketTransport(socket))
    expect((await site.ask('/rpc')).status).toBe(426)
    expect(await client.call('endpoint.detail', { id: 'orders' })).toMatchObject({
      ok: true,
      value: { id: 'orders' },
    })
    socket.close()
    await once(socket, 'close')
  })

  it('ends a peer that sends megabytes, and nobody else', async () => {
    const socket = await dial('/rpc', bearer)
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`)
    socket.send('x'.repeat(1024 * 1024))
    await once(socket, 'close')
    expect((await site.ask('/api/endpoints')).status).toBe(200)
  })

  it('is closed with the site', async () => {
    const other = await testSite()
    const socket = new WebSocket(`ws://127.0.0.1:${other.site.port}/rpc`, { headers: bearer })
    await once(socket, 'open')
    const closed = once(socket, 'close')
    await other.close()
    await closed
  })
})

describe('the socket of a peer that is gone', () => {
  async function accepted() {
    const { server, port } = await listen({ host: '127.0.0.1', port: 0 }, fault)
    const sockets = new WebSocketServer({ server })
    // It hears pings and farewells, and answers none.
    const peer = new WebSocket(`ws://127.0.0.1:${port}/`, { autoPong: false })
    const [socket] = (await once(sockets, 'connection')) as [WebSocket]
    await once(peer, 'open')
    return { server, sockets, peer, socket }
  }

  it('is ended when it left a ping unanswered, and not while it answers', async () => {
    const { server, sockets, peer, socket } = await accepted()
    const timers = manualTimers()
    keepAlive(socket, timers.after)
    timers.advance(30_000)
    await once(peer, 'ping')
    peer.pong()
    await once(socket, 'pong')
    timers.advance(30_000)
    await once(peer, 'ping')
    expect(socket.readyState).toBe(WebSocket.OPEN)
    timers.advance(30_000)
    await once(socket, 'close')
    expect(timers.pending).toBe(0)
    sockets.close()
    server.close()
  })

  it('does not hold up the end', async () => {
    const other = await testSite()
    const peer = new WebSocket(`ws://127.0.0.1:${other.site.port}/rpc`, {
      headers: { Authorization: `Bearer ${testToken}` },
    })
    await once(peer, 'open')
    peer.pause()
    const closed = other.close()
    other.timers.advance(1000)
    await closed
    peer.terminate()
  })
})

describe('listening', () => {
  it('says in a sentence that the port is taken', async () => {
    await expect(listen({ host: '127.0.0.1', port: site.site.port }, fault)).rejects.toMatchObject({
      code: 'cannot-listen',
      message: `127.0.0.1:${site.site.port} is taken by another program.`,
      hint: expect.stringContaining('--port'),
    })
  })

  it('says in a sentence that the address is not this machine', async () => {
    await expect(listen({ host: '203.0.113.7', port: 0 }, fault)).rejects.toMatchObject({
      message: '203.0.113.7:0 is no address of this machine.',
    })
  })

  it('outlives what goes wrong afterwards, and tells each kind once', async () => {
    const told: unknown[] = []
    const { server } = await listen({ host: '127.0.0.1', port: 0 }, (error) => told.push(error))
    const full = Object.assign(new Error('accept EMFILE'), { code: 'EMFILE' })
    server.emit('error', full)
    server.emit('error', full)
    expect(told).toEqual([full])
    server.close()
  })

  it('outlives a request that is none', async () => {
    const socket = connect(site.site.port, '127.0.0.1')
    socket.end('nonsense\r\n\r\n')
    socket.resume()
    await once(socket, 'close')
    expect((await site.ask('/api/endpoints')).status).toBe(200)
  })
})
