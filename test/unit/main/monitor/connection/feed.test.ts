import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { systemClock } from '../../../../../src/main/monitor/clock.ts'
import { createByteBudget } from '../../../../../src/main/monitor/connection/byteBudget.ts'
import { openFeed } from '../../../../../src/main/monitor/connection/feed.ts'
import type { Failure } from '../../../../../src/shared/model/failure.ts'

const nothing = () => undefined
const sink = {
  received: nothing,
  event: nothing,
  comment: nothing,
  block: nothing,
  retry: nothing,
  consumed: nothing,
}

interface Run {
  readonly events: number
  readonly failure: Failure | null
  /** The most that was held at a time. */
  readonly most: number
  /** What was held at the end. */
  readonly left: number
}

/** Feeds a source that has everything at once, and waits for its end. */
function run(chunks: readonly string[], limit: number): Promise<Run> {
  const budget = createByteBudget(limit)
  let most = 0
  let events = 0
  const source = Readable.from(
    chunks.map((chunk) => Buffer.from(chunk)),
    { objectMode: false },
  )
  return new Promise((resolve) => {
    openFeed({
      source,
      sink: { ...sink, event: () => events++ },
      clock: systemClock(),
      maxFrame: 1024 * 1024,
      budget: {
        held: budget.held,
        take(bytes) {
          const inLimit = budget.take(bytes)
          most = Math.max(most, budget.held())
          return inLimit
        },
      },
      lastEventId: null,
      finished: (failure) => resolve({ events, failure, most, left: budget.held() }),
    })
  })
}

test('a source faster than the client is paused, and nothing is lost', async () => {
  const source = new Readable({ read: nothing, highWaterMark: 4 * 1024 * 1024 })
  const held: number[] = []
  let events = 0
  const all = new Promise<Failure | null>((finished) => {
    openFeed({
      source,
      sink: { ...sink, event: () => events++ },
      clock: systemClock(),
      maxFrame: 1024 * 1024,
      budget: { held: () => 0, take: (bytes) => held.push(bytes) > 0 },
      lastEventId: null,
      finished,
    })
  })
  const event = `data: ${'x'.repeat(1000)}\n\n`
  for (let n = 0; n < 1000; n++) source.push(Buffer.from(event))
  source.push(null)
  expect(await all).toBeNull()
  expect(events).toBe(1000)
  let sum = 0
  const sums = held.map((bytes) => (sum += bytes))
  expect(Math.max(...sums)).toBeLessThan(70_000)
  expect(sum).toBe(0)
})

test('what one connection may not hold for the others fails it, and is given back', async () => {
  const result = await run([`data: ${'x'.repeat(600)}`, 'x'.repeat(600)], 1000)
  expect(result).toMatchObject({ events: 0, left: 0, failure: { kind: 'frame-too-large' } })
  expect((await run([`data: ${'x'.repeat(600)}`, 'x'.repeat(300)], 1000)).failure).toBeNull()
})
