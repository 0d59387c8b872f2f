import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { stringify } from 'yaml'
import type { EndpointDetail, EndpointView } from '../../../src/shared/view.ts'
import { hostileServer } from '../../helpers/hostile-server.ts'
import { breaches, type OpenApiDocument } from '../../helpers/openapi.ts'
import { serveProcess } from '../../helpers/serve.ts'
import { waitUntil } from '../../helpers/wait.ts'
import { cases } from './cases.ts'
import { slow } from './rig.ts'

/** The app as one starts it, thirty kinds of misbehaviour at once, and only its API to look through. */

test('the API tells each of them as it is', async () => {
  const server = await hostileServer(
    Object.fromEntries(Object.entries(cases).map(([id, { behaviour }]) => [`/${id}`, behaviour])),
  )
  const get = await start(
    Object.entries(cases).map(([id, { settings }]) => ({
      id,
      url: server.url(`/${id}`),
      ...slow,
      ...settings,
    })),
  )
  const document = (await get('/openapi.json')) as unknown as OpenApiDocument
  for (const [id, { expected }] of Object.entries(cases)) {
    const settled = await settles(() => get(`/endpoints/${id}`), expected)
    expect(settled, id).toMatchObject(expected)
    expect(breaches(document, '/api/endpoints/{id}', 'get', { status: 200, json: settled }), id).toEqual([])
    expect(server.visits(`/${id}`), `${id}: requests one for one`).toHaveLength(settled.counters.attempts)
  }
  expect(server.visits('/unicode')[1]?.lastEventId).toBe('größe✓')
  expect(server.visits('/rotated')[1]?.lastEventId).toBe('4')

  const list = (await get('/endpoints')) as unknown as readonly EndpointView[]
  expect(breaches(document, '/api/endpoints', 'get', { status: 200, json: list })).toEqual([])
  expect(list.map(({ id }) => id)).toEqual(Object.keys(cases))
  expect(JSON.stringify(list)).not.toContain('hush')
  const open = list.filter(({ phase }) => phase === 'live').length
  await waitUntil(
    () => server.open() === open,
    5000,
    () => `${server.open()} sockets for ${open} live`,
  )
}, 60_000)

/** Browser mode as a process of its own; what it answers to a GET. */
async function start(endpoints: readonly object[]): Promise<(path: string) => Promise<EndpointDetail>> {
  const folder = await mkdtemp(join(tmpdir(), 'heartline-hostile-'))
  const config = join(folder, 'heartline.yaml')
  await writeFile(config, stringify({ version: 1, endpoints }))
  const app = serveProcess(['--browser', '--no-open', '--config', config, '--data-dir', join(folder, 'data')])
  onTestFinished(async () => {
    await app.kill()
    await rm(folder, { recursive: true })
  })
  const { api, token } = await app.ready
  return async (path) => {
    const response = await fetch(api + path, { headers: { Authorization: `Bearer ${token}` } })
    return (await response.json()) as EndpointDetail
  }
}

/** The first answer that fits, or the last one after ten seconds. */
async function settles(look: () => Promise<EndpointDetail>, expected: object): Promise<EndpointDetail> {
  const deadline = performance.now() + 10_000
  for (;;) {
    const seen = await look()
    if (fits(seen, expected) || performance.now() > deadline) return seen
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

function fits(seen: EndpointDetail, expected: object): boolean {
  try {
    expect(seen).toMatchObject(expected)
    return true
  } catch {
    return false // Not yet: the last look is judged by the test itself.
  }
}
