import type { DatabaseSync } from 'node:sqlite'
import type { EndpointMemory } from '../monitor/recording.ts'
import { slotCount, slotMs } from '../monitor/series/slots.ts'
import { checkBody } from './codec.ts'
import type { Endpoints } from './endpoints.ts'
import type { Meta } from './meta.ts'
import type { Past } from './past.ts'
import { jsonIn, textOrNull } from './rows.ts'
import { packSlots } from './slot-pack.ts'
import type { Slots } from './slots.ts'
import type { PackedRecall } from './types.ts'

export interface RecallParts {
  readonly db: DatabaseSync
  readonly meta: Meta
  readonly endpoints: Endpoints
  readonly slots: Slots
  readonly past: Past
}

/** As many as the monitor keeps. */
const mostTransitions = 400

/** What is known of an endpoint from before; of the hour before `now` (epoch ms) as it was written. */
export function createRecall(parts: RecallParts): (id: string, now: number) => PackedRecall | null {
  const { db, meta, endpoints, slots, past } = parts
  const lastId = db.prepare('SELECT id FROM last_ids WHERE endpoint = ?')
  const memory = db.prepare('SELECT body FROM memory WHERE endpoint = ?')

  function memoryOf(endpoint: number): EndpointMemory | null {
    const body = memory.get(endpoint)?.body
    if (body === undefined) return null
    return {
      ...jsonIn<Omit<EndpointMemory, 'lastEventId'>>(body),
      lastEventId: textOrNull(lastId.get(endpoint)?.id),
    }
  }

  return (id, now) => {
    const endpoint = endpoints.find(id)
    if (endpoint === null) return null
    // The slot that `now` falls into counts as a whole one.
    const from = (Math.floor(now / slotMs) - slotCount + 1) * slotMs
    // What seems to be in the future was written before the clock was set back.
    const to = Number.MAX_SAFE_INTEGER
    const recent = slots.readAll(endpoint, from)
    // They are unpacked on the monitor's own thread, where damage could only be lamented.
    for (const { body } of recent) checkBody(body)
    return {
      memory: memoryOf(endpoint),
      until: endpoints.until(endpoint) ?? meta.get('until') ?? now,
      slots: packSlots(recent),
      transitions: past.transitions(endpoint, from, to, mostTransitions),
    }
  }
}
