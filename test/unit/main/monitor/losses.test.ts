import { expect, it } from 'vitest'
import { createLosses } from '../../../../src/main/monitor/losses.ts'
import type { Grade } from '../../../../src/main/monitor/replay.ts'

const iso = (at: number) => `at ${at}`
const grade = (verdict: Grade['verdict']): Grade => ({ verdict, evidence: '', at: 0, replaces: null })

it('tells nothing before anything was live, and while nothing is missing', () => {
  const losses = createLosses()
  expect(losses.view(true, null, iso)).toBeNull()
  losses.closed(5, '12')
  expect(losses.view(false, null, iso)).toBeNull()
})

it('names the end of the last live connection while it is down, without a count', () => {
  const losses = createLosses()
  losses.closed(5, '12')
  expect(losses.view(true, 3, iso)).toEqual({ since: 'at 5', lastEventId: '12', events: null })
})

it('keeps the first loss until the full state is there again, fetched or sent', () => {
  const losses = createLosses()
  losses.closed(5, '12')
  losses.graded(grade('truncated'))
  expect(losses.view(false, 27, iso)).toEqual({ since: 'at 5', lastEventId: '12', events: 27 })
  losses.closed(9, '50')
  losses.graded(grade('unknown'))
  losses.graded(grade('failed'))
  expect(losses.view(false, null, iso)).toEqual({ since: 'at 5', lastEventId: '12', events: null })
  losses.graded(grade('complete'))
  expect(losses.view(false, 4, iso)).toMatchObject({ since: 'at 5', events: 4 })
  losses.restored()
  expect(losses.view(false, null, iso)).toBeNull()
  losses.graded(grade('truncated'))
  expect(losses.view(false, null, iso)).toMatchObject({ since: 'at 9' })
  losses.graded(grade('snapshot'))
  expect(losses.view(false, null, iso)).toBeNull()
})

it('forgets with another URL', () => {
  const losses = createLosses()
  losses.closed(5, '12')
  losses.graded(grade('failed'))
  losses.forget()
  expect(losses.view(true, null, iso)).toBeNull()
})
