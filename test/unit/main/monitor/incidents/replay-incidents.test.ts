import { expect, it } from 'vitest'
import {
  createReplayIncidents,
  type ReplayIncident,
} from '../../../../../src/main/monitor/incidents/replay-incidents.ts'
import type { Grade } from '../../../../../src/main/monitor/replay.ts'
import { manualClock } from '../../../../helpers/manual-clock.ts'

const jumped = 'The ids jump from 3 to 9: 5 events are missing.'
const fetched = 'Full state fetched again: status 200, 90 bytes in 12 ms.'

function told(snapshotUrl: boolean, lastGoodAt: number | null = 1000) {
  const clock = manualClock(5000)
  const known = new Map<string, ReplayIncident>()
  const replays = createReplayIncidents({
    clock,
    idOf: String,
    lastGoodAt: () => lastGoodAt,
    rehydrates: () => snapshotUrl,
    onIncident: (incident) => known.set(incident.id, incident),
  })
  function grade(verdict: Grade['verdict'], evidence = jumped, replaces: Grade['replaces'] = null): void {
    replays.graded({ verdict, evidence, at: clock.now(), replaces })
  }
  return { ...replays, clock, grade, all: () => [...known.values()] }
}

it('reaches from the last good moment to the verdict where nothing can be fetched', () => {
  const it = told(false)
  it.grade('truncated')
  expect(it.all()).toEqual([{ id: '5000', start: 1000, end: 5000, cause: jumped }])
})

it('lasts until the full state was asked for, and says what came of it', () => {
  const it = told(true)
  it.grade('failed', 'The server said so: event replay-failed.')
  expect(it.all()).toMatchObject([{ start: 1000, end: null }])
  it.clock.advance(300)
  it.rehydrated(fetched)
  expect(it.all()).toEqual([
    { id: '5000', start: 1000, end: 5300, cause: `The server said so: event replay-failed. ${fetched}` },
  ])
  it.clock.advance(300)
  it.rehydrated('Another one, that was for something else.')
  expect(it.all()).toMatchObject([{ end: 5300 }])
})

it('is one with a worse word on the same reconnection, and another one for the next', () => {
  const it = told(false)
  it.grade('truncated')
  it.clock.advance(100)
  it.grade('failed', 'The server said so: event replay-failed.', { verdict: 'truncated', at: 5000 })
  expect(it.all()).toMatchObject([
    { id: '5000', end: 5100, cause: 'The server said so: event replay-failed.' },
  ])
  it.clock.advance(100)
  it.grade('truncated')
  expect(it.all().map(({ id }) => id)).toEqual(['5000', '5200'])
  it.clock.advance(100)
  it.grade('truncated', jumped, { verdict: 'unknown', at: 5200 })
  expect(it.all()).toHaveLength(3)
})

it.each(['complete', 'snapshot', 'unknown'] as const)('%s is no incident', (verdict) => {
  const it = told(true)
  it.grade(verdict)
  expect(it.all()).toEqual([])
})

it('begins with the verdict where no good moment is known, and ends with the endpoint', () => {
  const it = told(true, null)
  it.grade('truncated')
  expect(it.all()).toMatchObject([{ start: 5000, end: null }])
  it.clock.advance(10)
  it.close()
  expect(it.all()).toMatchObject([{ end: 5010, cause: jumped }])
})
