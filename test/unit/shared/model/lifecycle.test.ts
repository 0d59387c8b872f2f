import { describe, expect, test } from 'vitest'
import { failureOf, statusFailure } from '../../../../src/shared/model/failure.ts'
import { defaultPolicy, type Policy } from '../../../../src/shared/model/policy.ts'
import { initialState } from '../../../../src/shared/model/state.ts'
import { step } from '../../../../src/shared/model/step.ts'
import {
  connecting,
  failed,
  failing,
  given,
  inGrace,
  live,
  memory,
  now,
  token,
  unwatched,
  waiting,
} from '../../../helpers/model-states.ts'
import { failNow, redial, stateAfter } from '../../../helpers/model-steps.ts'

describe('closes that are no failure', () => {
  const ended = { type: 'ended', at: now, random: 0.5, connection: token } as const
  const quarter: Policy = { ...defaultPolicy, rotationEvery: 900_000 }

  test('a close on schedule that is not a clean one is a rotation all the same; a silence is not', () => {
    const due = live({ since: now - 899_000, stable: true })
    for (const kind of ['reset', 'end-of-stream'] as const) {
      expect(stateAfter(due, failing(failureOf(kind)), quarter)).toMatchObject({
        delay: { chosenBy: 'rotation' },
      })
    }
    expect(stateAfter(due, failing(failureOf('silence')), quarter)).toMatchObject({
      delay: { chosenBy: 'backoff' },
    })
  })

  test('a told duration makes the end a rotation', () => {
    expect(stateAfter(live({ duration: 5_500 }), ended)).toMatchObject({ delay: { chosenBy: 'rotation' } })
    expect(stateAfter(live({ duration: 60_000 }), ended)).toMatchObject({ delay: { chosenBy: 'backoff' } })
  })

  test('a configured schedule does, too', () => {
    const due = live({ since: now - 899_000, stable: true })
    expect(stateAfter(due, ended, quarter)).toMatchObject({ attempt: 1, delay: { chosenBy: 'rotation' } })
    expect(stateAfter(due, ended)).toMatchObject({ attempt: 1, delay: { chosenBy: 'backoff' } })
  })

  test('a rotation reconnects after at most one second, and not in lockstep', () => {
    const told = { ...ended, type: 'completed', rotation: true } as const
    const delays = [0, 0.5, 0.999_999].map((random) => stateAfter(live(), { ...told, random }))
    const ms = delays.map((state) => (state.phase === 'waiting' ? state.delay.ms : 0))
    expect(new Set(ms).size).toBe(3)
    for (const one of ms) expect(one > 0 && one <= 1_000).toBe(true)
  })
})

describe('a stream that was open for stableAfter', () => {
  test('is stable although its timer is late', () => {
    const late = live({ since: now - 30_000, attempt: 9 })
    expect(stateAfter(late, failing(failureOf('reset')))).toMatchObject({ attempt: 1, delay: { ms: 500 } })
    const soon = live({ since: now - 29_999, attempt: 9 })
    expect(stateAfter(soon, failing(failureOf('reset')))).toMatchObject({ attempt: 10 })
  })
})

test('a failure is shown until the endpoint is stable again, and no longer', () => {
  const shaky = live({ memory: memory({ failure: failureOf('reset') }) })
  expect(stateAfter(shaky, { type: 'due', at: now + 24_999, random: 0 }).memory.failure).not.toBeNull()
  expect(stateAfter(shaky, { type: 'due', at: now + 25_000, random: 0 }).memory.failure).toBeNull()
})

test('waiting goes on while the question for a place is put', () => {
  const due = stateAfter(waiting(), { type: 'due', at: now + 3_000, random: 0 })
  expect(due).toMatchObject({ slot: 'asked', since: now - 5_000 })
  expect(stateAfter(connecting(), { type: 'retry', at: now }).since).toBe(now)
})

