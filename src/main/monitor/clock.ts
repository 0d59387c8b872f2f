/** Time as the monitor sees it; injected everywhere, so that tests need not sleep. */
export interface Clock {
  /** Milliseconds with fractions; never goes back, not even when the wall clock is set. Starts near epoch time. */
  now(): number
  /** The wall clock: epoch milliseconds. */
  wall(): number
  /**
   * What turns `now` times into epoch milliseconds: the same number until the wall clock is set, so that a time
   * that is shown twice is shown the same.
   */
  shift(): number
  /** Runs `task` once after `ms`; the returned function cancels it. */
  after(ms: number, task: () => void): () => void
}

/** Less than this apart, the two clocks differ by their grain and by slow corrections, not because one was set. */
const settledMs = 50

/** Beyond this Node's timers fire at once; nothing here waits longer than 24 hours. */
const longestTimer = 2 ** 31 - 1

/** The real clock. Timers do not keep the process alive: sockets and the server do. */
export function systemClock(): Clock {
  // Getters both, and `now` is asked several times for each event.
  const monotonic = performance
  const { timeOrigin } = monotonic
  let shift = Date.now() - timeOrigin - monotonic.now()
  return {
    now: () => timeOrigin + monotonic.now(),
    wall: () => Date.now(),
    shift() {
      const now = Date.now() - timeOrigin - monotonic.now()
      if (Math.abs(now - shift) > settledMs) shift = now
      return shift
    },
    after(ms, task) {
      const timer = setTimeout(task, Math.min(Math.max(0, ms), longestTimer))
      return () => clearTimeout(timer)
    },
  }
}
