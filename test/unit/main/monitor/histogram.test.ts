import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addSample,
  bucketOf,
  createHistogram,
  cumulative,
  type Histogram,
  latencyView,
  middleOf,
  percentile,
} from '../../../../src/main/monitor/histogram.ts'

const latencies = fc.array(fc.double({ min: 0, max: 3_600_000, noNaN: true }), { maxLength: 200 })

function histogramOf(values: readonly number[]): Histogram {
  const histogram = createHistogram()
  for (const value of values) addSample(histogram, value)
  return histogram
}

describe('buckets', () => {
  it('know a value within 0.8 % or 0.005 ms', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 3_600_000, noNaN: true }), (ms) => {
        expect(Math.abs(middleOf(bucketOf(ms)) - ms)).toBeLessThanOrEqual(Math.max(0.0051, ms * 0.008))
      }),
    )
  })

  it('ascend with the value, and hold what is out of range', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e7 }), fc.double({ min: 0, max: 1e7 }), (a, b) => {
        if (a <= b) expect(bucketOf(a)).toBeLessThanOrEqual(bucketOf(b))
      }),
    )
    expect(bucketOf(-5)).toBe(0)
    expect(bucketOf(1e12)).toBe(bucketOf(3_600_000))
    expect(bucketOf(3_600_000)).toBeLessThan(1536)
  })
})

describe('a histogram', () => {
  it('gives percentiles by nearest rank, within a bucket', () => {
    fc.assert(
      fc.property(latencies, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        const sorted = values.toSorted((a, b) => a - b)
        const exact = sorted[Math.max(0, Math.ceil(share * values.length) - 1)]
        const found = percentile(histogramOf(values), share)
        if (exact === undefined) expect(found).toBeNull()
        else expect(Math.abs((found ?? -1) - exact)).toBeLessThanOrEqual(Math.max(0.0051, exact * 0.008))
      }),
    )
  })

  it('knows its greatest value exactly', () => {
    fc.assert(
      fc.property(latencies, (values) => {
        const greatest = values.length === 0 ? null : Math.max(...values)
        expect(percentile(histogramOf(values), 1)).toBe(greatest)
      }),
    )
    expect(percentile(histogramOf([7.123456]), 0.5)).toBe(7.123456)
  })

  it('counts negative values as 0 and no numbers not at all', () => {
    const histogram = histogramOf([-3, Number.NaN])
    expect([histogram.count, histogram.sum, histogram.max]).toEqual([1, 0, 0])
    expect(percentile(histogram, 0.5)).toBe(0)
  })

  it('counts up to bounds', () => {
    const histogram = histogramOf([1, 5, 5, 50, 500])
    expect(cumulative(histogram, [0.5, 2, 10, 100, 1000]).map(({ count }) => count)).toEqual([0, 1, 3, 4, 5])
    expect(cumulative(histogram, [2])).toEqual([{ le: 2, count: 1 }])
  })

  it('takes no room before its first value, and little for one endpoint hour', () => {
    expect(createHistogram().buckets.byteLength).toBe(0)
    const hour = histogramOf(Array.from({ length: 720 }, (_, index) => (index * 7919) % 40))
    expect(hour.buckets.byteLength + hour.counts.byteLength).toBeLessThan(4096)
  })

  it('is shown to 0.01 ms, or not at all', () => {
    expect(latencyView('delay', createHistogram())).toBeNull()
    expect(latencyView('lateness', histogramOf([12.3456]))).toEqual({
      measure: 'lateness',
      count: 1,
      p50: 12.35,
      p95: 12.35,
      p99: 12.35,
      max: 12.35,
    })
  })
})
