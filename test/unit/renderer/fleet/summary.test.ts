import { expect, test } from 'vitest'
import { rowOf } from '../../../../src/renderer/fleet/order.ts'
import { summary, worst } from '../../../../src/renderer/fleet/summary.ts'
import { failureOf, statusFailure } from '../../../../src/shared/model/failure.ts'
import type { WatchedView } from '../../../../src/shared/screens.ts'
import { ago, viewOf } from '../view.ts'

const clock = (at: number) => new Date(at).toISOString().slice(11, 16)
const rows = (...views: readonly Partial<WatchedView>[]) =>
  views.map((view, index) => rowOf(viewOf(`e${index}`, view)))
const said = (...views: readonly Partial<WatchedView>[]) => summary(rows(...views), clock)

const refused = { phase: 'failed', health: null, failure: failureOf('refused') } as const
const waiting = { phase: 'waiting', health: null, failure: failureOf('refused'), attempt: 3 } as const

test('how many are down for the cause that most share, since the first of them, and how the others are', () => {
  expect(
    said(
      { ...refused, downSince: ago(600_000) },
      { ...waiting, downSince: ago(900_000) },
      { phase: 'failed', health: null, failure: statusFailure(503), downSince: ago(3_600_000) },
      { health: 'late' },
      {},
      {},
    ),
  ).toBe('2 of 6 refused since 11:45, 1 failed, 1 late, 2 live')
})

test('an answer that was no stream is told by its status', () => {
  expect(said({ ...refused, failure: statusFailure(503) }, {})).toBe('1 of 2 answered 503, 1 live')
})

test('where all is well, only the numbers; a rotation is well', () => {
  expect(said({}, { phase: 'waiting', health: null, failure: null })).toBe('2 live')
})

test('the worst state stands for the group', () => {
  expect(worst(rows({}, { health: 'late' }, waiting))).toBe('waiting')
  expect(worst(rows({}, { phase: 'waiting', health: null, failure: null }))).toBe('live')
  expect(worst([])).toBe('live')
})
