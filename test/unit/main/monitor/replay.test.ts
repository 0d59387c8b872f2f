import { describe, expect, it } from 'vitest'
import { createReplayLedger, type Grade, resumableId } from '../../../../src/main/monitor/replay.ts'
import { resolveRules } from '../../../../src/main/monitor/rules.ts'
import type { EndpointSettings } from '../../../../src/shared/settings.ts'
import { endpointSettings } from '../../../helpers/endpoint-settings.ts'

function ledgerFor(overrides: Partial<EndpointSettings> = {}) {
  const grades: Grade[] = []
  const ledger = createReplayLedger(resolveRules(endpointSettings(overrides), null), (grade) =>
    grades.push(grade),
  )
  const open = (at: number, resumeFrom: string | null, headers = {}, sent = true) =>
    ledger.opened(at, { resumeFrom, sent, headers })
  return { ledger, grades, open, verdicts: () => grades.map(({ verdict }) => verdict) }
}

/** A first connection with the ids 1, 2, 3, lost and resumed at 10,000. */
function resumed(overrides: Partial<EndpointSettings> = {}, headers: Record<string, string> = {}) {
  const play = ledgerFor(overrides)
  play.open(0, null)
  for (const id of ['1', '2', '3']) play.ledger.id(10, id, 'event')
  play.ledger.closed(5000)
  play.open(10_000, '3', headers)
  return play
}

describe('a connection that resumed nothing', () => {
  it('gets no verdict, whatever the server says', () => {
    const { ledger, open, grades } = ledgerFor()
    open(0, null)
    expect([ledger.view().last, ledger.dueAt()]).toEqual([null, null])
    ledger.told(5, 'truncated', 'event replay-truncated')
    ledger.tick(5000)
    expect(grades).toEqual([])
  })
})

describe('a resumption', () => {
  it('is pending for 2 s, then unknown', () => {
    const { ledger, grades } = resumed()
    expect([ledger.view().last, ledger.dueAt()]).toEqual(['pending', 12_000])
    ledger.tick(11_999)
    expect(ledger.view().last).toBe('pending')
    ledger.tick(12_000)
    expect(ledger.view()).toEqual({
      complete: 0,
      truncated: 0,
      failed: 0,
      snapshot: 0,
      unknown: 1,
      last: 'unknown',
    })
    expect(ledger.dueAt()).toBeNull()
    expect(grades).toEqual([
      {
        verdict: 'unknown',
        evidence: 'Nothing told in 2 s whether the replay was complete.',
        at: 12_000,
        replaces: null,
      },
    ])
  })

  it('is complete when contiguous ids go on', () => {
    const { ledger, grades } = resumed()
    ledger.id(10_100, '4', 'event')
    expect(grades).toMatchObject([{ verdict: 'complete', evidence: 'The first new id is 4, right after 3.' }])
    ledger.tick(12_000)
    expect(ledger.view().unknown).toBe(0)
  })

  it('is truncated when they jump', () => {
    const { ledger, grades } = resumed()
    ledger.id(10_100, '9', 'event')
    expect(grades).toMatchObject([
      { verdict: 'truncated', evidence: 'The ids jump from 3 to 9: 5 events are missing.' },
    ])
  })

  it('is settled later by an id: the counters move', () => {
    const { ledger, grades } = resumed()
    ledger.tick(12_000)
    ledger.id(60_000, '4', 'event')
    expect(ledger.view()).toMatchObject({ unknown: 0, complete: 1, last: 'complete' })
    expect(grades[1]?.replaces).toEqual({ verdict: 'unknown', at: 12_000 })
  })

  it('is unknown when the connection ends first', () => {
    const { ledger, verdicts } = resumed()
    ledger.closed(10_500)
    expect(verdicts()).toEqual(['unknown'])
    ledger.told(10_600, 'failed', 'event replay-failed')
    ledger.tick(20_000)
    expect(verdicts()).toEqual(['unknown'])
  })
})

