import { describe, expect, test } from 'vitest'
import { failureOf, statusFailure } from '../../../../src/shared/model/failure.ts'
import { defaultPolicy, type Policy } from '../../../../src/shared/model/policy.ts'
import { connecting, failing, live, memory, now, token } from '../../../helpers/model-states.ts'
import { failNow, redial, stateAfter } from '../../../helpers/model-steps.ts'

describe('a terminal failure of what was live (rule 8)', () => {
  const stable = live({ stable: true, since: now - 60_000 })
  const lost = stateAfter(stable, failing(failureOf('reset')))

  test('is believed at the third try, two minutes after the first', () => {
    const first = redial(lost)
    const times = [first.since]
    let state = failNow(first)
    while (state.phase === 'waiting') {
      const next = redial(state)
      times.push(next.since)
      state = failNow(next)
    }
    expect(times.map((at) => at - first.since)).toEqual([0, 30_000, 120_000])
    expect(state.phase).toBe('failed')
  })

  test('is not believed sooner, however often the user retries', () => {
    let state = failNow(redial(lost))
    for (let i = 0; i < 4; i++) {
      const at = state.since + 1_000
      state = failNow(stateAfter(stateAfter(state, { type: 'retry', at }), { type: 'granted', at }))
      expect(state).toMatchObject({ phase: 'waiting', memory: { doubts: { tries: i + 2 } } })
    }
    expect(failNow(redial(state)).phase).toBe('failed')
  })

  test('is not believed where one try in between gets through', () => {
    const second = redial(failNow(redial(lost)))
    if (second.phase !== 'connecting') throw new Error('It should try again.')
    const { connection, startedAt: at } = second
    const opened = stateAfter(second, { type: 'opened', at, connection, health: 'fresh', duration: null })
    expect(opened.memory.doubts).toBeNull()
  })

  test('begins anew after a time nobody watched', () => {
    const doubting = failNow(redial(lost))
    expect(doubting.memory.doubts).toMatchObject({ tries: 1 })
    expect(
      stateAfter(doubting, { type: 'wake', at: now + 3_600_000, lost: 3_000_000 }).memory.doubts,
    ).toBeNull()
  })

  test('waits longer where the server asks for it', () => {
    const told = failing(statusFailure(404), { retryAfter: 600_000 })
    const state = stateAfter(connecting(), told)
    expect(state).toMatchObject({ phase: 'waiting', delay: { ms: 600_000, chosenBy: 'retry-after' } })
  })
})

describe('refused credentials (rule 8)', () => {
  const fresh: Policy = { ...defaultPolicy, freshCredentials: true }
  const first = connecting({ attempt: 1, memory: memory({ everLive: false }) })

  test('that stand in the configuration are believed at once', () => {
    expect(stateAfter(first, failing(statusFailure(401))).phase).toBe('failed')
  })

  test.each([401, 403])('from a file or a command are read anew once after %i', (status) => {
    const again = failNow(
      redial(stateAfter(first, failing(statusFailure(status)), fresh), fresh),
      statusFailure(status),
      fresh,
    )
    expect(again).toMatchObject({ phase: 'failed', attempts: 2 })
  })

  test('are read anew again after the endpoint was live, or has a new URL', () => {
    const read = memory({ credentialsRetried: true })
    const opened = { type: 'opened', at: now, connection: token, health: 'fresh', duration: null } as const
    expect(stateAfter(connecting({ memory: read }), opened).memory.credentialsRetried).toBe(false)
    const moved = { type: 'reconfigured', at: now, random: 0, change: 'url' } as const
    expect(stateAfter(connecting({ memory: read }), moved).memory.credentialsRetried).toBe(false)
  })
})
