/**
 * The server process of the benches: streams that send nothing until told, then heartbeats at a pace or in bursts.
 * Forked with the count of connections after which it says `full`.
 */
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** `paced`: `rounds` events for each stream, `everyMs` apart, the streams spread evenly over that time. */
export type Order =
  | { readonly order: 'expect'; readonly streams: number }
  | { readonly order: 'paced'; readonly rounds: number; readonly everyMs: number }
  | { readonly order: 'burst'; readonly events: number }

const streams = new Set<ServerResponse>()
let expected = Number.POSITIVE_INFINITY

/** As the reference gateway writes them: an id, the server's time, a few fields. */
function heartbeat(count: number): string {
  const timestamp = new Date().toISOString()
  return `id: ${count}\nevent: heartbeat\ndata: {"stream_id":"orders","timestamp":"${timestamp}","count":${count}}\n\n`
}

const tickMs = 5

async function pace(rounds: number, everyMs: number): Promise<void> {
  const all = [...streams]
  const start = performance.now()
  const last = rounds * all.length
  for (let sent = 0; sent < last; ) {
    const due = Math.min(last, Math.floor(((performance.now() - start) / everyMs) * all.length))
    for (; sent < due; sent++) all[sent % all.length]?.write(heartbeat(Math.floor(sent / all.length) + 1))
    await sleep(tickMs)
  }
}

function burst(events: number): void {
  const packet = Array.from({ length: events }, (_, index) => heartbeat(1000 + index)).join('')
  for (const stream of streams) stream.write(packet)
}

async function carryOut(order: Order): Promise<void> {
  if (order.order === 'expect') expected = order.streams
  else if (order.order === 'paced') await pace(order.rounds, order.everyMs)
  else burst(order.events)
  if (order.order !== 'expect') process.send?.({ sent: true })
  else if (streams.size === expected) process.send?.({ full: true })
}

const server = createServer((_request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' })
  response.write(': hi\n\n')
  streams.add(response)
  response.on('close', () => streams.delete(response))
  if (streams.size === expected) process.send?.({ full: true })
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
process.on('message', (message: Order) => carryOut(message))
process.send?.({ port: (server.address() as AddressInfo).port })
