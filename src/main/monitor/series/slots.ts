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

type Cells = Uint16Array | Uint32Array

/** Counters over the slots, one column for each name, allocated when something is first counted. */
export interface Columns {
  /** Adds to a place, held between 0 and what a cell can hold. */
  add(name: string, place: number, amount: number): void
  get(name: string, place: number): number
  names(): readonly string[]
  /** The column itself, for reading many places; undefined where nothing was counted. */
  cells(name: string): ArrayLike<number> | undefined
  clearPlace(place: number): void
  clear(): void
}

export function createColumns(create: (length: number) => Cells): Columns {
  const columns = new Map<string, Cells>()

  function cellsOf(name: string): Cells {
    const known = columns.get(name)
    if (known) return known
    const cells = create(slotCount)
    columns.set(name, cells)
    return cells
  }

  return {
    add(name, place, amount) {
      const cells = cellsOf(name)
      const most = 2 ** (8 * cells.BYTES_PER_ELEMENT) - 1
      cells[place] = Math.min(most, Math.max(0, (cells[place] ?? 0) + amount))
    },
    get: (name, place) => columns.get(name)?.[place] ?? 0,
    names: () => [...columns.keys()],
    cells: (name) => columns.get(name),
    clearPlace(place) {
      for (const cells of columns.values()) cells[place] = 0
    },
    clear: () => columns.clear(),
  }
}
