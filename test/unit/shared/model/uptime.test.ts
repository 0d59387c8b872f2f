import { describe, expect, test } from 'vitest'
import type { Event } from '../../../../src/shared/model/event.ts'
import { failureOf } from '../../../../src/shared/model/failure.ts'
import { defaultPolicy } from '../../../../src/shared/model/policy.ts'
import { connectionOf, type State } from '../../../../src/shared/model/state.ts'
import { step } from '../../../../src/shared/model/step.ts'
import {
  backdateOutage,
  backdateUnwatched,
  emptyBook,
  phaseSpent,
  shareOf,
  spend,
  type TimeBook,
  uptimeOf,
} from '../../../../src/shared/model/uptime.ts'
import {
  connecting,
  failed,
  failing,
  inGrace,
  inOutage,
  live,
  memory,
  now,
  stopped,
  token,
  unwatched,
  waiting,
} from '../../../helpers/model-states.ts'
import { redial } from '../../../helpers/model-steps.ts'

const away = { phase: 'unwatched', cause: 'offline' } as const

describe('what a state counts as', () => {
  test.each<[string, State, string, string]>([
    ['stopped', stopped(), 'stopped', 'stopped'],
    ['live', live(), 'live', 'live'],
    ['live and late', live({ health: 'late' }), 'live', 'live'],
    ['the very first connecting', connecting({ memory: memory() }), 'connecting', 'neither'],
    ['connecting in an outage', connecting(), 'connecting', 'outage'],
    ['waiting in an outage', waiting(), 'waiting', 'outage'],
    ['waiting after a rotation', waiting({ memory: memory() }), 'waiting', 'neither'],
    ['connecting in the grace', connecting({ memory: inGrace }), 'unwatched', 'unwatched'],
    ['waiting in the grace', waiting({ memory: inGrace }), 'unwatched', 'unwatched'],
    ['live in the grace', live({ memory: inGrace }), 'live', 'live'],
    ['a try while offline', connecting({ memory: memory(), origin: away }), 'unwatched', 'unwatched'],
    ['failed', failed(), 'failed', 'outage'],
    ['unwatched', unwatched(), 'unwatched', 'unwatched'],
  ])('%s', (_, state, phase, share) => {
    expect(phaseSpent(state)).toBe(phase)
    expect(shareOf(state)).toBe(share)
  })

  test('what begins after the grace is connecting again', () => {
    expect(phaseSpent(connecting({ since: now + 20_000, memory: { ...inGrace, grace: null } }))).toBe(
      'connecting',
    )
    const over = { until: now - 10_000, atMost: now + 500_000, reached: true }
    expect(phaseSpent(connecting({ memory: memory({ grace: over }) }))).toBe('connecting')
    expect(phaseSpent(connecting({ memory: memory({ grace: { ...over, reached: false } }) }))).toBe(
      'unwatched',
    )
  })
})

/** Books one span of time after another. */
function book(...spans: readonly (readonly [State, number])[]): TimeBook {
  return spans.reduce((sum, [state, ms]) => spend(sum, state, sum.at + ms), emptyBook(now))
}

