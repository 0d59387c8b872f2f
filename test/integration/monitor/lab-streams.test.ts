import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { waitUntil } from '../../helpers/wait.ts'
import { labRig } from './lab-rig.ts'
import { transitions } from './seen.ts'

/** Faults of the lab that take hold of an open stream. */

test('silence: closed and replaced, counted, and the outage dates back to the last sign', async () => {
  const lab = await labRig({ silenceThresholdSeconds: 0.4 })
  const it = lab.watch()
  await it.until(({ counters }) => counters.heartbeats >= 2)
  await lab.fault('silence')
  const waiting = await it.phase('waiting')
  expect(waiting).toMatchObject({
    attempt: 2,
    chosenBy: 'retry-hint',
    failure: { kind: 'silence', terminal: false, message: 'No sign of life for 0.4 s.' },
    counters: { silences: 1, connections: 1, attempts: 1 },
  })
  const lastSign = Date.parse(waiting.lastSignAt ?? '')
  expect(Date.parse(waiting.since) - lastSign).toBeGreaterThanOrEqual(398)
  expect(transitions(it).map(({ health }) => health)).toContain('late')
  await lab.lift()
  await it.hurry()
  const live = await it.until(({ phase, health }) => phase === 'live' && health === 'fresh')
  expect(live.counters).toMatchObject({ attempts: 2, connections: 2, silences: 1 })
  expect(await lab.requests()).toBe(2)
  expect(live.uptime).toBeLessThan(1)
})

test('reset: a failure like another, at attempt 2 while not yet stable', async () => {
  const lab = await labRig()
  const it = lab.watch()
  await it.until(({ counters }) => counters.heartbeats >= 1)
  await lab.fault('reset', {}, { times: 1 })
  await lab.gateway.publish({ topic: 'it' }, { event: 'order', data: '1' })
  await it.until(({ lastEventId }) => lastEventId === '1')
  await lab.fault('reset')
  const waiting = await it.phase('waiting')
  expect(waiting).toMatchObject({ attempt: 2, failure: { kind: 'reset', terminal: false }, lastEventId: '1' })
  await lab.lift()
  await it.hurry()
  await it.phase('live')
  expect(await lab.resumed()).toEqual([null, '1'])
})

test.each([
  ['end', 'end-of-stream'],
  ['close', 'end-of-stream'],
])('cut in the middle of a line, by the %s of the %s', async (how, kind) => {
  const lab = await labRig()
  const it = lab.watch()
  await it.until(({ counters }) => counters.heartbeats >= 1)
  const before = it.view().counters
  await lab.fault('cut', { how })
  const waiting = await it.phase('waiting')
  expect(waiting.failure).toMatchObject({ kind, terminal: false, status: null })
  // What was cut is never dispatched [spec].
  expect(it.detail().events.filter(({ type }) => type !== 'heartbeat')).toEqual([])
  expect(waiting.counters.bytes).toBeGreaterThan(before.bytes)
})

test('duplicate-ids: counted, once for each copy', async () => {
  const lab = await labRig()
  await lab.fault('duplicate-ids', { copies: 2 })
  const it = lab.watch()
  await it.phase('live')
  await lab.say('a', 'b', 'c')
  const seen = await it.until(({ lastEventId, counters }) => lastEventId === '3' && counters.duplicates >= 6)
  expect(seen.counters.duplicates).toBe(6)
  expect(it.detail().events.filter(({ type }) => type === 'order')).toHaveLength(9)
})

test('missing-ids: a hole in a replay that began well is a truncated one', async () => {
  const lab = await labRig()
  const it = lab.watch()
  await it.phase('live')
  await lab.say('a', 'b', 'c')
  await it.until(({ lastEventId }) => lastEventId === '3')
  await lab.fault('missing-ids', { every: 2 }, { close: true })
  await it.phase('waiting')
  await lab.say('d', 'e', 'f')
  await it.hurry()
  const live = await it.until(({ replay, lastEventId }) => replay.truncated === 1 && lastEventId === '6')
  expect(live.replay).toEqual({
    complete: 0,
    truncated: 1,
    failed: 0,
    snapshot: 0,
    unknown: 0,
    last: 'truncated',
  })
})

test('giant-line: over maxFrame the connection is dropped, and tried again', async () => {
  const lab = await labRig()
  await lab.fault('giant-line', { size: 300_000 }, { times: 1 })
  const it = lab.watch({ maxFrame: '64KB' })
  const waiting = await it.phase('waiting')
  expect(waiting.failure).toMatchObject({ kind: 'frame-too-large', terminal: false })
  expect(waiting.failure?.message).toContain('65536 bytes')
  await it.hurry()
  await it.until(({ phase, counters }) => phase === 'live' && counters.heartbeats > 0)
})

test('bursts: named, not called late for good, and no failure', async () => {
  const lab = await labRig({ heartbeatSeconds: 0.05 })
  await lab.fault('bursts', { every: 0.4 })
  const it = lab.watch()
  await waitUntil(
    () => transitions(it).some(({ reason }) => /buffer/i.test(reason)),
    8000,
    () => JSON.stringify(transitions(it)),
  )
  expect(it.view()).toMatchObject({ phase: 'live', failure: null })
  expect(it.view().latency?.max).toBeGreaterThan(200)
})