describe('new settings', () => {
  const told = memory({ retryHint: 5_000, failure: failureOf('refused'), outageSince: now - 9_000 })
  const transport = { type: 'reconfigured', at: now, random: 0, change: 'transport' } as const

  test('a new URL forgets what the old server told', () => {
    const moved = stateAfter(waiting({ memory: told }), { ...transport, change: 'url' })
    expect(moved.memory).toMatchObject({ retryHint: null, failure: null, lastEventId: null, everLive: false })
  })

  test('a new transport forgets nothing, and the outage goes on', () => {
    expect(stateAfter(waiting({ memory: told }), transport).memory).toEqual(told)
    expect(stateAfter(failed({ memory: told }), transport).memory).toEqual(told)
  })
})

describe('the grace (rule 7)', () => {
  const { grace } = inGrace

  test('lasts 30 s, and on until one endpoint of the network got through, at most 10 min', () => {
    const at = (ms: number, reached: boolean) => {
      const opened = connecting({ memory: memory({ grace: grace && { ...grace, reached } }) })
      const state = stateAfter(opened, failing(failureOf('dns'), { at: now + ms }))
      return state.phase === 'waiting' ? state.delay.chosenBy : state.phase
    }
    expect(at(19_999, true)).toBe('grace')
    expect(at(20_000, true)).toBe('backoff')
    expect(at(499_999, false)).toBe('grace')
    expect(at(500_000, false)).toBe('backoff')
  })

  test('is reached once', () => {
    const reached = stateAfter(connecting({ memory: inGrace }), { type: 'reached', at: now })
    expect(stateAfter(reached, { type: 'reached', at: now })).toBe(reached)
  })

  test('ends at its own time once this endpoint itself got through', () => {
    const opened = { type: 'opened', at: now, connection: token, health: 'fresh', duration: null } as const
    const state = stateAfter(connecting({ attempt: 1, memory: inGrace }), opened)
    const lost = stateAfter(state, failing(failureOf('reset'), { at: now + 20_000 }))
    expect(lost).toMatchObject({ phase: 'waiting', attempt: 2, delay: { chosenBy: 'backoff' } })
  })

  test('its silence is not counted as one', () => {
    const silent = stateAfter(live({ memory: inGrace }), failing(failureOf('silence')))
    expect(silent.memory.counters.silences).toBe(inGrace.counters.silences)
    expect(stateAfter(live(), failing(failureOf('silence'))).memory.counters.silences).toBe(2)
  })
})

describe('a neighbour that came back', () => {
  const neighbour = { type: 'neighbour', at: now } as const

  test.each(['refused', 'dns', 'reset', 'silence', 'end-of-stream', 'connect-timeout'] as const)(
    'ends the waiting after %s',
    (kind) => {
      const state = waiting({ memory: memory({ failure: failureOf(kind) }) })
      expect(stateAfter(state, neighbour)).toMatchObject({ slot: 'asked', attempt: 4, delay: state.delay })
    },
  )

  test('says nothing about a missing path', () => {
    const state = waiting({ memory: memory({ failure: statusFailure(404) }) })
    expect(stateAfter(state, neighbour)).toBe(state)
  })

  test('does not shorten what the server asked for', () => {
    const state = waiting({ delay: { ms: 8_000, chosenBy: 'retry-after' } })
    expect(stateAfter(state, neighbour)).toBe(state)
  })
})

