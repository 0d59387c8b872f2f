import type fc from 'fast-check'
import type { Effect, Event } from '../../src/shared/model/event.ts'
import type { Policy } from '../../src/shared/model/policy.ts'
import { connectionOf, deadlineOf, initialState, type State } from '../../src/shared/model/state.ts'
import { step } from '../../src/shared/model/step.ts'
import { type Command, faults, type Life, lives } from './model-life.ts'

/**
 * A simulated runner: it carries the effects out (connections, one timer, one place in the queue) while a random
 * life happens to the endpoint. What it records is what the rules of 1-model.md are held against.
 */
export interface Taken {
  readonly before: State
  readonly event: Event
  readonly after: State
  readonly effects: readonly Effect[]
}

export interface World {
  readonly policy: Policy
  readonly begunAt: number
  readonly taken: readonly Taken[]
  /** What the rules forbid of any runner's view: two connections, a timer that leads nowhere, a lost place. */
  readonly mistakes: readonly string[]
}

const failing = { type: 'failure', retryAfter: null, badId: false } as const
const begunAt = 1_000_000

/** Lives the commands through, from a start on. */
export function live({ policy, met, lived }: Life): World {
  const taken: Taken[] = []
  const mistakes: string[] = []
  const open = new Set<number>()
  let state: State = initialState(begunAt, { lastEventId: '17' })
  let now = begunAt
  let place: 'none' | 'asked' = 'none'

  function dispatch(event: Event): void {
    const before = state
    const { state: after, effects } = step(before, event, policy)
    if (after === before && effects.length > 0) mistakes.push(`${event.type}: effects without a change`)
    if (after !== before) taken.push({ before, event, after, effects })
    state = after
    if (event.type === 'granted' && before !== after) place = 'none'
    for (const effect of effects) carryOut(effect)
    look()
  }

  function carryOut(effect: Effect): void {
    if (effect.type === 'open') {
      if (open.size > 0) mistakes.push('opened a second connection')
      open.add(effect.connection)
    } else if (effect.type === 'close') {
      if (!open.delete(effect.connection)) mistakes.push('closed what was not open')
    } else if (effect.type === 'ask') {
      if (place !== 'none') mistakes.push('asked twice')
      place = 'asked'
    } else if (effect.type === 'unask') {
      if (place === 'none') mistakes.push('withdrew what was not asked')
      place = 'none'
    }
  }

  /** Between two events the runner holds just what the phase owns. */
  function look(): void {
    const connection = connectionOf(state)
    if (connection === null ? open.size > 0 : !open.has(connection)) mistakes.push('lost a connection')
    const wants = state.phase === 'waiting' && state.slot !== 'none'
    if (wants !== (place !== 'none')) mistakes.push('lost its place')
  }

  /** Time goes on, and the timer fires when it should. */
  function pass(ms: number, random: number): void {
    const until = now + ms
    for (let fired = 0; fired < 500; fired++) {
      const deadline = deadlineOf(state, policy)
      if (deadline === null || deadline > until) break
      now = Math.max(now, deadline)
      const before = state
      dispatch({ type: 'due', at: now, random })
      if (state === before) mistakes.push(`${state.phase}: a deadline that leads nowhere`)
      if (state === before) break
      answer(random)
    }
    now = until
  }

  /** The limits answer a question: mostly yes. */
  function answer(random: number): void {
    if (place === 'asked') dispatch({ type: random < 0.8 ? 'granted' : 'held', at: now })
  }

  /** Lets time pass until a request is under way, if one is to come. */
  function seek(random: number): void {
    for (let tries = 0; tries < 3 && state.phase !== 'connecting' && state.phase !== 'live'; tries++) {
      const deadline = deadlineOf(state, policy)
      if (deadline !== null) pass(Math.max(0, deadline - now), random)
      if (state.phase === 'waiting' && state.slot !== 'none') dispatch({ type: 'granted', at: now })
    }
  }

  function fail(connection: number, random: number, pick: number): void {
    const told = met[pick % met.length] ?? faults[0]
    const event: Event = { ...failing, at: now, random, connection, ...told }
    dispatch(event)
    // The watchdog fires again while the reconnection is under way.
    const settled = state
    dispatch(event)
    if (state !== settled) mistakes.push('a failure counted twice')
  }

  function happen({ what, ms, random, pick, stale }: Command): void {
    const connection = (connectionOf(state) ?? state.memory.counters.attempts) - (stale ? 1 : 0)
    const at = now
    switch (what) {
      case 'pass':
        pass(ms, random)
        break
      case 'long':
        pass(ms * 20, random)
        break
      case 'stall':
        now += ms
        break
      case 'due':
        dispatch({ type: 'due', at, random })
        break
      case 'wake':
        now += ms
        dispatch({ type: 'wake', at: now, lost: ms })
        break
      case 'early-wake':
        dispatch({ type: 'wake', at, lost: 0 })
        break
      case 'local-fault':
        dispatch({ type: 'local-fault', at, from: Math.max(begunAt, at - ms) })
        break
      case 'transport':
      case 'url':
        dispatch({ type: 'reconfigured', at, random, change: what })
        break
      case 'opened': {
        const duration = pick % 4 === 0 ? 20_000 : null
        dispatch({ type: 'opened', at, connection, health: 'unproven', duration })
        break
      }
      case 'sign':
        dispatch({ type: 'sign', at, connection, lastEventId: pick % 2 === 0 ? `${pick}` : null })
        break
      case 'health':
        dispatch({ type: 'health', at, connection, health: pick % 2 === 0 ? 'late' : 'fresh' })
        break
      case 'hint':
        dispatch({ type: 'hint', at, connection, ms: ms * 30 })
        break
      case 'replay-lost':
        dispatch({ type: 'replay-lost', at, connection })
        break
      case 'failure':
        fail(connection, random, pick)
        break
      case 'fails':
        seek(random)
        fail(connectionOf(state) ?? connection, random, pick)
        break
      case 'connects': {
        seek(random)
        const opened = connectionOf(state) ?? connection
        const duration = pick % 4 === 0 ? 20_000 : null
        dispatch({ type: 'opened', at: now, connection: opened, health: 'fresh', duration })
        break
      }
      case 'lasts':
        if (state.phase === 'live') pass(ms, random)
        break
      case 'lasts its time': {
        if (state.phase !== 'live') break
        const planned = state.duration ?? policy.rotationEvery ?? ms
        pass(Math.max(0, state.since + planned - now), random)
        fail(state.connection, random, pick)
        break
      }
      case 'ended':
        dispatch({ type: 'ended', at, random, connection })
        break
      case 'completed':
      case 'rotation':
        dispatch({ type: 'completed', at, random, connection, rotation: what === 'rotation' })
        break
      case 'no-content':
        dispatch({ type: 'no-content', at, connection })
        break
      default:
        dispatch({ type: what, at })
        break
    }
  }

  dispatch({ type: 'start', at: now })
  for (const next of lived) {
    if (next.what !== 'held') answer(next.random)
    happen(next)
  }
  return { policy, begunAt, taken, mistakes }
}

/** Random lives, lived. */
export const worlds: fc.Arbitrary<World> = lives.map(live)

/** Whether the state is the one look at what was given up. */
export function isRecheck(state: State): boolean {
  return 'origin' in state && state.origin?.phase === 'failed'
}

/** Whether a close at this time is on a schedule (within 5 %, or a second), told or configured. */
export function isScheduled(state: State, at: number, every: number | null): boolean {
  if (state.phase !== 'live') return false
  const age = at - state.since
  return [every, state.duration].some((ms) => ms !== null && Math.abs(age - ms) <= Math.max(1_000, ms / 20))
}
