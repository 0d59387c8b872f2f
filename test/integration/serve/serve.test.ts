import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { createClient } from '../../../src/shared/rpc/client.ts'
import { socketTransport } from '../../../src/shared/rpc/socket.ts'
import type { EndpointView } from '../../../src/shared/view.ts'
import { breaches, type OpenApiDocument } from '../../helpers/openapi.ts'
import { type ServeProcess, serveProcess } from '../../helpers/serve.ts'

let folder: string
let config: string
let server: Server
let origin: string
const running: ServeProcess[] = []

beforeAll(async () => {
  server = createServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write('data: hello\n\n')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
  server.closeAllConnections()
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heartline-serve-'))
  config = join(folder, 'heartline.yaml')
  await writeFile(config, `version: 1\nendpoints:\n  - id: orders\n    url: ${origin}/sse/orders\n`)
})
afterEach(async () => {
  for (const one of running.splice(0)) await one.kill()
  await rm(folder, { recursive: true })
})

function serve(...args: string[]): ServeProcess {
  const process = serveProcess(args)
  running.push(process)
  return process
}
const start = (...more: string[]) =>
  serve('--browser', '--no-open', '--config', config, '--data-dir', join(folder, 'data'), ...more)

async function get(api: string, token: string, path: string, method = 'GET') {
  const response = await fetch(`${api}${path}`, { method, headers: { Authorization: `Bearer ${token}` } })
  return (await response.json()) as EndpointView
}

