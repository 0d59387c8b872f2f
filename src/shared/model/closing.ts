import { backoff, isOnSchedule } from './backoff.ts'
import type { Effect, EventOf, Step } from './event.ts'
import { type Failure, failureOf } from './failure.ts'
import { approach, isStable, release, unchanged, wait } from './opening.ts'
import type { Policy } from './policy.ts'
import {
  type Connecting,
  type Failed,
  inGrace,
  type Live,
  type Memory,
  type State,
  type Unwatched,
  unwatchedOrigin,
  type Waiting,
} from './state.ts'

/** Wraps up a try or a live connection that failed, in the order of the rules. */
export function fail(state: Connecting | Live, event: EventOf<'failure'>, policy: Policy): Step {
  if (state.connection !== event.connection) return unchanged(state)
  const { at } = event
  if (isPlanned(state, event, policy)) return rotate(state, at, event.random, policy, state.memory)
  const excused = excuse(state, at, policy)
  if (excused !== null) return excused
  const origin = state.phase === 'connecting' ? state.origin : null
  if (origin?.phase === 'failed') return backToFailed(state, origin.state, event, policy)
  return count(state, event, policy)
}

/** A close at the time that was told or scheduled is a rotation, whether or not it was a clean one. */
function isPlanned(state: Connecting | Live, { at, failure }: EventOf<'failure'>, policy: Policy): boolean {
  if (state.phase !== 'live' || (failure.kind !== 'end-of-stream' && failure.kind !== 'reset')) return false
  const age = at - state.since
  return isOnSchedule(age, policy.rotationEvery) || isOnSchedule(age, state.duration)
}

/** What follows a failure that does not count, while unwatched or in the grace; null where it counts (rule 7). */
function excuse(state: Connecting | Live, at: number, policy: Policy): Step | null {
  const { memory } = state
  const away = unwatchedOrigin(state)
  if (away !== null) {
    const { cause } = away
    const back: Unwatched = { phase: 'unwatched', since: at, cause, before: 'connecting', memory }
    return { state: back, effects: release(state) }
  }
  if (!inGrace(memory.grace, at)) return null
  return wait(state, at, 1, { ms: policy.gracePace, chosenBy: 'grace' }, memory)
}

/** A failure that counts: doubted, believed, or followed by another try. */
function count(state: Connecting | Live, event: EventOf<'failure'>, policy: Policy): Step {
  const { failure, at, random, retryAfter } = event
  const outage = outageFrom(state, at)
  const memory = remember(state, event)
  const stable = state.phase === 'live' && isStable(state, at, policy)
  const next = stable ? 1 : state.attempt + 1
  const exhausted = !stable && state.attempt >= policy.maxAttempts
  const doubt = failure.terminal && !event.badId ? doubted(memory, failure, at, policy) : null
  const kept = doubt?.memory ?? memory

  if (exhausted || doubt?.believed) return withOutage(giveUp(state, failure, at, kept, policy), outage)
  const n = stable ? 1 : state.attempt
  const usual = backoff(n, policy, { retryHint: memory.retryHint, retryAfter }, random)
  const delay =
    doubt?.pace != null && doubt.pace > usual.ms ? { ms: doubt.pace, chosenBy: 'backoff' as const } : usual
  return withOutage(wait(state, at, next, delay, kept), outage)
}

interface Doubt {
  readonly believed: boolean
  /** Least delay before the next try; null for the usual one. */
  readonly pace: number | null
  readonly memory: Memory
}

/** Rule 8: what was live before is given up after three tries over two minutes; credentials are read anew first. */
function doubted(memory: Memory, failure: Failure, at: number, policy: Policy): Doubt {
  if (failure.kind === 'told-error') return { believed: true, pace: null, memory }
  const anew = failure.kind === 'credentials' && policy.freshCredentials && !memory.credentialsRetried
  if (anew) return { believed: false, pace: null, memory: { ...memory, credentialsRetried: true } }
  if (!memory.everLive) return { believed: true, pace: null, memory }
  const doubts = { tries: (memory.doubts?.tries ?? 0) + 1, firstAt: memory.doubts?.firstAt ?? at }
  const left = doubts.firstAt + policy.beliefSpan - at
  const believed = doubts.tries >= policy.beliefTries && left <= 0
  const pace = doubts.tries === 1 ? policy.beliefFirst : Math.max(0, left)
  return { believed, pace, memory: { ...memory, doubts } }
}

/** What stays in mind of a failure. */
function remember(state: Connecting | Live, event: EventOf<'failure'>): Memory {
  const { memory } = state
  const silent = event.failure.kind === 'silence' ? 1 : 0
  return {
    ...memory,
    failure: event.failure,
    grace: null,
    lastEventId: event.badId ? null : memory.lastEventId,
    outageSince: memory.outageSince ?? lastSign(state, event.at),
    counters: { ...memory.counters, silences: memory.counters.silences + silent },
  }
}

