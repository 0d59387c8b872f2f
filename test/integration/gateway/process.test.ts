import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { startBackend, stopBackends, welcome } from './backend.ts'
import { cleanUp, open, waitFor } from './client.ts'

const entry = fileURLToPath(new URL('../../../src/gateway/main.ts', import.meta.url))
const children: ChildProcess[] = []
afterEach(async () => {
  await cleanUp()
  stopBackends()
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** The gateway as a process of its own, with nothing in its environment but what is given. */
function run(env: Readonly<Record<string, string>>, options: readonly string[] = []) {
  const child = spawn(process.execPath, [entry, ...options], {
    env: { PATH: process.env.PATH ?? '', ...env },
  })
  children.push(child)
  const out = { stdout: '', stderr: '' }
  child.stdout.on('data', (piece: Buffer) => {
    out.stdout += piece.toString()
  })
  child.stderr.on('data', (piece: Buffer) => {
    out.stderr += piece.toString()
  })
  const exited = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
  const ready = async (): Promise<{ ready: boolean; url: string; door?: string }> => {
    await waitFor(
      () => out.stdout.includes('\n'),
      10_000,
      () => out.stderr,
    )
    return JSON.parse(out.stdout)
  }
  return { child, out, exited, ready }
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  'one line of JSON when ready; %s ends it cleanly',
  async (signal) => {
    const gateway = run({ PORT: '0' })
    const ready = await gateway.ready()
    expect(ready).toEqual({ ready: true, url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) })
    const client = await open(`${ready.url}/sse/a`)
    gateway.child.kill(signal)
    expect(await client.ended).toBe('end')
    expect(client.events().at(-1)?.json).toMatchObject({ reason: 'shutdown' })
    expect(await gateway.exited).toBe(0)
    expect(gateway.out.stderr).toBe('')
  },
)

test('with --end-with-stdin it ends when its parent is gone', async () => {
  const gateway = run({ PORT: '0' }, ['--end-with-stdin'])
  const client = await open(`${(await gateway.ready()).url}/sse/a`)
  gateway.child.stdin?.end()
  expect(await client.ended).toBe('end')
  expect(await gateway.exited).toBe(0)
})

test('an option that is none is one sentence, and exit status 1', async () => {
  const gateway = run({ PORT: '0' }, ['--port'])
  expect(await gateway.exited).toBe(1)
  expect(gateway.out.stderr).toMatch(/^There is no option --port: .*\n$/)
})

test('with LAB unset there is no lab', async () => {
  const { url } = await run({ PORT: '0' }).ready()
  expect((await fetch(`${url}/lab`)).status).toBe(404)
})

test('a taken port is one sentence, and exit status 1', async () => {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const { port } = taken.address() as AddressInfo
  const gateway = run({ PORT: String(port) })
  expect(await gateway.exited).toBe(1)
  expect(gateway.out.stderr).toBe(
    `Port ${port} on 127.0.0.1 is taken by another program: end that one, or set PORT to another (0 for a free one).\n`,
  )
  expect(gateway.out.stdout).toBe('')
  taken.close()
})

test('a host that is none is one sentence, and exit status 1', async () => {
  const gateway = run({ PORT: '0', HOST: '203.0.113.7' })
  expect(await gateway.exited).toBe(1)
  expect(gateway.out.stderr).toMatch(/^HOST is "203\.0\.113\.7".*\n$/)
})

test('the process asks the backend of its environment, and shows its internal API to who has the key', async () => {
  const backend = await startBackend(welcome)
  const gateway = run({ PORT: '0', CALLBACK_URL: backend.url, INTERNAL_KEY: 'k-1' })
  const { url } = await gateway.ready()
  const client = await open(`${url}/sse/a`)
  const token = client.headers['x-connection-id']
  expect(backend.of('connect').map((each) => each.token)).toEqual([token])
  const listed = await fetch(`${url}/internal/connections`, { headers: { authorization: 'Bearer k-1' } })
  expect(await listed.json()).toMatchObject({ connections: [{ token }] })
  gateway.child.kill('SIGTERM')
  expect(await gateway.exited).toBe(0)
  expect(backend.of('disconnect')).toMatchObject([{ token, reason: 'shutdown' }])
})

test('mistakes in the environment are told all at once, a sentence each', async () => {
  const gateway = run({ PORT: 'http', HEARTBEAT_STYLE: 'loud', REDIS_URL: 'redis://127.0.0.1' })
  expect(await gateway.exited).toBe(1)
  expect(gateway.out.stderr.trim().split('\n')).toEqual([
    expect.stringMatching(/^REDIS_URL is set, but this version .* yet: unset REDIS_URL/),
    expect.stringMatching(/^HEARTBEAT_STYLE is "loud", but it must be event or comment/),
    expect.stringMatching(/^PORT is "http", but it must be a port number from 0 to 65535/),
  ])
})

test('DEMO=1 runs the demo: its door is in the ready line, and its streams talk and fail', async () => {
  const { url, door } = await run({ PORT: '0', DEMO: '1' }).ready()
  expect(door).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(door).not.toBe(url)
  const [campaign, legacy, partner, again] = [
    await open(`${url}/sse/campaign`),
    await open(`${url}/sse/legacy-feed`),
    await open(`${url}/sse/partner-api`),
    await open(`${url}/sse/partner-api`),
  ]
  expect([campaign, legacy, partner, again].map(({ status }) => status)).toEqual([204, 404, 401, 200])
  const warehouse = await open(`${door}/sse/warehouse`)
  await warehouse.until(() => warehouse.named('scan').length > 0)
  await fetch(`${url}/lab/faults?path=/sse/legacy-feed`, { method: 'DELETE' })
  expect((await open(`${url}/sse/legacy-feed`)).status).toBe(200)
})
