import type { EventOf, Step } from './event.ts'
import { approach, release, unchanged, wait } from './opening.ts'
import type { Policy } from './policy.ts'
import { type Failed, type Memory, type State, unwatchedOrigin, type Waiting } from './state.ts'

/** The delay is over. */
export function comeDue(state: Waiting, { at }: EventOf<'due'>): Step {
  if (state.slot !== 'none' || at < state.retryAt) return unchanged(state)
  return approach(state, at, { attempt: state.attempt, delay: state.delay, origin: state.origin })
}

/** One look at what was given up; not an attempt (rule 5). */
export function recheck(state: Failed, { at }: EventOf<'due'>): Step {
  if (state.recheckAt === null || at < state.recheckAt) return unchanged(state)
  return approach(state, at, {
    attempt: Math.max(1, state.attempts),
    delay: null,
    origin: { phase: 'failed', state },
  })
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
