import { describe, expect, test } from 'vitest'
import type { Event, EventType } from '../../../../src/shared/model/event.ts'
import { failureOf, statusFailure } from '../../../../src/shared/model/failure.ts'
import { defaultPolicy } from '../../../../src/shared/model/policy.ts'
import { deadlineOf, type State } from '../../../../src/shared/model/state.ts'
import { step } from '../../../../src/shared/model/step.ts'
import {
  connecting,
  failed,
  failing,
  frozen,
  given,
  inGrace,
  live,
  memory,
  now,
  stopped,
  token,
  unwatched,
  waiting,
} from '../../../helpers/model-states.ts'
import { checkOutcome } from './outcomes.ts'

/**
 * Every event in every phase, as 1-model.md has it and as nothing in `src` says it. A column is a variant of a
 * phase, a row an event, a cell a code that `outcomes.ts` spells out; `=` is "the identical state, no effect".
 */
const offlineTry = { phase: 'unwatched', cause: 'offline' } as const
const localTry = { phase: 'unwatched', cause: 'local' } as const
const sleepTry = { phase: 'unwatched', cause: 'sleep' } as const
const recheck = { phase: 'failed', state: failed() } as const
const fresh = memory({ everLive: false, failure: null, lastEventId: null })

const states: Readonly<Record<string, State>> = {
  // Stopped by the user, by the server.
  Su: stopped(),
  Ss: stopped({ by: 'server' }),
  // Connecting: attempt 3 in an outage, the very first, the last allowed, a recheck, tries while unwatched, in grace.
  C: connecting(),
  C1: connecting({ attempt: 1, delay: null, memory: fresh }),
  Cn: connecting({ attempt: 50 }),
  Cr: connecting({ attempt: 5, origin: recheck, memory: given, resumeFrom: null }),
  Co: connecting({ attempt: 1, origin: offlineTry, memory: memory() }),
  Cl: connecting({ attempt: 1, origin: localTry, memory: memory() }),
  Cs: connecting({ attempt: 1, origin: sleepTry, memory: memory() }),
  Cg: connecting({ attempt: 1, memory: inGrace }),
  // Live: not yet stable, stable, in grace.
  L: live(),
  Ls: live({ since: now - 60_000, stable: true }),
  Lg: live({ attempt: 1, memory: inGrace }),
  // Waiting: for its time, for a place, held, for a told time, a recheck's place, an offline try's place, in grace.
  W: waiting(),
  Wa: waiting({ slot: 'asked', retryAt: now }),
  Wh: waiting({ slot: 'held', retryAt: now, delay: { ms: 0, chosenBy: 'queue' } }),
  Wt: waiting({ delay: { ms: 8_000, chosenBy: 'retry-after' } }),
  Wr: waiting({ slot: 'asked', retryAt: now, attempt: 5, origin: recheck, memory: given }),
  Wo: waiting({ slot: 'asked', retryAt: now, attempt: 1, origin: offlineTry, memory: memory() }),
  Wg: waiting({ attempt: 1, delay: { ms: 2_000, chosenBy: 'grace' }, memory: inGrace }),
  // Failed: with a recheck to come, with none.
  F: failed(),
  Fn: failed({ recheckAt: null }),
  // Unwatched: asleep, offline, a local fault, offline and failed before.
  Us: unwatched(),
  Uo: unwatched({ cause: 'offline' }),
  Ul: unwatched({ cause: 'local' }),
  Uf: unwatched({ cause: 'offline', before: 'failed', memory: { ...given, outageSince: null } }),
}

/** The deadline of each variant: offsets from `now`; what is not here holds no timer. */
const deadlines: Readonly<Record<string, number>> = {
  ...{ C: 5_000, C1: 5_000, Cn: 5_000, Cr: 5_000, Co: 5_000, Cl: 5_000, Cs: 5_000, Cg: 5_000 },
  ...{ L: 25_000, Lg: 25_000 },
  ...{ W: 3_000, Wt: 3_000, Wg: 3_000 },
  ...{ F: 200_000 },
}

