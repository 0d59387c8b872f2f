import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { engine } from '../../helpers/engine.ts'

/** A monitor that was itself held up blames no server for it (1-model.md, "Sleep and network"). */

const program = fileURLToPath(new URL('../../../src/gateway/main.ts', import.meta.url))

/** The gateway in a process of its own, which goes on while this one is held up. */
async function gateway(): Promise<string> {
  const child: ChildProcess = spawn(process.execPath, [program], {
    env: { PORT: '0', HEARTBEAT_INTERVAL: '0.05', STREAM_MAX_SECONDS: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => {
    child.kill()
  })
  if (child.stdout === null) throw new Error('The gateway has no standard output.')
  const [line] = await once(createInterface(child.stdout), 'line')
  return JSON.parse(String(line)).url
}

/** Holds the process up where timers are asked before sockets next: the order that misleads. */
function busyFor(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(() => {
      const until = performance.now() + ms
      while (performance.now() < until) Math.sqrt(until)
      resolve()
    })
  })
}

test.each([300, 400, 700])('a busy loop of %i ms is no delay of the server, and no silence', async (ms) => {
  const url = await gateway()
  const it = engine({ url: `${url}/sse/it`, preset: 'heartline-gateway', silence: '250ms' })
  await it.until(({ counters }) => counters.heartbeats >= 10)
  const before = it.view()
  await busyFor(ms)
  const after = await it.until(({ counters }) => counters.heartbeats >= before.counters.heartbeats + 15)
  expect(after).toMatchObject({
    phase: 'live',
    health: 'fresh',
    failure: null,
    counters: { silences: 0, connections: 1 },
  })
  // Some heartbeats waited in the socket, the first of them for nearly as long as the loop.
  expect(after.latency?.max).toBeLessThan(200)
  expect(after.latency?.count).toBeLessThan(after.counters.heartbeats)
})

test('heartbeats that waited with the process do not teach an interval, nor call it late', async () => {
  const url = await gateway()
  const it = engine({ url: `${url}/sse/it`, preset: 'heartline-gateway', heartbeat: { interval: '120ms' } })
  await it.until(({ health }) => health === 'fresh')
  for (let times = 0; times < 3; times++) {
    await busyFor(300)
    const { heartbeats } = it.view().counters
    await it.until(({ counters }) => counters.heartbeats > heartbeats + 3)
  }
  const now = it.clock.wall()
  const history = it.fleet.history('it', { from: now - 60_000, to: now, points: 10 })
  const told = history?.transitions ?? []
  const [connecting, live] = [
    { phase: 'connecting', health: null },
    { phase: 'live', health: 'fresh' },
  ]
  expect(told).toEqual([expect.objectContaining(connecting), expect.objectContaining(live)])
})
