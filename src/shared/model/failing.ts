import { backoff, isOnSchedule } from './backoff.ts'
import { halt, rotate } from './closing.ts'
import type { Effect, EventOf, Step } from './event.ts'
import { type Failure, failureOf } from './failure.ts'
import { isStable, release, unchanged, wait } from './opening.ts'
import type { Policy } from './policy.ts'
import {
  type Connecting,
  type Failed,
  inGrace,
  type Live,
  type Memory,
  type Unwatched,
  unwatchedOrigin,
  type Waiting,
} from './state.ts'

/** Wraps up a try or a live connection that failed, in the order of the rules. */
export function fail(state: Connecting | Live, event: EventOf<'failure'>, policy: Policy): Step {
  if (state.connection !== event.connection) return unchanged(state)
  if (isPlanned(state, event, policy)) return rotate(state, event.at, event.random, policy, state.memory)
  return conclude(state, event, policy)
}

/** Nothing was sent, so that no attempt is counted (rule 2); the failure itself is one like another. */
export function failUnready(state: Waiting, event: EventOf<'unready'>, policy: Policy): Step {
  if (state.slot === 'none') return unchanged(state)
  return conclude(state, { ...event, retryAfter: null, badId: false }, policy)
}

/** What can fail: a connection, or the request that was to come. */
type Trying = Connecting | Live | Waiting

/** How it failed. */
type Blow = Pick<EventOf<'failure'>, 'at' | 'random' | 'failure' | 'retryAfter' | 'badId'>

function conclude(state: Trying, blow: Blow, policy: Policy): Step {
  const excused = excuse(state, blow.at, policy)
  if (excused !== null) return excused
  const origin = state.phase === 'live' ? null : state.origin
  if (origin?.phase === 'failed') return backToFailed(state, origin.state, blow, policy)
  return count(state, blow, policy)
}

/** The number of the last request that was sent. */
function attemptMade(state: Trying): number {
  return state.phase === 'waiting' ? state.attempt - 1 : state.attempt
}

/** A close at the time that was told or scheduled is a rotation, whether or not it was a clean one. */
function isPlanned(state: Connecting | Live, { at, failure }: EventOf<'failure'>, policy: Policy): boolean {
  if (state.phase !== 'live' || (failure.kind !== 'end-of-stream' && failure.kind !== 'reset')) return false
  const age = at - state.since
  return isOnSchedule(age, policy.rotationEvery) || isOnSchedule(age, state.duration)
}

/** What follows a failure that does not count, while unwatched or in the grace; null where it counts (rule 7). */
function excuse(state: Trying, at: number, policy: Policy): Step | null {
  const { memory } = state
  const away = unwatchedOrigin(state)
  if (away !== null) {
    const { cause } = away
    const back: Unwatched = { phase: 'unwatched', since: at, cause, before: state.phase, memory }
    return { state: back, effects: release(state) }
  }
  if (!inGrace(memory.grace, at)) return null
  return wait(state, at, 1, { ms: policy.gracePace, chosenBy: 'grace' }, memory)
}

/** A failure that counts: doubted, believed, or followed by another try. */
function count(state: Trying, blow: Blow, policy: Policy): Step {
  const { failure, at, random, retryAfter } = blow
  const outage = outageFrom(state, at)
  const memory = remember(state, blow)
  const made = attemptMade(state)
  const stable = state.phase === 'live' && isStable(state, at, policy)
  const next = stable ? 1 : made + 1
  const exhausted = !stable && made >= policy.maxAttempts
  const doubt = failure.terminal && !blow.badId ? doubted(memory, failure, at, policy) : null
  const kept = doubt?.memory ?? memory

  if (exhausted || doubt?.believed) return withOutage(giveUp(state, failure, at, kept, policy), outage)
  const n = stable ? 1 : Math.max(1, made)
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
  // The stream's own last word is believed; a status that it passes on is what a deployment says for a moment.
  if (failure.kind === 'told-error' && failure.status === null) return { believed: true, pace: null, memory }
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
function remember(state: Trying, blow: Blow): Memory {
  const { memory } = state
  const silent = blow.failure.kind === 'silence' ? 1 : 0
  return {
    ...memory,
    failure: blow.failure,
    grace: null,
    lastEventId: blow.badId ? null : memory.lastEventId,
    outageSince: memory.outageSince ?? lastSign(state, blow.at),
    counters: { ...memory.counters, silences: memory.counters.silences + silent },
  }
}

/** An outage begins with the last sign of life before the trouble, not with its detection. */
function outageFrom(state: Trying, at: number): Effect[] {
  if (state.memory.outageSince !== null) return []
  return [{ type: 'outage', from: lastSign(state, at) }]
}

/** Before a failed reconnection after a rotation, that of the connection that was rotated. */
function lastSign(state: Trying, at: number): number {
  return state.phase === 'live' ? state.lastSignAt : (state.memory.quietSince ?? at)
}

function withOutage(step: Step, outage: readonly Effect[]): Step {
  return outage.length === 0 ? step : { state: step.state, effects: [...step.effects, ...outage] }
}

/** `failed` forgets the Last-Event-ID; leaving it re-hydrates (rule 5). */
function giveUp(state: Trying, failure: Failure, at: number, memory: Memory, policy: Policy): Step {
  const failed: Failed = {
    phase: 'failed',
    since: at,
    failure,
    attempts: attemptMade(state),
    recheckAt: policy.recheck > 0 ? at + policy.recheck : null,
    memory: { ...memory, lastEventId: null, mustRehydrate: true },
  }
  return { state: failed, effects: release(state) }
}

/** A recheck that found nothing better: back, as if it had not been, but for what was learned. */
function backToFailed(state: Trying, before: Failed, { at, failure }: Blow, policy: Policy): Step {
  const failed: Failed = {
    ...before,
    failure,
    recheckAt: policy.recheck > 0 ? at + policy.recheck : null,
    memory: { ...state.memory, failure },
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

/** An unannounced close: a rotation on schedule, else the end of the stream. */
export function end(state: Live, { at, random, connection }: EventOf<'ended'>, policy: Policy): Step {
  const failure = failureOf('end-of-stream')
  return fail(
    state,
    { type: 'failure', at, random, connection, failure, retryAfter: null, badId: false },
    policy,
  )
}

/**
 * The server's word that it is done. While unwatched or in the grace it may be anyone's word, and ends nothing
 * (rule 7).
 */
function finish(state: Connecting | Live, at: number, policy: Policy): Step {
  return excuse(state, at, policy) ?? halt(state, at, 'server')
}

/** 204: no further connection is wanted. */
export function refuseContent(state: Connecting, event: EventOf<'no-content'>, policy: Policy): Step {
  return state.connection === event.connection ? finish(state, event.at, policy) : unchanged(state)
}

/** A completion: a rotation, or the end of the stream for good. */
export function complete(state: Live, event: EventOf<'completed'>, policy: Policy): Step {
  if (state.connection !== event.connection) return unchanged(state)
  return event.rotation
    ? rotate(state, event.at, event.random, policy, state.memory)
    : finish(state, event.at, policy)
}
