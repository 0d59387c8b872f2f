import { describe, expect, it } from 'vitest'
import { createBurstWatch } from '../../../../src/main/monitor/bursts.ts'

function watchBeats(gaps: readonly number[], interval: number | null): boolean {
  const watch = createBurstWatch()
  let at = 5000
  watch.beat(at, interval)
  for (const gap of gaps) {
    at += gap
    watch.beat(at, interval)
  }
  return watch.isBuffering()
}

const burst = [20_000, 5, 5, 5]

describe('bursts', () => {
  it('are named when they come three times running', () => {
    expect(watchBeats([...burst, ...burst, ...burst], 5000)).toBe(true)
    expect(watchBeats([...burst, ...burst], 5000)).toBe(false)
    expect(watchBeats([...burst, ...burst, 5000, 5000, ...burst], 5000)).toBe(false)
  })

  it('need three at once where no interval is known', () => {
    expect(watchBeats([...burst, ...burst, ...burst], null)).toBe(true)
    const pairs = [20_000, 5]
    expect(watchBeats([...pairs, ...pairs, ...pairs, ...pairs], null)).toBe(false)
    expect(watchBeats([...pairs, ...pairs, ...pairs], 10_000)).toBe(true)
  })

  it('are none for single heartbeats, however late', () => {
    expect(watchBeats([5000, 5000, 5000, 5000, 5000, 5000], 5000)).toBe(false)
    expect(watchBeats([30_000, 30_000, 30_000, 30_000], 5000)).toBe(false)
    expect(watchBeats([5000, 5000, 5000, 5000, 5000, 5000], null)).toBe(false)
  })

  it('are none where the gap is no longer than an interval', () => {
    const pairs = [5000, 5]
    expect(watchBeats([...pairs, ...pairs, ...pairs, ...pairs], 5000)).toBe(false)
  })

  it('end when heartbeats come singly again, across connections too', () => {
    expect(watchBeats([...burst, ...burst, ...burst, 5000, 5000], 5000)).toBe(false)
    const watch = createBurstWatch()
    let at = 0
    for (const gap of [0, ...burst, ...burst, ...burst]) {
      at += gap
      watch.beat(at, 5000)
    }
    expect(watch.isBuffering()).toBe(true)
    watch.restart()
    expect(watch.isBuffering()).toBe(true)
    for (const gap of [0, 5000, 5000, 5000]) {
      at += gap
      watch.beat(at, 5000)
    }
    expect(watch.isBuffering()).toBe(false)
  })

  it('are forgotten with what they were found in', () => {
    const watch = createBurstWatch()
    let at = 0
    for (const gap of [0, ...burst, ...burst, ...burst]) {
      at += gap
      watch.beat(at, 5000)
    }
    watch.forget()
    expect(watch.isBuffering()).toBe(false)
  })
})
