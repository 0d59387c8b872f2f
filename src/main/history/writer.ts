import type { DatabaseSync } from 'node:sqlite'
import type { EndpointMemory, LongSpan, TransitionRecord } from '../monitor/recording.ts'
import type { Endpoints } from './endpoints.ts'
import type { Incidents } from './incidents.ts'
import type { Meta } from './meta.ts'
import type { Transact } from './rows.ts'
import type { Slots } from './slots.ts'
import type { Batch, EndpointBatch } from './types.ts'

export interface WriterParts {
  readonly db: DatabaseSync
  readonly transact: Transact
  readonly meta: Meta
  readonly endpoints: Endpoints
  readonly slots: Slots
  readonly incidents: Incidents
}

/** Writes batches, each as one transaction. */
export function createWriter(parts: WriterParts): (batch: Batch) => void {
  const { db, transact, meta, endpoints, slots, incidents } = parts
  const addSpan = db.prepare('INSERT INTO long_spans (endpoint, "from", "to", phase) VALUES (?, ?, ?, ?)')
  const addTransition = db.prepare(
    'INSERT INTO transitions (endpoint, at, phase, health, reason) VALUES (?, ?, ?, ?, ?)',
  )
  const putId = db.prepare('INSERT OR REPLACE INTO last_ids (endpoint, id) VALUES (?, ?)')
  const putMemory = db.prepare(
    'INSERT INTO memory (endpoint, body) VALUES (?, ?) ON CONFLICT DO UPDATE SET body = excluded.body WHERE body <> excluded.body',
  )

  /** What stands in the file, as far as this run wrote it: to ask for it each second costs more than the id. */
  const remembered = new Map<number, string>()

  function putSpan(endpoint: number, { from, to, phase }: LongSpan): void {
    addSpan.run(endpoint, Math.round(from), Math.round(to), phase)
  }

  function putTransition(endpoint: number, { at, phase, health, reason }: TransitionRecord): void {
    // As a date shows it: a time that was shown before is shown the same.
    addTransition.run(endpoint, Math.floor(at), phase, health, reason)
  }

  function remember(endpoint: number, { lastEventId, ...rest }: EndpointMemory): void {
    putId.run(endpoint, lastEventId)
    const body = JSON.stringify(rest)
    if (remembered.get(endpoint) === body) return
    putMemory.run(endpoint, body)
    remembered.set(endpoint, body)
  }

  function putEndpoint(endpoint: number, batch: EndpointBatch): void {
    for (const slot of batch.slots) slots.put(endpoint, slot)
    for (const span of batch.longSpans) putSpan(endpoint, span)
    for (const transition of batch.transitions) putTransition(endpoint, transition)
    if (batch.memory !== null) remember(endpoint, batch.memory)
  }

  function put({ until, endpoints: batches, incidents: changes }: Batch): void {
    const before = meta.get('until') ?? until
    const present = new Set<number>()
    for (const batch of batches) {
      const number = endpoints.numberOf(batch.id)
      present.add(number)
      putEndpoint(number, batch)
    }
    if (batches.length > 0) {
      endpoints.present(present, before)
      meta.set('until', Math.round(until))
      const { since, era } = extent(batches)
      if (since !== null) meta.set('since', Math.min(meta.get('since') ?? since, since))
      meta.set('era', Math.max(meta.get('era') ?? 0, era))
    }
    incidents.put(changes.put)
    incidents.withdraw(changes.withdrawn)
  }

  return (batch) => {
    try {
      transact(() => put(batch))
    } catch (error) {
      // It was taken back.
      remembered.clear()
      throw error
    }
  }
}

/** The first moment that they tell of, epoch ms, null where they tell of none; and their highest era. */
function extent(batches: readonly EndpointBatch[]): { readonly since: number | null; readonly era: number } {
  let since = Number.POSITIVE_INFINITY
  let era = 0
  for (const { slots, longSpans } of batches) {
    for (const slot of slots) {
      since = Math.min(since, slot.at)
      era = Math.max(era, slot.era)
    }
    for (const { from } of longSpans) since = Math.min(since, Math.round(from))
  }
  return { since: since === Number.POSITIVE_INFINITY ? null : since, era }
}
