import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { engine } from '../../helpers/engine.ts'
import { answer, hostileServer } from '../../helpers/hostile-server.ts'

/** "Any other change applies to the running connection", and to the endpoint that is down. */

test('a smaller maxFrame holds for the open stream', async () => {
  const streams: ServerResponse[] = []
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write('data: small\n\n')
    streams.push(response)
  }).listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const it = engine({ url, maxFrame: '1MB' })
  await it.until(({ counters }) => counters.events === 1)
  it.rewrite([{ url, maxFrame: '1KB' }])
  expect(it.view().phase).toBe('live')
  streams[0]?.write(`data: ${'x'.repeat(2_000)}\n\n`)
  await it.until(({ failure }) => failure?.kind === 'frame-too-large')
  expect(it.view().counters.connections).toBe(1)
})

test('a recheck and a fallback that are added while it has failed take effect', async () => {
  const server = await hostileServer({ '/gone': answer(404), '/state': answer(200) })
  const before = { url: server.url('/gone') }
  const it = engine(before)
  await it.phase('failed')
  expect(it.view().degraded).toBeNull()
  it.rewrite([{ ...before, recheck: '50ms', fallback: { url: server.url('/state'), every: '1s' } }])
  await it.until(({ counters }) => counters.attempts >= 2)
  await it.until(({ degraded }) => degraded?.status === 200)
  expect(it.view().attempt).toBe(1)
})
