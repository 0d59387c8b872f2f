import type { Memory } from '../fleet/arrangement.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** A length of time that the charts can show, up to the present. */
export interface Range {
  readonly label: string
  readonly ms: number
}

const lastHour: Range = { label: '1 h', ms: hour }

export const ranges: readonly Range[] = [
  { label: '15 min', ms: 15 * minute },
  lastHour,
  { label: '6 h', ms: 6 * hour },
  { label: '24 h', ms: day },
  { label: '7 d', ms: 7 * day },
  { label: '30 d', ms: 30 * day },
]

/** The one that was chosen last; the last hour where none was, or none that there is. */
export function recallRange(memory: Memory): Range {
  const label = memory.read()
  return ranges.find((range) => range.label === label) ?? lastHour
}

/** Epoch ms, `from` before `to`. */
export interface Window {
  readonly from: number
  readonly to: number
}

/** Narrower than this shows less than one step. */
const narrowest = 30_000
/** As wide as the longest range: more of the past is reached by going back. */
const widest = 30 * day

/** All that can be gone back to: what is kept since then (epoch ms; null for nothing), and at least the range itself. */
export function reachOf(range: Range, keptSince: number | null, now: number): Window {
  return { from: Math.min(now - Math.max(hour, range.ms), keptSince ?? now), to: now }
}

/** The part of `whole` that remains of a wish: not narrower than a few steps, and within what is kept. */
export function within(wish: Window, whole: Window): Window {
  const most = Math.min(widest, whole.to - whole.from)
  // A pointer's place is no whole millisecond, and labels of an axis that begins within one are off by one.
  const span = Math.round(Math.min(most, Math.max(narrowest, wish.to - wish.from)))
  const middle = (wish.from + wish.to) / 2
  const from = Math.round(Math.min(whole.to - span, Math.max(whole.from, middle - span / 2)))
  return { from, to: from + span }
}

/** The window around `at`, wider (`by` over 1) or narrower; `at` keeps its place. */
export function zoomed({ from, to }: Window, at: number, by: number): Window {
  return { from: at - (at - from) * by, to: at + (to - at) * by }
}
