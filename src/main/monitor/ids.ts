/** The newest ids of an endpoint, so that an event seen again is known. Bounded in count and bytes. */
export interface RecentIds {
  has(id: string): boolean
  /** Adds an id that is not there yet; the oldest goes when there are too many. */
  add(id: string): void
  clear(): void
}

const keep = 1000
const startCapacity = 32

/**
 * Keeps 53-bit hashes instead of the ids: 12 KB for 1,000 of them whatever their length (an id may have 4 KB),
 * and nothing before the first. Two different ids meet in a hash once in some 10^12 comparisons; one duplicate
 * too many in a counter is then all that happens.
 */
export function createRecentIds(limit = keep): RecentIds {
  let hashes = new Float64Array(0)
  /** Open addressing: 0 is free, otherwise the place in `hashes` plus one. Always at least half free. */
  let table = new Int16Array(0)
  let count = 0
  let oldest = 0

  /** The table's slot that holds the hash, or the free one where it would be. */
  function slotOf(hash: number): number {
    const mask = table.length - 1
    let slot = hash & mask
    for (;;) {
      const place = table[slot] ?? 0
      if (place === 0 || hashes[place - 1] === hash) return slot
      slot = (slot + 1) & mask
    }
  }

  function grow(): void {
    const bigger = new Float64Array(Math.min(limit, Math.max(startCapacity, hashes.length * 2)))
    bigger.set(hashes)
    hashes = bigger
    table = new Int16Array(2 ** Math.ceil(Math.log2(hashes.length * 2)))
    for (let place = 0; place < count; place++) table[slotOf(hashes[place] ?? 0)] = place + 1
  }

  /** Frees a slot, and moves up what was pushed behind it: a search stops at the first free slot. */
  function free(slot: number): void {
    const mask = table.length - 1
    let gap = slot
    let next = (gap + 1) & mask
    for (;;) {
      const place = table[next] ?? 0
      if (place === 0) break
      const home = (hashes[place - 1] ?? 0) & mask
      if (((next - home) & mask) >= ((next - gap) & mask)) {
        table[gap] = place
        gap = next
      }
      next = (next + 1) & mask
    }
    table[gap] = 0
  }

  return {
    has(id) {
      return count > 0 && table[slotOf(hashOf(id))] !== 0
    },
    add(id) {
      if (count === hashes.length && count < limit) grow()
      const hash = hashOf(id)
      if (table[slotOf(hash)] !== 0) return
      if (count < limit) {
        hashes[count] = hash
        count++
        table[slotOf(hash)] = count
        return
      }
      free(slotOf(hashes[oldest] ?? 0))
      hashes[oldest] = hash
      table[slotOf(hash)] = oldest + 1
      oldest = (oldest + 1) % limit
    },
    clear() {
      hashes = new Float64Array(0)
      table = new Int16Array(0)
      count = 0
      oldest = 0
    },
  }
}

/** An id as a constant prefix and the number that follows it. */
export interface NumberedId {
  readonly prefix: string
  readonly number: bigint
}

/** Numbers with more digits are hashes, not counters. */
const longestNumber = 64

/** Splits an id before its last run of digits; null where it does not end in one. */
export function numbered(id: string): NumberedId | null {
  let start = id.length
  while (start > 0 && isDigit(id.charCodeAt(start - 1))) start--
  if (start === id.length || id.length - start > longestNumber) return null
  return { prefix: id.slice(0, start), number: BigInt(id.slice(start)) }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** A 53-bit hash of a text: two multiplicative 32-bit hashes side by side. Never 0 for `table`'s sake. */
function hashOf(text: string): number {
  let high = 0x9e3779b9
  let low = 0x85ebca6b
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    high = Math.imul(high ^ code, 0x9e3779b1)
    low = Math.imul(low ^ code, 0x5f356495)
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ (low >>> 13)
  low = Math.imul(low ^ (low >>> 15), 0xc2b2ae35) ^ (high >>> 16)
  return (high >>> 11) * 2 ** 32 + (low >>> 0)
}
