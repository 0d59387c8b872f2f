import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { EndpointView } from '../../../src/shared/view.ts'
import { type Sleeper, sleeper, streams } from './sleeper.ts'

/** A process that was stopped and goes on: nobody looked meanwhile, and nobody failed (1-model.md, "Sleep and network"). */

const seconds = Number(process.env.HEARTLINE_SLEEP_SECONDS ?? 8)
const limit = 60_000 + seconds * 1000

const isLive = ({ phase, health }: EndpointView): boolean => phase === 'live' && health === 'fresh'
const isBack =
  (connections: number) =>
  (view: EndpointView): boolean =>
    isLive(view) && view.counters.connections === connections

/** Stops the process for so long. Resolves to the milliseconds that it stood still. */
async function sleep(it: Sleeper, ms: number): Promise<number> {
  const begun = performance.now()
  it.stop()
  await pause(ms)
  it.go()
  return performance.now() - begun
}

async function expectNoFailure(it: Sleeper): Promise<void> {
  for (const view of await it.views())
    expect(view).toMatchObject({
      attempt: 1,
      failure: null,
      flapping: false,
      uptime: 1,
      counters: { silences: 0, rotations: 0 },
    })
}

/** Three seconds, and once more what the same took at the start: that is how busy this machine is. */
const backWithin = (came: number): number => 3000 + came

/** The way back is a part of the grace, and nobody saw that either. */
async function expectUnwatched(it: Sleeper, stood: number, took: number): Promise<void> {
  const unwatched = await it.unwatched()
  expect(unwatched).toHaveLength(streams)
  for (const ms of [...unwatched, await it.unwatchedHistory('s7')]) {
    expect(ms).toBeGreaterThan(stood - 1000)
    expect(ms).toBeLessThan(stood + took + 1000)
  }
}

test(`stopped for ${seconds} s: unwatched and back, with nothing held against anybody`, {
  timeout: limit,
}, async () => {
  const it = await sleeper()
  const came = await it.until(isBack(1))
  await pause(2000)
  const stood = await sleep(it, seconds * 1000)
  const took = await it.until(isBack(2))
  const unwatched = await it.unwatched()
  const off = unwatched.map((ms) => Math.round(ms - stood))
  console.log(
    `Stood still for ${Math.round(stood)} ms, all back ${Math.round(took)} ms later; unwatched time is off by ${Math.min(...off)} to ${Math.max(...off)} ms.`,
  )
  expect(took).toBeLessThan(backWithin(came))
  await expectUnwatched(it, stood, took)
  // Longer than the silence threshold: what was to come of it has come.
  await pause(4000)
  await expectNoFailure(it)
  expect((await it.views()).map(({ counters }) => counters.attempts)).toEqual(Array(streams).fill(2))
  expect(it.digests().map(({ sentence }) => sentence)).toEqual([
    expect.stringMatching(/^Asleep for .*\. All 50 streams are back\.$/),
  ])
})

test('streams that the server ended meanwhile, at the duration that it had told', {
  timeout: limit,
}, async () => {
  const it = await sleeper({ streamMaxSeconds: 6 })
  const came = await it.until(isBack(1))
  const stood = await sleep(it, 7500)
  const took = await it.until(isBack(2))
  expect(took).toBeLessThan(backWithin(came))
  await expectUnwatched(it, stood, took)
  await expectNoFailure(it)
})

test('stopped again while it comes back', { timeout: limit }, async () => {
  const it = await sleeper()
  const came = await it.until(isBack(1))
  const first = await sleep(it, 6000)
  await pause(60)
  const second = await sleep(it, 7000)
  const took = await it.until(isLive)
  expect(took).toBeLessThan(backWithin(came))
  await expectUnwatched(it, first + second, took)
  await pause(4000)
  await expectNoFailure(it)
  expect(it.digests().at(-1)?.sentence).toMatch(/^Asleep for [78] s\. All 50 streams are back\.$/)
})