describe('the time book', () => {
  test('begins empty, and a time that went back takes nothing', () => {
    expect(uptimeOf(emptyBook(now))).toBeNull()
    const spent = book([live(), 5_000])
    expect(spend(spent, live(), now - 1)).toEqual(spent)
  })

  test('uptime is live / (live + outage)', () => {
    expect(uptimeOf(book([live(), 9_000], [waiting(), 1_000]))).toBe(0.9)
    expect(uptimeOf(book([live(), 1]))).toBe(1)
    expect(uptimeOf(book([failed(), 1]))).toBe(0)
  })

  test('stopped, unwatched, rotation, grace and the first connecting are in neither', () => {
    const neither = [stopped(), unwatched(), waiting({ memory: memory() }), waiting({ memory: inGrace })]
    const spent = book(...neither.map((state) => [state, 1_000] as const))
    expect(uptimeOf(spent)).toBeNull()
    expect(uptimeOf(spend(spent, live(), spent.at + 500))).toBe(1)
    expect(spent.shares).toEqual({ live: 0, outage: 0, unwatched: 2_000, stopped: 1_000, neither: 1_000 })
  })

  test('an outage is dated back to the last sign of life; the phase keeps its time', () => {
    const spent = backdateOutage(book([live(), 10_000]), now + 4_000)
    expect(spent.shares).toMatchObject({ live: 4_000, outage: 6_000 })
    expect(spent.phases.live).toBe(10_000)
    expect(uptimeOf(spent)).toBe(0.4)
  })

  test('an outage takes no more than what was live', () => {
    const spent = backdateOutage(book([stopped(), 3_000], [live(), 1_000]), now - 60_000)
    expect(spent.shares).toMatchObject({ stopped: 3_000, live: 0, outage: 1_000 })
  })

  test('lost time becomes unwatched, whatever the phases seemed to be', () => {
    const night = book([live(), 10_000], [waiting(), 500], [connecting(), 10_000], [failed(), 5_000])
    const spent = backdateUnwatched(backdateOutage(night, now + 2_000), now + 1_000)
    expect(spent.phases).toMatchObject({
      live: 1_000,
      waiting: 0,
      connecting: 0,
      failed: 0,
      unwatched: 24_500,
    })
    expect(spent.shares).toMatchObject({ live: 1_000, outage: 0, unwatched: 24_500 })
    expect(uptimeOf(spent)).toBe(1)
  })

  test('lost time makes nothing unwatched that was stopped', () => {
    const spent = backdateUnwatched(book([stopped(), 5_000], [live(), 5_000]), now)
    expect(spent.shares).toMatchObject({ stopped: 5_000, live: 0, unwatched: 5_000 })
  })

  test('keeps few entries, and its sums whole', () => {
    let spent = emptyBook(now)
    for (let i = 0; i < 1_000; i++) spent = spend(spent, i % 2 === 0 ? live() : waiting(), spent.at + 10)
    expect(spent.entries.length).toBeLessThanOrEqual(32)
    expect(spent.shares).toMatchObject({ live: 5_000, outage: 5_000 })
    const none = backdateUnwatched(spent, 0)
    expect(none.shares.live + none.shares.outage + none.shares.unwatched).toBe(10_000)
  })

  test('neighbouring spans of one account are one entry', () => {
    expect(book([live(), 10], [live({ health: 'late' }), 10], [live(), 10]).entries).toHaveLength(1)
  })
})

describe('outages as the lifecycle tells them', () => {
  const outages = (state: State, event: Event) =>
    step(state, event, defaultPolicy).effects.filter(({ type }) => type === 'outage' || type === 'restored')

  test('begin with the last sign of life, not with the detection', () => {
    const quiet = live({ stable: true, since: now - 90_000, lastSignAt: now - 15_000 })
    expect(outages(quiet, failing(failureOf('silence')))).toEqual([{ type: 'outage', from: now - 15_000 }])
  })

  test('begin with the first failure where there never was a sign', () => {
    const first = connecting({ attempt: 1, memory: memory({ everLive: false }) })
    expect(outages(first, failing(failureOf('refused')))).toEqual([{ type: 'outage', from: now }])
  })

  test('begin before a rotation whose reconnection failed', () => {
    const told = { type: 'completed', at: now, random: 0, connection: token, rotation: true } as const
    const rotated = step(live({ lastSignAt: now - 2_000 }), told, defaultPolicy).state
    const tried = redial(rotated)
    const connection = connectionOf(tried) ?? 0
    const refused = failing(failureOf('refused'), { at: now + 1_000, connection })
    expect(outages(tried, refused)).toEqual([{ type: 'outage', from: now - 2_000 }])
  })

  test('are one, however many tries it takes, and end with the first that is live', () => {
    expect(outages(connecting(), failing(failureOf('refused')))).toEqual([])
    const opened = { type: 'opened', at: now, connection: token, health: 'fresh', duration: null } as const
    expect(outages(connecting(), opened)).toEqual([{ type: 'restored' }])
    expect(outages(connecting({ memory: memory() }), opened)).toEqual([])
    expect(step(connecting(), opened, defaultPolicy).state.memory.outageSince).toBeNull()
  })

  test('do not begin with a rotation, a stop or a wake', () => {
    const told = { type: 'completed', at: now, random: 0, connection: token, rotation: true } as const
    expect(outages(live(), told)).toEqual([])
    expect(outages(live(), { type: 'stop', at: now })).toEqual([])
    expect(outages(live(), { type: 'wake', at: now, lost: 3_600_000 })).toEqual([])
    const woken = step(waiting({ memory: inOutage }), { type: 'wake', at: now, lost: 1 }, defaultPolicy)
    expect(woken.state.memory.outageSince).toBeNull()
  })
})
