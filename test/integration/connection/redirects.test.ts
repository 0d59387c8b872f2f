import { expect, test } from 'vitest'
import { always, rawServer, record, requestTo, streamHead } from './support.ts'

const to = (status: number, location: string, body = 'x'.repeat(50_000)) =>
  `HTTP/1.1 ${status} Moved\r\nLocation: ${location}\r\nContent-Length: ${body.length}\r\n\r\n${body}`
const pathOf = (head: string) => head.split(' ')[1] ?? ''

test.each([301, 302, 303, 307, 308])('%i is followed, and its body freed', async (status) => {
  const server = await rawServer((socket, head) => {
    if (pathOf(head) === '/a?q=1') socket.write(to(status, '../b/c?d'))
    else socket.end(`${streamHead}data: x\n\n`)
  })
  const recording = record(requestTo(`${server.url}a?q=1`))
  const { facts } = await recording.first('opened')
  expect(facts.redirects).toEqual([`${server.url}a?q=1`])
  expect(facts.status).toBe(200)
  expect(server.heads.map(pathOf)).toEqual(['/a?q=1', '/b/c?d'])
  await recording.end()
  await server.quiet()
})

test('headers, credentials and the last id go along within an origin', async () => {
  const server = await rawServer((socket, head) => {
    if (pathOf(head) === '/') socket.write(to(302, '/next'))
    else socket.end(streamHead)
  })
  const headers = { Authorization: 'Bearer t', Cookie: 'c=1', 'X-Key': 'k' }
  await record(requestTo(server.url, { headers, secretHeaders: new Set(['x-key']), lastEventId: '5' })).end()
  expect(server.heads[1]).toMatch(
    /Authorization: Bearer t\r\nCookie: c=1\r\nX-Key: k\r\nLast-Event-ID: 5\r\n/,
  )
})

test('to another origin, credentials and secret headers stay behind, for good', async () => {
  const other = await rawServer((socket, head) => socket.write(to(307, `${first.url}back${pathOf(head)}`)))
  const first = await rawServer((socket, head) => {
    if (pathOf(head) === '/') socket.write(to(302, other.url))
    else socket.end(streamHead)
  })
  const headers = {
    authorization: 'Bearer t',
    COOKIE: 'c=1',
    'X-Key': 'k',
    Host: 'front.example',
    'X-Plain': 'p',
  }
  await record(requestTo(first.url, { headers, secretHeaders: new Set(['X-KEY']), lastEventId: '5' })).end()
  expect(first.heads[0]).toMatch(/Bearer t.*c=1.*X-Key: k/s)
  expect(first.heads[0]).toContain('Host: front.example')
  for (const head of [other.heads[0], first.heads[1]]) {
    expect(head).not.toMatch(/authorization|cookie|x-key|front\.example/i)
    expect(head).toContain('X-Plain: p\r\nLast-Event-ID: 5')
  }
})

test('credentials of the URL are sent as Basic, and never shown', async () => {
  const server = await rawServer((socket, head) => {
    if (pathOf(head) === '/') socket.write(to(302, '/next'))
    else socket.end(streamHead)
  })
  const url = server.url.replace('http://', 'http://us%65r:p%40ss@')
  const { facts } = await record(requestTo(url)).first('opened')
  expect(server.heads[1]).toContain(`Authorization: Basic ${Buffer.from('user:p@ss').toString('base64')}`)
  expect(facts.redirects).toEqual([server.url])
})

test('five in a row are followed, a sixth is not', async () => {
  const server = await rawServer((socket, head) => {
    const [, left, end] = /^\/(\d)(.)/.exec(pathOf(head)) ?? []
    if (left === '0') socket.end(streamHead)
    else socket.write(to(302, `/${Number(left) - 1}${end}`))
  })
  const five = record(requestTo(`${server.url}5a`))
  expect((await five.first('opened')).facts.redirects).toHaveLength(5)
  const six = await record(requestTo(`${server.url}6b`)).end()
  expect(six).toMatchObject({
    failure: { kind: 'redirects', terminal: true, status: 302 },
    facts: { status: 302, redirects: { length: 6 } },
  })
  await server.quiet()
})

test.each([
  ['a circle', '/', 'in a circle'],
  ['another scheme', 'ftp://127.0.0.1/', 'no http(s) URL'],
  ['no URL', 'http://[', 'no http(s) URL'],
])('%s ends it', async (_name, location, sentence) => {
  const server = await rawServer((socket) => socket.write(to(301, location)))
  const last = await record(requestTo(server.url)).end()
  expect(last).toMatchObject({ failure: { kind: 'redirects', message: expect.stringContaining(sentence) } })
  expect(server.heads).toHaveLength(1)
  await server.quiet()
})

test('a redirect without a target ends it', async () => {
  const server = await rawServer(always('HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n'))
  expect(await record(requestTo(server.url)).end()).toMatchObject({ failure: { kind: 'redirects' } })
})

test('a connection closed between two hops follows no further', async () => {
  const server = await rawServer((socket, head) => {
    if (pathOf(head) !== '/') return
    recording.connection.close()
    socket.write(to(302, '/next'))
  })
  const recording = record(requestTo(server.url))
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect(server.heads).toHaveLength(1)
  expect(recording.told).toEqual([])
})
