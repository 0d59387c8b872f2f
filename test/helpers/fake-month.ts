import type { ChartView, OutageView } from '../../src/shared/screens.ts'
import type { PhaseName } from '../../src/shared/view.ts'

/** Thirty days of one endpoint, made up: nights asleep, outages, days without any record. The same each time. */

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const sampleMs = 10_000
const steps = [10_000, 30_000, minute, 5 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 6 * hour]

/** Days before the end (10 d and 9 d: nothing on record in between), and the outages' begins with their lengths. */
const gap = { from: 10 * day, to: 9 * day }
const outages: readonly (readonly [ago: number, length: number])[] = [
  [23 * day + 3 * hour, 5 * hour],
  [15.3 * day, 40 * minute],
  [6 * day + 4 * hour, 2 * hour],
  [2 * day + 2 * hour, 25 * minute],
  [5 * hour, 12 * minute],
  [25 * minute, 3 * minute],
]

function phaseAt(ago: number): PhaseName | null {
  if (ago > 28 * day || (ago < gap.from && ago > gap.to)) return null
  const ofDay = ago % day
  if (ofDay > 8 * hour && ofDay < 16 * hour) return 'unwatched'
  const trouble = outages.find(([from, length]) => ago <= from && ago > from - length)
  if (trouble === undefined) return 'live'
  return trouble[1] > 3 * hour && ago < trouble[0] - 3 * hour ? 'failed' : 'waiting'
}

export function monthOutages(id: string, now: number): readonly OutageView[] {
  return outages
    .map(([ago, length]) => ({
      id,
      start: new Date(now - ago).toISOString(),
      end: new Date(now - ago + length).toISOString(),
      cause: 'The server refused the connection.',
      flapping: false,
    }))
    .toReversed()
}

/** What a monitor with such a month would answer. */
export function monthChart(
  now: number,
  { from, to, points }: { readonly from: number; readonly to: number; readonly points: number },
): ChartView {
  const stepMs =
    steps.find((step) => Math.ceil((to - Math.floor(from / step) * step) / step) <= points) ?? day
  const begin = Math.floor(from / stepMs) * stepMs
  const t = Array.from({ length: Math.ceil((to - begin) / stepMs) }, (_, step) => begin + step * stepMs)
  const spent = t.map((at) => spentIn(now, at, Math.min(to, at + stepMs)))
  const of = (phase: PhaseName) => spent.map((phases) => phases.get(phase) ?? 0)
  const [live, waiting] = [of('live'), of('waiting')]
  const wave = t.map((at, index) => (live[index] ? round(9 + 4 * Math.sin(at / (7 * hour))) : null))
  const times = (factor: number) => wave.map((ms) => (ms === null ? null : round(ms * factor)))
  const per = (column: readonly number[], ms: number) => column.map((spentMs) => Math.floor(spentMs / ms))
  const dots = stepMs === sampleMs ? t.filter((_, index) => live[index]) : []
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    stepMs,
    t,
    attempts: {
      refused: per(waiting, 20_000),
      'http-status': per(waiting, 60_000),
      live: per(waiting, 600_000),
    },
    latency: { measure: 'delay', p50: wave, p95: times(2.1), p99: times(3.2), max: times(5) },
    replay: { complete: per(waiting, 600_000), truncated: per(of('failed'), 2 * hour) },
    phaseMs: { live, waiting, failed: of('failed'), unwatched: of('unwatched') },
    events: per(live, 400),
    transitions: [],
    points: { t: dots.map((at) => at + 5000), ms: dots.map((_, index) => 9 + ((index * 7) % 17)) },
    duplicates: per(waiting, 900_000),
    rotations: t.map((at, index) => (live[index] && at % (3 * hour) < stepMs ? 1 : 0)),
    heartbeats: per(live, 5000),
    healthMs: {
      late: t.map((_, index) => (index % 97 === 5 ? (live[index] ?? 0) / 10 : 0)),
      trouble: waiting,
    },
  }
}

function spentIn(now: number, from: number, to: number): ReadonlyMap<PhaseName, number> {
  const spent = new Map<PhaseName, number>()
  for (let at = from; at < to; at += sampleMs) {
    const phase = phaseAt(now - at)
    const ms = Math.min(sampleMs, to - at)
    if (phase !== null) spent.set(phase, (spent.get(phase) ?? 0) + ms)
  }
  return spent
}

const round = (ms: number) => Math.round(ms * 100) / 100