const connection = token
const stale = token - 1
const random = 0
const at = now
const lost = 4_000
const events: Readonly<Record<string, (name: string) => Event>> = {
  start: () => ({ type: 'start', at }),
  stop: () => ({ type: 'stop', at }),
  retry: () => ({ type: 'retry', at }),
  'due, early': (name) => ({ type: 'due', at: now + (deadlines[name] ?? 3_600_000) - 1, random }),
  'due, in time': (name) => ({ type: 'due', at: now + (deadlines[name] ?? 3_600_000), random }),
  granted: () => ({ type: 'granted', at }),
  held: () => ({ type: 'held', at }),
  unready: () => ({ type: 'unready', at, random, failure: failureOf('credentials') }),
  opened: () => ({ type: 'opened', at, connection, health: 'unproven', duration: 60_000 }),
  'opened, stale': () => ({ type: 'opened', at, connection: stale, health: 'fresh', duration: null }),
  sign: () => ({ type: 'sign', at, connection, lastEventId: '42' }),
  'sign, stale': () => ({ type: 'sign', at, connection: stale, lastEventId: '42' }),
  health: () => ({ type: 'health', at, connection, health: 'late' }),
  'health, same': () => ({ type: 'health', at, connection, health: 'fresh' }),
  'health, stale': () => ({ type: 'health', at, connection: stale, health: 'late' }),
  hint: () => ({ type: 'hint', at, connection, ms: 5_000 }),
  'hint, stale': () => ({ type: 'hint', at, connection: stale, ms: 5_000 }),
  'replay lost': () => ({ type: 'replay-lost', at, connection }),
  'replay lost, stale': () => ({ type: 'replay-lost', at, connection: stale }),
  'fails: refused': () => failing(failureOf('refused')),
  'fails: 404': () => failing(statusFailure(404)),
  'fails: told final': () => failing(failureOf('told-error', { terminal: true })),
  'fails: bad id': () => failing(statusFailure(400), { badId: true }),
  'fails, stale': () => failing(statusFailure(404), { connection: stale }),
  ended: () => ({ type: 'ended', at, random, connection }),
  'ended, stale': () => ({ type: 'ended', at, random, connection: stale }),
  completed: () => ({ type: 'completed', at, random, connection, rotation: false }),
  'rotation told': () => ({ type: 'completed', at, random, connection, rotation: true }),
  'completed, stale': () => ({ type: 'completed', at, random, connection: stale, rotation: false }),
  'no content': () => ({ type: 'no-content', at, connection }),
  'no content, stale': () => ({ type: 'no-content', at, connection: stale }),
  neighbour: () => ({ type: 'neighbour', at }),
  reached: () => ({ type: 'reached', at }),
  asleep: () => ({ type: 'asleep', at }),
  wake: () => ({ type: 'wake', at, lost }),
  'wake, again': () => ({ type: 'wake', at, lost: 0 }),
  offline: () => ({ type: 'offline', at }),
  online: () => ({ type: 'online', at }),
  'local fault': () => ({ type: 'local-fault', at, from: now - lost }),
  'local fault over': () => ({ type: 'local-fault-over', at }),
  'new transport': () => ({ type: 'reconfigured', at, random, change: 'transport' }),
  'new rules': () => ({ type: 'reconfigured', at, random, change: 'rules' }),
  'new url': () => ({ type: 'reconfigured', at, random, change: 'url' }),
}

