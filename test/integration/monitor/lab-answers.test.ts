import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { labRig } from './lab-rig.ts'

/** Faults of the lab that are met before a stream opens. */

test('refuse on a path: reset, backed off, and live by itself when it is over', async () => {
  const lab = await labRig()
  await lab.fault('refuse', {}, { times: 3 })
  const it = lab.watch()
  const failing = await it.until(({ failure }) => failure !== null)
  expect(failing.failure).toMatchObject({ kind: 'reset', terminal: false, status: null })
  const live = await it.phase('live')
  expect(live).toMatchObject({ attempt: 4, health: 'fresh', counters: { attempts: 4, connections: 1 } })
  expect(live.failure?.kind).toBe('reset')
  expect(await lab.requests()).toBe(4)
  const { attempts } = it.detail()
  expect(attempts.map(({ attempt, result }) => [attempt, result])).toEqual([
    [1, 'reset'],
    [2, 'reset'],
    [3, 'reset'],
    [4, 'live'],
  ])
  for (const [index, { delayMs, chosenBy }] of attempts.slice(0, 3).entries()) {
    expect(chosenBy).toBe('backoff')
    expect(delayMs).toBeGreaterThanOrEqual(20 * 2 ** index)
    expect(delayMs).toBeLessThanOrEqual(40 * 2 ** index)
  }
})

test('refuse at a door: refused, and live by itself when it opens', async () => {
  const lab = await labRig()
  const door = await lab.door('shop')
  await lab.fault('refuse', {}, { door: 'shop' })
  const it = lab.watch({ url: `${door}/sse/it` })
  const waiting = await it.until(({ phase, attempt }) => phase === 'waiting' && attempt >= 3)
  expect(waiting.failure).toMatchObject({ kind: 'refused', terminal: false, status: null })
  expect(waiting.failure?.message).toContain('refused')
  expect(waiting).toMatchObject({ chosenBy: 'backoff', health: null, counters: { connections: 0 } })
  expect(await lab.requests()).toBe(0)
  await lab.lift()
  await it.phase('live')
  expect(await lab.requests()).toBe(1)
})

test('status with Retry-After in seconds: the floor, with up to a tenth on top', async () => {
  const lab = await labRig()
  await lab.fault('status', { code: 503, retryAfter: 7 }, { times: 1 })
  const it = lab.watch()
  const waiting = await it.phase('waiting')
  expect(waiting).toMatchObject({
    chosenBy: 'retry-after',
    attempt: 2,
    failure: { kind: 'http-status', status: 503, terminal: false },
  })
  expect(waiting.delayMs).toBeGreaterThanOrEqual(7000)
  expect(waiting.delayMs).toBeLessThanOrEqual(7700)
  expect(Date.parse(waiting.retryAt ?? '') - Date.parse(waiting.since)).toBeCloseTo(waiting.delayMs ?? 0, -1)
  it.clock.skip(6900)
  expect(it.view().phase).toBe('waiting')
  it.clock.skip(900)
  expect((await it.phase('live')).counters.attempts).toBe(await lab.requests())
})

test('status with Retry-After as a date', async () => {
  const lab = await labRig()
  await lab.fault('status', { code: 429, retryAfter: 30, as: 'date' }, { times: 1 })
  const it = lab.watch()
  const waiting = await it.phase('waiting')
  expect(waiting).toMatchObject({ chosenBy: 'retry-after', failure: { kind: 'http-status', status: 429 } })
  // A date has whole seconds.
  expect(waiting.delayMs).toBeGreaterThanOrEqual(28_500)
  expect(waiting.delayMs).toBeLessThanOrEqual(33_000)
})

test('status 404 before it ever was live: failed at once; retried by hand when it is lifted', async () => {
  const lab = await labRig()
  await lab.fault('status', { code: 404 })
  const it = lab.watch()
  const failed = await it.phase('failed')
  expect(failed).toMatchObject({
    attempt: 1,
    retryAt: null,
    delayMs: null,
    chosenBy: null,
    failure: { kind: 'http-status', status: 404, terminal: true },
  })
  expect(await lab.requests()).toBe(1)
  expect(it.fleet.retry('it')?.phase).toBe('connecting')
  await it.phase('failed')
  await lab.lift()
  it.fleet.retry('it')
  const live = await it.phase('live')
  expect(live).toMatchObject({ attempt: 1, counters: { attempts: 3, connections: 1 } })
  expect(await lab.requests()).toBe(3)
})

