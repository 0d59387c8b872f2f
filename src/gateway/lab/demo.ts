import { demoTraffic } from './demo-traffic.ts'
import type { FaultRequest } from './orders.ts'
import type { Script, Step } from './script.ts'

/** The door through which `warehouse` is reached: the one endpoint of the demo that is truly refused. */
export const demoDoor = 'warehouse'

const on = (topic: string, fault: string, params: Readonly<Record<string, unknown>> = {}): FaultRequest => ({
  path: `/sse/${topic}`,
  fault,
  params,
})

/** What lasts: each path's own pace, and the streams that are down from the start. */
const setup: readonly FaultRequest[] = [
  on('orders', 'tune', { heartbeat: 2 }),
  on('payments', 'tune', { heartbeat: 2, max: 20 }), // a rotation every 20 s
  on('inventory', 'tune', { heartbeat: 2 }),
  on('prices', 'tune', { heartbeat: 2 }),
  on('quotes', 'tune', { heartbeat: 2 }),
  on('sensors', 'tune', { heartbeat: 1, silence: 4 }),
  on('audit-log', 'tune', { heartbeat: 0, silence: 0, max: 0 }), // unproven: it promises nothing
  on('partner-api', 'tune', { max: 0 }),
  on('telemetry', 'duplicate-ids'),
  on('campaign', 'no-content'),
  // Down until someone lifts it: DELETE /lab/faults?path=/sse/legacy-feed&fault=status
  on('legacy-feed', 'status', { code: 404 }),
  // Refused once: the first answer fails it, and a Retry at any time after that makes it live.
  { ...on('partner-api', 'expired-credential'), times: 1 },
  { ...on('shipping', 'slow-headers', { delay: 6 }), times: 1 },
]

/** One round. Each fault is gone before the next round brings it back. */
const steps: readonly Step[] = [
  { at: 4, ...on('inventory', 'late', { factor: 4 }), for: 14 },
  { at: 6, ...on('prices', 'deaf'), for: 12 },
  { at: 8, ...on('search-index', 'status', { code: 503, retryAfter: 8 }), times: 2, close: true },
  { at: 10, door: demoDoor, fault: 'refuse', for: 12 },
  { at: 12, ...on('sensors', 'silence'), for: 9 },
  { at: 14, ...on('tickets', 'truncated-replay'), times: 1, close: true },
  { at: 16, ...on('support-chat', 'failed-replay'), times: 1, close: true },
  { at: 18, ...on('quotes', 'deaf', { told: false }), for: 14 },
  { at: 20, ...on('shipping', 'slow-headers', { delay: 6 }), times: 1, close: true },
  { at: 22, ...on('telemetry', 'cut', { how: 'close' }), for: 2 },
  { at: 24, ...on('billing', 'told-error', { message: 'The ledger is locked for the night run.' }), for: 1 },
  { at: 26, ...on('media', 'half-open'), for: 8, close: true },
]

/** Every state of Heartline but unwatched, within a minute, over and over; for resources/demo.yaml. */
export const demoScript: Script = { name: 'demo', setup, traffic: demoTraffic, steps, loop: 40 }
