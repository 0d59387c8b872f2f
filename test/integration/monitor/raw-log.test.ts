import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { encodeRollup } from '../../../src/main/history/codec.ts'
import type { ChartView } from '../../../src/shared/screens.ts'
import { type Engine, engine } from '../../helpers/engine.ts'
import { heldUp } from '../../helpers/held-up.ts'
import { noIncidents, shelf } from '../../helpers/history.ts'
import { type Logged, type LoggedServer, loggedServer } from '../../helpers/logged-server.ts'

/**
 * Uptime, percentiles and counters against those that the server's own log gives. What is computed here shares no code
 * with the monitor: blocks are cut out of the bytes that were sent, percentiles come from sorted lists.
 */

/** How late heartbeats come, in ms, by their age when they are sent: levels that no jitter takes for each other. */
const ages = [
  ...Array<number>(115).fill(300),
  ...Array<number>(5).fill(0),
  ...Array<number>(74).fill(800),
  ...Array<number>(4).fill(1300),
  ...Array<number>(2).fill(2000),
]
const paceMs = 20
/** What timers and sockets may add; how long this process stood still comes on top of it. */
const slackMs = 200

interface Block {
  readonly at: number
  readonly type: string
  readonly id: string | null
  readonly data: string
}

/** Every block that the server sent, with the time of its bytes. */
function blocksIn(log: readonly Logged[]): readonly Block[] {
  return log.flatMap((entry) =>
    entry.kind !== 'sent'
      ? []
      : entry.text
          .split('\n\n')
          .filter((block) => block !== '')
          .map((block) => blockOf(entry.at, block)),
  )
}

function blockOf(at: number, text: string): Block {
  const fields = new Map(
    text.split('\n').map((line) => [line.split(': ')[0] ?? '', line.replace(/^[^:]*: /, '')]),
  )
  return {
    at,
    type: fields.get('event') ?? 'message',
    id: fields.get('id') ?? null,
    data: fields.get('data') ?? '',
  }
}

interface Stream {
  readonly from: number
  readonly to: number
  /** The last bytes of it. */
  readonly heardAt: number
  /** It ended with a rotation that was announced, or goes on. */
  readonly isPlanned: boolean
}

function streamsIn(log: readonly Logged[], now: number): readonly Stream[] {
  const blocks = blocksIn(log)
  const answers = log.filter((entry) => entry.kind === 'answer' && entry.status === 200)
  const ends = log.filter(({ kind }) => kind === 'end')
  return answers.map(({ at: from }, index) => {
    const to = ends[index]?.at ?? now
    const last = blocks.findLast(({ at }) => at <= to)
    return {
      from,
      to,
      heardAt: last?.at ?? from,
      isPlanned: index >= ends.length || last?.type === 'complete',
    }
  })
}

/** Up while it was heard of; down from its last bytes, and from the first refusal, to the next stream. */
function uptimeIn(log: readonly Logged[], now: number): number {
  const streams = streamsIn(log, now)
  const up = sum(streams.map(({ from, to, heardAt, isPlanned }) => (isPlanned ? to : heardAt) - from))
  const downSince = [
    log.find(({ kind }) => kind === 'answer')?.at ?? now,
    ...streams.map(({ heardAt, isPlanned }) => (isPlanned ? null : heardAt)),
  ]
  const down = streams.map(({ from }, index) => from - (downSince[index] ?? from))
  return up / (up + sum(down))
}

function nearestRank(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? Number.NaN
}

const sum = (values: readonly number[] | undefined): number =>
  (values ?? []).reduce((all, value) => all + value, 0)

/** What the charts must show. */
function expectedOf(log: readonly Logged[], now: number) {
  const blocks = blocksIn(log)
  const beats = blocks.filter(({ type }) => type === 'heartbeat')
  const seen = new Set<string>()
  const repeated = blocks.filter(({ id }) => {
    if (id === null) return false
    const isAgain = seen.has(id)
    seen.add(id)
    return isAgain
  })
  const raw = beats.map(({ at, data }) => at - Number(JSON.parse(data).sent))
  const fastest = Math.min(...raw)
  const delays = raw.map((ms) => ms - fastest)
  const statuses = log.flatMap((entry) => (entry.kind === 'answer' ? [entry.status] : []))
  return {
    requests: log.filter(({ kind }) => kind === 'request').length,
    live: statuses.filter((status) => status === 200).length,
    refused: statuses.filter((status) => status !== 200).length,
    events: blocks.length,
    bytes: sum(log.map((entry) => (entry.kind === 'sent' ? Buffer.byteLength(entry.text) : 0))),
    heartbeats: beats.length,
    duplicates: repeated.length,
    liveMs: sum(streamsIn(log, now).map(({ from, to }) => to - from)),
    uptime: uptimeIn(log, now),
    percentiles: [0.5, 0.95, 0.99, 1].map((share) => nearestRank(delays, share)),
  }
}

