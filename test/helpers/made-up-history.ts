import { encodeRollup } from '../../src/main/history/codec.ts'
import { createParts, type Parts } from '../../src/main/history/parts.ts'
import { addTally, type Tally, tallyOf } from '../../src/main/history/tally.ts'
import { hourMs, tallyIn, tiers } from '../../src/main/history/tiers.ts'
import type { Batch } from '../../src/main/history/types.ts'
import { openVault } from '../../src/main/history/vault.ts'
import { addSample, createHistogram } from '../../src/main/monitor/histogram.ts'
import type { EndpointMemory, Rollup } from '../../src/main/monitor/recording.ts'

const slotMs = 10_000

/** The same numbers for the same seed: 0 to 1. */
function chance(seed: number): number {
  let hash = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

/** A network's delays: most of them close together, a few far out. */
function delay(seed: number): number {
  const share = chance(seed)
  return 8 + 6 * chance(seed + 1) + (share > 0.98 ? 200 * (share - 0.98) * 50 : 2 * share)
}

/** One endpoint is in an outage for some two minutes a day, and once a day nobody looks for ten. */
function phasesOf(endpoint: number, at: number, ms: number): Rollup['phaseMs'] {
  const ofDay = Math.floor(at / slotMs + endpoint * 97) % 8640
  if (ofDay < 6) return { connecting: ms * 0.1, waiting: ms * 0.9 }
  if (ofDay > 4000 && ofDay < 4060) return { unwatched: ms }
  return { live: ms }
}

/** The delays that one endpoint measured from `at` on for `ms`: a heartbeat every 5 s while it is live. */
export function delaysOf(endpoint: number, at: number, ms: number): readonly number[] {
  if (phasesOf(endpoint, at, ms).live === undefined) return []
  const seed = Math.imul(endpoint + 1, 7919) + Math.floor(at / 1000)
  const beats = Array.from({ length: Math.floor(ms / 5000) }, (_, beat) => beat)
  return beats.map((beat) => Math.round(delay(seed + beat * 5) * 100) / 100)
}

/**
 * What one endpoint did from `at` on for `ms`: heartbeats with their delays, an event with each, a rotation a quarter
 * of an hour. Always the same for the same endpoint and time.
 */
export function madeUp(endpoint: number, at: number, ms = slotMs): Rollup {
  const phaseMs = phasesOf(endpoint, at, ms)
  const isLive = phaseMs.live !== undefined
  const delays = delaysOf(endpoint, at, ms)
  const histogram = createHistogram()
  for (const value of delays) addSample(histogram, value)
  const rotates = isLive && at % 900_000 < ms
  return {
    attempts: rotates ? { live: 1 } : phaseMs.waiting ? { refused: 1 } : {},
    replay: rotates ? { complete: 1 } : {},
    phaseMs,
    conditionMs: phaseMs.waiting ? { trouble: ms } : {},
    marks: isLive ? { heartbeats: delays.length, ...(rotates && { rotations: 1 }) } : {},
    events: delays.length,
    bytes: delays.length * 140,
    latency: delays.length === 0 ? null : { measure: 'delay', histogram },
  }
}

const dayMs = 24 * hourMs

export const idOf = (endpoint: number): string => `endpoint-${endpoint}`

export interface Month {
  readonly endpoints: number
  /** Epoch ms. */
  readonly from: number
  readonly to: number
}

/** Fills a new history, in all tiers as the program would have them by then: rows of rollups, and slots for the newest hours. */
export function fillHistory(file: string, { endpoints, from, to }: Month): void {
  const { db } = openVault(file, { wall: () => to, tell: ({ message }) => console.error(message) })
  const parts = createParts(db)
  const folded = Math.floor(to / hourMs) - 2
  const first = Math.floor(from / hourMs)
  for (let endpoint = 0; endpoint < endpoints; endpoint++) parts.endpoints.numberOf(idOf(endpoint))
  for (let hour = first; hour < folded; hour++) {
    parts.transact(() => {
      for (let endpoint = 0; endpoint < endpoints; endpoint++) putHour(parts, endpoint, hour, to)
    })
  }
  parts.meta.set('folded', folded)
  parts.meta.set('since', first * hourMs)
  for (let at = folded * hourMs; at < to; at += slotMs) parts.write(batchAt(endpoints, at, at + slotMs))
  while (parts.tidy(to, Number.MAX_SAFE_INTEGER));
  db.close()
}

function putHour({ endpoints, rowsOf }: Parts, endpoint: number, hour: number, now: number): void {
  const number = endpoints.numberOf(idOf(endpoint))
  const [tens, minutes, hours] = tiers
  const isFine = hour * hourMs >= now - dayMs - hourMs
  const units = new Map<number, Tally>()
  for (let at = hour * hourMs; at < (hour + 1) * hourMs; at += isFine ? slotMs : minutes.unitMs) {
    units.set(at, tallyOf(madeUp(endpoint, at, isFine ? slotMs : minutes.unitMs)))
  }
  if (isFine) rowsOf(tens).put(number, units)
  rowsOf(minutes).put(number, merged(units, minutes.unitMs))
  rowsOf(hours).put(number, merged(units, hourMs))
}

function merged(units: ReadonlyMap<number, Tally>, unitMs: number): Map<number, Tally> {
  const all = new Map<number, Tally>()
  for (const [at, tally] of units) addTally(tallyIn(all, Math.floor(at / unitMs) * unitMs), tally)
  return all
}

/** What `count` endpoints did in the slot of `at` up to `until`, with what they remember. */
export function batchAt(count: number, at: number, until: number): Batch {
  const endpoints = Array.from({ length: count }, (_, endpoint) => ({
    id: idOf(endpoint),
    slots: [{ at, era: 1, body: encodeRollup(madeUp(endpoint, at, until - at)) }],
    longSpans: [],
    transitions: [],
    memory: memoryAt(endpoint, until),
  }))
  return { until, endpoints, incidents: { put: [], withdrawn: [] } }
}

function memoryAt(endpoint: number, until: number): EndpointMemory {
  return {
    urlHash: `${endpoint}`.padStart(64, '0'),
    lastEventId: `${Math.floor(until / 1000)}`,
    everLive: true,
    mustRehydrate: false,
    contiguousPrefix: '',
    learnedInterval: 5000,
    clockOffset: -3.25,
    stopped: false,
    goodUntil: null,
    lostSince: null,
  }
}