describe('browser mode', () => {
  it('tells in one line of JSON that it is ready, and watches what the configuration says', async () => {
    const process = start()
    const { url, api, token } = await process.ready
    const [line] = process.stdout().split('\n')
    const base = api.replace(/\/api$/, '')
    expect(line).toBe(
      JSON.stringify({ ready: true, url: `${base}/?token=${token}`, api: `${base}/api`, token }),
    )
    expect(base).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    await expect.poll(async () => (await get(api, token, '/endpoints/orders')).phase).toBe('live')
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(303)
    expect(process.stderr()).toBe('')
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('ends cleanly on %s', async (signal) => {
    const process = start()
    const { api, token } = await process.ready
    await expect.poll(async () => (await get(api, token, '/endpoints/orders')).phase).toBe('live')
    process.child.kill(signal)
    expect(await process.ended).toBe(0)
    expect(process.stderr()).toBe('')
  })

  it('keeps a stop over a restart', async () => {
    const first = start('--token', 'same')
    const { api, token } = await first.ready
    expect((await get(api, token, '/endpoints/orders/stop', 'POST')).phase).toBe('stopped')
    first.child.kill('SIGTERM')
    await first.ended
    const second = start('--token', 'same')
    const again = await second.ready
    expect(again.token).toBe('same')
    expect((await get(again.api, 'same', '/endpoints/orders')).phase).toBe('stopped')
    await get(again.api, 'same', '/endpoints/orders/start', 'POST')
    await expect.poll(async () => (await get(again.api, 'same', '/endpoints/orders')).phase).toBe('live')
  })

  it('tells of a configuration that breaks while it runs, and keeps running', async () => {
    const process = start()
    const { api, token } = await process.ready
    const socket = new WebSocket(`${api.replace('http', 'ws').replace(/api$/, 'rpc')}`, {
      headers: { Authorization: `Bearer ${token}` },
    })
    const client = createClient(socketTransport(socket))
    const told: string[] = []
    client.subscribe('notices', {
      snapshot: (notices) => told.push(`snapshot ${notices.length}`),
      patch: ([notice]) => told.push(notice ? `${notice.line}:${notice.column} ${notice.message}` : 'none'),
    })
    expect(await client.call('app.info', {})).toMatchObject({
      ok: true,
      value: {
        mode: 'browser',
        configFile: config,
        dataDir: join(folder, 'data'),
        demo: false,
        problems: [],
      },
    })
    await writeFile(config, 'version: 1\nendpoints: 7\n')
    await expect.poll(() => told.at(-1), { timeout: 5000 }).toMatch(/^2:12 /)
    expect((await get(api, token, '/endpoints/orders')).id).toBe('orders')
    await writeFile(config, `version: 1\nendpoints:\n  - id: billing\n    url: ${origin}/sse/billing\n`)
    await expect.poll(() => told.at(-1), { timeout: 5000 }).toBe('none')
    await expect.poll(async () => (await get(api, token, '/endpoints/billing')).phase).toBe('live')
    await expect
      .poll(() => process.stderr())
      .toMatch(
        /heartline\.yaml:2:12 \S.*\n(?:.*\n)*heartline: The configuration is in order again, and in force\.\n$/,
      )
    socket.close()
  })

  it('says in one line that no browser could be opened, and goes on', async () => {
    const process = serve('--browser', '--config', config, '--data-dir', join(folder, 'data'))
    const { api, token } = await process.ready
    await expect
      .poll(() => process.stderr(), { timeout: 10_000 })
      .toMatch(/^heartline: No browser could be opened .*\n$/)
    expect((await get(api, token, '/endpoints/orders')).id).toBe('orders')
  })

  it('watches the streams of the fault lab in the demo, and ends them with itself', async () => {
    const process = serve('--demo', '--no-open', '--data-dir', join(folder, 'data'))
    const { api, token } = await process.ready
    const orders = await get(api, token, '/endpoints/orders')
    expect(orders.tags).toContain('demo')
    await expect.poll(async () => (await get(api, token, '/endpoints/orders')).phase).toBe('live')
    process.child.kill('SIGTERM')
    expect(await process.ended).toBe(0)
    await expect
      .poll(() =>
        fetch(orders.url).then(
          () => 'there',
          () => 'gone',
        ),
      )
      .toBe('gone')
  })
})

it('answers from real streams as the OpenAPI document says', async () => {
  const { api, token } = await serve('--demo', '--no-open', '--data-dir', join(folder, 'data')).ready
  const document = (await get(api, token, '/openapi.json')) as unknown as OpenApiDocument
  const ask = async (path: string, address: string) =>
    breaches(document, path, 'get', { status: 200, json: await get(api, token, address) })
  const views = () => get(api, token, '/endpoints') as unknown as Promise<readonly EndpointView[]>
  const missing = async () => {
    const seen = (await views()).map((view) => view.phase)
    return (['live', 'waiting', 'failed', 'stopped'] as const).filter((phase) => !seen.includes(phase))
  }
  await expect.poll(missing, { timeout: 15_000 }).toEqual([])
  expect(await ask('/api/endpoints', '/endpoints')).toEqual([])
  for (const { id } of await views()) {
    expect(await ask('/api/endpoints/{id}', `/endpoints/${id}`), id).toEqual([])
    expect(await ask('/api/history', `/history?endpoint=${id}`), id).toEqual([])
  }
})

describe('what is in the way at the start is one sentence and exit status 1', () => {
  async function refused(process: ServeProcess): Promise<string> {
    expect(await process.ended).toBe(1)
    expect(process.stdout()).toBe('')
    return process.stderr()
  }

  it('a port that is taken', async () => {
    const { port } = server.address() as AddressInfo
    expect(await refused(start('--port', String(port)))).toBe(
      `heartline: 127.0.0.1:${port} is taken by another program. Choose another port with --port, or leave --port out for a free one.\n`,
    )
  })

  it('a data folder that cannot be written', async () => {
    const blocked = join(config, 'data')
    expect(await refused(serve('--no-open', '--config', config, '--data-dir', blocked))).toBe(
      `heartline: The data folder ${blocked} cannot be written: a part of its path is not a folder. Mend that, or choose another folder with --data-dir.\n`,
    )
  })

  it('a configuration that is not there', async () => {
    const process = serve('--no-open', '--config', join(folder, 'no.yaml'), '--data-dir', folder)
    expect(await refused(process)).toMatch(
      /^heartline: .*no\.yaml:1:1 The configuration file does not exist\..*\n$/,
    )
  })

  it('a broken configuration, with its mistakes in their places', async () => {
    await writeFile(config, 'version: 1\nendpoints:\n  - id: a\n    url: ftp://x\n    colour: red\n')
    const stderr = await refused(start())
    expect(stderr).toContain(`${config}:4:10 `)
    expect(stderr).toContain(`${config}:5:5 `)
  })

  it('an option that is not known', async () => {
    expect(await refused(start('--nonsense'))).toBe(
      'heartline: The option --nonsense is not known; --help lists them all.\n',
    )
  })
})

describe('a secret that is missing', () => {
  it('keeps nothing from starting: it is said, its endpoint fails, and --check lists it', async () => {
    await writeFile(
      config,
      `version: 1\nendpoints:\n  - id: open\n    url: ${origin}/\n  - id: locked\n    url: ${origin}/?t=\${secret:no-value}\n`,
    )
    const process = start()
    const { api, token } = await process.ready
    await expect.poll(async () => (await get(api, token, '/endpoints/open')).phase).toBe('live')
    expect(await get(api, token, '/endpoints/locked')).toMatchObject({
      phase: 'failed',
      failure: {
        kind: 'credentials',
        message: expect.stringContaining('There is no secret named no-value.'),
      },
    })
    const line =
      'heartline.yaml:6:10 There is no secret named no-value. Set HEARTLINE_SECRET_NO_VALUE in the environment that Heartline starts in.'
    expect(process.stderr().split(line)).toHaveLength(2)
    const check = serve('--check', '--config', config)
    expect(await check.ended).toBe(1)
    expect(check.stdout()).toContain(line)
  })
})

describe('what needs no monitor', () => {
  it('--check prints every mistake and exits 1, or none and exits 0', async () => {
    const good = serve('--check', '--config', config)
    expect(await good.ended).toBe(0)
    await writeFile(config, 'version: 1\nendpoints:\n  - id: a\n    url: ftp://x\n    colour: red\n')
    const bad = serve('--check', '--config', config)
    expect(await bad.ended).toBe(1)
    const lines = bad.stdout().trimEnd().split('\n')
    expect(lines).toHaveLength(2)
    for (const line of lines) expect(line).toMatch(/heartline\.yaml:\d+:\d+ \S/)
    expect(bad.stderr()).toBe('')
  })

  it('--version and --help answer and exit 0', async () => {
    const version = serve('--version')
    expect(await version.ended).toBe(0)
    expect(version.stdout()).toMatch(/^\d+\.\d+\.\d+\n$/)
    const help = serve('--help')
    expect(await help.ended).toBe(0)
    expect(help.stdout()).toContain('--allow-host')
  })
})
