import type { Eras, SlotRecord } from '../recording.ts'
import { createLatencies, type Latencies } from './latencies.ts'
import { type Cells, createCells, restoreCells, rollupAt } from './rollups.ts'
import { clearPlace, placeOf, slotCount, slotMs, slotOf } from './slots.ts'

/** The slots of the last hour, and which of them changed since they were last taken. Times are epoch ms. */
export interface Hour {
  readonly cells: Cells
  readonly latencies: Latencies
  /** The newest slot; null before anything was told. */
  newest(): number | null
  /** Makes room for the slot of `at` and returns its place, to be written to. */
  placeAt(at: number): number
  /**
   * Calls `each` for the part of every kept slot that lies between two whole milliseconds, to be written to. Returns
   * the begin of the oldest slot that is kept: what is before it found no place.
   */
  overSlots(from: number, to: number, each: (place: number, ms: number) => void): number
  /** What changed, whole: also what left the hour since, where somebody records. */
  take(): SlotRecord[]
  /** Slots as they were taken once, into an empty hour; each keeps its era. */
  restore(records: Iterable<SlotRecord>): void
}

/** `eras` null: nobody takes anything, and what leaves is gone. */
export function createHour(eras: Eras | null): Hour {
  const cells = createCells()
  const groups = Object.values(cells)
  const latencies = createLatencies()
  const changed = new Uint8Array(slotCount)
  /** Changed slots that left the hour before they were taken. */
  let left: SlotRecord[] = []
  let era = eras?.first ?? 1
  /** Of each place. */
  const eraAt = new Uint32Array(slotCount).fill(era)
  let newest: number | null = null

  /** The slot that has this place now. */
  const slotAt = (place: number): number => (newest ?? 0) - placeOf((newest ?? 0) - place)

  function recordOf(place: number): SlotRecord {
    const slot = slotAt(place)
    return { at: slot * slotMs, era: eraAt[place] ?? era, rollup: rollupAt(cells, latencies, slot) }
  }

  function leave(place: number): void {
    if (changed[place] === 1 && eras !== null) left.push(recordOf(place))
    changed[place] = 0
  }

  /** The same times come again: they must not take the place of what was told of them. */
  function beginAnew(): void {
    for (let place = 0; place < slotCount; place++) leave(place)
    for (const columns of groups) columns.cells.clear()
    latencies.clear()
    newest = null
    if (eras !== null) era = eras.next()
    eraAt.fill(era)
  }

  /** Makes room for a slot, clearing those that leave the hour. */
  function reach(slot: number): void {
    if (newest !== null && slot <= newest - slotCount) beginAnew()
    if (newest !== null && slot > newest) {
      const first = Math.max(newest + 1, slot - slotCount + 1)
      for (let coming = first; coming <= slot; coming++) leave(placeOf(coming))
      for (let coming = first; coming <= slot; coming++) clear(placeOf(coming))
    }
    newest = Math.max(newest ?? slot, slot)
  }

  function clear(place: number): void {
    for (const columns of groups) clearPlace(columns, place)
    latencies.clearPlace(place)
    eraAt[place] = era
  }

  function placeAt(at: number): number {
    const slot = slotOf(at)
    if (slot !== newest) reach(slot)
    const place = placeOf(slot)
    changed[place] = 1
    return place
  }

  return {
    cells,
    latencies,
    newest: () => newest,
    placeAt,
    overSlots(from, to, each) {
      // The last millisecond of the span decides the newest slot: a span that ends on a border does not open the next.
      reach(slotOf(to - 1))
      const oldest = (newest ?? 0) - slotCount + 1
      for (let slot = Math.max(slotOf(from), oldest); slot * slotMs < to; slot++) {
        const place = placeOf(slot)
        changed[place] = 1
        each(place, Math.min(to, (slot + 1) * slotMs) - Math.max(from, slot * slotMs))
      }
      return oldest * slotMs
    },
    take() {
      const taken = left
      left = []
      for (let place = changed.indexOf(1); place !== -1; place = changed.indexOf(1, place + 1)) {
        changed[place] = 0
        taken.push(recordOf(place))
      }
      return taken
    },
    restore(records) {
      // Of a time that came twice, memory holds the second.
      const sorted = [...records].sort((a, b) => a.at - b.at || a.era - b.era)
      for (const record of new Map(sorted.map((each) => [each.at, each])).values()) {
        const slot = slotOf(record.at)
        reach(slot)
        eraAt[placeOf(slot)] = record.era
        restoreCells(cells, placeOf(slot), record.rollup)
        if (record.rollup.latency !== null) latencies.restore(slot, record.rollup.latency)
      }
    },
  }
}
