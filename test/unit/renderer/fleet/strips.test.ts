import { describe, expect, test } from 'vitest'
import { runs, summed } from '../../../../src/renderer/fleet/strip-paint.ts'
import { attemptsWords, stripWords } from '../../../../src/renderer/fleet/strip-words.ts'
import { createStrips, mostKept, refreshMs, settleMs } from '../../../../src/renderer/fleet/strips.ts'
import type { StripView } from '../../../../src/shared/screens.ts'

const stripOf = (id: string, over: Partial<StripView> = {}): StripView => ({
  id,
  from: 0,
  stepMs: 30_000,
  states: 'v'.repeat(120),
  attempts: new Array<number>(120).fill(0),
  rotations: [],
  ...over,
})

function setUp() {
  const asked: (readonly string[])[] = []
  let tasks: { readonly ms: number; readonly task: () => void }[] = []
  let answer: ((strips: readonly StripView[] | null) => void) | null = null
  const strips = createStrips({
    fetch: (ids) => {
      asked.push(ids)
      return new Promise((resolve) => {
        answer = resolve
      })
    },
    after: (ms, task) => {
      const entry = { ms, task }
      tasks.push(entry)
      return () => {
        tasks = tasks.filter((one) => one !== entry)
      }
    },
  })
  return {
    strips,
    asked,
    waits: () => tasks.map(({ ms }) => ms),
    pass: () => {
      for (const { task } of tasks.splice(0)) task()
    },
    answer: async (list: readonly StripView[] | null) => {
      answer?.(list)
      await Promise.resolve()
    },
  }
}

describe('fetching', () => {
  test('the rows in sight at once, and again every ten seconds', async () => {
    const { strips, asked, waits, pass, answer } = setUp()
    strips.inSight(['a', 'b'])
    pass()
    await answer([stripOf('a'), stripOf('b')])
    expect(strips.get('a')?.id).toBe('a')
    expect(waits()).toEqual([refreshMs])
    pass()
    expect(asked).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ])
  })

  test('while rows come into sight nothing is asked for until they settle', async () => {
    const { strips, asked, waits, pass, answer } = setUp()
    strips.inSight(['a'])
    pass()
    await answer([stripOf('a')])
    for (const ids of [['b'], ['c'], ['d']]) strips.inSight(ids)
    expect(waits()).toEqual([settleMs])
    pass()
    expect(asked.at(-1)).toEqual(['d'])
  })

  test('rows that come into sight during a fetch are asked for soon, not after the next refresh', async () => {
    const { strips, waits, pass, answer } = setUp()
    strips.inSight(['a'])
    pass()
    strips.inSight(['a', 'b'])
    await answer([stripOf('a')])
    expect(waits()).toEqual([settleMs])
  })

  test('out of sight nothing more is asked for, and a failure is tried again', async () => {
    const { strips, waits, pass, answer } = setUp()
    strips.inSight(['a'])
    pass()
    await answer(null)
    expect(waits()).toEqual([refreshMs])
    strips.inSight([])
    expect(waits()).toEqual([])
  })

  test('only those who look at a strip hear of it', async () => {
    const { strips, pass, answer } = setUp()
    const heard: string[] = []
    strips.subscribe('a', () => heard.push('a'))
    const leave = strips.subscribe('b', () => heard.push('b'))
    strips.inSight(['a', 'b'])
    pass()
    leave()
    await answer([stripOf('a'), stripOf('b')])
    expect(heard).toEqual(['a'])
  })

  test('what is kept is bounded; what was seen last stays', async () => {
    const { strips, pass, answer } = setUp()
    strips.inSight(['x'])
    pass()
    await answer(Array.from({ length: mostKept + 5 }, (_, index) => stripOf(`s${index}`)))
    expect(strips.get('s0')).toBeNull()
    expect(strips.get('s5')).not.toBeNull()
    expect(strips.get(`s${mostKept + 4}`)).not.toBeNull()
  })
})

test('the words of a strip: how long in each state, and the rotations', () => {
  expect(stripWords(stripOf('a', { states: 'v'.repeat(104) + 'f'.repeat(16) }))).toBe(
    'Last hour: live 52 min, failed 8 min.',
  )
  expect(stripWords(stripOf('a', { states: `${'.'.repeat(118)}wv`, rotations: [119] }))).toBe(
    'Last hour: live 30 s, reconnecting 30 s, 1 rotation.',
  )
  expect(stripWords(stripOf('a', { states: '.'.repeat(120) }))).toBe('Last hour: nothing known yet.')
  expect(attemptsWords(stripOf('a', { attempts: [0, 3, 4] }))).toBe('Reconnect attempts in the last hour: 7.')
})

test('neighbours of one state are one run; a letter that nobody knows is left out', () => {
  expect(runs('vvfv?u')).toEqual([
    { state: 'v', from: 0, to: 2 },
    { state: 'f', from: 2, to: 3 },
    { state: 'v', from: 3, to: 4 },
    { state: 'u', from: 5, to: 6 },
  ])
  expect(runs('')).toEqual([])
})

test('attempts are summed, none is lost', () => {
  const sums = summed(
    Array.from({ length: 120 }, (_, index) => index % 3),
    24,
  )
  expect(sums).toHaveLength(24)
  expect(sums.reduce((sum, count) => sum + count, 0)).toBe(120)
})
