import { expect } from 'vitest'
import type { Effect, Event, Step } from '../../../../src/shared/model/event.ts'
import type { State } from '../../../../src/shared/model/state.ts'
import { now, token } from '../../../helpers/model-states.ts'

/**
 * What the codes of the table mean. A digit is the attempt; `!` an outage that begins with this, `+` a
 * re-hydration, `<` time that becomes unwatched afterwards, `u` a try that goes back to unwatched, `z` the old
 * URL's knowledge forgotten.
 *
 *   =  the identical state            U  stopped by the user    S  stopped by the server
 *   A  asks for a place               Ar the same, as a recheck O  dials       H  held back
 *   V  live (Vo: an outage is over)   St stable                 s h r i  sign, health, retry hint, id lost
 *   W  waits, by backoff              D  waits, a doubt noted   B  waits, the bad id forgotten
 *   n  a recheck is planned
 *   X  given up                       F  back to failed         P  waits, at the pace of the grace
 *   G  asks, in a new grace           N  grace reached          R  rotates     q  reconnects like one
 *   Us Uo Ul unwatched: asleep, offline, local                  C  now offline Z  the old URL forgotten
 */
export function checkOutcome(code: string, before: State, event: Event, { state, effects }: Step): void {
  if (code === '=') {
    expect(state).toBe(before)
    expect(effects).toEqual([])
    return
  }
  expect(state).not.toBe(before)
  const [is, does] = expected(code, before, event)
  expect(state).toMatchObject(is)
  expect(effects).toEqual(does)
}

type Outcome = readonly [object, readonly Effect[]]

/** What leaving the state lets go of. */
function release(state: State): readonly Effect[] {
  if (state.phase === 'connecting' || state.phase === 'live') return [{ type: 'close', connection: token }]
  return state.phase === 'waiting' && state.slot !== 'none' ? [{ type: 'unask' }] : []
}

const causes = { Us: 'sleep', Uo: 'offline', Ul: 'local' } as const
const rehydrate: Effect = { type: 'rehydrate' }
const ask: Effect = { type: 'ask' }
const forgotten = { lastEventId: null, everLive: false, failure: null, retryHint: null, doubts: null }

function expected(code: string, before: State, event: Event): Outcome {
  const { memory } = before
  const { at } = event
  const left = release(before)
  const back: Effect[] = code.includes('<') ? [{ type: 'unwatched', from: now - 4_000 }] : []
  const anew: Effect[] = code.includes('+') ? [rehydrate] : []
  const cause = causes[code.slice(0, 2) as keyof typeof causes]
  if (cause !== undefined) {
    const quiet = { grace: null, outageSince: null }
    const is = { phase: 'unwatched', cause, since: at, before: before.phase, memory: quiet }
    return [is, [...left, ...back]]
  }
  switch (code.replace(/[\d+!<uz]/g, '')) {
    case 'U':
      return [{ phase: 'stopped', by: 'user' }, left]
    case 'S':
      return [{ phase: 'stopped', by: 'server', since: at, memory: { outageSince: null } }, left]
    case 'A':
      return asks(code, before, [...left, ...anew, ask], at)
    case 'Ar':
      return [
        { phase: 'waiting', slot: 'asked', attempt: 5, origin: { phase: 'failed', state: before } },
        [ask],
      ]
    case 'G': {
      const grace = { until: at + 30_000, atMost: at + 600_000, reached: false }
      const is = { ...asked, attempt: 1, origin: null, memory: { grace, outageSince: null, doubts: null } }
      return [is, [...left, ...anew, ask, ...back]]
    }
    case 'O': {
      const connection = token + 1
      const resumeFrom = memory.lastEventId
      const { attempt, origin } = before as Extract<State, { phase: 'waiting' }>
      const counters = { ...memory.counters, attempts: token + 1 }
      const is = { connection, resumeFrom, startedAt: at, since: at, attempt, origin, memory: { counters } }
      return [{ phase: 'connecting', ...is }, [{ type: 'open', connection, resumeFrom }]]
    }
    case 'H':
      return [{ phase: 'waiting', slot: 'held', delay: { chosenBy: 'queue' } }, []]
    case 'V':
    case 'Vo':
    case 'Vg':
      return goesLive(code, before, at, anew)
    case 'St':
      return [{ ...before, stable: true, memory: { ...memory, failure: null } }, []]
    case 's':
      return [{ ...before, lastSignAt: at, memory: { ...memory, lastEventId: '42' } }, []]
    case 'h':
      return [{ ...before, health: 'late' }, []]
    case 'r':
      return [{ ...before, memory: { ...memory, retryHint: 5_000 } }, []]
    case 'i':
      return [{ ...before, memory: { ...memory, lastEventId: null } }, [rehydrate]]
    case 'N':
      return [{ ...before, memory: { ...memory, grace: { ...memory.grace, reached: true } } }, []]
    case 'W':
    case 'D':
    case 'B':
      return waits(code, before, event, left)
    case 'X':
      return givesUp(code, before, event, left)
    case 'F': {
      const origin = 'origin' in before && before.origin?.phase === 'failed' && before.origin.state
      const { since, attempts } = origin as Extract<State, { phase: 'failed' }>
      return [{ phase: 'failed', since, attempts, recheckAt: at + 300_000, failure: failureIn(event) }, left]
    }
    case 'P':
      return [{ ...waitsFor(1, at, 2_000, 'grace'), memory }, left]
    case 'R':
    case 'q': {
      const { rotations } = memory.counters
      const counters = { ...memory.counters, rotations: code.startsWith('R') ? rotations + 1 : rotations }
      const origin = code.includes('u') && 'origin' in before ? before.origin : null
      const old = code.includes('z') ? forgotten : {}
      return [{ ...waitsFor(1, at, 250, 'rotation'), origin, memory: { ...old, counters } }, left]
    }
    case 'n':
      return [{ ...before, recheckAt: at + 300_000 }, []]
    case 'C':
      return [{ ...before, cause: 'offline' }, []]
    case 'Z':
      return [{ ...before, memory: { ...memory, ...forgotten, credentialsRetried: false } }, []]
    default:
      throw new Error(`The table uses a code that means nothing: ${code}`)
  }
}