describe('the word of the server', () => {
  it('goes over the ids, and the worse word over the better', () => {
    const { ledger, verdicts } = resumed()
    ledger.id(10_100, '4', 'event')
    ledger.told(10_200, 'truncated', 'event replay-truncated')
    ledger.told(10_300, 'complete', 'field recovered')
    ledger.told(10_400, 'failed', 'event replay-failed')
    ledger.told(10_500, 'truncated', 'event replay-truncated')
    expect(verdicts()).toEqual(['complete', 'truncated', 'failed'])
    expect(ledger.view()).toMatchObject({ complete: 0, truncated: 0, failed: 1, last: 'failed' })
    expect(ledger.grade()?.evidence).toBe('The server said so: event replay-failed.')
  })

  const mercure = { preset: 'mercure' } as const

  it.each<[Record<string, string>, string]>([
    [{ 'mercure-last-event-id': '3' }, 'complete'],
    [{ 'last-event-id': '3' }, 'complete'],
    [{ 'last-event-id': '2' }, 'truncated'],
    [{ 'last-event-id': 'earliest' }, 'truncated'],
    [{ 'mercure-last-event-id': 'earliest', 'last-event-id': '3' }, 'truncated'],
  ])('stands in the header %j', (headers, verdict) => {
    expect(resumed(mercure, headers).verdicts()).toEqual([verdict])
  })

  it('is awaited where the header is missing, and ids of Mercure never decide', () => {
    const { ledger, verdicts } = resumed(mercure)
    ledger.id(10_100, '4', 'event')
    expect(verdicts()).toEqual([])
    ledger.tick(12_000)
    expect(verdicts()).toEqual(['unknown'])
  })

  it('is compared as UTF-8 bytes', () => {
    const { ledger, open, verdicts } = ledgerFor(mercure)
    open(0, null)
    ledger.closed(1)
    open(2, 'ä→1', { 'last-event-id': Buffer.from('ä→1').toString('latin1') })
    expect(verdicts()).toEqual(['complete'])
  })

  it('is not waited for where the server has none', () => {
    expect(resumed({ preset: 'nchan' }).verdicts()).toEqual(['unknown'])
    expect(resumed({ preset: 'fanout' }).ledger.grade()?.evidence).toBe('This server has no way to tell.')
  })
})

describe('servers without ids', () => {
  it('give a snapshot on each connection after the first', () => {
    const { ledger, open, verdicts } = ledgerFor({ preset: 'launchdarkly' })
    open(0, null)
    expect(verdicts()).toEqual([])
    ledger.closed(10)
    open(20, null)
    expect(verdicts()).toEqual(['snapshot'])
  })

  it('leave it unknown where no snapshot comes', () => {
    const { ledger, open, verdicts } = ledgerFor({ preset: 'home-assistant' })
    open(0, null)
    ledger.closed(10)
    open(20, null)
    expect(verdicts()).toEqual(['unknown'])
  })
})

it('says so when an id could not be sent', () => {
  const { ledger, open } = ledgerFor()
  open(0, 'x'.repeat(5000), {}, false)
  expect(ledger.grade()).toMatchObject({
    verdict: 'unknown',
    evidence: 'The last id was not sent: it has 5000 bytes, over the limit of 4,096.',
  })
  open(0, 'a\nb', {}, false)
  expect(ledger.grade()?.evidence).toBe('The last id was not sent: it cannot be a header.')
})

describe('duplicates', () => {
  it('are events with an id among the newest 1,000', () => {
    const { ledger, open } = ledgerFor()
    open(0, null)
    expect(ledger.id(1, 'a', 'event')).toBe(false)
    expect(ledger.id(2, 'a', 'event')).toBe(true)
    for (let id = 0; id < 1000; id++) ledger.id(3, `x${id}y`, 'event')
    expect(ledger.id(4, 'a', 'event')).toBe(false)
  })

  it('are contiguous ids not above the last, however old', () => {
    const { ledger, open } = ledgerFor()
    open(0, null)
    for (let id = 1; id <= 3000; id++) ledger.id(1, String(id), 'event')
    expect(ledger.id(2, '5', 'event')).toBe(true)
  })

  it('are no heartbeats, no blocks, no error marks', () => {
    const { ledger, open } = ledgerFor({ ids: { ignore: ['error'] } })
    open(0, null)
    ledger.id(1, '1', 'event')
    ledger.id(1, '2', 'event')
    expect(ledger.id(2, '2', 'heartbeat')).toBe(false)
    expect(ledger.id(2, '2', 'block')).toBe(false)
    expect([ledger.id(3, 'error', 'event'), ledger.id(4, 'error', 'event')]).toEqual([false, false])
  })

  it('are forgotten with the endpoint they belonged to', () => {
    const { ledger, open } = ledgerFor()
    open(0, null)
    for (const id of ['1', '2', '3']) ledger.id(1, id, 'event')
    ledger.forget()
    open(5, null)
    expect(ledger.id(6, '2', 'event')).toBe(false)
  })
})

describe('resumableId', () => {
  const rules = resolveRules(endpointSettings({ preset: 'django-eventstream' }), null)

  it('follows the standard, but never takes an error mark', () => {
    expect(resumableId(rules, null, 'room:1')).toBe('room:1')
    expect(resumableId(rules, 'room:1', 'error')).toBe('room:1')
    expect(resumableId(rules, 'room:1', '')).toBeNull()
    expect(resumableId(rules, 'room:1', null)).toBe('room:1')
  })
})
