import type { Recalled, SlotRecord } from '../monitor/recording.ts'
import { slotMs } from '../monitor/series/slots.ts'
import { type Cursor, putVarint, takeVarint } from './bytes.ts'
import { addBody } from './codec.ts'
import { createTally, rollupOf } from './tally.ts'
import type { PackedRecall, SlotBody } from './types.ts'

/** Slots one after the other in one piece, to cross from one thread to another at once; oldest first. */
export function packSlots(slots: readonly SlotBody[]): Uint8Array<ArrayBuffer> {
  const heads = headsOf(slots)
  const length = slots.reduce((sum, { body }, index) => sum + body.length + (heads[index]?.length ?? 0), 0)
  const bytes = new Uint8Array(length)
  let used = 0
  for (const [index, { body }] of slots.entries()) {
    for (const part of [heads[index] ?? [], body]) {
      bytes.set(part, used)
      used += part.length
    }
  }
  return bytes
}

/** Before each body: slots since the one before, and the era. */
function headsOf(slots: readonly SlotBody[]): readonly (readonly number[])[] {
  let before = 0
  return slots.map(({ at, era }) => {
    const head: number[] = []
    const slot = Math.floor(at / slotMs)
    putVarint(head, slot - before)
    putVarint(head, era)
    before = slot
    return head
  })
}

/**
 * As the monitor takes it. A slot is unpacked when its turn comes: a thousand endpoints' last hour at once would be
 * hundreds of megabytes. Going through them throws a `HistoryError` for what `packSlots` never wrote.
 */
export function unpackRecall(packed: PackedRecall): Recalled {
  return { ...packed, slots: { [Symbol.iterator]: () => unpackSlots(packed.slots) } }
}

function* unpackSlots(bytes: Uint8Array): Generator<SlotRecord> {
  const cursor: Cursor = { bytes, at: 0 }
  let slot = 0
  while (cursor.at < bytes.length) {
    slot += takeVarint(cursor)
    const era = takeVarint(cursor)
    const tally = createTally()
    addBody(tally, cursor)
    yield { at: slot * slotMs, era, rollup: rollupOf(tally) }
  }
}
