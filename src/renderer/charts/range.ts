const minute = 60_000
const hour = 60 * minute

/** A length of time that the charts can show, up to the present. */
export interface Range {
  readonly label: string
  readonly ms: number
  /** What is fetched at first: at least the last hour, so that one can look back without a wait. */
  readonly heldMs: number
  /** The most steps that are asked for. */
  readonly points: number
}

export const lastHour: Range = { label: '1 h', ms: hour, heldMs: hour, points: 400 }

/** Longer ranges need the history on disk: they are further rows here, with the steps that their length allows. */
export const ranges: readonly Range[] = [
  { label: '15 min', ms: 15 * minute, heldMs: hour, points: 400 },
  lastHour,
]

/** Epoch ms, `from` before `to`. */
export interface Window {
  readonly from: number
  readonly to: number
}

/** Narrower than this shows less than one step. */
const narrowest = 30_000

/** The part of `whole` that remains of a wish: not narrower than a few steps, and within what is held. */
export function within(wish: Window, whole: Window): Window {
  const span = Math.min(whole.to - whole.from, Math.max(narrowest, wish.to - wish.from))
  const middle = (wish.from + wish.to) / 2
  const from = Math.min(whole.to - span, Math.max(whole.from, middle - span / 2))
  return { from, to: from + span }
}

/** The window around `at`, wider (`by` over 1) or narrower; `at` keeps its place. */
export function zoomed({ from, to }: Window, at: number, by: number): Window {
  return { from: at - (at - from) * by, to: at + (to - at) * by }
}
