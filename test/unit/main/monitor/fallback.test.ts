import { expect, it } from 'vitest'
import { createFallback } from '../../../../src/main/monitor/fallback.ts'
import type { Fetched } from '../../../../src/main/monitor/rehydration.ts'
import { manualClock } from '../../../helpers/manual-clock.ts'

function rig(first: number | null) {
  const clock = manualClock()
  let every = first
  let polls = 0
  let answer: Fetched = { status: 200, bytes: 1, durationMs: 1, error: null }
  const fallback = createFallback({
    clock,
    every: () => every,
    fetch: async () => {
      polls++
      return answer
    },
    onChange: () => undefined,
  })
  const pass = async (ms: number) => {
    await Promise.resolve()
    clock.advance(ms)
    await Promise.resolve()
  }
  return {
    clock,
    fallback,
    pass,
    polls: () => polls,
    set: (next: number | null) => {
      every = next
    },
    answerWith: (status: number) => {
      answer = { ...answer, status }
    },
  }
}

it('polls at once and then at its pace, until it ends', async () => {
  const { fallback, pass, polls, clock } = rig(30_000)
  fallback.begin()
  fallback.begin()
  await pass(0)
  expect(polls()).toBe(1)
  await pass(30_000)
  expect(polls()).toBe(2)
  fallback.end()
  await pass(60_000)
  expect([polls(), fallback.degraded, clock.armed]).toEqual([2, null, 0])
})

it('keeps when it last went well beside what it is told now', async () => {
  const { fallback, pass, answerWith, clock } = rig(1_000)
  const begun = clock.now()
  fallback.begin()
  await pass(0)
  answerWith(503)
  await pass(1_000)
  expect(fallback.degraded).toEqual({ since: begun, lastOkAt: begun, status: 503 })
})

it('begins where it is configured while the stream is down already, and ends where it is no more', async () => {
  const { fallback, pass, polls, set } = rig(null)
  fallback.begin()
  expect(fallback.degraded).toBeNull()
  set(1_000)
  fallback.reconsider()
  await pass(0)
  expect(polls()).toBe(1)
  set(null)
  fallback.reconsider()
  expect(fallback.degraded).toBeNull()
})

it('does not begin by a change of settings alone', () => {
  const { fallback } = rig(1_000)
  fallback.reconsider()
  expect(fallback.degraded).toBeNull()
})
