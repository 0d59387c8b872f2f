import type { Event } from '../../src/shared/model/event.ts'
import { statusFailure } from '../../src/shared/model/failure.ts'
import { defaultPolicy, type Policy } from '../../src/shared/model/policy.ts'
import { deadlineOf, type State } from '../../src/shared/model/state.ts'
import { step } from '../../src/shared/model/step.ts'
import type { TimeBook } from '../../src/shared/model/uptime.ts'
import { failing } from './model-states.ts'

/** The state alone that an event leads to. */
export const stateAfter = (state: State, event: Event, policy: Policy = defaultPolicy): State =>
  step(state, event, policy).state

/** Waits for the deadline, is granted a place, dials. */
export function redial(state: State, policy: Policy = defaultPolicy): State {
  const at = deadlineOf(state, policy)
  if (at === null) throw new Error(`${state.phase} waits for nothing.`)
  return stateAfter(
    stateAfter(state, { type: 'due', at, random: 0 }, policy),
    { type: 'granted', at },
    policy,
  )
}

/** Fails the request under way, as soon as it was sent. */
export function failNow(state: State, failure = statusFailure(404), policy: Policy = defaultPolicy): State {
  if (state.phase !== 'connecting') throw new Error(`${state.phase} has no request under way.`)
  return stateAfter(state, failing(failure, { at: state.startedAt, connection: state.connection }), policy)
}

/** Milliseconds booked on all phases together. */
export function bookedTotal({ phases }: TimeBook): number {
  return Object.values(phases).reduce((sum, ms) => sum + ms, 0)
}
