import type { ChartView, StripState, StripView } from '../../src/shared/screens.ts'
import type { Actor, Span } from './scene.ts'

const hourMs = 3_600_000
const stripStep = 30_000
const chartStep = 10_000

const letters: Readonly<Record<Span[0], StripState>> = {
  live: 'v',
  rotation: 'v',
  late: 'l',
  waiting: 'w',
  failed: 'f',
  stopped: 's',
}

/** What the hour was at a share of it, from 0 to 1. */
function stateAt(hour: readonly Span[], share: number): Span[0] {
  let end = 0
  for (const [state, part] of hour) {
    end += part
    if (share < end) return state
  }
  return hour.at(-1)?.[0] ?? 'live'
}

/** The last hour in little, as its spans have it; `now` in epoch ms. */
export function stripOf({ view, hour }: Actor, now: number): StripView {
  const count = hourMs / stripStep
  const states = Array.from({ length: count }, (_, step) => stateAt(hour, (step + 0.5) / count))
  return {
    id: view.id,
    from: (Math.floor(now / stripStep) - count + 1) * stripStep,
    stepMs: stripStep,
    states: states.map((state) => letters[state]).join(''),
    attempts: states.map((state, step) => (state === 'waiting' ? 1 + ((step * 5) % 3) : 0)),
    rotations: states.flatMap((state, step) =>
      state === 'rotation' && states[step - 1] !== 'rotation' ? [step] : [],
    ),
  }
}

/** The same hour for the charts, in steps of 10 s. */
export function chartOf({ hour }: Actor, now: number): ChartView {
  const count = hourMs / chartStep
  const begin = (Math.floor(now / chartStep) - count + 1) * chartStep
  const t = Array.from({ length: count }, (_, step) => begin + step * chartStep)
  const states = t.map((_, step) => stateAt(hour, (step + 0.5) / count))
  const isUp = (step: number) => states[step] === 'live' || states[step] === 'late'
  const wave = (step: number) => 12 + 3 * Math.sin(step / 25) + ((step * 7919) % 13) / 6
  const line = (factor: number) => t.map((_, step) => (isUp(step) ? wave(step) * factor : null))
  const zeros = t.map(() => 0)
  const starts = states.flatMap((state, step) =>
    state === 'live' && step > 0 && !isUp(step - 1) ? [step] : [],
  )
  const at = (steps: readonly number[], amount = 1) => t.map((_, step) => (steps.includes(step) ? amount : 0))
  const points = t.flatMap((time, step) =>
    isUp(step) ? [0.8, 1.1].map((factor) => ({ t: time + 5000, ms: wave(step) * factor })) : [],
  )
  const phase = (name: Span[0]) => t.map((_, step) => (states[step] === name ? chartStep : 0))
  return {
    from: new Date(begin).toISOString(),
    to: new Date(now).toISOString(),
    stepMs: chartStep,
    t,
    attempts: {
      refused: t.map((_, step) =>
        states[step] === 'waiting' && step % 3 === 0 && step < 320 ? 1 + (step % 2) : 0,
      ),
      'http-status': t.map((_, step) =>
        states[step] === 'waiting' && step >= 320 && step % 4 === 0 ? 1 : 0,
      ),
      silence: at([100, 104]),
    },
    latency: { measure: 'delay', p50: line(1), p95: line(2.3), p99: line(3.4), max: line(4) },
    replay: {
      complete: at([40, 100, 150, ...starts.slice(1)]),
      truncated: at(starts.slice(0, 1)),
      failed: zeros,
    },
    phaseMs: {
      live: phase('live'),
      waiting: phase('waiting'),
      failed: phase('failed'),
      stopped: phase('stopped'),
    },
    events: t.map((_, step) => (isUp(step) ? 120 + ((step * 31) % 40) : 0)),
    transitions: [],
    points: { t: points.map((point) => point.t), ms: points.map((point) => point.ms) },
    duplicates: zeros,
    rotations: at([40]),
    heartbeats: t.map((_, step) => (isUp(step) ? 2 : 0)),
    healthMs: { late: phase('late') },
  }
}
