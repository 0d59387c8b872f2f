import type { LatencyView, Measure } from '../../shared/view.ts'

/**
 * A latency histogram that merges exactly: two histograms added give what one would have counted. Buckets are
 * log-linear (as in HdrHistogram): 64 for each doubling from 1.28 ms on, 0.01 ms wide below, so that a value is
 * known within 0.8 % or 0.005 ms. Only buckets that hold something take memory.
 */
export interface Histogram {
  count: number
  /** Milliseconds, exact. */
  sum: number
  /** Milliseconds, exact. */
  max: number
  /** How many of the two arrays are in use; `buckets` ascends. */
  size: number
  buckets: Uint16Array
  counts: Uint32Array
}

const unitsPerMs = 100
const linear = 128
const halfLinear = 64
const longestMs = 3_600_000

const empty16 = new Uint16Array(0)
const empty32 = new Uint32Array(0)

export function createHistogram(): Histogram {
  return { count: 0, sum: 0, max: 0, size: 0, buckets: empty16, counts: empty32 }
}

/** The bucket of a value in ms: below 0 counts as 0, over one hour as one hour. */
export function bucketOf(ms: number): number {
  const units = Math.round(Math.min(Math.max(0, ms), longestMs) * unitsPerMs)
  if (units < linear) return units
  const shift = 25 - Math.clz32(units)
  return linear + (shift - 1) * halfLinear + ((units >>> shift) - halfLinear)
}

/** The value in ms that stands for a bucket: its middle. */
export function middleOf(bucket: number): number {
  if (bucket < linear) return bucket / unitsPerMs
  const shift = Math.floor((bucket - linear) / halfLinear) + 1
  const lowest = (halfLinear + ((bucket - linear) % halfLinear)) * 2 ** shift
  return (lowest + (2 ** shift - 1) / 2) / unitsPerMs
}

/** Adds one value in ms; what is no number is not counted. */
export function addSample(histogram: Histogram, ms: number): void {
  if (Number.isNaN(ms)) return
  const value = Math.max(0, ms)
  addToBucket(histogram, bucketOf(value), 1)
  histogram.sum += value
  if (value > histogram.max) histogram.max = value
}

/** Adds `times` values of a bucket; `sum` and `max` are the caller's to keep. */
export function addToBucket(histogram: Histogram, bucket: number, times: number): void {
  const at = lowerBound(histogram, bucket)
  if (at === histogram.size || histogram.buckets[at] !== bucket) insert(histogram, at, bucket)
  histogram.counts[at] = (histogram.counts[at] ?? 0) + times
  histogram.count += times
}

/** The value in ms at a share (0 to 1) of all values, by nearest rank; null for an empty histogram. */
export function percentile(histogram: Histogram, share: number): number | null {
  if (histogram.count === 0) return null
  const rank = Math.min(histogram.count, Math.max(1, Math.ceil(share * histogram.count)))
  if (rank === histogram.count) return histogram.max
  let seen = 0
  for (let index = 0; index < histogram.size; index++) {
    seen += histogram.counts[index] ?? 0
    if (seen >= rank) return Math.min(middleOf(histogram.buckets[index] ?? 0), histogram.max)
  }
  return histogram.max
}

/** How many values are at most each bound (ascending, ms), within a bucket's width. */
export function cumulative(
  histogram: Histogram,
  bounds: readonly number[],
): readonly { readonly le: number; readonly count: number }[] {
  let index = 0
  let count = 0
  return bounds.map((le) => {
    while (index < histogram.size && middleOf(histogram.buckets[index] ?? 0) <= le) {
      count += histogram.counts[index] ?? 0
      index++
    }
    return { le, count }
  })
}

/** As the API shows it, to 0.01 ms; null before the first value. */
export function latencyView(measure: Measure, histogram: Histogram): LatencyView | null {
  if (histogram.count === 0) return null
  const at = (share: number): number => round(percentile(histogram, share) ?? 0)
  return {
    measure,
    count: histogram.count,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    max: round(histogram.max),
  }
}

/** Latencies are shown to 0.01 ms: more would be noise. */
export function round(ms: number): number {
  return Math.round(ms * 100) / 100
}

/** The first index whose bucket is not below `bucket`. */
function lowerBound(histogram: Histogram, bucket: number): number {
  let low = 0
  let high = histogram.size
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((histogram.buckets[middle] ?? 0) < bucket) low = middle + 1
    else high = middle
  }
  return low
}

function insert(histogram: Histogram, at: number, bucket: number): void {
  if (histogram.size === histogram.buckets.length) grow(histogram)
  histogram.buckets.copyWithin(at + 1, at, histogram.size)
  histogram.counts.copyWithin(at + 1, at, histogram.size)
  histogram.buckets[at] = bucket
  histogram.counts[at] = 0
  histogram.size++
}

function grow(histogram: Histogram): void {
  const length = Math.max(8, histogram.size * 2)
  const buckets = new Uint16Array(length)
  const counts = new Uint32Array(length)
  buckets.set(histogram.buckets)
  counts.set(histogram.counts)
  histogram.buckets = buckets
  histogram.counts = counts
}
