import type { ChartView } from '../../shared/screens.ts'

type Numbers = readonly number[]
type Columns = Readonly<Record<string, Numbers>>

/**
 * The whole with its newest steps put in their place: what begins at or after the tail's first step is the tail's,
 * and steps before `from` (epoch ms) are let go. Where the steps are of another length, the tail is no part of the
 * whole, and the whole stays as it is.
 */
export function mergeTail(whole: ChartView, tail: ChartView, from: number): ChartView {
  const [first] = tail.t
  if (first === undefined || whole.stepMs !== tail.stepMs) return whole
  const { start, end } = rangeOf(whole.t, from, first)
  const kept = end - start
  const join = <T>(a: readonly T[], b: readonly T[]): readonly T[] => [...a.slice(start, end), ...b]
  const joinAll = (a: Columns, b: Columns): Columns =>
    Object.fromEntries(
      [...new Set([...Object.keys(a), ...Object.keys(b)])].map((name) => [
        name,
        [...(a[name]?.slice(start, end) ?? zeros(kept)), ...(b[name] ?? zeros(tail.t.length))],
      ]),
    )
  const before = (at: string) => Date.parse(at) < first && Date.parse(at) >= from
  const points = rangeOf(whole.points.t, from, first)
  return {
    from: new Date(from).toISOString(),
    to: tail.to,
    stepMs: whole.stepMs,
    t: join(whole.t, tail.t),
    attempts: joinAll(whole.attempts, tail.attempts),
    latency: {
      measure: tail.latency.measure ?? whole.latency.measure,
      p50: join(whole.latency.p50, tail.latency.p50),
      p95: join(whole.latency.p95, tail.latency.p95),
      p99: join(whole.latency.p99, tail.latency.p99),
      max: join(whole.latency.max, tail.latency.max),
    },
    replay: joinAll(whole.replay, tail.replay),
    phaseMs: joinAll(whole.phaseMs, tail.phaseMs),
    healthMs: joinAll(whole.healthMs, tail.healthMs),
    events: join(whole.events, tail.events),
    duplicates: join(whole.duplicates, tail.duplicates),
    rotations: join(whole.rotations, tail.rotations),
    heartbeats: join(whole.heartbeats, tail.heartbeats),
    points: {
      t: [...whole.points.t.slice(points.start, points.end), ...tail.points.t],
      ms: [...whole.points.ms.slice(points.start, points.end), ...tail.points.ms],
    },
    transitions: [
      ...whole.transitions.filter(({ at }) => before(at)),
      ...tail.transitions.filter(({ at }) => Date.parse(at) >= first),
    ],
  }
}

/** The indices of what lies from `from` on and before `end`, in a column that grows. */
function rangeOf(t: Numbers, from: number, end: number): { readonly start: number; readonly end: number } {
  const start = t.findIndex((at) => at >= from)
  if (start === -1) return { start: t.length, end: t.length }
  const stop = t.findIndex((at) => at >= end)
  return { start, end: Math.max(start, stop === -1 ? t.length : stop) }
}

const zeros = (count: number): number[] => Array.from({ length: count }, () => 0)
