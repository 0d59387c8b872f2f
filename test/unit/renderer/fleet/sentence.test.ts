import { describe, expect, test } from 'vitest'
import { sentence } from '../../../../src/renderer/fleet/sentence.ts'
import { failureOf, statusFailure } from '../../../../src/shared/model/failure.ts'
import type { WatchedView } from '../../../../src/shared/screens.ts'
import { ago, noon, viewOf } from '../view.ts'

const said = (other: Partial<WatchedView>): string => {
  const { lead, rest } = sentence(viewOf('orders', other), noon)
  return rest === '' ? lead : `${lead} ${rest}`
}

describe('waiting', () => {
  const waiting = {
    phase: 'waiting',
    health: null,
    attempt: 7,
    retryAt: ago(-12_000),
    failure: failureOf('refused'),
  } as const

  test('says which attempt, of how many, when, and who chose the delay', () => {
    expect(said({ ...waiting, chosenBy: 'retry-after' })).toBe(
      'Attempt 7 of 50, next in 12 s. Delay set by Retry-After. The server refused the connection.',
    )
    expect(said({ ...waiting, chosenBy: 'retry-hint' })).toContain("Delay set by the server's retry field.")
    expect(said({ ...waiting, chosenBy: 'backoff' })).toBe(
      'Attempt 7 of 50, next in 12 s. The server refused the connection.',
    )
  })

  test('a time that came is now, not zero or less', () => {
    expect(said({ ...waiting, chosenBy: 'backoff', retryAt: ago(300) })).toContain('next now.')
  })

  test('a rotation is called no failure, and a queue no attempt', () => {
    const calm = { ...waiting, failure: null, attempt: 1 }
    expect(said({ ...calm, chosenBy: 'rotation', retryAt: ago(-800) })).toBe(
      'Rotation: reconnects in 1 s. The close was announced or on schedule; it is no failure.',
    )
    expect(said({ ...calm, chosenBy: 'queue' })).toMatch(/^Waits for its turn\./)
    expect(said({ ...calm, chosenBy: 'grace' })).toMatch(/^Tries again in 12 s\. .*count nothing/)
  })

  test('polling meanwhile is told', () => {
    const degraded = { since: ago(9000), lastOkAt: null, status: 200 }
    expect(said({ ...waiting, chosenBy: 'backoff', degraded })).toMatch(/Polled meanwhile: 200\.$/)
    expect(said({ ...waiting, chosenBy: 'backoff', degraded: { ...degraded, status: null } })).toMatch(
      /without an answer\.$/,
    )
  })
})

describe('failed', () => {
  const failed = { phase: 'failed', health: null, attempt: 50, since: ago(30_000) } as const

  test('after all attempts: their number, the reason, for how long, and what to do', () => {
    expect(said({ ...failed, failure: failureOf('refused'), lastSignAt: ago(720_000) })).toBe(
      'Stopped after 50 attempts. The server refused the connection. Down for 12 min. Is it running? Are host and port right?',
    )
  })

  test('at once: the reason first', () => {
    expect(said({ ...failed, attempt: 1, failure: statusFailure(401), lastSignAt: ago(5000) })).toBe(
      '401: the credentials were refused. Down for 5 s. Renew the token or the password, in the configuration or where headersFrom reads it, then retry.',
    )
  })

  test('what was never live is not down since some sign of life', () => {
    expect(said({ ...failed, failure: statusFailure(404), lastSignAt: null })).toContain(
      'Never live yet; failed for 30 s.',
    )
  })
})

describe('connecting', () => {
  const connecting = { phase: 'connecting', health: null, attempt: 2, since: ago(6000) } as const

  test('says the attempt, for how long, and why the one before failed', () => {
    expect(said({ ...connecting, failure: failureOf('reset'), lastEventId: '90412' })).toBe(
      'Attempt 2 of 50, for 6 s. The connection was reset. Last id 90412.',
    )
  })

  test('the first second needs no duration', () => {
    expect(said({ ...connecting, since: ago(400) })).toBe('Attempt 2 of 50.')
  })
})

