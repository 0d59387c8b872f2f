import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Contestant, Running } from './contestants.ts'
import { end, reading, restingBytes, settled, start, told } from './processes.ts'
import type { Order } from './streams.ts'

export interface Plan {
  readonly streams: number
  /** Seconds of one event a second for each stream. */
  readonly seconds: number
  /** Events in each packet of the burst; 0 for no burst. */
  readonly burst: number
}

export interface Figures {
  /** KB resident for an idle stream. */
  readonly memory: number
  /** Microseconds of CPU for an event at the pace, and in bursts. */
  readonly paced: number
  readonly burst: number
  /** Percent of one core at the pace. */
  readonly core: number
  /** Patches a second to the interface. */
  readonly patches: number
}

/** One contestant against a server of its own; events that got lost make it an error. */
export async function takeTurn(contestant: Contestant, plan: Plan): Promise<Figures> {
  const server = start('streams.ts', [])
  const port = await told<number>(server, 'port')
  const running = await contestant.start()
  try {
    return await measure(running, server, `http://127.0.0.1:${port}/`, plan)
  } finally {
    await running.end()
    await end(server)
  }
}

async function measure(running: Running, server: ChildProcess, url: string, plan: Plan): Promise<Figures> {
  const { child } = running
  const empty = await restingBytes(child)
  const full = told(server, 'full')
  server.send({ order: 'expect', streams: plan.streams } satisfies Order)
  await running.open(url, plan.streams)
  await full
  await settled(child)
  const memory = ((await restingBytes(child)) - empty) / plan.streams / 1024
  // Warm: what is measured is the state that lasts for hours.
  await spend(running, server, plan.streams, { order: 'paced', rounds: 20, everyMs: 250 })
  const paced = await spend(running, server, plan.streams, {
    order: 'paced',
    rounds: plan.seconds,
    everyMs: 1000,
  })
  const shared = {
    memory,
    paced: paced.cpu / paced.events,
    core: paced.cpu / paced.ms / 10,
    patches: paced.patches,
  }
  if (plan.burst === 0) return { ...shared, burst: Number.NaN }
  const order: Order = { order: 'burst', events: plan.burst }
  for (let warm = 0; warm < 2; warm++) await spend(running, server, plan.streams, order)
  const burst = await spend(running, server, plan.streams, order)
  return { ...shared, burst: burst.cpu / burst.events }
}

/** CPU (microseconds) from the order to the moment when everything is worked off. */
async function spend(
  running: Running,
  server: ChildProcess,
  streams: number,
  order: Exclude<Order, { order: 'expect' }>,
) {
  const events = streams * (order.order === 'paced' ? order.rounds : order.events)
  const seenBefore = await running.events()
  await sleep(300)
  const patchesBefore = running.patches()
  const began = performance.now()
  const before = await reading(running.child)
  const sent = told(server, 'sent')
  server.send(order)
  await sent
  if (order.order === 'burst') await settled(running.child)
  const ms = performance.now() - began
  const { cpu } = await reading(running.child)
  const patches = ((running.patches() - patchesBefore) / ms) * 1000
  await settled(running.child)
  const seen = (await running.events()) - seenBefore
  if (seen !== events) throw new Error(`${seen} of ${events} events arrived.`)
  return { cpu: cpu - before.cpu, events, ms, patches }
}
