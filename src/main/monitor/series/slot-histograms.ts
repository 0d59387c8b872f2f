import { addToBucket, bucketOf, type Histogram, middleOf } from '../histogram.ts'
import { placeOf, slotCount } from './slots.ts'

/**
 * One latency histogram for each slot, all in one pool of packed words (bucket and count), so that an hour of a
 * heartbeat every 5 s takes some 10 KB. The slot that is written to stands last in the pool.
 */
export interface SlotHistograms {
  add(slot: number, ms: number): void
  /** What was merged out of a slot once, into one that holds nothing. */
  restore(slot: number, histogram: Histogram): void
  has(slot: number): boolean
  mergeInto(histogram: Histogram, slot: number): void
  /** The values of a slot in ms, each once and ascending: to the width of a bucket. */
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
}

export function createSlotHistograms(): SlotHistograms {
  let pool: Pool | null = null

  return {
    add(slot, ms) {
      pool ??= createPool()
      addTo(pool, placeOf(slot), Math.max(0, ms))
    },
    restore(slot, histogram) {
      pool ??= createPool()
      fill(pool, placeOf(slot), histogram)
    },
    has: (slot) => pool !== null && (pool.sizes[placeOf(slot)] ?? 0) > 0,
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

function createPool(): Pool {
  return {
    words: new Uint32Array(startWords),
    used: 0,
    begins: new Uint32Array(slotCount),
    sizes: new Uint16Array(slotCount),
    sums: new Float64Array(slotCount),
    maxima: new Float64Array(slotCount),
  }
}

function addTo(pool: Pool, place: number, ms: number): void {
  bringLast(pool, place)
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
  append(pool, place, bucket, 1)
}

function fill(pool: Pool, place: number, { sum, max, size, buckets, counts }: Histogram): void {
  bringLast(pool, place)
  pool.sums[place] = sum
  pool.maxima[place] = max
  for (let index = 0; index < size; index++) {
    const count = counts[index] ?? 0
    for (let left = count; left > 0; left -= mostCount) {
      append(pool, place, buckets[index] ?? 0, Math.min(left, mostCount))
    }
  }
}

/** Only what stands last can grow; another slot's words move there first, and leave a hole for `compact`. */
function bringLast(pool: Pool, place: number): void {
  const size = pool.sizes[place] ?? 0
  if (size > 0 && (pool.begins[place] ?? 0) + size === pool.used) return
  if (pool.used + size > pool.words.length) compact(pool, size)
  const begin = pool.begins[place] ?? 0
  pool.words.copyWithin(pool.used, begin, begin + size)
  pool.begins[place] = pool.used
  pool.used += size
}

function append(pool: Pool, place: number, bucket: number, count: number): void {
  if (pool.used === pool.words.length) compact(pool, 1)
  const size = pool.sizes[place] ?? 0
  if (size === 0) pool.begins[place] = pool.used
  pool.words[pool.used++] = ((bucket << countBits) | count) >>> 0
  pool.sizes[place] = size + 1
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
  return Array.from(words.toSorted(), (word) => middleOf(word >>> countBits))
}

/** Drops the words of slots that are gone, and makes room for `wanted` more: more than half is free afterwards. */
function compact(pool: Pool, wanted: number): void {
  const places = [...pool.sizes.keys()].filter((place) => (pool.sizes[place] ?? 0) > 0)
  const live = places.reduce((sum, place) => sum + (pool.sizes[place] ?? 0), 0)
  let length = pool.words.length
  while ((live + wanted) * 2 > length) length *= 2
  const words = length > pool.words.length ? new Uint32Array(length) : pool.words
  // As they stand, so that a segment never moves over one that is still to move.
  places.sort((a, b) => (pool.begins[a] ?? 0) - (pool.begins[b] ?? 0))
  let used = 0
  for (const place of places) {
    const begin = pool.begins[place] ?? 0
    const size = pool.sizes[place] ?? 0
    words.set(pool.words.subarray(begin, begin + size), used)
    pool.begins[place] = used
    used += size
  }
  pool.words = words
  pool.used = used
}
