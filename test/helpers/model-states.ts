import type { Event } from '../../src/shared/model/event.ts'
import { type Failure, failureOf } from '../../src/shared/model/failure.ts'
import type {
  Connecting,
  Failed,
  Live,
  Memory,
  State,
  Stopped,
  Unwatched,
  Waiting,
} from '../../src/shared/model/state.ts'

/** The moment at which the tests let something happen. */
export const now = 1_000_000
/** The generation token that the states below hold, and the number of requests so far. */
export const token = 7

export const refused: Failure = failureOf('refused')

/** An endpoint that was live before and made seven requests. */
export function memory(changes: Partial<Memory> = {}): Memory {
  return {
    lastEventId: '41',
    everLive: true,
    failure: null,
    retryHint: null,
    doubts: null,
    credentialsRetried: false,
    mustRehydrate: false,
    grace: null,
    outageSince: null,
    quietSince: null,
    counters: { attempts: token, connections: 4, silences: 1, rotations: 2 },
    ...changes,
  }
}

/** In an outage since a minute ago. */
export const inOutage = memory({ failure: refused, outageSince: now - 60_000 })
export const given = memory({
  failure: refused,
  outageSince: now - 60_000,
  lastEventId: null,
  mustRehydrate: true,
})
/** A grace that ends in 20 s. */
export const inGrace = memory({
  grace: { until: now + 20_000, atMost: now + 500_000, reached: false },
})

export function stopped(changes: Partial<Stopped> = {}): Stopped {
  return { phase: 'stopped', by: 'user', since: now - 5_000, memory: memory(), ...changes }
}

export function connecting(changes: Partial<Connecting> = {}): Connecting {
  return {
    phase: 'connecting',
    since: now - 5_000,
    startedAt: now - 5_000,
    attempt: 3,
    resumeFrom: '41',
    connection: token,
    delay: { ms: 1_500, chosenBy: 'backoff' },
    origin: null,
    memory: inOutage,
    ...changes,
  }
}

export function live(changes: Partial<Live> = {}): Live {
  return {
    phase: 'live',
    since: now - 5_000,
    attempt: 2,
    connection: token,
    lastSignAt: now - 1_000,
    health: 'fresh',
    stable: false,
    duration: null,
    memory: memory(),
    ...changes,
  }
}

export function waiting(changes: Partial<Waiting> = {}): Waiting {
  return {
    phase: 'waiting',
    since: now - 5_000,
    attempt: 4,
    retryAt: now + 3_000,
    delay: { ms: 8_000, chosenBy: 'backoff' },
    slot: 'none',
    origin: null,
    memory: inOutage,
    ...changes,
  }
}

export function failed(changes: Partial<Failed> = {}): Failed {
  return {
    phase: 'failed',
    since: now - 50_000,
    failure: refused,
    attempts: 5,
    recheckAt: now + 200_000,
    memory: given,
    ...changes,
  }
}

export function unwatched(changes: Partial<Unwatched> = {}): Unwatched {
  return {
    phase: 'unwatched',
    since: now - 5_000,
    cause: 'sleep',
    before: 'live',
    memory: memory(),
    ...changes,
  }
}

export function failing(failure: Failure, changes: Partial<Extract<Event, { type: 'failure' }>> = {}): Event {
  return {
    type: 'failure',
    at: now,
    random: 0,
    connection: token,
    failure,
    retryAfter: null,
    badId: false,
    ...changes,
  }
}

/** Freezes a state with all it holds, so that a reducer that writes into it throws. */
export function frozen<T extends State>(state: T): T {
  const freeze = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
    Object.freeze(value)
    for (const inner of Object.values(value)) freeze(inner)
  }
  freeze(state)
  return state
}
