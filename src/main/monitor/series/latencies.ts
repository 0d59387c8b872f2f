import type { Measure } from '../../../shared/view.ts'
import { createHistogram, type Histogram } from '../histogram.ts'
import type { Rollup } from '../recording.ts'
import { createSlotHistograms, type SlotHistograms } from './slot-histograms.ts'

/** The latencies of the last hour's slots, those of each measure for themselves. */
export interface Latencies {
  add(slot: number, measure: Measure, ms: number): void
  /** The newest measure, which is the one that is shown; null before the first sample. */
  measure(): Measure | null
  /** Of the newest measure. */
  shown(): Pick<SlotHistograms, 'mergeInto' | 'values'>
  /** Of the newest measure that the slot has samples of; null where it has none. */
  at(slot: number): Rollup['latency']
  /** Slots in the order of time. */
  restore(slot: number, latency: NonNullable<Rollup['latency']>): void
  clearPlace(place: number): void
  clear(): void
}

const nothing: ReturnType<Latencies['shown']> = { mergeInto: () => undefined, values: () => [] }

export function createLatencies(): Latencies {
  /** The newest measure is the last one. */
  const pools = new Map<Measure, SlotHistograms>()
  let newest: Measure | null = null

  function poolOf(measure: Measure): SlotHistograms {
    const known = pools.get(measure)
    if (known !== undefined && measure === newest) return known
    const pool = known ?? createSlotHistograms()
    pools.delete(measure)
    pools.set(measure, pool)
    newest = measure
    return pool
  }

  function at(slot: number): Rollup['latency'] {
    for (const [measure, pool] of [...pools].reverse()) {
      if (!pool.has(slot)) continue
      const histogram: Histogram = createHistogram()
      pool.mergeInto(histogram, slot)
      return { measure, histogram }
    }
    return null
  }

  return {
    add: (slot, measure, ms) => poolOf(measure).add(slot, ms),
    measure: () => newest,
    shown: () => (newest === null ? nothing : (pools.get(newest) ?? nothing)),
    at,
    restore: (slot, { measure, histogram }) => poolOf(measure).restore(slot, histogram),
    clearPlace(place) {
      for (const pool of pools.values()) pool.clearPlace(place)
    },
    clear() {
      pools.clear()
      newest = null
    },
  }
}
