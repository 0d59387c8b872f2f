/** 10 s slots for the last hour (1-model.md's charts; longer spans come from the history). */
export const slotMs = 10_000
export const slotCount = 360

/** A slot is named by its number since the epoch; the newest 360 of them have a place. */
export function slotOf(at: number): number {
  return Math.floor(at / slotMs)
}

export function placeOf(slot: number): number {
  return ((slot % slotCount) + slotCount) % slotCount
}

type Counters = Uint16Array | Uint32Array

/**
 * Counters over the slots, one column for each name, allocated when something is first counted. Plain data with
 * functions beside it: each endpoint has six of them, mostly empty.
 */
export interface Columns {
  readonly cells: Map<string, Counters>
  readonly create: (length: number) => Counters
}

export function createColumns(create: (length: number) => Counters): Columns {
  return { cells: new Map(), create }
}

export const shorts = (length: number): Counters => new Uint16Array(length)
export const longs = (length: number): Counters => new Uint32Array(length)

/** Adds to a place, held between 0 and what a cell can hold. */
export function addTo(columns: Columns, name: string, place: number, amount: number): void {
  let cells = columns.cells.get(name)
  if (cells === undefined) {
    cells = columns.create(slotCount)
    columns.cells.set(name, cells)
  }
  const most = 2 ** (8 * cells.BYTES_PER_ELEMENT) - 1
  cells[place] = Math.min(most, Math.max(0, (cells[place] ?? 0) + amount))
}

export function countAt(columns: Columns, name: string, place: number): number {
  return columns.cells.get(name)?.[place] ?? 0
}

export function clearPlace({ cells }: Columns, place: number): void {
  for (const column of cells.values()) column[place] = 0
}
