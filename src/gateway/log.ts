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
  seq: number
  counter: number
}

/** A ring of `size` events for each topic that was ever published to. */
export function createMemoryLog(size: number): EventLog {
  const rings = new Map<string, Ring>()

  const ringOf = (topic: string): Ring => {
    const known = rings.get(topic)
    if (known !== undefined) return known
    const ring: Ring = { slots: [], seq: 0, counter: 0 }
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
  const oldest = (ring: Ring): number => Math.max(1, ring.seq - size + 1)

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
      const ring = rings.get(topic)
      if (ring === undefined) return { frames: [], whole: false }
      const at = seqOf(ring, lastEventId, oldest(ring), size)
      const from = at === null ? oldest(ring) : at + 1
      const first = Math.max(from, ring.seq - limit + 1)
      return { frames: slice(ring, first), whole: at !== null && first === from }
    },

    async newest(topic, limit) {
      const ring = rings.get(topic)
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
