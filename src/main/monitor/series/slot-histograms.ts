import { addToBucket, bucketOf, type Histogram, middleOf } from '../histogram.ts'
import { placeOf, slotCount } from './slots.ts'

/**
 * One latency histogram for each slot, all in one pool of packed words (bucket and count), so that an hour of a
 * heartbeat every 5 s takes some 10 KB. Only the newest slot that has samples is written to.
 */
export interface SlotHistograms {
  /** `slot` never goes back behind one that was added to. */
  add(slot: number, ms: number): void
  mergeInto(histogram: Histogram, slot: number): void
  /** The values of a slot in ms, each once: to the width of a bucket. */
  values(slot: number): readonly number[]
  clearPlace(place: number): void
  clear(): void
}

const countBits = 21
const mostCount = 2 ** countBits - 1
const startWords = 64

interface Pool {
  words: Uint32Array
  used: number
  readonly begins: Uint32Array
  readonly sizes: Uint16Array
  readonly sums: Float64Array
  readonly maxima: Float64Array
  newest: number
}

export function createSlotHistograms(): SlotHistograms {
  let pool: Pool | null = null

  return {
    add(slot, ms) {
      pool ??= createPool(slot)
      addTo(pool, slot, Math.max(0, ms))
    },
    mergeInto(histogram, slot) {
      if (pool) merge(pool, histogram, placeOf(slot))
    },
    values: (slot) => (pool ? valuesOf(pool, placeOf(slot)) : []),
    clearPlace(place) {
      if (!pool) return
      pool.sizes[place] = 0
      pool.sums[place] = 0
      pool.maxima[place] = 0
    },
    clear() {
      pool = null
    },
  }
}

function createPool(slot: number): Pool {
  return {
    words: new Uint32Array(startWords),
    used: 0,
    begins: new Uint32Array(slotCount),
    sizes: new Uint16Array(slotCount),
    sums: new Float64Array(slotCount),
    maxima: new Float64Array(slotCount),
    newest: slot,
  }
}

function addTo(pool: Pool, slot: number, ms: number): void {
  const place = placeOf(slot)
  pool.newest = slot
  if (pool.sizes[place] === 0) pool.begins[place] = pool.used
  pool.sums[place] = (pool.sums[place] ?? 0) + ms
  pool.maxima[place] = Math.max(pool.maxima[place] ?? 0, ms)
  const bucket = bucketOf(ms)
  for (let at = pool.begins[place] ?? 0; at < pool.used; at++) {
    const word = pool.words[at] ?? 0
    if (word >>> countBits === bucket && (word & mostCount) < mostCount) {
      pool.words[at] = word + 1
      return
    }
  }
  if (pool.used === pool.words.length) compact(pool)
  pool.words[pool.used++] = ((bucket << countBits) | 1) >>> 0
  pool.sizes[place] = (pool.sizes[place] ?? 0) + 1
}

function merge(pool: Pool, histogram: Histogram, place: number): void {
  const begin = pool.begins[place] ?? 0
  const end = begin + (pool.sizes[place] ?? 0)
  for (let at = begin; at < end; at++) {
    const word = pool.words[at] ?? 0
    addToBucket(histogram, word >>> countBits, word & mostCount)
  }
  histogram.sum += pool.sums[place] ?? 0
  histogram.max = Math.max(histogram.max, pool.maxima[place] ?? 0)
}

function valuesOf(pool: Pool, place: number): number[] {
  const begin = pool.begins[place] ?? 0
  const words = pool.words.subarray(begin, begin + (pool.sizes[place] ?? 0))
  return Array.from(words, (word) => middleOf(word >>> countBits))
}

/** Drops the words of slots that are gone; doubles the room where more than half is still in use. */
function compact(pool: Pool): void {
  let live = 0
  for (const size of pool.sizes) live += size
  const words = live * 2 > pool.words.length ? new Uint32Array(pool.words.length * 2) : pool.words
  let used = 0
  // In the order of time, so that a segment never moves over one that is still to move.
  for (let slot = pool.newest - slotCount + 1; slot <= pool.newest; slot++) {
    const place = placeOf(slot)
    const begin = pool.begins[place] ?? 0
    const size = pool.sizes[place] ?? 0
    words.set(pool.words.subarray(begin, begin + size), used)
    pool.begins[place] = used
    used += size
  }
  pool.words = words
  pool.used = used
}