/** An outage begins with the last sign of life before the trouble, not with its detection. */
function outageFrom(state: Connecting | Live, at: number): Effect[] {
  if (state.memory.outageSince !== null) return []
  return [{ type: 'outage', from: lastSign(state, at) }]
}

/** Before a failed reconnection after a rotation, that of the connection that was rotated. */
function lastSign(state: Connecting | Live, at: number): number {
  return state.phase === 'live' ? state.lastSignAt : (state.memory.quietSince ?? at)
}

function withOutage(step: Step, outage: readonly Effect[]): Step {
  return outage.length === 0 ? step : { state: step.state, effects: [...step.effects, ...outage] }
}

/** `failed` forgets the Last-Event-ID; leaving it re-hydrates (rule 5). */
function giveUp(
  state: Connecting | Live,
  failure: Failure,
  at: number,
  memory: Memory,
  policy: Policy,
): Step {
  const failed: Failed = {
    phase: 'failed',
    since: at,
    failure,
    attempts: state.attempt,
    recheckAt: policy.recheck > 0 ? at + policy.recheck : null,
    memory: { ...memory, lastEventId: null, mustRehydrate: true },
  }
  return { state: failed, effects: release(state) }
}

/** A recheck that found nothing better: back, as if it had not been, but for what was learned. */
function backToFailed(
  state: Connecting | Live,
  before: Failed,
  event: EventOf<'failure'>,
  policy: Policy,
): Step {
  const failed: Failed = {
    ...before,
    failure: event.failure,
    recheckAt: policy.recheck > 0 ? event.at + policy.recheck : null,
    memory: { ...state.memory, failure: event.failure },
  }
  return { state: failed, effects: release(state) }
}

/** The phase's time came without an answer. */
export function timeOut(state: Connecting, { at, random }: EventOf<'due'>, policy: Policy): Step {
  if (at < state.startedAt + policy.connectTimeout) return unchanged(state)
  const seconds = Math.round(policy.connectTimeout / 100) / 10
  const failure = failureOf('connect-timeout', { message: `No answer within ${seconds} s.` })
  const { connection } = state
  return fail(
    state,
    { type: 'failure', at, random, connection, failure, retryAfter: null, badId: false },
    policy,
  )
}

/** The delay is over. */
export function comeDue(state: Waiting, { at }: EventOf<'due'>): Step {
  if (state.slot !== 'none' || at < state.retryAt) return unchanged(state)
  return approach(state, at, { attempt: state.attempt, delay: state.delay, origin: state.origin })
}

/** One look at what was given up; not an attempt (rule 5). */
export function recheck(state: Failed, { at }: EventOf<'due'>): Step {
  if (state.recheckAt === null || at < state.recheckAt) return unchanged(state)
  return approach(state, at, { attempt: state.attempts, delay: null, origin: { phase: 'failed', state } })
}

/** An unannounced close: a rotation on schedule, else the end of the stream. */
export function end(state: Live, { at, random, connection }: EventOf<'ended'>, policy: Policy): Step {
  const failure = failureOf('end-of-stream')
  return fail(
    state,
    { type: 'failure', at, random, connection, failure, retryAfter: null, badId: false },
    policy,
  )
}

/** A completion: a rotation, or the server's word that it is done. */
export function complete(state: Live, event: EventOf<'completed'>, policy: Policy): Step {
  if (state.connection !== event.connection) return unchanged(state)
  if (event.rotation) return rotate(state, event.at, event.random, policy, state.memory)
  return halt(state, event.at, 'server')
}

/** 204: the server is done. While unwatched or in the grace it may be anyone's word, and ends nothing (rule 7). */
export function refuseContent(state: Connecting, event: EventOf<'no-content'>, policy: Policy): Step {
  if (state.connection !== event.connection) return unchanged(state)
  return excuse(state, event.at, policy) ?? halt(state, event.at, 'server')
}

/** Reconnects within a second at attempt 1, and counts no failure (rules 4 and 6). */
export function rotate(state: State, at: number, random: number, policy: Policy, memory: Memory): Step {
  const ms = policy.rotationDelay * (0.25 + 0.75 * random)
  const rotated = state.phase === 'live' ? countRotation(memory, state.lastSignAt) : memory
  // A try while offline stays one (rule 7); a recheck does not: what changed deserves a real attempt.
  return wait(state, at, 1, { ms, chosenBy: 'rotation' }, rotated, unwatchedOrigin(state))
}

function countRotation(memory: Memory, quietSince: number): Memory {
  const { counters } = memory
  return { ...memory, quietSince, counters: { ...counters, rotations: counters.rotations + 1 } }
}

/** Stopped, by the user or by the server. An outage under way ends unresolved. */
export function halt(state: State, at: number, by: 'user' | 'server'): Step {
  if (state.phase === 'stopped') return unchanged(by === state.by ? state : { ...state, by })
  const memory = { ...state.memory, grace: null, doubts: null, outageSince: null, quietSince: null }
  return { state: { phase: 'stopped', since: at, by, memory }, effects: release(state) }
}
