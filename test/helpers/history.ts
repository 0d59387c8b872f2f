import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { encodeRollup } from '../../src/main/history/codec.ts'
import { openHistoryStore } from '../../src/main/history/store.ts'
import type { Batch, EndpointBatch, HistoryStore } from '../../src/main/history/types.ts'
import { addSample, createHistogram } from '../../src/main/monitor/histogram.ts'
import type { EndpointMemory, Rollup } from '../../src/main/monitor/recording.ts'
import type { Trouble } from '../../src/shared/screens.ts'
import type { Measure } from '../../src/shared/view.ts'

/** A whole hour, and the begin of a day. */
export const t0 = Date.UTC(2026, 10, 20)
export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

export const noIncidents: Batch['incidents'] = { put: [], withdrawn: [] }

export function latencyOf(measure: Measure, samples: readonly number[]): Rollup['latency'] {
  const histogram = createHistogram()
  for (const sample of samples) addSample(histogram, sample)
  return { measure, histogram }
}

export function rollup(part: Partial<Rollup> = {}): Rollup {
  return {
    attempts: {},
    replay: {},
    phaseMs: { live: 10_000 },
    conditionMs: {},
    marks: {},
    events: 0,
    bytes: 0,
    latency: null,
    ...part,
  }
}

export function slot(at: number, part: Partial<Rollup> = {}, era = 1): EndpointBatch['slots'][number] {
  return { at, era, body: encodeRollup(rollup(part)) }
}

export const memory: EndpointMemory = {
  urlHash: 'abc',
  lastEventId: '1204',
  everLive: true,
  mustRehydrate: false,
  contiguousPrefix: null,
  learnedInterval: 5000.5,
  clockOffset: -3.25,
  stopped: false,
  goodUntil: t0 - 5000,
  lostSince: null,
}

export function endpointBatch(id: string, part: Partial<EndpointBatch> = {}): EndpointBatch {
  return { id, slots: [], longSpans: [], transitions: [], memory: null, ...part }
}

export function batch(until: number, ...endpoints: readonly EndpointBatch[]): Batch {
  return { until, endpoints, incidents: noIncidents }
}

export interface Shelf {
  readonly dir: string
  readonly file: string
  /** Of what the stores told. */
  readonly troubles: Trouble[]
  open(cap?: number): HistoryStore
}

/** A folder that is gone after the test, and stores in it, which are closed. */
export function shelf(): Shelf {
  const dir = mkdtempSync(join(tmpdir(), 'heartline-history-'))
  const file = join(dir, 'history.db')
  const troubles: Trouble[] = []
  const stores: HistoryStore[] = []
  ends.push(() => {
    for (const store of stores) store.close()
    rmSync(dir, { recursive: true, force: true })
  })
  return {
    dir,
    file,
    troubles,
    open(cap = 2 ** 30) {
      const store = openHistoryStore(file, { cap, wall: () => t0, tell: (trouble) => troubles.push(trouble) })
      stores.push(store)
      return store
    },
  }
}

const ends: (() => void)[] = []

afterEach(() => {
  for (const end of ends.splice(0)) end()
})