describe('live', () => {
  test('says for how long, and how the last replay went', () => {
    const replay = { complete: 9, truncated: 1, failed: 0, snapshot: 0, unknown: 0 }
    expect(said({ replay: { ...replay, last: null } })).toBe('Live for 1 min.')
    expect(said({ replay: { ...replay, last: 'complete' } })).toBe(
      'Live for 1 min. Replay complete, 9 of 10.',
    )
    expect(said({ replay: { ...replay, last: 'truncated' } })).toContain('truncated: events are missing')
    expect(said({ replay: { ...replay, last: 'failed' } })).toContain('replay failed')
    expect(said({ replay: { ...replay, last: 'snapshot' } })).toContain('full state')
    expect(said({ replay: { ...replay, last: 'pending' } })).toContain('being graded')
  })

  test('an unknown replay is never told as fine', () => {
    const replay = { complete: 9, truncated: 0, failed: 0, snapshot: 0, unknown: 1, last: 'unknown' } as const
    expect(said({ replay })).toBe('Live for 1 min. Replay unknown: the server does not say.')
  })

  test('flapping is told', () => {
    expect(said({ flapping: true })).toContain('Flapping.')
  })

  test('late: no heartbeat, for how long where that is known', () => {
    expect(said({ health: 'late', lastSignAt: ago(9000) })).toBe('No heartbeat for 9 s.')
    expect(said({ health: 'late', lastSignAt: ago(9000), intervalMs: 5000 })).toBe(
      'No heartbeat for 9 s; one is due every 5 s.',
    )
    expect(said({ health: 'late', lastSignAt: ago(300) })).toBe(
      'No heartbeat in time. Other signs of life come.',
    )
  })

  test('deaf: heartbeats without the events, and since when where the heartbeats are no events', () => {
    expect(said({ health: 'deaf', lastEventAt: ago(240_000) })).toBe(
      'Heartbeats come, the expected events do not. Last event 4 min ago.',
    )
    expect(said({ health: 'deaf', lastEventAt: ago(1000) })).toMatch(/do not\.$/)
    expect(said({ health: 'deaf', lastEventAt: null })).toMatch(/No event came yet\.$/)
  })

  test('unproven: says that silence proves nothing', () => {
    expect(said({ health: 'unproven' })).toContain('silence proves nothing')
  })
})

describe('what the engine found out', () => {
  const replay = { complete: 0, truncated: 1, failed: 0, snapshot: 0, unknown: 0, last: 'truncated' } as const

  test('a verdict comes with what it rests on', () => {
    expect(said({ replay, replayEvidence: 'ids jump from 12 to 40' })).toBe(
      'Live for 1 min. Last replay truncated: ids jump from 12 to 40.',
    )
    expect(said({ replay, replayEvidence: 'The ids jump from 12 to 40.' })).toBe(
      'Live for 1 min. Last replay truncated: The ids jump from 12 to 40.',
    )
  })

  test('the rotation and remarks are told', () => {
    expect(said({ rotationEveryMs: 900_000, remarks: ['A proxy holds events back.'] })).toBe(
      'Live for 1 min. Rotates every 15 min. A proxy holds events back.',
    )
  })

  test('an outage is as old as the trouble, not as the last sign of life of another connection', () => {
    const failed = { phase: 'failed', health: null, attempt: 3, failure: failureOf('refused') } as const
    expect(said({ ...failed, lastSignAt: ago(5000), downSince: ago(720_000) })).toContain('Down for 12 min.')
  })

  test('who stopped it', () => {
    const stopped = { phase: 'stopped', health: null } as const
    expect(said({ ...stopped, stoppedBy: 'server' })).toMatch(
      /^The server said it is done\. Stopped for 1 min\./,
    )
    expect(said({ ...stopped, stoppedBy: 'user' })).toMatch(/^Stopped by you for 1 min\./)
  })
})

test('stopped and unwatched say since when, and what it means', () => {
  expect(said({ phase: 'stopped', health: null })).toBe(
    'Stopped for 1 min. Nothing is tried until it is started.',
  )
  expect(said({ phase: 'unwatched', health: null })).toContain('neither as up nor as down')
  const away = (awayCause: WatchedView['awayCause']) => said({ phase: 'unwatched', health: null, awayCause })
  expect(away('sleep')).toContain('This machine sleeps: nobody was looking for 1 min.')
  expect(away('offline')).toContain('This machine is offline')
  expect(away('local')).toContain("This machine's network is at fault")
})

test('one that was tried meanwhile is unwatched since the fault, not since its try', () => {
  const tried = viewOf('orders', { phase: 'unwatched', health: null, awayCause: 'local', since: ago(3000) })
  expect(sentence(tried, noon, ago(40_000)).lead).toContain('nobody was looking for 40 s.')
  expect(sentence(tried, noon, null).lead).toContain('nobody was looking for 3 s.')
})
