import { slotOf } from './slots.ts'

/** A count by 10 s slots that remembers two of them: what came lately, without a column. Times are epoch ms. */
export interface SlotCount {
  add(at: number, amount: number): void
  /** The count of the newest slot that is whole at `now`. */
  lately(now: number): number
}

export function createSlotCount(): SlotCount {
  let slot = 0
  let count = 0
  let before = 0

  return {
    add(at, amount) {
      const next = slotOf(at)
      if (next !== slot) {
        before = next === slot + 1 ? count : 0
        count = 0
        slot = next
      }
      count += amount
    },
    lately(now) {
      const wanted = slotOf(now) - 1
      if (wanted === slot) return count
      return wanted === slot - 1 ? before : 0
    },
  }
}
