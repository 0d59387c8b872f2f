import { describe, expect, it } from 'vitest'
import { createIntervalLearner, intervalMismatch } from '../../../../src/main/monitor/interval.ts'

function learnFrom(gaps: readonly number[]): number | null {
  const learner = createIntervalLearner()
  let at = 1_000_000
  learner.beat(at)
  for (const gap of gaps) {
    at += gap
    learner.beat(at)
  }
  return learner.learned()
}

const same = (gap: number, times = 19): number[] => Array.from({ length: times }, () => gap)

describe('a learned interval', () => {
  it('is the median gap of 20 heartbeats, and of no fewer', () => {
    expect(learnFrom(same(5000))).toBe(5000)
    expect(learnFrom(same(5000, 18))).toBeNull()
    expect(learnFrom([...same(5000, 16), 5100, 4900, 5040])).toBe(5000)
  })

  it('asks for regular gaps: four in five within a quarter of the median', () => {
    expect(learnFrom([...same(5000, 16), 9000, 9000, 100])).toBe(5000)
    expect(learnFrom([...same(5000, 15), 9000, 9000, 9000, 100])).toBeNull()
    expect(learnFrom(Array.from({ length: 19 }, (_, index) => 1000 * (index + 1)))).toBeNull()
  })

  it('begins at one second', () => {
    expect(learnFrom(same(999.6))).toBe(1000)
    expect(learnFrom(same(500))).toBeNull()
  })

  it('follows a server that changes its pace, and is taken back when the pace is lost', () => {
    expect(learnFrom([...same(5000), ...same(30_000)])).toBe(30_000)
    expect(learnFrom([...same(5000), ...Array.from({ length: 19 }, (_, i) => 500 * (i + 1))])).toBeNull()
  })

  it('counts no gap over a new connection', () => {
    const learner = createIntervalLearner()
    for (let beat = 0; beat < 10; beat++) learner.beat(beat * 5000)
    learner.restart(null)
    for (let beat = 0; beat < 10; beat++) learner.beat(1_000_000 + beat * 5000)
    expect(learner.learned()).toBeNull()
    learner.beat(1_000_000 + 50_000)
    expect(learner.learned()).toBe(5000)
  })

  it('counts from an event that postponed the heartbeat', () => {
    const learner = createIntervalLearner()
    learner.beat(0)
    let at = 0
    for (let beat = 0; beat < 19; beat++) {
      learner.restart(at + 3000)
      at += 3000 + 20_000
      learner.beat(at)
    }
    expect(learner.learned()).toBe(20_000)
  })
})

describe('a told interval', () => {
  it('differs when the observed one is off by more than half of it', () => {
    expect(intervalMismatch(10_000, 15_001)).toEqual({ told: 10_000, observed: 15_001 })
    expect(intervalMismatch(10_000, 4999)).toEqual({ told: 10_000, observed: 4999 })
    expect(intervalMismatch(10_000, 15_000)).toBeNull()
    expect(intervalMismatch(null, 15_000)).toBeNull()
    expect(intervalMismatch(10_000, null)).toBeNull()
  })
})
