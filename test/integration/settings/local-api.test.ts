import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { createLocalApi, type LocalApi } from '../../../src/main/api/local.ts'
import type { SettingsView } from '../../../src/shared/screens.ts'
import { fakeRoutes } from '../../helpers/contract.ts'
import { fakeFleet } from '../../helpers/fake-fleet.ts'
import { manualTimers } from '../../helpers/manual-timers.ts'
import { askRaw, testToken } from '../../helpers/site.ts'
import { viewOf } from '../../helpers/views.ts'

const opened: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

function local() {
  const timers = manualTimers()
  const told: SettingsView['api'][] = []
  const api: LocalApi = createLocalApi({
    host: '127.0.0.1',
    allowHosts: [],
    token: testToken,
    routes: fakeRoutes(fakeFleet(viewOf('orders')), Date.now),
    after: timers.after,
    report: (error) => {
      throw error
    },
    tell: (state) => told.push(state),
  })
  opened.push(api)
  const now = () => {
    const last = told.at(-1)
    if (last === undefined) throw new Error('It told nothing yet.')
    return last
  }
  const port = () => Number(new URL(now().url ?? '').port)
  return { api, timers, told, now, port }
}

/** Another program's port. */
async function taken() {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  return { port: (server.address() as AddressInfo).port, close }
}

const answers = (port: number) =>
  askRaw(port, '/api/endpoints').then(
    ({ status }) => status === 200,
    () => false,
  )

it('is switched on, moved and switched off while it runs', async () => {
  const { api, now, port } = local()
  await api.begin({ on: false, port: 0 })
  expect(now()).toMatchObject({ always: false, on: false, url: null, metricsUrl: null, problem: null })
  expect(await api.set({ on: true, port: 0 })).toEqual({ on: true, port: 0 })
  const first = port()
  expect(now().metricsUrl).toBe(`http://127.0.0.1:${first}/metrics`)
  expect((await askRaw(first, '/api/endpoints')).json).toMatchObject([{ id: 'orders' }])

  const spare = await taken()
  await spare.close()
  await api.set({ on: true, port: spare.port })
  expect(port()).toBe(spare.port)
  expect([await answers(first), await answers(spare.port)]).toEqual([false, true])

  await api.set({ on: false, port: spare.port })
  expect(await answers(spare.port)).toBe(false)
  expect(now()).toMatchObject({ on: false, port: spare.port, url: null })
})

it('keeps the old state where the new port is taken, and says why', async () => {
  const other = await taken()
  opened.push(other)
  const { api, now, port } = local()
  await api.begin({ on: false, port: 0 })
  expect(await api.set({ on: true, port: other.port })).toEqual({ on: false, port: 0 })
  expect(now()).toMatchObject({
    on: false,
    url: null,
    problem: `127.0.0.1:${other.port} is taken by another program. Choose another port, or 0 for a free one.`,
  })
  await api.set({ on: true, port: 0 })
  const first = port()
  expect(now().problem).toBeNull()
  expect(await api.set({ on: true, port: other.port })).toEqual({ on: true, port: 0 })
  expect(now()).toMatchObject({ on: true, problem: expect.stringContaining('taken') })
  expect(port()).toBe(first)
  expect(await answers(first)).toBe(true)
})

it('waits at the start for a port that is taken', async () => {
  const other = await taken()
  const { api, timers, now, told } = local()
  await api.begin({ on: true, port: other.port })
  expect(now()).toMatchObject({ on: true, url: null, problem: expect.stringContaining('taken') })
  await other.close()
  timers.advance(5000)
  await expect.poll(() => told.length).toBe(2)
  expect(now()).toMatchObject({ on: true, problem: null })
  expect(await answers(other.port)).toBe(true)
})

it('has the routes behind the same door as browser mode, and neither the page nor the socket', async () => {
  const { api, port } = local()
  await api.set({ on: true, port: 0 })
  const ask = (path: string, headers: Record<string, string> = {}, bare = false) =>
    askRaw(port(), path, { headers, bare })
  expect((await ask('/metrics')).status).toBe(200)
  expect((await ask('/api/openapi.json')).status).toBe(200)
  expect((await ask('/api/endpoints', {}, true)).json).toMatchObject({
    error: { code: 'unauthorized', hint: expect.stringContaining('Settings') },
  })
  expect((await ask('/api/endpoints', { Host: 'evil.example' })).status).toBe(403)
  expect((await ask('/api/endpoints', { Origin: 'http://evil.example' })).status).toBe(403)
  expect((await ask(`/?token=${testToken}`, {}, true)).status).toBe(401)
  for (const path of ['/', '/index.html', '/rpc']) expect((await ask(path)).status).toBe(404)
  const upgrade = await ask('/rpc', { Connection: 'Upgrade', Upgrade: 'websocket' })
  expect(upgrade.status).toBe(404)
})