describe('what is sent and kept', () => {
  test('no Last-Event-ID where resume is off', () => {
    const off: Policy = { ...defaultPolicy, resume: false }
    const { state, effects } = step(waiting({ slot: 'asked' }), { type: 'granted', at: now }, off)
    expect(state).toMatchObject({ resumeFrom: null, memory: { lastEventId: '41' } })
    expect(effects).toEqual([{ type: 'open', connection: token + 1, resumeFrom: null }])
  })

  test('an id of an earlier run is resumed from', () => {
    const started = stateAfter(initialState(now, { lastEventId: '99' }), { type: 'start', at: now })
    expect(stateAfter(started, { type: 'granted', at: now })).toMatchObject({ resumeFrom: '99', attempt: 1 })
  })

  test('a sign without an id keeps the last one, an empty id takes it back', () => {
    const sign = { type: 'sign', at: now, connection: token } as const
    expect(stateAfter(live(), { ...sign, lastEventId: null }).memory.lastEventId).toBe('41')
    expect(stateAfter(live(), { ...sign, lastEventId: '' }).memory.lastEventId).toBeNull()
  })

  test('a retry field is held in its bounds and chooses the delay', () => {
    const told = stateAfter(live(), { type: 'hint', at: now, connection: token, ms: 0 })
    expect(told.memory.retryHint).toBe(250)
    expect(stateAfter(told, failing(failureOf('reset')))).toMatchObject({
      delay: { ms: 250, chosenBy: 'retry-hint' },
    })
  })

  test('the delay that led to a connection is shown until it is live, that of a mere queue is not', () => {
    const at = now
    expect(stateAfter(waiting({ slot: 'asked' }), { type: 'granted', at })).toMatchObject({
      delay: { ms: 8_000 },
    })
    const queue = { ms: 0, chosenBy: 'queue' } as const
    expect(stateAfter(waiting({ slot: 'asked', delay: queue }), { type: 'granted', at })).toMatchObject({
      delay: null,
    })
    expect(stateAfter(waiting({ slot: 'held', delay: queue }), { type: 'granted', at })).toMatchObject({
      delay: queue,
    })
  })

  test('starting forgets the old failure, stopping ends the outage and the doubts', () => {
    const old = memory({
      failure: failureOf('refused'),
      doubts: { tries: 1, firstAt: now },
      outageSince: now,
    })
    const halted = stateAfter(waiting({ memory: old }), { type: 'stop', at: now })
    expect(halted.memory).toMatchObject({ doubts: null, outageSince: null, grace: null })
    expect(stateAfter(halted, { type: 'start', at: now }).memory.failure).toBeNull()
  })
})

describe('giving up', () => {
  test('a recheck of 0 never looks again', () => {
    const never: Policy = { ...defaultPolicy, recheck: 0 }
    const state = stateAfter(connecting({ attempt: 50 }), failing(failureOf('refused')), never)
    expect(state).toMatchObject({ phase: 'failed', recheckAt: null })
    const recheck = { phase: 'failed', state: failed() } as const
    const back = stateAfter(
      connecting({ origin: recheck, memory: given }),
      failing(failureOf('refused')),
      never,
    )
    expect(back).toMatchObject({ phase: 'failed', recheckAt: null })
  })

  test('the loss of a stable stream never exhausts the attempts', () => {
    const last = live({ attempt: 50, stable: true, since: now - 60_000 })
    expect(stateAfter(last, failing(failureOf('reset')))).toMatchObject({ phase: 'waiting', attempt: 1 })
    expect(stateAfter(live({ attempt: 50 }), failing(failureOf('reset'))).phase).toBe('failed')
  })

  test('the connect timeout says how long it waited', () => {
    const state = stateAfter(connecting(), { type: 'due', at: now + 5_000, random: 0 })
    expect(state.memory.failure?.message).toBe('No answer within 10 s.')
  })
})

test('the fault of this machine is dated back, but never into the future', () => {
  const told = step(live(), { type: 'local-fault', at: now, from: now + 5_000 }, defaultPolicy)
  expect(told.effects).toContainEqual({ type: 'unwatched', from: now })
})

test('a try while offline that was reconnected is still one when it fails', () => {
  const away = { phase: 'unwatched', cause: 'offline' } as const
  const trying = connecting({ attempt: 1, origin: away, memory: memory() })
  const moved = stateAfter(trying, { type: 'reconfigured', at: now, random: 0, change: 'transport' })
  expect(failNow(redial(moved))).toMatchObject({ phase: 'unwatched', cause: 'offline' })
})

test('offline while asleep changes nothing: the sleep goes on until its wake', () => {
  const asleep = unwatched()
  expect(stateAfter(asleep, { type: 'offline', at: now })).toBe(asleep)
})
