import type { Counts, Rollup } from '../recording.ts'
import type { Latencies } from './latencies.ts'
import { addTo, type Columns, countAt, createColumns, longs, placeOf, shorts } from './slots.ts'

/** What is counted in each slot, a group of columns for each kind of thing. */
export interface Cells {
  readonly attempts: Columns
  readonly replay: Columns
  readonly phaseMs: Columns
  /** Of the time in the phases, what was late, deaf, unproven, trouble, slow or silent: ms. */
  readonly conditionMs: Columns
  /** Rotations, duplicates, heartbeats and repeated requests. */
  readonly marks: Columns
  /** Events and bytes. */
  readonly received: Columns
}

export function createCells(): Cells {
  return {
    attempts: createColumns(shorts),
    replay: createColumns(shorts),
    phaseMs: createColumns(shorts),
    conditionMs: createColumns(shorts),
    marks: createColumns(shorts),
    received: createColumns(longs),
  }
}

/** Everything that a kept slot holds. */
export function rollupAt(cells: Cells, latencies: Latencies, slot: number): Rollup {
  const place = placeOf(slot)
  return {
    attempts: countsAt(cells.attempts, place),
    replay: countsAt(cells.replay, place),
    phaseMs: countsAt(cells.phaseMs, place),
    conditionMs: countsAt(cells.conditionMs, place),
    marks: countsAt(cells.marks, place),
    events: countAt(cells.received, 'events', place),
    bytes: countAt(cells.received, 'bytes', place),
    latency: latencies.at(slot),
  }
}

export function restoreCells(cells: Cells, place: number, rollup: Rollup): void {
  restoreCounts(cells.attempts, place, rollup.attempts)
  restoreCounts(cells.replay, place, rollup.replay)
  restoreCounts(cells.phaseMs, place, rollup.phaseMs)
  restoreCounts(cells.conditionMs, place, rollup.conditionMs)
  restoreCounts(cells.marks, place, rollup.marks)
  restoreCounts(cells.received, place, { events: rollup.events, bytes: rollup.bytes })
}

const none: Counts = {}

/** Most groups hold nothing in most slots. */
function countsAt({ cells }: Columns, place: number): Counts {
  let counts: Record<string, number> | null = null
  for (const [name, column] of cells) {
    const count = column[place] ?? 0
    if (count === 0) continue
    counts ??= {}
    counts[name] = count
  }
  return counts ?? none
}

function restoreCounts(columns: Columns, place: number, counts: Counts): void {
  for (const [name, count] of Object.entries(counts)) if (count > 0) addTo(columns, name, place, count)
}
