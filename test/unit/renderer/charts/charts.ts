import type { ChartView } from '../../../../src/shared/screens.ts'

export const step = 10_000
/** A round time, so that steps begin at it. */
export const begin = Date.UTC(2026, 10, 20, 12)
export const iso = (at: number): string => new Date(at).toISOString()

/** A chart of `count` steps from `from`, live and without events, with what the test is about put in. */
export function chartOf(
  from: number,
  count: number,
  over: Partial<ChartView> = {},
  stepMs = step,
): ChartView {
  const fill = <T>(value: T): T[] => Array.from({ length: count }, () => value)
  return {
    from: iso(from),
    to: iso(from + count * stepMs),
    stepMs,
    t: Array.from({ length: count }, (_, index) => from + index * stepMs),
    attempts: {},
    latency: { measure: 'delay', p50: fill(null), p95: fill(null), p99: fill(null), max: fill(null) },
    replay: {},
    phaseMs: { live: fill(stepMs) },
    events: fill(0),
    transitions: [],
    points: { t: [], ms: [] },
    duplicates: fill(0),
    rotations: fill(0),
    heartbeats: fill(0),
    healthMs: {},
    ...over,
  }
}
