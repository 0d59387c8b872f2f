import { type EventFrame, eventFrame, type OutEvent } from './wire.ts'

/** What a log has after an id. `whole` is false where the id is gone or more than the limit came after it. */
export interface Replay {
  readonly frames: readonly EventFrame[]
  readonly whole: boolean
}

/** The event log, behind one interface so that Redis Streams can stand in for memory (5-gateway, "Replay"). */
export interface EventLog {
  /** Gives the event its place and its id: one counter for each topic, growing by one. */
  append(topic: string, event: OutEvent): Promise<EventFrame>
  /** At most `limit` newest events after `lastEventId`, oldest first. Rejects when the log fails. */
  read(topic: string, lastEventId: string, limit: number): Promise<Replay>
  /** The newest events of a topic, oldest first. */
  newest(topic: string, limit: number): Promise<readonly EventFrame[]>
  topics(): readonly string[]
}

interface Ring {
  readonly slots: EventFrame[]
  /** The place of its first event. */
  readonly first: number
  seq: number
  counter: number
}

/**
 * A ring of `size` events for each of `mostTopics` topics; beyond these, the one that was neither written nor read for
 * the longest time is forgotten whole.
 */
export function createMemoryLog(size: number, mostTopics = 1000): EventLog {
  /** In the order of their use. */
  const rings = new Map<string, Ring>()
  /** How far forgotten topics had come: a new ring begins behind them, so that no id and no place comes twice. */
  let gone = { seq: 0, counter: 0 }

  const used = (topic: string): Ring | undefined => {
    const ring = rings.get(topic)
    if (ring === undefined) return undefined
    rings.delete(topic)
    rings.set(topic, ring)
    return ring
  }
  const forget = (topic: string, { seq, counter }: Ring): void => {
    rings.delete(topic)
    gone = { seq: Math.max(gone.seq, seq), counter: Math.max(gone.counter, counter) }
  }
  const ringOf = (topic: string): Ring => {
    const known = used(topic)
    if (known !== undefined) return known
    for (const [oldest, ring] of rings) {
      if (rings.size < mostTopics) break
      forget(oldest, ring)
    }
    const ring: Ring = { slots: [], first: gone.seq + 1, ...gone }
    rings.set(topic, ring)
    return ring
  }
  const slice = (ring: Ring, from: number): EventFrame[] => {
    const frames: EventFrame[] = []
    for (let seq = from; seq <= ring.seq; seq++) {
      const frame = ring.slots[seq % size]
      if (frame !== undefined) frames.push(frame)
    }
    return frames
  }
  const oldest = (ring: Ring): number => Math.max(ring.first, ring.seq - size + 1)

  return {
    async append(topic, event) {
      const ring = ringOf(topic)
      const id = event.id ?? String(ring.counter + 1)
      const frame = eventFrame(event, id, ring.seq + 1)
      ring.seq += 1
      ring.counter = nextCounter(ring.counter, event.id)
      ring.slots[ring.seq % size] = frame
      return frame
    },

    async read(topic, lastEventId, limit) {
      const ring = used(topic)
      if (ring === undefined) return { frames: [], whole: false }
      const at = seqOf(ring, lastEventId, oldest(ring), size)
      const from = at === null ? oldest(ring) : at + 1
      const first = Math.max(from, ring.seq - limit + 1)
      return { frames: slice(ring, first), whole: at !== null && first === from }
    },

    async newest(topic, limit) {
      const ring = used(topic)
      return ring === undefined ? [] : slice(ring, Math.max(oldest(ring), ring.seq - limit + 1))
    },

    topics: () => [...rings.keys()],
  }
}

/** A sender's own whole number moves the counter, so that the ids after it never repeat it. */
function nextCounter(counter: number, ownId: string | undefined): number {
  if (ownId === undefined) return counter + 1
  const own = /^[1-9]\d{0,14}$/.test(ownId) ? Number(ownId) : 0
  return Math.max(counter, own)
}

function seqOf(ring: Ring, id: string, oldest: number, size: number): number | null {
  for (let seq = ring.seq; seq >= oldest; seq--) {
    if (ring.slots[seq % size]?.id === id) return seq
  }
  return null
}
