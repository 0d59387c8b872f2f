import { clampHint } from './backoff.ts'
import type { Effect, EventOf, Step } from './event.ts'
import type { Policy } from './policy.ts'
import {
  type Connecting,
  connectionOf,
  type Delay,
  type Grace,
  type Live,
  type Memory,
  type Origin,
  type State,
  unwatchedOrigin,
  type Waiting,
} from './state.ts'

/** What must be let go when a phase is left: its connection, or its place in the queue. */
export function release(state: State): Effect[] {
  const connection = connectionOf(state)
  if (connection !== null) return [{ type: 'close', connection }]
  return state.phase === 'waiting' && state.slot !== 'none' ? [{ type: 'unask' }] : []
}

interface Approach {
  readonly attempt: number
  /** The delay that led here, shown until live. */
  readonly delay: Delay | null
  readonly origin?: Origin | null
  readonly memory?: Memory
}

/**
 * Asks the connecting limits for a place: the one way to a request. A recheck fetches nothing anew before
 * it got through; every other way out of `failed` re-hydrates beside the connecting (rule 5).
 */
export function approach(
  state: State,
  at: number,
  { attempt, delay, origin = null, memory = state.memory }: Approach,
): Step {
  const rehydrates = memory.mustRehydrate && origin?.phase !== 'failed'
  const waiting: Waiting = {
    phase: 'waiting',
    since: state.phase === 'waiting' ? state.since : at,
    attempt,
    retryAt: at,
    delay: delay ?? { ms: 0, chosenBy: 'queue' },
    slot: 'asked',
    origin,
    memory: rehydrates ? { ...memory, mustRehydrate: false } : memory,
  }
  const effects: Effect[] = [
    ...release(state),
    ...(rehydrates ? [{ type: 'rehydrate' } as const] : []),
    { type: 'ask' },
  ]
  return { state: waiting, effects }
}

/** Waits for `delay` before the next try, having let go of what the phase held. */
export function wait(
  state: State,
  at: number,
  attempt: number,
  delay: Delay,
  memory: Memory,
  origin: Origin | null = null,
): Step {
  const waiting: Waiting = {
    phase: 'waiting',
    since: at,
    attempt,
    retryAt: at + delay.ms,
    delay,
    slot: 'none',
    origin,
    memory,
  }
  return { state: waiting, effects: release(state) }
}

/** The limits let it dial: one request, counted one for one (rule 2). */
export function dial(state: Waiting, { at }: EventOf<'granted'>, policy: Policy): Step {
  if (state.slot === 'none') return unchanged(state)
  const { counters } = state.memory
  const connection = counters.attempts + 1
  const resumeFrom = policy.resume ? state.memory.lastEventId : null
  const unheld = state.slot === 'asked' && state.delay.chosenBy === 'queue'
  const connecting: Connecting = {
    phase: 'connecting',
    since: at,
    startedAt: at,
    attempt: state.attempt,
    resumeFrom,
    connection,
    delay: unheld ? null : state.delay,
    origin: state.origin,
    memory: { ...state.memory, counters: { ...counters, attempts: connection } },
  }
  return { state: connecting, effects: [{ type: 'open', connection, resumeFrom }] }
}

/** The limits hold it back. */
export function hold(state: Waiting, { at }: EventOf<'held'>): Step {
  if (state.slot !== 'asked') return unchanged(state)
  return { state: { ...state, slot: 'held', retryAt: at, delay: { ms: 0, chosenBy: 'queue' } }, effects: [] }
}

/** It got through itself: what comes after the grace's own time counts (rule 7). */
function graceOnceLive(state: Connecting, at: number, policy: Policy): Grace | null {
  const { grace } = state.memory
  if (grace !== null) return { ...grace, reached: true }
  // The try that finds the network back is the first to have it back.
  if (unwatchedOrigin(state) === null) return null
  return { until: at + policy.grace, atMost: at + policy.graceAtMost, reached: true }
}

/** The response is a stream: live. An outage under way is over; what `failed` missed is fetched. */
export function goLive(state: Connecting, event: EventOf<'opened'>, policy: Policy): Step {
  if (state.connection !== event.connection) return unchanged(state)
  const { memory } = state
  const live: Live = {
    phase: 'live',
    since: event.at,
    attempt: state.attempt,
    connection: state.connection,
    lastSignAt: event.at,
    health: event.health,
    stable: false,
    duration: event.duration,
    memory: {
      ...memory,
      everLive: true,
      doubts: null,
      credentialsRetried: false,
      mustRehydrate: false,
      outageSince: null,
      quietSince: null,
      grace: graceOnceLive(state, event.at, policy),
      counters: { ...memory.counters, connections: memory.counters.connections + 1 },
    },
  }
  const effects: Effect[] = []
  if (memory.outageSince !== null) effects.push({ type: 'restored' })
  if (memory.mustRehydrate) effects.push({ type: 'rehydrate' })
  return { state: live, effects }
}

/** Whether it was open for `stableAfter`; its timer may be late. */
export function isStable(state: Live, at: number, policy: Policy): boolean {
  return state.stable || at >= state.since + policy.stableAfter
}

/** Open for `stableAfter`: past failures are over, and the next loss begins at attempt 1 (rule 6). */
export function settle(state: Live, { at }: EventOf<'due'>, policy: Policy): Step {
  if (state.stable || !isStable(state, at, policy)) return unchanged(state)
  return { state: { ...state, stable: true, memory: { ...state.memory, failure: null } }, effects: [] }
}

/** A sign of life. An empty id is the server's wish that none be sent back. */
export function sign(state: Live, event: EventOf<'sign'>): Step {
  if (state.connection !== event.connection) return unchanged(state)
  const { memory } = state
  const lastEventId = event.lastEventId === null ? memory.lastEventId : event.lastEventId || null
  const known = lastEventId === memory.lastEventId
  return {
    state: { ...state, lastSignAt: event.at, memory: known ? memory : { ...memory, lastEventId } },
    effects: none,
  }
}

export function judge(state: Live, event: EventOf<'health'>): Step {
  if (state.connection !== event.connection || state.health === event.health) return unchanged(state)
  return { state: { ...state, health: event.health }, effects: [] }
}

export function takeHint(state: Live, event: EventOf<'hint'>): Step {
  if (state.connection !== event.connection) return unchanged(state)
  return { state: { ...state, memory: { ...state.memory, retryHint: clampHint(event.ms) } }, effects: [] }
}

/** The replay cannot be trusted: forget where it was to begin, and fetch the full state. */
export function loseReplay(state: Live, event: EventOf<'replay-lost'>): Step {
  if (state.connection !== event.connection) return unchanged(state)
  return {
    state: { ...state, memory: { ...state.memory, lastEventId: null } },
    effects: [{ type: 'rehydrate' }],
  }
}

/** The event does not apply in this phase. */
export function unchanged(state: State): Step {
  return { state, effects: none }
}

const none: readonly Effect[] = []
