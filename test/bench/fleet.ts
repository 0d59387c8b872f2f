/**
 * What a large fleet costs (6-quality.md, "Budgets"): `npm run build`, then `node test/bench/fleet.ts`. The built
 * program holds BENCH_STREAMS endpoints (1,000) with a heartbeat a second each, for BENCH_SECONDS (30), once without
 * an interface and once with one that is subscribed to the fleet.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { setting } from './compare.ts'
import { built, type Contestant, heartline } from './contestants.ts'
import { end, reading, restingBytes, settled, start, told } from './processes.ts'
import type { Order } from './streams.ts'

const streams = setting('BENCH_STREAMS', 1000)
const seconds = setting('BENCH_SECONDS', 30)
const warmSeconds = 10

async function load(contestant: Contestant) {
  const server = start('streams.ts', [])
  const port = await told<number>(server, 'port')
  const running = await contestant.start()
  try {
    const empty = await restingBytes(running.child)
    const full = told(server, 'full')
    server.send({ order: 'expect', streams } satisfies Order)
    await running.open(`http://127.0.0.1:${port}/`, streams)
    await full
    await settled(running.child)
    const idle = await restingBytes(running.child)
    const sent = told(server, 'sent')
    server.send({ order: 'paced', rounds: warmSeconds + seconds + 2, everyMs: 1000 } satisfies Order)
    await sleep(warmSeconds * 1000)
    const [began, patches, bytes] = [performance.now(), running.patches(), running.patchBytes()]
    const { cpu } = await reading(running.child)
    await sleep(seconds * 1000)
    const after = await reading(running.child)
    const passed = performance.now() - began
    const patched = running.patches() - patches
    const sentBytes = running.patchBytes() - bytes
    await sent
    return {
      contestant: contestant.name,
      '% of a core': Number(((after.cpu - cpu) / passed / 10).toFixed(1)),
      'patches/s': Number(((patched / passed) * 1000).toFixed(1)),
      'KB/s': Math.round(sentBytes / passed / 1.024),
      'bytes/row': Math.round(sentBytes / ((streams * passed) / 1000)),
      'KB/endpoint, idle': Math.round((idle - empty) / streams / 1024),
      live: await running.live(),
      events: await running.events(),
    }
  } finally {
    await running.end()
    await end(server)
  }
}

const rows = []
for (const withInterface of [false, true]) {
  rows.push(await load(heartline(withInterface ? 'with an interface' : 'alone', withInterface, built)))
}
if (process.argv.includes('--json')) console.log(JSON.stringify(rows))
else console.table(rows)