const table = `
                    Su  Ss  C   C1  Cn  Cr  Co  Cl  Cs  Cg  L   Ls  Lg  W   Wa  Wh  Wt  Wr  Wo  Wg  F   Fn  Us  Uo  Ul  Uf
start               A1  A1  =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =
stop                =   U   U   U   U   U   U   U   U   U   U   U   U   U   U   U   U   U   U   U   U   U   U   U   U   U
retry               A1  A1  A1  A1  A1  A1+ A1u A1u A1u A1  =   =   =   A1  A1  A1  A1  A1+ A1u A1  A1+ A1+ A1u A1u A1u A+u
due, early          =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =
due, in time        =   =   W4  W2! X   F   Uo  Ul  Us  P   St  =   St  A4  =   =   A4  =   =   A1  Ar  =   =   =   =   =
granted             =   =   =   =   =   =   =   =   =   =   =   =   =   =   O   O   =   O   O   =   =   =   =   =   =   =
held                =   =   =   =   =   =   =   =   =   =   =   =   =   =   H   =   =   H   H   =   =   =   =   =   =   =
unready             =   =   =   =   =   =   =   =   =   =   =   =   =   =   D4  D4  =   F   Uo  =   =   =   =   =   =   =
opened              =   =   Vo  V   Vo  Vo+ Vg  Vg  Vg  V   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =
opened, stale       =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =
sign                =   =   =   =   =   =   =   =   =   =   s   s   s   =   =   =   =   =   =   =   =   =   =   =   =   =
sign, stale         =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =
health              =   =   =   =   =   =   =   =   =   =   h   h   h   =   =   =   =   =   =   =   =   =   =   =   =   =
health, same        =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =
health, stale       =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =
hint                =   =   =   =   =   =   =   =   =   =   r   r   r   =   =   =   =   =   =   =   =   =   =   =   =   =
hint, stale         =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =
replay lost         =   =   =   =   =   =   =   =   =   =   i   i   i   =   =   =   =   =   =   =   =   =   =   =   =   =
replay lost, stale  =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =
fails: refused      =   =   W4  W2! X   F   Uo  Ul  Us  P   W3! W1! P   =   =   =   =   =   =   =   =   =   =   =   =   =
fails: 404          =   =   D4  X!  X   F   Uo  Ul  Us  P   D3! D1! P   =   =   =   =   =   =   =   =   =   =   =   =   =
fails: told final   =   =   X   X!  X   F   Uo  Ul  Us  P   X!  X!  P   =   =   =   =   =   =   =   =   =   =   =   =   =
fails: bad id       =   =   B4  B2! X   F   Uo  Ul  Us  P   B3! B1! P   =   =   =   =   =   =   =   =   =   =   =   =   =
fails, stale        =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =
ended               =   =   =   =   =   =   =   =   =   =   W3! W1! P   =   =   =   =   =   =   =   =   =   =   =   =   =
ended, stale        =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =
completed           =   =   =   =   =   =   =   =   =   =   S   S   P   =   =   =   =   =   =   =   =   =   =   =   =   =
rotation told       =   =   =   =   =   =   =   =   =   =   R   R   R   =   =   =   =   =   =   =   =   =   =   =   =   =
completed, stale    =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =
no content          =   =   S   S   S   S   Uo  Ul  Us  P   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =
no content, stale   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =
neighbour           =   =   =   =   =   =   =   =   =   =   =   =   =   A4  =   =   =   =   =   A1  =   =   =   =   =   =
reached             =   =   =   =   =   =   =   =   =   N   =   =   N   =   =   =   =   =   =   N   =   =   =   =   =   =
asleep              =   =   Us  Us  Us  Us  Uo  Ul  Us  Us  Us  Us  Us  Us  Us  Us  Us  Us  Uo  Us  Us  Us  =   =   =   =
wake                =   =   G<  G<  G<  G+< Uo< G<  G<  G<  G<  G<  G<  G<  G<  G<  G<  G+< Uo< G<  G+< G+< G   =   G   =
wake, again         =   =   =   =   =   =   =   =   G   =   =   =   =   =   =   =   =   =   =   =   =   =   G   =   =   =
offline             =   =   Uo  Uo  Uo  Uo  Uo  Uo  Uo  Uo  Uo  Uo  Uo  Uo  Uo  Uo  Uo  Uo  Uo  Uo  Uo  Uo  =   =   C   =
online              =   =   =   =   =   G+  G   =   =   =   =   =   =   =   =   =   =   G+  G   =   G+  G+  =   G   =   G+
local fault         =   =   Ul< Ul< Ul< Ul< Uo< Ul< Us< Ul< Ul< Ul< Ul< Ul< Ul< Ul< Ul< Ul< Uo< Ul< Ul< Ul< =   =   =   =
local fault over    =   =   =   =   =   =   =   G   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   G   =
new transport       =   =   q   q   q   q   qu  qu  qu  q   R   R   R   q   q   q   q   q   qu  q   q   q   =   =   =   =
new rules           =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   =   n   =   =   =   =
new url             Z   Z   qz  qz  qz  qz  quz quz quz qz  Rz  Rz  Rz  qz  qz  qz  qz  qz  quz qz  qz  qz  Z   Z   Z   Z
`

interface Cell {
  readonly event: string
  readonly state: string
  readonly code: string
}

function cells(text: string): readonly Cell[] {
  const [head = '', ...rows] = text.split('\n').filter((line) => line.trim() !== '')
  const columns = head.trim().split(/\s+/)
  return rows.flatMap((row) => {
    const name = row.slice(0, 20).trim()
    const codes = row.slice(20).trim().split(/\s+/)
    if (codes.length !== columns.length) throw new Error(`Row "${name}" has ${codes.length} cells.`)
    return columns.map((state, i) => ({ event: name, state, code: codes[i] ?? '' }))
  })
}

const types: Readonly<Record<EventType, true>> = {
  start: true,
  stop: true,
  retry: true,
  due: true,
  granted: true,
  held: true,
  unready: true,
  opened: true,
  sign: true,
  health: true,
  hint: true,
  'replay-lost': true,
  failure: true,
  ended: true,
  completed: true,
  'no-content': true,
  neighbour: true,
  reached: true,
  asleep: true,
  wake: true,
  offline: true,
  online: true,
  'local-fault': true,
  'local-fault-over': true,
  reconfigured: true,
}

describe('every event in every phase', () => {
  const all = cells(table)

  test('the table leaves out no event, no phase and no variant', () => {
    expect(new Set(all.map(({ event }) => events[event]?.('').type))).toEqual(new Set(Object.keys(types)))
    expect([...new Set(all.map(({ event }) => event))]).toEqual(Object.keys(events))
    expect([...new Set(all.map(({ state }) => state))]).toEqual(Object.keys(states))
    expect(new Set(Object.values(states).map(({ phase }) => phase)).size).toBe(6)
  })

  test.each(Object.entries(states))('%s holds the timer it should', (name, state) => {
    const offset = deadlines[name]
    expect(deadlineOf(state, defaultPolicy)).toBe(offset === undefined ? null : now + offset)
  })

  for (const row of Object.keys(events)) {
    test.each(all.filter(({ event }) => event === row))('$event in $state: $code', ({ state, code }) => {
      const before = states[state]
      const event = events[row]?.(state)
      if (before === undefined || event === undefined) throw new Error('The table names what is not there.')
      checkOutcome(code, frozen(before), event, step(before, event, defaultPolicy))
    })
  }
})
