import { readFileSync } from 'node:fs'
import { createServer as createSecureServer } from 'node:https'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { always, listen, rawServer, record, requestTo, streamHead } from './support.ts'

const pem = (name: string) => readFileSync(new URL(`certificates/${name}`, import.meta.url), 'utf8')
const tls = { ca: pem('ca.pem'), insecure: false }

async function secureStream(): Promise<number> {
  const options = { cert: pem('server.pem'), key: pem('server.key') }
  const server = createSecureServer(options, (request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' })
    response.end(`data: ${request.headers.authorization ?? 'nobody'}\n\n`)
  })
  return listen(server)
}

/** A proxy that does what CONNECT asks. */
function tunnelling() {
  return rawServer((socket, head) => {
    const port = Number(/^CONNECT localhost:(\d+) /.exec(head)?.[1])
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      socket.pipe(onward).pipe(socket)
    })
    onward.on('error', () => socket.destroy())
    socket.on('close', () => onward.destroy())
  })
}

test('https goes through a tunnel; the proxy sees its own credentials and nothing else', async () => {
  const port = await secureStream()
  const proxy = await tunnelling()
  const recording = record(
    requestTo(`https://localhost:${port}/secret`, {
      tls,
      headers: { Authorization: 'Bearer t' },
      proxy: proxy.url.replace('http://', 'http://me:p%40ss@'),
    }),
  )
  const { facts } = await recording.first('opened')
  expect(facts.remoteAddress).toBe(`127.0.0.1:${proxy.port}`)
  expect(facts.timing.tls).not.toBeNull()
  expect((await recording.end()).name).toBe('ended')
  expect(recording.all('event')[0]?.event.data).toBe('Bearer t')
  expect(proxy.heads).toHaveLength(1)
  expect(proxy.heads[0]).toContain(`Proxy-Authorization: Basic ${Buffer.from('me:p@ss').toString('base64')}`)
  expect(proxy.heads[0]).not.toMatch(/Bearer|secret/)
  await proxy.quiet()
})

test('the certificate is checked through the tunnel too', async () => {
  const port = await secureStream()
  const proxy = await tunnelling()
  const last = await record(requestTo(`https://localhost:${port}/`, { proxy: proxy.url })).end()
  expect(last).toMatchObject({ failure: { kind: 'certificate' } })
  await proxy.quiet()
})

test('http asks the proxy for the whole URL', async () => {
  const proxy = await rawServer(always(`${streamHead}data: x\n\n`))
  const request = requestTo('http://stream.invalid:81/a?b', { proxy: proxy.url.replace('//', '//u:p@') })
  expect((await record(request).end()).name).toBe('ended')
  expect(proxy.heads[0]).toMatch(
    /^GET http:\/\/stream\.invalid:81\/a\?b HTTP\/1\.1\r\nHost: stream\.invalid:81\r\n/,
  )
  expect(proxy.heads[0]).toContain(`Proxy-Authorization: Basic ${Buffer.from('u:p').toString('base64')}`)
})

test.each([
  [407, true],
  [403, true],
  [502, false],
])(
  'a proxy that answers %i to CONNECT: http-status, terminal %s, with no word of the stream',
  async (status, terminal) => {
    const proxy = await rawServer((socket) =>
      socket.write(`HTTP/1.1 ${status} No\r\nContent-Length: 3\r\n\r\nno.`),
    )
    const last = await record(requestTo('https://stream.invalid/', { proxy: proxy.url })).end()
    expect(last).toMatchObject({ failure: { kind: 'http-status', status, terminal }, facts: null })
    expect(last).toMatchObject({ failure: { message: expect.stringContaining('proxy') } })
    await proxy.quiet()
  },
)

test('407 to a plain request is terminal, with a hint about the proxy', async () => {
  const proxy = await rawServer(always('HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n'))
  const last = await record(requestTo('http://stream.invalid/', { proxy: proxy.url })).end()
  expect(last).toMatchObject({
    failure: { status: 407, terminal: true, hint: expect.stringContaining('proxy') },
  })
})

test('a proxy that is not there is named', async () => {
  const last = await record(requestTo('https://stream.invalid/', { proxy: 'http://127.0.0.1:9' })).end()
  expect(last).toMatchObject({ failure: { kind: 'refused', message: expect.stringContaining('proxy') } })
})

test.each(['socks5://127.0.0.1:1080', 'no url'])('%s is no proxy setting', async (proxy) => {
  const last = await record(requestTo('https://stream.invalid/', { proxy })).end()
  expect(last).toMatchObject({
    failure: { terminal: true, message: expect.stringContaining('proxy setting') },
  })
})

test('a proxy that hangs up in the middle of CONNECT', async () => {
  const proxy = await rawServer((socket) => socket.end())
  const last = await record(requestTo('https://stream.invalid/', { proxy: proxy.url })).end()
  expect(last).toMatchObject({ failure: { kind: 'reset', terminal: false } })
})
