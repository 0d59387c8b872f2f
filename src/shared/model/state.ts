import { assertNever } from '../assert.ts'
import type { ChosenBy, Health, PhaseName } from '../view.ts'
import type { Failure } from './failure.ts'
import type { Policy } from './policy.ts'

/** A delay and who chose it. */
export interface Delay {
  readonly ms: number
  readonly chosenBy: ChosenBy
}

/** The time after a wake or a returned network, in which no try counts. */
export interface Grace {
  readonly until: number
  readonly atMost: number
  /** An endpoint with the same network label got through. */
  readonly reached: boolean
}

/** What outlives the phases. Times are `Clock.now()` milliseconds. */
export interface Memory {
  readonly lastEventId: string | null
  readonly everLive: boolean
  /** The last failure, until the endpoint is stable again. */
  readonly failure: Failure | null
  /** The server's `retry:` field, held between its bounds. */
  readonly retryHint: number | null
  /** Terminal failures in a row that are not yet believed. */
  readonly doubts: { readonly tries: number; readonly firstAt: number } | null
  /** The credentials were read anew once since the endpoint was live. */
  readonly credentialsRetried: boolean
  /** The endpoint was given up: what it missed must be fetched when it is tried again. */
  readonly mustRehydrate: boolean
  readonly grace: Grace | null
  /** Begin of the outage under way. */
  readonly outageSince: number | null
  /** The last sign of life before a rotation; null once it is live again. */
  readonly quietSince: number | null
  readonly counters: {
    readonly attempts: number
    readonly connections: number
    readonly silences: number
    readonly rotations: number
  }
}

interface Common {
  readonly since: number
  readonly memory: Memory
}

export interface Stopped extends Common {
  readonly phase: 'stopped'
  readonly by: 'user' | 'server'
}

/** Where a try goes back to when it fails without counting: a recheck, or a retry while offline. */
export type Origin =
  | { readonly phase: 'failed'; readonly state: Failed }
  | { readonly phase: 'unwatched'; readonly cause: Cause }

export interface Connecting extends Common {
  readonly phase: 'connecting'
  readonly attempt: number
  readonly startedAt: number
  readonly resumeFrom: string | null
  /** The generation token: facts that bear another one are inert. */
  readonly connection: number
  readonly delay: Delay | null
  readonly origin: Origin | null
}

export interface Live extends Common {
  readonly phase: 'live'
  readonly attempt: number
  readonly connection: number
  readonly lastSignAt: number
  readonly health: Health
  /** Open for `stableAfter`. */
  readonly stable: boolean
  /** The duration that the server told for this connection; null for none. */
  readonly duration: number | null
}

export interface Waiting extends Common {
  readonly phase: 'waiting'
  /** The one to come. */
  readonly attempt: number
  readonly retryAt: number
  readonly delay: Delay
  /** `asked` and `held`: its time came, and the connecting limits decide. */
  readonly slot: 'none' | 'asked' | 'held'
  readonly origin: Origin | null
}

export interface Failed extends Common {
  readonly phase: 'failed'
  readonly failure: Failure
  readonly attempts: number
  readonly recheckAt: number | null
}

export type Cause = 'sleep' | 'offline' | 'local'

export interface Unwatched extends Common {
  readonly phase: 'unwatched'
  readonly cause: Cause
  readonly before: PhaseName
}

export type State = Stopped | Connecting | Live | Waiting | Failed | Unwatched
export type StateOf<P extends PhaseName> = Extract<State, { phase: P }>

/** What an earlier run left. */
export type Left = Partial<Pick<Memory, 'lastEventId' | 'everLive' | 'mustRehydrate'>>

/** An endpoint before its first start in this run. */
export function initialState(at: number, left: Left = {}): Stopped {
  return {
    phase: 'stopped',
    by: 'user',
    since: at,
    memory: {
      lastEventId: null,
      everLive: false,
      failure: null,
      retryHint: null,
      doubts: null,
      credentialsRetried: false,
      mustRehydrate: false,
      grace: null,
      outageSince: null,
      quietSince: null,
      counters: { attempts: 0, connections: 0, silences: 0, rotations: 0 },
      ...left,
    },
  }
}

/** When the phase wants a `due` event; null where it holds no timer (rule 3). */
export function deadlineOf(state: State, policy: Policy): number | null {
  switch (state.phase) {
    case 'stopped':
    case 'unwatched':
      return null
    case 'connecting':
      return state.startedAt + policy.connectTimeout
    case 'live':
      return state.stable ? null : state.since + policy.stableAfter
    case 'waiting':
      return state.slot === 'none' ? state.retryAt : null
    case 'failed':
      return state.recheckAt
    default:
      return assertNever(state)
  }
}

/** The connection that the phase owns; null where it owns none (rules 1 and 3). */
export function connectionOf(state: State): number | null {
  return state.phase === 'connecting' || state.phase === 'live' ? state.connection : null
}

/** Where a try made while unwatched returns to; null for any other state. */
export function unwatchedOrigin(state: State): Extract<Origin, { phase: 'unwatched' }> | null {
  const origin = state.phase === 'connecting' || state.phase === 'waiting' ? state.origin : null
  return origin?.phase === 'unwatched' ? origin : null
}

/** Whether tries at this time count nothing (rule 7). */
export function inGrace(grace: Grace | null, at: number): boolean {
  return grace !== null && (at < grace.until || (!grace.reached && at < grace.atMost))
}
