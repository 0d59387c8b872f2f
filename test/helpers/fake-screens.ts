import type {
  ChartView,
  EndpointFacts,
  StripState,
  StripView,
  TailEvent,
  WatchedView,
} from '../../src/shared/screens.ts'
import { detailOf } from './views.ts'

/** What a believable monitor would say of an endpoint beyond its view: made up, and the same each time. */

const stripStep = 30_000
const stripSteps = 120

/** The letter that a view's present state has in a strip. */
export function letterOf({ phase, health }: WatchedView): StripState {
  switch (phase) {
    case 'live':
      return health === 'late' ? 'l' : health === 'deaf' ? 'd' : health === 'unproven' ? 'p' : 'v'
    case 'failed':
      return 'f'
    case 'unwatched':
      return 'u'
    case 'stopped':
      return 's'
    default:
      return 'w'
  }
}

/** Mostly live, with a few minutes of trouble, unwatched time and a rotation; ends in the view's own state. */
export function stripOf(view: WatchedView, now: number): StripView {
  const last = Math.floor(now / stripStep)
  const seed = hash(view.id)
  const states = Array.from<StripState>({ length: stripSteps }).fill(view.health === 'unproven' ? 'p' : 'v')
  const attempts = Array.from({ length: stripSteps }, () => 0)
  const trouble = 20 + (seed % 40)
  states.fill('w', trouble, trouble + 3)
  attempts.fill(2, trouble, trouble + 3)
  states.fill('l', trouble + 3, trouble + 4)
  states.fill('u', trouble + 20, trouble + 26)
  states.fill(letterOf(view), stripSteps - 4)
  if (view.phase === 'waiting' || view.phase === 'failed') attempts.fill(3, stripSteps - 4)
  const rotations = [trouble - 12, trouble + 35]
  return {
    id: view.id,
    from: (last - stripSteps + 1) * stripStep,
    stepMs: stripStep,
    states: states.join(''),
    attempts,
    rotations,
  }
}

/** An hour with one outage of three minutes in the middle of it, over whatever range is asked for. */
export function chartOf(
  view: WatchedView,
  { from, to, points }: { from: number; to: number; points: number },
): ChartView {
  const stepMs = Math.max(10_000, Math.ceil((to - from) / points / 10_000) * 10_000)
  const begin = Math.floor(from / stepMs) * stepMs
  const t = Array.from({ length: Math.ceil((to - begin) / stepMs) }, (_, step) => begin + step * stepMs)
  const down = { from: from + (to - from) * 0.45, to: from + (to - from) * 0.5 }
  const isDown = (at: number) => at >= down.from && at < down.to
  const p50 = t.map((at, step) => (isDown(at) ? null : round(8 + 4 * Math.sin(step / 9))))
  const times = (factor: number) => p50.map((ms) => (ms === null ? null : round(ms * factor)))
  const wavy = t.flatMap((at, step) =>
    isDown(at) ? [] : [{ t: at + 5000, ms: round(9 + ((step * 7) % 11)) }],
  )
  const zeros = t.map(() => 0)
  const every = (count: number, value: number, offset = 0) =>
    t.map((at, step) => (!isDown(at) && step % count === offset ? value : 0))
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    stepMs,
    t,
    attempts: {
      refused: t.map((at) => (isDown(at) ? 2 : 0)),
      reset: every(90, 1, 30),
      live: every(90, 1, 31),
    },
    latency: {
      measure: view.latency?.measure ?? 'delay',
      p50,
      p95: times(2.4),
      p99: times(3.6),
      max: times(4.1),
    },
    replay: { complete: every(90, 1, 31), truncated: every(180, 1, 121) },
    phaseMs: {
      live: t.map((at) => (isDown(at) ? 0 : stepMs)),
      waiting: t.map((at) => (isDown(at) ? stepMs : 0)),
    },
    events: t.map((at) => (isDown(at) ? 0 : Math.round(stepMs / 500))),
    transitions: [
      { at: iso(down.from), phase: 'waiting', health: null, reason: 'The server refused the connection.' },
      { at: iso(down.to), phase: 'live', health: 'fresh', reason: 'The stream is open.' },
    ],
    points: { t: wavy.map((point) => point.t), ms: wavy.map((point) => point.ms) },
    duplicates: every(90, 3, 31),
    rotations: every(60, 1, 10),
    heartbeats: t.map((at) => (isDown(at) ? 0 : stepMs / 5000)),
    healthMs: { late: every(120, 4000, 40), deaf: zeros, unproven: zeros },
  }
}

export function factsOf(view: WatchedView): EndpointFacts {
  const { facts, attempts } = detailOf(view)
  return {
    facts,
    attempts,
    heartbeat: {
      at: '2026-11-20T12:00:05.000Z',
      type: 'heartbeat',
      fields: [
        { name: 'uptime_seconds', value: '3600' },
        { name: 'heartbeat_count', value: '720' },
        { name: 'remaining_seconds', value: '12' },
      ],
      missed: 0,
      counted: 40,
    },
    replay: {
      verdict: view.replay.last ?? 'complete',
      evidence: view.replayEvidence ?? 'The first new id is 13, right after 12.',
      at: '2026-11-20T12:00:00.000Z',
    },
    missed: null,
    rates: { events: 2.5, heartbeats: 0.2, bytes: 1400 },
    outages: [
      {
        id: view.id,
        start: '2026-11-20T11:20:00.000Z',
        end: '2026-11-20T11:23:00.000Z',
        cause: 'The server refused the connection.',
        flapping: false,
      },
    ],
    phaseMs: { live: 3_420_000, waiting: 170_000, connecting: 10_000 },
  }
}

/** Orders with a heartbeat after every fourth, and a comment now and then. */
export function tailOf(now: number, count = 40): Omit<TailEvent, 'seq'>[] {
  return Array.from({ length: count }, (_, index) => {
    const at = iso(now - (count - index) * 1000)
    if (index % 10 === 9) return tailEvent({ at, kind: 'comment', type: 'comment', data: 'keep-alive' })
    if (index % 5 === 4) {
      const data = JSON.stringify({ timestamp: at, heartbeat_count: index, uptime_seconds: index })
      return tailEvent({ at, type: 'heartbeat', data })
    }
    const data = JSON.stringify({ order: 4000 + index, state: 'paid', items: [{ sku: 'A-1', count: 2 }] })
    return tailEvent({ at, type: 'order', data, lastEventId: String(100 + index) })
  })
}

export function tailEvent(over: Partial<Omit<TailEvent, 'seq'>> = {}): Omit<TailEvent, 'seq'> {
  const data = over.data ?? '{"order":1}'
  return {
    at: '2026-11-20T12:00:01.000Z',
    kind: 'event',
    type: 'message',
    data,
    lastEventId: null,
    bytes: Buffer.byteLength(data),
    cut: false,
    ...over,
  }
}

function hash(text: string): number {
  return [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7)
}

const iso = (at: number) => new Date(at).toISOString()
const round = (ms: number) => Math.round(ms * 100) / 100
