/** The clocks of this machine at one moment, in milliseconds. */
export interface Clocks {
  /** `Clock.now()`: stands still while the machine is suspended, on some systems. */
  readonly now: number
  readonly wall: number
  /** Since the machine was started: counts on while it is suspended, and nobody can set it. */
  readonly uptime: number
}

/** What went by between two looks at the clocks. */
export interface Gap {
  /** Milliseconds that passed, by what cannot be set. */
  readonly elapsed: number
  /** Of these, what `now` did not see. */
  readonly missed: number
  /** By how much the wall clock was set: negative for back, 0 where it was not. */
  readonly wallSet: number
}

/** The uptime counts whole seconds on some systems, and no two clocks are read at once. */
const grainMs = 1500
/** Less than this apart, the wall clock is corrected as it always is. */
const setMs = 2000

export function gapBetween(before: Clocks, after: Clocks): Gap {
  const counted = after.now - before.now
  const elapsed = elapsedOf(counted, after.wall - before.wall, after.uptime - before.uptime)
  const apart = after.wall - before.wall - elapsed
  return { elapsed, missed: elapsed - counted, wallSet: Math.abs(apart) < setMs ? 0 : apart }
}

function elapsedOf(counted: number, wall: number, uptime: number): number {
  if (uptime - counted < grainMs) return counted
  // The machine was suspended. The wall clock is the finer of the two, where it was not set meanwhile.
  return Math.abs(wall - uptime) < grainMs ? wall : uptime
}
