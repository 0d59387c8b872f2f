import { assertNever } from '../../shared/assert.ts'
import type { Effect, Event } from '../../shared/model/event.ts'
import type { Policy } from '../../shared/model/policy.ts'
import { connectionOf, deadlineOf, type State } from '../../shared/model/state.ts'
import { step } from '../../shared/model/step.ts'
import {
  backdateOutage,
  backdateUnwatched,
  emptyBook,
  spend,
  type TimeBook,
} from '../../shared/model/uptime.ts'
import type { Clock } from './clock.ts'
import type { Connection, ConnectionRequest } from './connection/types.ts'
import { materialFailure } from './dial.ts'
import type { Place } from './limits.ts'

/** What a runner needs to carry effects out, and whom it tells. */
export interface RunnerPorts {
  readonly clock: Clock
  /** In [0, 1). */
  readonly random: () => number
  /** Asks the connecting limits. */
  readonly ask: (onGranted: () => void) => Place
  /** The request, with all that it needs; a promise where files or a command are read. May throw or reject. */
  readonly prepare: (signal: AbortSignal) => ConnectionRequest | Promise<ConnectionRequest>
  readonly open: (request: ConnectionRequest, connection: number, resumeFrom: string | null) => Connection
  readonly rehydrate: () => void
  /** The newest sign of life; null before the first. */
  readonly lastSignAt: () => number | null
  /** Before a timer or a late answer is heeded: time may have gone by in which this process did not run. */
  readonly beforeJudging: () => void
  /** After each event that changed the state; effects are yet to be carried out. */
  readonly onStep: (before: State, event: Event, after: State, effects: readonly Effect[]) => void
}

/** Feeds events to the reducer and carries its effects out: one timer, one connection, one place. */
export interface Runner {
  readonly state: State
  dispatch(event: Event): void
  /** The time book up to now. */
  book(): TimeBook
  setPolicy(policy: Policy): void
  /** Lets go of everything; nothing happens afterwards. */
  close(): void
}

export function createRunner(initial: State, firstPolicy: Policy, ports: RunnerPorts): Runner {
  const { clock } = ports
  let state = initial
  let policy = firstPolicy
  let book = emptyBook(initial.since)
  let connection: Connection | null = null
  let place: Place | null = null
  let preparing: AbortController | null = null
  let prepared: ConnectionRequest | null = null
  let timer: { readonly at: number; readonly cancel: () => void } | null = null
  let closed = false

  function dispatch(event: Event): void {
    if (closed) return
    if (event.type !== 'sign') catchUp()
    const before = state
    const { state: after, effects } = step(before, event, policy)
    if (after === before) return
    state = after
    // A sign of life is the hot path: it moves no time between accounts, arms nothing and asks for nothing.
    if (event.type !== 'sign') {
      if (before.phase !== after.phase || effects.length > 0) account(before, event.at, effects)
      if (after.phase !== 'connecting' && after.phase !== 'waiting') leavePlace()
      arm()
    }
    ports.onStep(before, event, after, effects)
    for (const effect of effects) carryOut(effect)
  }

  /**
   * Signs of life that bring no new id are not told one by one: the newest is enough, before the next event that may
   * ask for it. A heartbeat then costs no step.
   */
  function catchUp(): void {
    if (state.phase !== 'live') return
    const at = ports.lastSignAt()
    if (at === null || at <= state.lastSignAt) return
    state = step(state, { type: 'sign', at, connection: state.connection, lastEventId: null }, policy).state
  }

  function account(before: State, at: number, effects: readonly Effect[]): void {
    book = spend(book, before, at)
    for (const effect of effects) {
      if (effect.type === 'outage') book = backdateOutage(book, effect.from)
      else if (effect.type === 'unwatched') book = backdateUnwatched(book, effect.from)
    }
  }

  function carryOut(effect: Effect): void {
    switch (effect.type) {
      case 'ask':
        ask()
        break
      case 'unask':
        leavePlace()
        break
      case 'open':
        open(effect.connection, effect.resumeFrom)
        break
      case 'close':
        hangUp()
        break
      case 'rehydrate':
        ports.rehydrate()
        break
      case 'outage':
      case 'restored':
      case 'unwatched':
        // Booked before: they change accounts, not the world.
        break
      default:
        assertNever(effect)
    }
  }

  function hangUp(): void {
    connection?.close()
    connection = null
    leavePlace()
  }

  function open(token: number, resumeFrom: string | null): void {
    if (prepared === null) throw new Error('A connection was granted before its request was prepared.')
    const opened = ports.open(prepared, token, resumeFrom)
    // It may have failed before it was handed over.
    if (connectionOf(state) === token) connection = opened
    else opened.close()
  }

  /** First what the request needs, then a place: nothing is held for an endpoint that cannot dial. */
  function ask(): void {
    const question = new AbortController()
    preparing = question
    const ready = (request: ConnectionRequest): void => {
      if (preparing !== question) return
      prepared = request
      queueUp()
    }
    const unready = (error: unknown): void => {
      if (preparing !== question) return
      const failure = materialFailure(error)
      dispatch({ type: 'unready', at: clock.now(), random: ports.random(), failure })
    }
    let request: ConnectionRequest | Promise<ConnectionRequest>
    try {
      request = ports.prepare(question.signal)
    } catch (error) {
      unready(error)
      return
    }
    // Outside: a fault of our own in what follows is no trouble with the configuration.
    if (request instanceof Promise) request.then(lookFirst(ready), lookFirst(unready))
    else ready(request)
  }

  function lookFirst<T>(heed: (answer: T) => void): (answer: T) => void {
    return (answer) => {
      ports.beforeJudging()
      heed(answer)
    }
  }

  function queueUp(): void {
    place = ports.ask(() => dispatch({ type: 'granted', at: clock.now() }))
    dispatch({ type: place.granted ? 'granted' : 'held', at: clock.now() })
  }

  function leavePlace(): void {
    preparing?.abort()
    preparing = null
    const left = place
    place = null
    left?.release()
  }

  /** One timer for the phase's deadline; it stays where the deadline did. */
  function arm(): void {
    const deadline = deadlineOf(state, policy)
    if (timer?.at === deadline) return
    timer?.cancel()
    timer = null
    if (deadline === null) return
    const cancel = clock.after(deadline - clock.now(), () => {
      ports.beforeJudging()
      // That may have brought another phase, with a deadline of its own.
      if (timer !== armed) return
      timer = null
      // Timers may fire a fraction early; the deadline itself is the time that is meant.
      dispatch({ type: 'due', at: Math.max(deadline, clock.now()), random: ports.random() })
      if (timer === null) arm()
    })
    const armed = { at: deadline, cancel }
    timer = armed
  }

  return {
    get state() {
      return state
    },
    dispatch,
    book() {
      book = spend(book, state, clock.now())
      return book
    },
    setPolicy(next) {
      policy = next
      arm()
    },
    close() {
      closed = true
      timer?.cancel()
      timer = null
      hangUp()
    },
  }
}
