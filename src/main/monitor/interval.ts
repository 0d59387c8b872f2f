/** How many regular heartbeats teach an interval (1-model.md). */
const beatsToLearn = 20
const gapsToLearn = beatsToLearn - 1
/** Regular: at least four in five gaps are within a quarter of the median. */
const regularShare = 0.8
const tolerance = 0.25
/** "From 1 s up", with room for a timer that fires a little early. */
const shortestMs = 950

/** Learns the interval of a stream's heartbeats, from gaps within one connection. */
export interface IntervalLearner {
  /** A heartbeat at `at` (monotonic ms). */
  beat(at: number): void
  /** The next gap begins at `at`, or with the next heartbeat: a new connection, a void sample, an event. */
  restart(at: number | null): void
  /** Another stream: nothing that was learned holds for it. */
  forget(): void
  /** Milliseconds: the median of the newest 20 heartbeats that were regular; null until then. */
  learned(): number | null
}

/** `before`: what was learned in an earlier run; it holds until 20 heartbeats say something else. */
export function createIntervalLearner(before: number | null = null): IntervalLearner {
  let gaps: number[] = []
  let previous: number | null = null
  let learned = before

  function conclude(): void {
    const sorted = gaps.toSorted((a, b) => a - b)
    const median = sorted[sorted.length >> 1] ?? 0
    const regular = gaps.filter((gap) => Math.abs(gap - median) <= median * tolerance)
    const isRegular = regular.length >= gaps.length * regularShare
    // Twenty irregular ones also take back what was learned: it no longer describes the stream.
    learned = isRegular && median >= shortestMs ? Math.round(median) : null
    gaps = []
  }

  return {
    beat(at) {
      if (previous !== null) gaps.push(at - previous)
      previous = at
      if (gaps.length >= gapsToLearn) conclude()
    },
    restart(at) {
      previous = at
    },
    forget() {
      gaps = []
      previous = null
      learned = null
    },
    learned: () => learned,
  }
}

/** A told interval that differs from the observed one by more than half of itself; null where it does not. */
export function intervalMismatch(
  told: number | null,
  observed: number | null,
): { readonly told: number; readonly observed: number } | null {
  if (told === null || observed === null || Math.abs(observed - told) <= told / 2) return null
  return { told, observed }
}
