import { describe, expect, it } from 'vitest'
import { createLimits, type Place } from '../../../../src/main/monitor/limits.ts'

function asker(total: number, perHost: number) {
  const limits = createLimits({ total, perHost })
  const granted: string[] = []
  const places = new Map<string, Place>()
  const ask = (name: string, host: string) => {
    const place = limits.ask(host, () => granted.push(name))
    places.set(name, place)
    return place.granted
  }
  return { ask, granted, together: limits.together, release: (name: string) => places.get(name)?.release() }
}

describe('connecting limits', () => {
  it('grants up to the limit of a host at once and holds the rest back', () => {
    const { ask, granted } = asker(16, 2)
    expect([ask('a', 'one'), ask('b', 'one'), ask('c', 'one'), ask('d', 'two')]).toEqual([
      true,
      true,
      false,
      true,
    ])
    expect(granted).toEqual([])
  })

  it('grants in the order of asking when a place comes free', () => {
    const { ask, granted, release } = asker(16, 1)
    ask('a', 'one')
    ask('b', 'one')
    ask('c', 'one')
    release('a')
    expect(granted).toEqual(['b'])
    release('b')
    expect(granted).toEqual(['b', 'c'])
  })

  it('gives on nothing that comes free while all are told the same', () => {
    const { ask, granted, release, together } = asker(16, 1)
    for (const name of ['a', 'b', 'c']) ask(name, 'one')
    together(() => {
      release('a')
      release('b')
    })
    expect(granted).toEqual(['c'])
  })

  it('lets hosts take turns when all places are taken', () => {
    const { ask, granted, release } = asker(1, 1)
    ask('a1', 'a')
    for (const name of ['a2', 'a3']) ask(name, 'a')
    for (const name of ['b1', 'b2']) ask(name, 'b')
    for (const name of ['a1', 'a2', 'b1', 'a3']) release(name)
    expect(granted).toEqual(['a2', 'b1', 'a3', 'b2'])
  })

  it('forgets who left the queue, and ignores a place that is given back twice', () => {
    const { ask, granted, release } = asker(1, 1)
    ask('a', 'one')
    ask('b', 'one')
    ask('c', 'one')
    release('b')
    release('a')
    release('a')
    expect(granted).toEqual(['c'])
    expect(ask('d', 'two')).toBe(false)
  })
})
