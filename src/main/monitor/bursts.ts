/** So many bursts after gaps, one after the other, are no chance: something collects the heartbeats. */
const timesRunning = 3
const shortestGapMs = 1000

/** Tells whether heartbeats arrive in bursts after gaps: a proxy is buffering. */
export interface BurstWatch {
  /** A heartbeat at `at` (monotonic ms); `interval` in ms where one is known. */
  beat(at: number, interval: number | null): void
  /** A new connection: gaps across it mean nothing, and what was found stands until its heartbeats tell. */
  restart(): void
  /** What was found does not concern what follows. */
  forget(): void
  /** True from the third burst running until heartbeats come singly again. */
  isBuffering(): boolean
}

export function createBurstWatch(): BurstWatch {
  let previous: number | null = null
  /** The gap before the cluster of heartbeats that is arriving, 0 where it was too short; null where unknown. */
  let gapBefore: number | null = null
  let cluster = 0
  let running = 0
  let interval: number | null = null

  /** Two at once are a burst where the interval says that they should be apart; else it takes three. */
  const isBurst = (): boolean => gapBefore !== null && gapBefore > 0 && cluster >= (interval === null ? 3 : 2)

  function isClose(gap: number): boolean {
    return interval === null ? gap <= Math.max(50, (gapBefore ?? 0) * 0.1) : gap <= interval * 0.25
  }

  function isGap(gap: number): boolean {
    return interval === null ? gap >= shortestGapMs : gap >= interval * 1.5
  }

  function restart(): void {
    // A burst that the connection's end cut off was one.
    if (isBurst()) running++
    previous = null
    gapBefore = null
    cluster = 0
  }

  return {
    beat(at, known) {
      interval = known
      const gap = previous === null ? 0 : at - previous
      const isFirst = previous === null
      previous = at
      if (isFirst) return
      if (isClose(gap)) {
        cluster++
        return
      }
      // The cluster before this gap is complete.
      if (gapBefore !== null) running = isBurst() ? running + 1 : 0
      gapBefore = isGap(gap) ? gap : 0
      cluster = 1
    },
    restart,
    forget() {
      restart()
      running = 0
    },
    isBuffering: () => running + (isBurst() ? 1 : 0) >= timesRunning,
  }
}
