import { describe, expect, it } from 'vitest'
import { type Contiguity, createContiguity } from '../../../../src/main/monitor/contiguity.ts'

type Kind = 'any' | 'numeric' | 'opaque' | 'none'

/** Plays connections one after the other, each resumed from the last id of the one before. */
function play(connections: readonly (readonly string[])[], kind: Kind = 'any'): Contiguity {
  const contiguity = createContiguity(() => kind)
  let last: string | null = null
  for (const ids of connections) {
    contiguity.opened(last)
    for (const id of ids) {
      contiguity.see(id, true)
      last = id
    }
  }
  contiguity.opened(last)
  return contiguity
}

describe('after a connection whose ids grew by one', () => {
  it('the next id goes on, a later one is a jump', () => {
    expect(play([['1', '2', '3']]).see('4', true)).toEqual({ kind: 'next', from: 3n, to: 4n })
    expect(play([['1', '2', '3']]).see('9', true)).toEqual({ kind: 'jump', from: 3n, to: 9n })
    expect(play([['a:8', 'a:9']]).see('a:10', true)).toEqual({ kind: 'next', from: 9n, to: 10n })
  })

  it('integers of any size are told apart', () => {
    const big = ['90071992547409920000', '90071992547409920001']
    expect(play([big]).see('90071992547409920002', true)).toMatchObject({ kind: 'next' })
    expect(play([big]).see('90071992547409920003', true)).toMatchObject({ kind: 'jump' })
  })

  it('a jump after the first new id is a hole, told once', () => {
    const contiguity = play([['1', '2', '3']])
    expect(contiguity.see('4', true)?.kind).toBe('next')
    expect(contiguity.see('9', true)).toEqual({ kind: 'hole', from: 4n, to: 9n })
    expect(contiguity.see('20', true)).toBeNull()
  })

  it('events that are sent again come first without deciding', () => {
    const contiguity = play([['1', '2', '3']])
    expect(contiguity.see('2', true)).toEqual({ kind: 'again' })
    expect(contiguity.see('3', true)).toEqual({ kind: 'again' })
    expect(contiguity.see('4', true)?.kind).toBe('next')
  })

  it('the step over the resumption counts for the connection after it', () => {
    expect(play([['1', '2', '3'], ['4']]).see('6', true)?.kind).toBe('jump')
  })

  it('a jump over the resumption does not count against the connection after it', () => {
    const connections = [
      ['1', '2', '3'],
      ['9', '10'],
    ]
    expect(play(connections).see('20', true)?.kind).toBe('jump')
  })

  it('a connection without ids takes nothing away', () => {
    expect(play([['1', '2', '3'], []]).see('5', true)?.kind).toBe('jump')
  })
})

describe('nothing is decided', () => {
  it.each<[string, readonly (readonly string[])[], string, Kind]>([
    ['after a single id', [['1']], '9', 'any'],
    ['after a gap', [['1', '2', '4', '5']], '9', 'any'],
    ['after ids that went back', [['7', '3', '8']], '12', 'any'],
    ['after times', [['1700000000000', '1700000001000']], '1700000009000', 'any'],
    ['after another prefix', [['a:1', 'a:2', 'b:3']], 'b:9', 'any'],
    ['for another prefix', [['a:1', 'a:2']], 'b:3', 'any'],
    ['after an id without a number', [['1', '2', 'x']], '9', 'any'],
    ['for an id without a number', [['1', '2']], 'x', 'any'],
    ['by opaque ids', [['1', '2', '3']], '9', 'opaque'],
    ['by ids of a server that has none', [['1', '2', '3']], '9', 'none'],
    ['by prefixed ids where numbers are told', [['a:1', 'a:2']], 'a:9', 'numeric'],
    [
      'when only the connection before the last grew by one',
      [
        ['1', '2'],
        ['3', '7', '8'],
      ],
      '12',
      'any',
    ],
  ])('%s', (_, connections, id, kind) => {
    expect(play(connections, kind).see(id, true)).toBeNull()
  })

  it('after a fresh start', () => {
    const contiguity = play([['1', '2', '3']])
    contiguity.opened(null)
    expect(contiguity.see('9', true)).toBeNull()
  })
})

describe('ids of blocks that are no events', () => {
  it('take part in the growth', () => {
    const contiguity = createContiguity(() => 'any')
    contiguity.opened(null)
    contiguity.see('1', true)
    contiguity.see('2', false)
    contiguity.opened('2')
    expect(contiguity.see('3', true)?.kind).toBe('next')
  })

  it('are never seen again, nor is the event that follows with the same id', () => {
    const contiguity = createContiguity(() => 'any')
    contiguity.opened(null)
    contiguity.see('1', true)
    contiguity.see('2', false)
    expect(contiguity.see('2', false)).toBeNull()
    expect(contiguity.see('2', true)).toBeNull()
    expect(contiguity.see('2', true)).toEqual({ kind: 'again' })
  })
})