test('clock-skew: two minutes off are no delay', async () => {
  const lab = await labRig()
  await lab.fault('clock-skew', { seconds: -120 })
  const it = lab.watch()
  const live = await it.until(({ latency }) => (latency?.count ?? 0) >= 10)
  expect(live.health).toBe('fresh')
  expect(live.latency).toMatchObject({ measure: 'delay' })
  expect(live.latency?.max).toBeLessThan(1000)
  const { clockOffsetMs } = it.detail().facts
  expect(clockOffsetMs).toBeGreaterThan(119_000)
  expect(clockOffsetMs).toBeLessThan(121_000)
})

test('late: after one and a half intervals, and fresh again', async () => {
  const lab = await labRig({ heartbeatSeconds: 0.15 })
  const it = lab.watch()
  await it.until(({ health, counters }) => health === 'fresh' && counters.heartbeats > 1)
  expect(it.detail().facts.interval).toEqual({ ms: 150, source: 'header' })
  await lab.fault('late', { factor: 4 })
  const late = await it.until(({ health }) => health === 'late')
  expect(late).toMatchObject({ phase: 'live', failure: null })
  await it.until(({ health }) => health === 'fresh')
})

test('deaf: by the word of the server, and no longer by its word', async () => {
  const lab = await labRig()
  const it = lab.watch()
  await it.until(({ health }) => health === 'fresh')
  await lab.fault('deaf')
  expect(await it.until(({ health }) => health === 'deaf')).toMatchObject({ phase: 'live', failure: null })
  await lab.lift()
  await it.until(({ health }) => health === 'fresh')
  expect(transitions(it).map(({ health }) => health)).toEqual([null, 'fresh', 'deaf', 'fresh'])
})

test('deaf without a word: by the rule expect', async () => {
  const lab = await labRig()
  await lab.fault('deaf', { told: false })
  const it = lab.watch({ expect: { events: ['order'], within: '200ms' } })
  await lab.say('x')
  await it.until(({ health }) => health === 'deaf')
  await lab.lift()
  await lab.say('y')
  await it.until(({ health }) => health === 'fresh')
  await it.until(({ health }) => health === 'deaf')
})

test.each([
  [true, 'waiting'],
  [false, 'failed'],
] as const)('told-error with retryable %s leads to %s', async (retryable, phase) => {
  const lab = await labRig()
  const it = lab.watch()
  await it.until(({ health }) => health === 'fresh')
  await lab.fault('told-error', { retryable, message: 'The source is away.' })
  const seen = await it.phase(phase)
  expect(seen.failure).toMatchObject({ kind: 'told-error', terminal: !retryable, status: null })
  expect(seen.failure?.message).toContain('The source is away.')
  expect(await lab.requests()).toBe(1)
  await lab.lift()
  it.fleet.retry('it')
  expect(await it.phase('live')).toMatchObject({ attempt: 1 })
})

test.each([
  ['truncated-replay', 'truncated'],
  ['failed-replay', 'failed'],
] as const)('%s: graded %s, the id forgotten, the full state fetched', async (fault, verdict) => {
  const lab = await labRig()
  const it = lab.watch({ snapshotUrl: `${lab.url}/lab/snapshot?topic=it` })
  await it.phase('live')
  await lab.say('a', 'b', 'c', 'd', 'e')
  await it.until(({ lastEventId }) => lastEventId === '5')
  await lab.fault(fault, {}, { close: true })
  await it.phase('waiting')
  await lab.say('f', 'g', 'h', 'i')
  await it.hurry()
  const live = await it.until(({ rehydrations }) => rehydrations.ok === 1)
  expect(live.replay).toMatchObject({ [verdict]: 1, last: verdict })
  expect(await lab.resumed()).toEqual([null, '5'])
  expect(live.rehydrations).toEqual({ ok: 1, failed: 0 })
  await pause(20)
  const { lastEventId } = it.view()
  // What followed on that connection is good again.
  expect(lastEventId).toBe(verdict === 'truncated' ? '9' : null)
})

test('tune: the duration cap is a rotation with a complete replay, and no failure', async () => {
  const lab = await labRig()
  await lab.fault('tune', { max: 0.4, heartbeat: 0.05 })
  const it = lab.watch()
  await it.phase('live')
  await lab.say('a', 'b')
  const rotated = await it.phase('waiting')
  expect(rotated).toMatchObject({
    chosenBy: 'rotation',
    attempt: 1,
    failure: null,
    counters: { rotations: 1, attempts: 1 },
  })
  expect(rotated.delayMs).toBeLessThanOrEqual(1000)
  await lab.say('c')
  await it.hurry()
  const live = await it.until(({ replay }) => replay.complete === 1)
  expect(live).toMatchObject({ attempt: 1, failure: null, uptime: 1 })
  expect(await lab.resumed()).toEqual([null, '2'])
  await it.until(({ counters }) => counters.rotations === 2)
  expect(it.view().counters.attempts).toBe(await lab.requests())
})
