import type { ProbeView } from '../../shared/probe.ts'
import type { Rules } from '../monitor/rules.ts'

/** Heartbeats as a short check sees them: fewer than the engine learns from, so it tells how many there were. */
export interface Beats {
  readonly count: number
  /** A heartbeat at `at` (monotonic ms). */
  beat(at: number): void
  /** An event that is none. */
  event(at: number): void
  /** The told interval where there is one, else the measured one; null where nothing is known. */
  interval(rules: Rules): ProbeView['interval']
}

/** From so many gaps on they must be regular to count as an interval. */
const gapsToCompare = 3
const regularShare = 0.8
const tolerance = 0.25
/** "From 1 s up" (1-model.md), with room for a timer that fires a little early. */
const shortestMs = 950
const mostGaps = 1000

export function createBeats(whenQuiet: () => boolean): Beats {
  const gaps: number[] = []
  let previous: number | null = null
  let count = 0

  function measured(): number | null {
    const sorted = gaps.toSorted((a, b) => a - b)
    const median = sorted[sorted.length >> 1]
    if (median === undefined || median < shortestMs) return null
    const regular = gaps.filter((gap) => Math.abs(gap - median) <= median * tolerance)
    const isRegular = gaps.length < gapsToCompare || regular.length >= gaps.length * regularShare
    return isRegular ? rounded(median) : null
  }

  return {
    get count() {
      return count
    },
    beat(at) {
      count++
      if (previous !== null && gaps.length < mostGaps) gaps.push(at - previous)
      previous = at
    },
    event(at) {
      // Such a server counts its interval anew from each event.
      if (whenQuiet()) previous = at
    },
    interval({ interval }) {
      if (interval.source === 'header' && interval.ms !== null) {
        return { ms: interval.ms, from: 'told', beats: count }
      }
      const ms = measured()
      return ms === null ? null : { ms, from: 'measured', beats: count }
    },
  }
}

/** As people write it: a network adds some milliseconds to what the server means. */
function rounded(ms: number): number {
  const step = ms < 10_000 ? 100 : 500
  return Math.round(ms / step) * step
}