test('no-content: stopped by the server, and nothing more is asked', async () => {
  const lab = await labRig()
  await lab.fault('no-content')
  const it = lab.watch()
  const stopped = await it.until(({ phase, counters }) => phase === 'stopped' && counters.attempts > 0)
  expect(stopped).toMatchObject({ attempt: 0, failure: null, health: null, retryAt: null })
  it.clock.skip(3_600_000)
  expect(await lab.requests()).toBe(1)
  await lab.lift()
  it.fleet.retry('it')
  await it.phase('live')
})

test('slow-headers: connecting as long as it takes', async () => {
  const lab = await labRig()
  await lab.fault('slow-headers', { delay: 0.3 })
  const it = lab.watch()
  await it.phase('connecting')
  const live = await it.phase('live')
  expect(live).toMatchObject({ attempt: 1, failure: null, counters: { attempts: 1 } })
  const { facts, attempts } = it.detail()
  expect(facts.timing.firstByte).toBeGreaterThan(250)
  expect(attempts[0]?.durationMs).toBeGreaterThan(250)
})

test.each(['slow-headers', 'half-open'])('%s: a connect timeout, not a hidden one', async (fault) => {
  const lab = await labRig()
  await lab.fault(fault, {}, { times: 2 })
  const it = lab.watch({ connectTimeout: '150ms' })
  const live = await it.phase('live')
  expect(live).toMatchObject({ attempt: 3, failure: { kind: 'connect-timeout', terminal: false } })
  expect(live.failure?.message).toContain('0.2 s')
  expect(it.detail().attempts.map(({ result }) => result)).toEqual([
    'connect-timeout',
    'connect-timeout',
    'live',
  ])
  expect(await lab.requests()).toBe(3)
})

test('content-type: not a stream, failed at once, with the status that came', async () => {
  const lab = await labRig()
  await lab.fault('content-type')
  const it = lab.watch()
  const failed = await it.phase('failed')
  expect(failed.failure).toMatchObject({ kind: 'content-type', terminal: true, status: 200 })
  expect(it.detail().facts).toMatchObject({
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
  })
})

test('redirect-loop: failed, and the hops are no attempts', async () => {
  const lab = await labRig()
  await lab.fault('redirect-loop')
  const it = lab.watch()
  const failed = await it.phase('failed')
  expect(failed).toMatchObject({ failure: { kind: 'redirects', terminal: true }, counters: { attempts: 1 } })
  // An answer that sends to the very place that was asked needs no second look.
  expect(await lab.requests()).toBe(1)
})

test('redirect: followed, and told', async () => {
  const lab = await labRig()
  await lab.fault('redirect', { to: '/sse/elsewhere' })
  const it = lab.watch()
  await it.phase('live')
  expect(it.detail().facts.redirects).toEqual([`${lab.url}/sse/it`])
})

test('expired-credential: failed at 401 with a fixed header', async () => {
  const lab = await labRig()
  await lab.fault('expired-credential')
  const it = lab.watch({ headers: { Authorization: 'Bearer old' } })
  const failed = await it.phase('failed')
  expect(failed.failure).toMatchObject({ kind: 'credentials', status: 401, terminal: true })
  expect(await lab.requests()).toBe(1)
})

test('expired-credential: a renewed file is read and tried once more', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'heartline-engine-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'token.txt'), 'old\n')
  const lab = await labRig()
  await lab.fault('expired-credential')
  const it = lab.watch(
    {
      headersFrom: { file: 'token.txt', header: 'Authorization', prefix: 'Bearer ' },
      retry: { base: '400ms', cap: '1s' },
    },
    { baseDir: folder },
  )
  await it.until(({ failure }) => failure !== null)
  await writeFile(join(folder, 'token.txt'), 'renewed\n')
  const live = await it.phase('live')
  expect(live).toMatchObject({ attempt: 2, failure: { kind: 'credentials', status: 401 } })
  await writeFile(join(folder, 'token.txt'), 'old again\n')
  it.fleet.stop('it')
  it.fleet.start('it')
  await it.until(({ phase, counters }) => phase === 'waiting' && counters.attempts === 3)
  expect(JSON.stringify([it.detail(), it.fleet.history('it', { from: 0, to: 1, points: 1 })])).not.toContain(
    'renewed',
  )
})
