import type { PhaseName } from '../view.ts'
import * as closing from './closing.ts'
import type { Event, EventOf, EventType, Step } from './event.ts'
import * as failing from './failing.ts'
import * as leaving from './leaving.ts'
import * as opening from './opening.ts'
import type { Policy } from './policy.ts'
import type { State, StateOf } from './state.ts'

type Outcome<P extends PhaseName, E extends EventType> = (
  state: StateOf<P>,
  event: EventOf<E>,
  policy: Policy,
) => Step
type Table = { readonly [E in EventType]: { readonly [P in PhaseName]: Outcome<P, E> } }

const unchanged = opening.unchanged

/** The column of an event that the phases without a connection never see, or see too late. */
const inert = {
  stopped: unchanged,
  connecting: unchanged,
  live: unchanged,
  waiting: unchanged,
  failed: unchanged,
  unwatched: unchanged,
}

const stop = (state: State, { at }: EventOf<'stop'>): Step => closing.halt(state, at, 'user')

/** Every event in every phase. `unchanged` where it does not apply: late callbacks, doubled signals. */
export const table: Table = {
  start: { ...inert, stopped: leaving.start },
  stop: { stopped: stop, connecting: stop, live: stop, waiting: stop, failed: stop, unwatched: stop },
  retry: {
    stopped: leaving.retry,
    connecting: leaving.retry,
    live: unchanged,
    waiting: leaving.retry,
    failed: leaving.retry,
    unwatched: leaving.retry,
  },
  due: {
    ...inert,
    connecting: failing.timeOut,
    live: opening.settle,
    waiting: closing.comeDue,
    failed: closing.recheck,
  },
  granted: { ...inert, waiting: opening.dial },
  held: { ...inert, waiting: opening.hold },
  unready: { ...inert, waiting: failing.failUnready },
  opened: { ...inert, connecting: opening.goLive },
  sign: { ...inert, live: opening.sign },
  health: { ...inert, live: opening.judge },
  hint: { ...inert, live: opening.takeHint },
  'replay-lost': { ...inert, live: opening.loseReplay },
  failure: { ...inert, connecting: failing.fail, live: failing.fail },
  ended: { ...inert, live: failing.end },
  completed: { ...inert, live: failing.complete },
  'no-content': { ...inert, connecting: failing.refuseContent },
  neighbour: { ...inert, waiting: leaving.followNeighbour },
  reached: {
    ...inert,
    connecting: leaving.reach,
    live: leaving.reach,
    waiting: leaving.reach,
  },
  asleep: {
    ...inert,
    connecting: leaving.fallAsleep,
    live: leaving.fallAsleep,
    waiting: leaving.fallAsleep,
    failed: leaving.fallAsleep,
  },
  wake: {
    stopped: unchanged,
    connecting: leaving.wake,
    live: leaving.wake,
    waiting: leaving.wake,
    failed: leaving.wake,
    unwatched: leaving.wakeUp,
  },
  offline: {
    stopped: unchanged,
    connecting: leaving.goOffline,
    live: leaving.goOffline,
    waiting: leaving.goOffline,
    failed: leaving.goOffline,
    unwatched: leaving.goOffline,
  },
  online: {
    ...inert,
    connecting: leaving.comeOnline,
    waiting: leaving.comeOnline,
    failed: leaving.comeOnline,
    unwatched: leaving.comeOnline,
  },
  'local-fault': {
    ...inert,
    connecting: leaving.blameLocally,
    live: leaving.blameLocally,
    waiting: leaving.blameLocally,
    failed: leaving.blameLocally,
  },
  'local-fault-over': {
    ...inert,
    connecting: leaving.endLocalFault,
    waiting: leaving.endLocalFault,
    unwatched: leaving.endLocalFault,
  },
  reconfigured: {
    stopped: leaving.reconfigureIdle,
    connecting: leaving.reconfigure,
    live: leaving.reconfigure,
    waiting: leaving.reconfigure,
    failed: leaving.reconfigure,
    unwatched: leaving.reconfigureIdle,
  },
}

/**
 * The lifecycle of an endpoint (1-model.md). Pure: time and chance come in with the event, what must be done
 * goes out as effects. An event that does not apply gives back the very same state.
 */
export function step(state: State, event: Event, policy: Policy): Step {
  // The table pairs each handler with its own phase and event, which a look-up by two keys cannot show.
  const outcome = table[event.type][state.phase] as (state: State, event: Event, policy: Policy) => Step
  return outcome(state, event, policy)
}
