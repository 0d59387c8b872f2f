import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { createClient } from '../../../src/shared/rpc/client.ts'
import { socketTransport } from '../../../src/shared/rpc/socket.ts'
import type { IncidentView } from '../../../src/shared/view.ts'
import { answer, hostileServer } from '../../helpers/hostile-server.ts'
import { serveProcess } from '../../helpers/serve.ts'

const waiting = { timeout: 10_000 }

test('an outage under way when the program is killed is over with the last record, and a new one begins', {
  timeout: 60_000,
}, async () => {
  const server = await hostileServer({ '/': answer(503) })
  const folder = await mkdtemp(join(tmpdir(), 'heartline-incidents-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const config = join(folder, 'heartline.yaml')
  await writeFile(config, `version: 1\nendpoints:\n  - { id: orders, url: "${server.url('/')}" }\n`)

  async function start() {
    const program = serveProcess([
      ...['--browser', '--no-open', '--config', config],
      ...['--data-dir', join(folder, 'data')],
    ])
    onTestFinished(() => program.kill())
    const { api, token } = await program.ready
    const headers = { Authorization: `Bearer ${token}` }
    const socket = new WebSocket(api.replace('http', 'ws').replace(/api$/, 'rpc'), { headers })
    onTestFinished(() => socket.close())
    const list = async () =>
      (await (await fetch(`${api}/incidents`, { headers })).json()) as readonly IncidentView[]
    return { program, list, call: createClient(socketTransport(socket)).call }
  }

  const first = await start()
  await expect.poll(async () => (await first.list()).length, waiting).toBe(1)
  const [before] = await first.list()
  expect(before).toMatchObject({ kind: 'outage', endpoints: ['orders'], end: null })
  await first.call('incidents.note', { id: before?.id ?? '', notes: 'Seen before the crash.' })
  // The history is written once a second.
  await new Promise((resolve) => setTimeout(resolve, 2500))
  const killedAt = Date.now()
  await first.program.kill()

  const second = await start()
  await expect.poll(async () => (await second.list()).length, waiting).toBe(2)
  const [now, then] = await second.list()
  expect(now).toMatchObject({ end: null, notes: '' })
  expect(now?.id).not.toBe(before?.id)
  expect(Date.parse(now?.start ?? '')).toBeGreaterThan(killedAt)
  expect(then).toMatchObject({ id: before?.id, start: before?.start, notes: 'Seen before the crash.' })
  const end = Date.parse(then?.end ?? '')
  expect(end).toBeLessThanOrEqual(killedAt + 50)
  expect(end).toBeGreaterThan(killedAt - 2500)
  expect(await second.call('fleet.outages', { since: 0 })).toMatchObject({
    ok: true,
    value: [
      { id: 'orders', end: null },
      { id: 'orders', start: before?.start },
    ],
  })
  expect(await second.call('incidents.detail', { id: before?.id ?? '' })).toMatchObject({
    ok: true,
    value: { evidence: [{ endpoint: 'orders', status: 503 }] },
  })
})