const asked = { phase: 'waiting', slot: 'asked' }

function attemptIn(code: string): number {
  return Number(/\d/.exec(code)?.[0] ?? 1)
}

function asks(code: string, before: State, effects: readonly Effect[], at: number): Outcome {
  const cause = before.phase === 'unwatched' ? before.cause : 'origin' in before && before.origin
  const origin = typeof cause === 'string' ? { phase: 'unwatched', cause } : cause
  const is = { ...asked, attempt: attemptIn(code), retryAt: at, origin: code.includes('u') ? origin : null }
  return [is, effects]
}

function goesLive(code: string, before: State, at: number, anew: readonly Effect[]): Outcome {
  const { memory } = before
  const connections = memory.counters.connections + 1
  const begun = { until: at + 30_000, atMost: at + 600_000, reached: true }
  const { attempt } = before as Extract<State, { phase: 'connecting' }>
  const is = {
    ...{ phase: 'live', since: at, lastSignAt: at, stable: false, connection: token, attempt },
    ...{ health: 'unproven', duration: 60_000 },
    memory: {
      ...{ everLive: true, doubts: null, credentialsRetried: false, mustRehydrate: false, outageSince: null },
      ...{ lastEventId: memory.lastEventId, failure: memory.failure },
      counters: { ...memory.counters, connections },
      grace: code.includes('g') ? begun : memory.grace && { ...memory.grace, reached: true },
    },
  }
  return [is, [...(code.includes('o') ? [{ type: 'restored' } as const] : []), ...anew]]
}

function waitsFor(attempt: number, at: number, ms: number, chosenBy: string): object {
  const delay = { ms, chosenBy }
  return { phase: 'waiting', slot: 'none', attempt, since: at, retryAt: at + ms, delay, origin: null }
}

/** With `random` 0 the delay is half of `1 s * 2^(n-1)`; a doubt waits 30 s at least. */
function waits(code: string, before: State, event: Event, left: readonly Effect[]): Outcome {
  const attempt = attemptIn(code)
  const n = Math.max(1, attempt - 1)
  const ms = code.startsWith('D') ? 30_000 : 500 * 2 ** (n - 1)
  const doubts = code.startsWith('D') ? { tries: 1, firstAt: event.at } : null
  const lastEventId = code.startsWith('B') ? null : before.memory.lastEventId
  const outageSince = code.includes('!') ? outageFrom(before, event) : before.memory.outageSince
  const memory = { failure: failureIn(event), doubts, lastEventId, outageSince, grace: null }
  return [
    { ...waitsFor(attempt, event.at, ms, 'backoff'), memory },
    [...left, ...outage(code, before, event)],
  ]
}

function givesUp(code: string, before: State, event: Event, left: readonly Effect[]): Outcome {
  const { attempt } = before as Extract<State, { phase: 'connecting' | 'live' }>
  const failure = failureIn(event)
  const memory = { lastEventId: null, mustRehydrate: true, failure }
  const is = { phase: 'failed', since: event.at, attempts: attempt, recheckAt: event.at + 300_000 }
  return [{ ...is, failure, memory }, [...left, ...outage(code, before, event)]]
}

/** The last sign of life, where there was one; else the failure itself. */
function outageFrom(before: State, event: Event): number {
  return before.phase === 'live' ? before.lastSignAt : event.at
}

function outage(code: string, before: State, event: Event): readonly Effect[] {
  return code.includes('!') ? [{ type: 'outage', from: outageFrom(before, event) }] : []
}

function failureIn(event: Event): object {
  if (event.type === 'failure' || event.type === 'unready') return event.failure
  return { kind: event.type === 'due' ? 'connect-timeout' : 'end-of-stream', terminal: false }
}
