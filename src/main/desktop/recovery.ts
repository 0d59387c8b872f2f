/** A page that fails more often than this in so long is not loaded again by itself. */
const bound = { times: 3, withinMs: 60_000 } as const

export interface RecoveryOptions {
  /** Milliseconds; only their distance counts. */
  readonly now: () => number
  readonly reload: () => void
  /** Asked when the page fails again and again; the monitor watches on meanwhile. */
  readonly giveUp: () => void
}

/** Loads a page whose process is gone again, within a bound. The returned function is to be told of each loss. */
export function createRecovery({ now, reload, giveUp }: RecoveryOptions): () => void {
  let losses: readonly number[] = []
  return () => {
    const at = now()
    losses = [...losses.filter((loss) => at - loss < bound.withinMs), at]
    if (losses.length <= bound.times) return reload()
    losses = []
    giveUp()
  }
}
