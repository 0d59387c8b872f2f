import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { engine } from '../../helpers/engine.ts'
import {
  answer,
  type Behaviour,
  brief,
  hostileServer,
  inTurn,
  stream,
  streamHead,
} from '../../helpers/hostile-server.ts'
import { waitUntil } from '../../helpers/wait.ts'
import { against, slow } from './rig.ts'

/** Credentials that change, ways in that are closed, and a person who does not wait. */

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'heartline-hostile-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

const certificates = fileURLToPath(new URL('../connection/certificates/', import.meta.url))

/** Lets in whoever bears this token. */
const guarded =
  (token: () => string, status = 401): Behaviour =>
  (visit) =>
    (visit.headers.authorization === `Bearer ${token()}` ? stream('id: 9\ndata: in\n\n') : answer(status))(
      visit,
    )

test.each([401, 403])('headersFrom: a file that was renewed meanwhile makes a %i live', async (status) => {
  const folder = await temporary()
  const file = join(folder, 'token')
  await writeFile(file, 'old\n')
  const headersFrom = { file: 'token', header: 'Authorization', prefix: 'Bearer ' }
  const { server, it } = await against(
    guarded(() => 'new', status),
    { headersFrom },
    { baseDir: folder },
  )
  const waiting = await it.until(({ failure }) => failure !== null)
  expect(waiting).toMatchObject({ phase: 'waiting', attempt: 2, failure: { kind: 'credentials', status } })
  await writeFile(file, 'new\n')
  const live = await it.phase('live')
  expect(live).toMatchObject({ attempt: 2, counters: { attempts: 2, connections: 1 } })
  expect(it.detail().attempts).toMatchObject([
    { attempt: 1, result: 'credentials', status },
    { attempt: 2, result: 'live' },
  ])
  expect(JSON.stringify(it.detail())).not.toMatch(/Bearer|"new"/)
  expect(server.visits()).toHaveLength(2)
})

test('headersFrom: a token that expires while live is read anew, and the id is kept', async () => {
  const folder = await temporary()
  const file = join(folder, 'token')
  await writeFile(file, 'one')
  let good = 'one'
  const headersFrom = { file: 'token', header: 'Authorization', prefix: 'Bearer ' }
  const { server, it } = await against(
    guarded(() => good),
    { headersFrom },
    { baseDir: folder },
  )
  await it.until(({ lastEventId }) => lastEventId === '9')
  good = 'two'
  server.visits()[0]?.socket.end()
  await it.until(({ failure }) => failure?.kind === 'credentials')
  await writeFile(file, 'two')
  await it.hurry()
  await it.until(({ phase, counters }) => phase === 'live' && counters.connections === 2)
  expect(server.visits().at(-1)).toMatchObject({ lastEventId: '9', headers: { authorization: 'Bearer two' } })
})

test('headersFrom: a command is run at each connect, and what it says on failure is told', async () => {
  const folder = await temporary()
  await writeFile(join(folder, 'count'), '0')
  const script = `const fs=require('fs');const n=Number(fs.readFileSync('count'))+1;fs.writeFileSync('count',String(n));console.log(n)`
  const headersFrom = { command: [process.execPath, '-e', script], header: 'X-Key', prefix: '' }
  const { server, it } = await against(inTurn(brief(), stream()), { headersFrom }, { baseDir: folder })
  await it.until(({ phase, counters }) => phase === 'live' && counters.connections === 2)
  expect(server.visits().map(({ headers }) => headers['x-key'])).toEqual(['1', '2'])
  expect(await readFile(join(folder, 'count'), 'utf8')).toBe('2')
  const broken = { command: [process.execPath, '-e', 'process.exit(3)'], header: 'X-Key', prefix: '' }
  const { server: other, it: failing } = await against(stream(), { headersFrom: broken }, { baseDir: folder })
  expect((await failing.phase('failed')).failure).toMatchObject({
    kind: 'credentials',
    terminal: true,
    status: null,
  })
  expect(other.visits()).toHaveLength(0)
})

test('credentials in the URL go as Basic, are shown nowhere, and stay behind at another origin', async () => {
  const other = await hostileServer({ '/': stream('data: x\n\n') })
  const server = await hostileServer({ '/': answer(302, { Location: other.url('/') }) })
  const it = engine({ url: server.url('/?token=hush').replace('://', '://us%20er:pä%2Fss@') })
  await it.phase('live')
  expect(server.visits()[0]?.headers.authorization).toBe(
    `Basic ${Buffer.from('us er:pä/ss').toString('base64')}`,
  )
  expect(other.visits()[0]?.headers).not.toHaveProperty('authorization')
  expect(JSON.stringify(it.detail())).not.toMatch(/hush|p%C3%A4|pä/)
})

