import { expect, test } from 'vitest'
import type { Engine } from '../../helpers/engine.ts'
import { labRig } from './lab-rig.ts'
import { historyOf, total } from './seen.ts'

/** The time adds up (1-model.md, rule 9), and so do the attempts, whatever the endpoint goes through. */

function timeIn(it: Engine): { readonly history: number; readonly figures: number } {
  const [figures] = it.fleet.figures([])
  const history = historyOf(it)
  return {
    history: Object.values(history.phaseMs).reduce((sum, column) => sum + total(column), 0),
    figures: total(Object.values(figures?.phaseMs ?? {})),
  }
}

/** Both sums against the time that passed; spans are rounded to whole milliseconds. */
function checkTime(it: Engine): void {
  const least = it.clock.now() - it.begun.to - 2
  const { history, figures } = timeIn(it)
  const most = it.clock.now() - it.begun.from + 2
  for (const sum of [history, figures]) {
    expect(sum).toBeGreaterThanOrEqual(least)
    expect(sum).toBeLessThanOrEqual(most)
  }
}

test('through faults of every kind', async () => {
  const lab = await labRig({ silenceThresholdSeconds: 0.3 })
  const it = lab.watch({ connectTimeout: '1s', recheck: '1h' })
  const come = async (): Promise<void> => {
    await lab.lift()
    if (it.view().phase === 'waiting') await it.hurry()
    await it.until(({ health }) => health === 'fresh')
    checkTime(it)
  }
  await come()
  for (const fault of ['silence', 'reset', 'cut', 'giant-line', 'told-error']) {
    await lab.fault(fault, fault === 'giant-line' ? { size: 2_000_000 } : {})
    await it.until(({ phase }) => phase === 'waiting', 'it', 8000)
    checkTime(it)
    await come()
  }
  for (const [fault, params] of [
    ['status', { code: 503, retryAfter: 3 }],
    ['half-open', {}],
    ['refuse', {}],
  ] as const) {
    await lab.fault(fault, params, { close: true })
    await it.until(({ phase }) => phase === 'waiting')
    const { attempts } = it.view().counters
    await it.hurry()
    await it.until(({ phase, counters }) => phase === 'waiting' && counters.attempts > attempts)
    await come()
  }
  it.fleet.stop('it')
  it.clock.skip(3000)
  it.fleet.start('it')
  await come()

  const { counters, uptime } = it.view()
  expect(counters.attempts).toBe(await lab.requests())
  const { attempts } = historyOf(it)
  const results = Object.values(attempts).reduce((sum, column) => sum + total(column), 0)
  expect(results).toBe(counters.attempts)
  expect(total(attempts.live)).toBe(counters.connections)
  expect(Object.keys(attempts).sort()).toEqual(['connect-timeout', 'http-status', 'live', 'reset'])
  const [figures] = it.fleet.figures([])
  expect(total(Object.values(figures?.attempts ?? {}))).toBe(counters.attempts)

  const phaseMs = figures?.phaseMs
  expect(phaseMs?.stopped).toBeGreaterThanOrEqual(3000)
  expect(phaseMs?.stopped).toBeLessThan(3500)
  expect(phaseMs?.unwatched).toBe(0)
  expect(uptime).toBeGreaterThan(0)
  expect(uptime).toBeLessThan(1)
})

test('through hours of failed, in history as in figures', async () => {
  const lab = await labRig()
  await lab.fault('status', { code: 404 })
  const it = lab.watch({ recheck: '10m' })
  await it.phase('failed')
  for (let looks = 1; looks <= 3; looks++) {
    it.clock.skip(600_100)
    await it.until(({ counters, phase }) => counters.attempts === looks + 1 && phase === 'failed')
  }
  checkTime(it)
  expect(it.view().uptime).toBe(0)
  const failed = total(historyOf(it).phaseMs.failed)
  expect(failed).toBeGreaterThanOrEqual(1_800_000)
})

test('a rotation is neither up nor down', async () => {
  const lab = await labRig()
  await lab.fault('tune', { max: 0.3 })
  const it = lab.watch()
  await it.until(({ counters }) => counters.rotations === 2, 'it', 8000)
  expect(it.view()).toMatchObject({ uptime: 1, failure: null, flapping: false })
  checkTime(it)
  expect(total(historyOf(it).phaseMs.waiting)).toBeGreaterThan(0)
})
