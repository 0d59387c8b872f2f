import type { LongSpan } from '../monitor/recording.ts'
import type { Batch, EndpointBatch, SlotBody } from './types.ts'

/** What is not written yet, oldest first, within a bound. */
export interface Backlog {
  add(batch: Batch): void
  /** The oldest piece; nothing is added to it before it is told what came of it. */
  next(): Batch | null
  written(): void
  refused(): void
  /** It can be written by nobody: it counts as lost. */
  giveUp(): void
  readonly isEmpty: boolean
  /** What had to give way so far, epoch ms; null where nothing had to. */
  lost(): Lost | null
}

export interface Lost {
  readonly from: number
  readonly to: number
}

/** Pieces are joined up to this length, so that the oldest can give way by itself. */
const pieceMs = 5 * 60_000
/** What an entry takes beside its text, roughly: the bound is on memory, not on the disk. */
const bytesPerSlot = 120
const bytesPerRecord = 250

interface Piece {
  readonly batch: Batch
  /** Epoch ms of its first batch. */
  readonly from: number
  readonly bytes: number
}

/** `bound` in bytes, as far as they can be told. Incidents and what an endpoint must not forget never give way. */
export function createBacklog(bound: number): Backlog {
  let pieces: readonly Piece[] = []
  let underWay = false
  let lost: Lost | null = null

  function add(batch: Batch): void {
    const last = pieces.at(-1)
    const closed = underWay && pieces.length === 1
    if (last !== undefined && !closed && belongTogether(last, batch)) {
      pieces = [...pieces.slice(0, -1), pieceOf(joined(last.batch, batch), last.from)]
    } else {
      pieces = [...pieces, pieceOf(batch, batch.until)]
    }
    while (sizeOf(pieces) > bound && giveWay());
  }

  /** The oldest piece that is not under way is thinned to what must not be lost. False where nothing is left to thin. */
  function giveWay(): boolean {
    const oldest = underWay ? 1 : 0
    const piece = pieces[oldest]
    const next = pieces[oldest + 1]
    if (piece === undefined || next === undefined) return false
    lose(piece)
    const kept = pieceOf(joined(thinned(piece.batch), next.batch), next.from)
    pieces = [...pieces.slice(0, oldest), kept, ...pieces.slice(oldest + 2)]
    return true
  }

  function lose({ from, batch }: Piece): void {
    lost = { from: lost?.from ?? from, to: batch.until }
  }

  return {
    add,
    next() {
      underWay = pieces.length > 0
      return pieces[0]?.batch ?? null
    },
    written() {
      pieces = pieces.slice(1)
      underWay = false
    },
    refused() {
      underWay = false
      const [first, second, ...rest] = pieces
      if (first !== undefined && second !== undefined && belongTogether(first, second.batch))
        pieces = [pieceOf(joined(first.batch, second.batch), first.from), ...rest]
    },
    giveUp() {
      const [first, ...rest] = pieces
      if (first !== undefined) lose(first)
      pieces = rest
      underWay = false
    },
    get isEmpty() {
      return pieces.length === 0
    },
    lost: () => lost,
  }
}

/** Both batches as one: what the later one says of a slot, a memory or an incident counts. */
export function joined(earlier: Batch, later: Batch): Batch {
  const endpoints = new Map<string, EndpointBatch>()
  for (const endpoint of [...earlier.endpoints, ...later.endpoints]) {
    const known = endpoints.get(endpoint.id)
    endpoints.set(endpoint.id, known === undefined ? endpoint : joinedEndpoint(known, endpoint))
  }
  const put = new Map([...earlier.incidents.put, ...later.incidents.put].map((record) => [record.id, record]))
  const withdrawn = new Set([...earlier.incidents.withdrawn, ...later.incidents.withdrawn])
  for (const { id } of later.incidents.put) withdrawn.delete(id)
  for (const id of later.incidents.withdrawn) {
    put.delete(id)
    withdrawn.add(id)
  }
  return {
    // One that names no endpoint tells of incidents alone.
    until: later.endpoints.length > 0 ? later.until : earlier.until,
    endpoints: [...endpoints.values()],
    incidents: { put: [...put.values()], withdrawn: [...withdrawn] },
  }
}

function joinedEndpoint(earlier: EndpointBatch, later: EndpointBatch): EndpointBatch {
  const keyOf = ({ at, era }: SlotBody): string => `${era} ${at}`
  const replaced = new Set(later.slots.map(keyOf))
  return {
    id: later.id,
    slots: [...earlier.slots.filter((slot) => !replaced.has(keyOf(slot))), ...later.slots],
    longSpans: [...earlier.longSpans, ...later.longSpans],
    transitions: [...earlier.transitions, ...later.transitions],
    memory: later.memory ?? earlier.memory,
  }
}

/** An endpoint that one of them leaves out was not watched then, and must not seem so. */
function belongTogether({ batch, from }: Piece, later: Batch): boolean {
  if (later.endpoints.length === 0) return true
  const length = later.until - from
  if (length < 0 || length > pieceMs) return false
  const ids = new Set(batch.endpoints.map(({ id }) => id))
  return later.endpoints.length === ids.size && later.endpoints.every(({ id }) => ids.has(id))
}

/** Without what happened in the slots. */
function thinned({ until, endpoints, incidents }: Batch): Batch {
  const nothing: readonly LongSpan[] = []
  return {
    until,
    endpoints: endpoints
      .filter(({ memory }) => memory !== null)
      .map((endpoint) => ({ ...endpoint, slots: [], longSpans: nothing, transitions: [] })),
    incidents,
  }
}

function pieceOf(batch: Batch, from: number): Piece {
  let bytes = 0
  for (const { slots, longSpans, transitions } of batch.endpoints) {
    for (const { body } of slots) bytes += body.length + bytesPerSlot
    bytes += (1 + longSpans.length + transitions.length) * bytesPerRecord
  }
  return { batch, from, bytes }
}

function sizeOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { bytes }) => sum + bytes, 0)
}
