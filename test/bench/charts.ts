/**
 * Memory of an hour of charts: `node --expose-gc test/bench/charts.ts`. BENCH_STREAMS series (1,000), each with one
 * hour of heartbeats a second, their delays and some retries; heap and array buffers, less what was there before.
 */
import { createSeries, type Series } from '../../src/main/monitor/series/series.ts'
import { slotMs } from '../../src/main/monitor/series/slots.ts'
import { setting } from './compare.ts'

const count = setting('BENCH_STREAMS', 1000)
const hourMs = 3_600_000
const t0 = 1_700_000_000_000
const { gc } = globalThis
if (gc === undefined) throw new Error('Start it with node --expose-gc.')

function held(): number {
  gc?.()
  gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** Delays spread over a decade, as a network gives them. */
function delay(index: number): number {
  return 5 + ((index * 7919) % 100) ** 2 / 100
}

function fill(series: Series, seed: number): void {
  for (let at = t0; at < t0 + hourMs; at += 1000) {
    series.event(at)
    series.mark(at, 'heartbeats')
    series.latency(at, 'delay', delay(at / 1000 + seed))
    if (at % slotMs === 0) series.span('live', at, at + slotMs)
  }
  for (let at = t0; at < t0 + hourMs; at += hourMs / 10) {
    series.attempt(at, 'live')
    series.mark(at, 'rotations')
    series.replay(at, 'complete', null)
    series.transition(at, 'live', 'fresh', 'The stream is open.')
  }
}

const all: Series[] = []
const nothing = held()
for (let index = 0; index < count; index++) all.push(createSeries())
const empty = held()
for (const [index, series] of all.entries()) fill(series, index)
const full = held()
const kb = (bytes: number): number => Number((bytes / count / 1024).toFixed(1))
console.log({ series: all.length, 'KB, empty': kb(empty - nothing), 'KB, a full hour': kb(full - nothing) })