test('a header with a reference to the environment stays behind at another origin', async () => {
  const other = await hostileServer({ '/': stream() })
  const server = await hostileServer({ '/': answer(307, { Location: other.url('/') }) })
  const headers = { 'X-Tenant': `\${env:TENANT}`, 'X-Mixed': `a-\${env:TENANT}`, 'X-Plain': 'yes' }
  const it = engine({ url: server.url('/'), headers }, { env: { TENANT: 'hush' } })
  await it.phase('live')
  expect(server.visits()[0]?.headers).toMatchObject({ 'x-tenant': 'hush', 'x-mixed': 'a-hush' })
  expect(other.visits()[0]?.headers).toMatchObject({ 'x-plain': 'yes' })
  expect(other.visits()[0]?.headers).not.toHaveProperty('x-tenant')
  expect(other.visits()[0]?.headers).not.toHaveProperty('x-mixed')
})

test('a port that nobody listens on: refused, and at once', async () => {
  const closed = createServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const address = closed.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  closed.close()
  const it = engine({ url: `http://127.0.0.1:${port}/`, ...slow })
  const seen = await it.phase('waiting')
  expect(seen).toMatchObject({
    attempt: 2,
    chosenBy: 'backoff',
    failure: { kind: 'refused', terminal: false, status: null },
  })
  expect(it.detail().attempts).toMatchObject([{ attempt: 1, result: 'refused', status: null, traceId: null }])
})

test('a name that does not exist: dns', async () => {
  const it = engine({ url: 'http://no-such-host.invalid/', ...slow })
  const seen = await it.until(({ failure }) => failure !== null, 'it', 10_000)
  expect(seen).toMatchObject({ phase: 'waiting', failure: { kind: 'dns', terminal: false } })
}, 12_000)

test('https at a port that speaks http, and http at one that speaks https: reset, and why', async () => {
  const plain = await hostileServer({ '/': stream() })
  const it = engine({ url: plain.url('/').replace('http:', 'https:'), ...slow, connectTimeout: '500ms' })
  const seen = await it.until(({ failure }) => failure !== null)
  expect(seen).toMatchObject({ phase: 'waiting', failure: { terminal: false } })
  expect(['reset', 'connect-timeout']).toContain(seen.failure?.kind)
  const pem = async (name: string) => readFile(join(certificates, name), 'utf8')
  const secure = await hostileServer(
    { '/': stream() },
    { cert: await pem('server.pem'), key: await pem('server.key') },
  )
  const other = engine({ url: secure.url('/').replace('https:', 'http:'), ...slow })
  expect((await other.phase('waiting')).failure).toMatchObject({ kind: 'reset', terminal: false })
})

test('a TLS handshake that is never answered has the deadline of connecting', async () => {
  const mute = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.resume()
  }).listen(0, '127.0.0.1')
  await once(mute, 'listening')
  onTestFinished(() => {
    mute.close()
  })
  const address = mute.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const it = engine({ url: `https://127.0.0.1:${port}/`, ...slow, connectTimeout: '150ms' })
  const seen = await it.phase('waiting')
  expect(seen).toMatchObject({
    failure: { kind: 'connect-timeout' },
    counters: { attempts: 1, connections: 0 },
  })
})

test('IPv6', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.once('data', () => socket.write(`${streamHead}data: x\n\n`))
    onTestFinished(() => {
      socket.destroy()
    })
  }).listen(0, '::1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
  })
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const it = engine({ url: `http://[::1]:${port}/` })
  await it.until(({ counters }) => counters.events === 1)
  expect(it.detail().facts.remoteAddress).toBe(`[::1]:${port}`)
})

test('stop in the middle of connecting frees the socket, and start begins at attempt 1', async () => {
  const { server, it } = await against(inTurn(() => undefined, stream('data: x\n\n')))
  await waitUntil(() => server.visits().length === 1)
  it.fleet.stop('it')
  expect(it.view()).toMatchObject({ phase: 'stopped', attempt: 0, failure: null, retryAt: null })
  await waitUntil(() => server.open() === 0)
  it.fleet.start('it')
  expect(await it.phase('live')).toMatchObject({ attempt: 1, counters: { attempts: 2, connections: 1 } })
})

test('retry in the middle of connecting opens anew, and that is no failure', async () => {
  const { server, it } = await against(inTurn(() => undefined, stream('data: x\n\n')))
  await waitUntil(() => server.visits().length === 1)
  it.fleet.retry('it')
  expect(await it.phase('live')).toMatchObject({ attempt: 1, failure: null, counters: { attempts: 2 } })
  await waitUntil(() => server.open() === 1)
  expect(it.detail().attempts).toMatchObject([{ attempt: 1, result: 'live' }])
})

test('retry on a failed endpoint whose cause was lifted makes it live', async () => {
  const { server, it } = await against(inTurn(answer(404), stream('data: x\n\n')))
  await it.phase('failed')
  expect(it.fleet.retryFailed()).toEqual(['it'])
  expect(await it.phase('live')).toMatchObject({ attempt: 1, counters: { attempts: 2, connections: 1 } })
  expect(server.visits()).toHaveLength(2)
})
