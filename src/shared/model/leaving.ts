import { rotate } from './closing.ts'
import type { EventOf, Step } from './event.ts'
import { approach, release, unchanged } from './opening.ts'
import type { Policy } from './policy.ts'
import type {
  Cause,
  Connecting,
  Failed,
  Grace,
  Live,
  Memory,
  State,
  Stopped,
  Unwatched,
  Waiting,
} from './state.ts'
import { inGrace, unwatchedOrigin } from './state.ts'

/** The user's start: a fresh life. */
export function start(state: Stopped, { at }: EventOf<'start'>): Step {
  return approach(state, at, { attempt: 1, delay: null, memory: { ...state.memory, failure: null } })
}

/** The user's retry opens at attempt 1 (rule 4). While offline it tries, and goes back when it fails. */
export function retry(
  state: Stopped | Connecting | Waiting | Failed | Unwatched,
  { at }: EventOf<'retry'>,
): Step {
  const cause = causeOf(state)
  const origin = cause === null ? null : ({ phase: 'unwatched', cause } as const)
  return approach(state, at, { attempt: 1, delay: null, origin })
}

/** Why nobody is looking; null where somebody is. A try made meanwhile does not end it. */
function causeOf(state: State): Cause | null {
  return state.phase === 'unwatched' ? state.cause : (unwatchedOrigin(state)?.cause ?? null)
}

/**
 * A neighbour on the host came back: no sense in waiting, except where the server asked for it, or where the
 * failure is no matter of the host's being there.
 */
export function followNeighbour(state: Waiting, { at }: EventOf<'neighbour'>): Step {
  const { chosenBy } = state.delay
  const hurried = chosenBy === 'backoff' || chosenBy === 'retry-hint' || chosenBy === 'grace'
  const { failure, grace } = state.memory
  const isWorthIt = inGrace(grace, at) || (failure !== null && !failure.terminal)
  if (state.slot !== 'none' || !hurried || !isWorthIt) return unchanged(state)
  return approach(state, at, { attempt: state.attempt, delay: state.delay })
}

/** The network label got through: the grace ends at its own time. */
export function reach(state: State): Step {
  const { grace } = state.memory
  if (grace === null || grace.reached) return unchanged(state)
  return { state: { ...state, memory: { ...state.memory, grace: { ...grace, reached: true } } }, effects: [] }
}

/** Nobody is looking any more: no timer, no socket (rule 3). */
function lookAway(state: State, at: number, cause: Cause): Step {
  const memory = { ...state.memory, grace: null, outageSince: null, quietSince: null }
  const away: Unwatched = { phase: 'unwatched', since: at, cause, before: state.phase, memory }
  return { state: away, effects: release(state) }
}

export function fallAsleep(state: Connecting | Live | Waiting | Failed, { at }: EventOf<'asleep'>): Step {
  return lookAway(state, at, causeOf(state) ?? 'sleep')
}

export function goOffline(
  state: Connecting | Live | Waiting | Failed | Unwatched,
  { at }: EventOf<'offline'>,
): Step {
  if (state.phase !== 'unwatched') return lookAway(state, at, 'offline')
  // The sleep goes on until its wake; the offline that follows it is told again by the system.
  return state.cause === 'local' ? { state: { ...state, cause: 'offline' }, effects: [] } : unchanged(state)
}

export function blameLocally(
  state: Connecting | Live | Waiting | Failed,
  { at, from }: EventOf<'local-fault'>,
): Step {
  const { state: away, effects } = lookAway(state, at, causeOf(state) ?? 'local')
  return { state: away, effects: [...effects, { type: 'unwatched', from: Math.min(from, at) }] }
}

/** Looks again after a time nobody did: attempt 1, with a grace in which nothing counts (rules 4 and 7). */
function lookAgain(state: State, at: number, policy: Policy): Step {
  const grace: Grace = { until: at + policy.grace, atMost: at + policy.graceAtMost, reached: false }
  // Time that nobody watched is no part of the two minutes of rule 8.
  const memory: Memory = { ...state.memory, grace, doubts: null, outageSince: null, quietSince: null }
  return approach(state, at, { attempt: 1, delay: { ms: 0, chosenBy: 'grace' }, memory })
}

/** Every connection is invalid after a wake; the lost time is unwatched, whatever the phase seemed to be. */
export function wake(
  state: Connecting | Live | Waiting | Failed,
  { at, lost }: EventOf<'wake'>,
  policy: Policy,
): Step {
  const cause = causeOf(state)
  if (lost <= 0) return cause === 'sleep' ? lookAgain(state, at, policy) : unchanged(state)
  const { state: next, effects } =
    cause === 'offline' ? lookAway(state, at, cause) : lookAgain(state, at, policy)
  return { state: next, effects: [...effects, { type: 'unwatched', from: at - lost }] }
}

/** "offline" is believed until "online" comes; sleep ends with the wake, a local fault with one that lost time. */
export function wakeUp(state: Unwatched, { at, lost }: EventOf<'wake'>, policy: Policy): Step {
  const over = state.cause === 'sleep' || (state.cause === 'local' && lost > 0)
  return over ? lookAgain(state, at, policy) : unchanged(state)
}

/** Ends "offline" and, as the failed recover on a returned network, a recheck and `failed` itself. */
export function comeOnline(
  state: Unwatched | Connecting | Waiting | Failed,
  { at }: EventOf<'online'>,
  policy: Policy,
): Step {
  const rechecked =
    state.phase !== 'unwatched' && state.phase !== 'failed' && state.origin?.phase === 'failed'
  const over = causeOf(state) === 'offline' || state.phase === 'failed' || rechecked
  return over ? lookAgain(state, at, policy) : unchanged(state)
}

export function endLocalFault(
  state: Unwatched | Connecting | Waiting,
  { at }: EventOf<'local-fault-over'>,
  policy: Policy,
): Step {
  return causeOf(state) === 'local' ? lookAgain(state, at, policy) : unchanged(state)
}

/** What a new URL makes worthless: everything known of the old server. */
function forget(memory: Memory): Memory {
  return {
    ...memory,
    lastEventId: null,
    everLive: false,
    failure: null,
    retryHint: null,
    doubts: null,
    credentialsRetried: false,
  }
}

/** Headers or transport changed: reconnect as a rotation; a new URL drops the Last-Event-ID too. All else applies. */
export function reconfigure(
  state: Connecting | Live | Waiting | Failed,
  { at, random, change }: EventOf<'reconfigured'>,
  policy: Policy,
): Step {
  if (change === 'rules')
    return state.phase === 'failed' ? replanRecheck(state, at, policy) : unchanged(state)
  const memory = change === 'url' ? forget(state.memory) : state.memory
  return rotate(state, at, random, policy, {
    ...memory,
    outageSince: state.phase === 'live' ? null : memory.outageSince,
  })
}

/** Another `recheck` counts from now on, where it is sooner than what was planned. */
function replanRecheck(state: Failed, at: number, { recheck }: Policy): Step {
  const recheckAt = recheck > 0 ? Math.min(state.recheckAt ?? Number.POSITIVE_INFINITY, at + recheck) : null
  return recheckAt === state.recheckAt ? unchanged(state) : { state: { ...state, recheckAt }, effects: [] }
}

/** Nothing runs: only what belongs to the old URL goes. */
export function reconfigureIdle(state: Stopped | Unwatched, { change }: EventOf<'reconfigured'>): Step {
  return change === 'url'
    ? { state: { ...state, memory: forget(state.memory) }, effects: [] }
    : unchanged(state)
}