type Expected = ReturnType<typeof expectedOf>

function checkChart(chart: ChartView | null, expected: Expected, passedMs: number, slack: number): void {
  if (chart === null) throw new Error('There is no chart.')
  const { attempts, events, heartbeats, duplicates, rotations, replay, phaseMs, latency } = chart
  expect({ attempts, events, heartbeats, duplicates, rotations, replay }).toEqual({
    attempts: { live: [expected.live], 'http-status': [expected.refused] },
    events: [expected.events],
    heartbeats: [expected.heartbeats],
    duplicates: [expected.duplicates],
    rotations: [1],
    // Contiguous ids, and none is missing.
    replay: expect.objectContaining({ complete: [expected.live - 1] }),
  })
  expect(Math.abs(sum(phaseMs.live) - expected.liveMs)).toBeLessThan(slack)
  expect(Math.abs(sum(Object.values(phaseMs).flat()) - passedMs)).toBeLessThan(slack)
  expect(latency.measure).toBe('delay')
  const shown = [latency.p50, latency.p95, latency.p99, latency.max]
  for (const [index, column] of shown.entries())
    expect(Math.abs((column[0] ?? Number.NaN) - (expected.percentiles[index] ?? 0))).toBeLessThan(slack)
}

async function play(server: LoggedServer, it: Engine): Promise<void> {
  let id = 0
  let beat = 0
  const heartbeat = (): void => {
    // The big ages come scattered, the same in each run.
    const age = ages[(beat++ * 83) % ages.length] ?? 0
    server.send(`event: heartbeat\ndata: ${JSON.stringify({ sent: Date.now() - age })}\n\n`)
  }
  const order = (number = ++id): void => server.send(`id: ${number}\ndata: order ${number}\n\n`)
  const live = (): Promise<unknown> => it.phase('live', 'it', 8000)

  await live()
  while (beat < 120) {
    heartbeat()
    if (beat % 4 === 0) order()
    await pause(paceMs)
  }
  // Nobody hears of it before it is cut: the outage begins with the last bytes.
  await pause(700)
  server.refuse(503, 503, 503)
  server.end()
  await it.until(({ counters }) => counters.connections === 2, 'it', 8000)
  for (const number of [id - 2, id - 1, id]) order(number)
  while (beat < ages.length) {
    heartbeat()
    if (beat % 4 === 0) order()
    await pause(paceMs)
  }
  server.send('event: complete\ndata: {"reason":"cap"}\n\n')
  await it.until(({ counters }) => counters.connections === 3, 'it', 8000)
  order()
  await pause(500)
  await it.until(({ counters }) => counters.events === blocksIn(server.log).length)
  it.fleet.stop('it')
}

test('the charts show what the raw log of the server gives, out of memory and off the disk', {
  timeout: 40_000,
}, async () => {
  const server = await loggedServer()
  const held = heldUp()
  server.refuse(503, 503)
  const it = engine({
    url: server.url,
    heartbeat: { events: ['heartbeat'], timestamp: 'sent' },
    complete: { events: ['complete'], rotation: ['cap'] },
    retry: { base: '100ms', cap: '300ms', stableAfter: '1s' },
  })
  await play(server, it)
  const now = it.clock.wall()
  const slack = slackMs + held()
  const expected = expectedOf(server.log, now)
  const { counters, uptime } = it.view()
  expect(counters).toEqual({
    attempts: expected.requests,
    connections: expected.live,
    events: expected.events,
    bytes: expected.bytes,
    heartbeats: expected.heartbeats,
    duplicates: expected.duplicates,
    rotations: 1,
    silences: 0,
  })
  expect(Math.abs((uptime ?? 0) - expected.uptime)).toBeLessThan(0.03)

  const range = { from: now - 120_000, to: now + 20_000, points: 1 }
  const passed = it.clock.now() - it.begun.from
  checkChart(it.fleet.chart('it', range), expected, passed, slack)
  const store = shelf().open()
  const recorded = it.fleet.record(it.clock.now())
  expect(sum(recorded.flatMap(({ slots }) => slots.map(({ rollup }) => rollup.bytes)))).toBe(expected.bytes)
  const endpoints = recorded.map(({ slots, ...rest }) => ({
    ...rest,
    slots: slots.map(({ at, era, rollup }) => ({ at, era, body: encodeRollup(rollup) })),
  }))
  store.write({ until: now, endpoints, incidents: noIncidents })
  checkChart(store.chart('it', range), expected, passed, slack)
})
