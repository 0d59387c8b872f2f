import type { Measure } from '../../shared/view.ts'
import { addToBucket, createHistogram, type Histogram } from '../monitor/histogram.ts'
import type { Rollup } from '../monitor/recording.ts'
import {
  bytesColumn,
  columnCount,
  columnsOf,
  eventsColumn,
  type Group,
  groups,
  namedColumns,
} from './columns.ts'

/**
 * A rollup of any length while it is added up: a number for each column, and both measures of latency apart, since
 * which of them is shown is only known for a whole range.
 */
export interface Tally {
  readonly counts: Float64Array
  delay: Histogram | null
  lateness: Histogram | null
  /** The measure of the newest sample. */
  newest: Measure | null
}

export function createTally(): Tally {
  return { counts: new Float64Array(columnCount), delay: null, lateness: null, newest: null }
}

/** Adds `other`, which is not older than what was added before. */
export function addTally(tally: Tally, other: Tally): void {
  for (let column = 0; column < columnCount; column++) count(tally, column, other.counts[column] ?? 0)
  for (const measure of ['delay', 'lateness'] as const) {
    const histogram = other[measure]
    if (histogram !== null) merge(histogramOf(tally, measure), histogram)
  }
  tally.newest = other.newest ?? tally.newest
}

export function count(tally: Tally, column: number, amount: number): void {
  tally.counts[column] = (tally.counts[column] ?? 0) + amount
}

export function histogramOf(tally: Tally, measure: Measure): Histogram {
  tally[measure] ??= createHistogram()
  return tally[measure]
}

function merge(into: Histogram, histogram: Histogram): void {
  for (let index = 0; index < histogram.size; index++) {
    addToBucket(into, histogram.buckets[index] ?? 0, histogram.counts[index] ?? 0)
  }
  into.sum += histogram.sum
  into.max = Math.max(into.max, histogram.max)
}

export function tallyOf(rollup: Rollup): Tally {
  const tally = createTally()
  for (const group of groups) {
    for (const [name, amount] of Object.entries(rollup[group])) {
      const column = columnsOf(group).get(name)
      if (column !== undefined) tally.counts[column] = amount
    }
  }
  tally.counts[eventsColumn] = rollup.events
  tally.counts[bytesColumn] = rollup.bytes
  if (rollup.latency !== null) {
    tally[rollup.latency.measure] = rollup.latency.histogram
    tally.newest = rollup.latency.measure
  }
  return tally
}

/** Only what is not 0 has a name in it; of two measures the newer one stays. */
export function rollupOf(tally: Tally): Rollup {
  const counts: Record<Group, Record<string, number>> = {
    attempts: {},
    replay: {},
    phaseMs: {},
    conditionMs: {},
    marks: {},
  }
  for (const { column, group, name } of namedColumns) {
    const amount = tally.counts[column] ?? 0
    if (amount !== 0) counts[group][name] = amount
  }
  const measure = tally.newest
  const histogram = measure === null ? null : tally[measure]
  return {
    ...counts,
    events: tally.counts[eventsColumn] ?? 0,
    bytes: tally.counts[bytesColumn] ?? 0,
    latency: measure === null || histogram === null ? null : { measure, histogram },
  }
}
