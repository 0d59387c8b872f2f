import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMemoryLog } from '../../../src/gateway/log.ts'

const ids = (frames: readonly { id: string | null }[]) => frames.map(({ id }) => id)

test('each topic has its own counter; a sender own id is kept, and numbers go on from it', async () => {
  const log = createMemoryLog(10)
  const append = (topic: string, id?: string) => log.append(topic, { event: 'x', data: '', id })
  const frames = [await append('a'), await append('b'), await append('a', '7'), await append('a', 'own')]
  frames.push(await append('a'), await append('a', '3'), await append('a'))
  expect(ids(frames)).toEqual(['1', '1', '7', 'own', '8', '3', '9'])
  expect(ids((await log.read('a', 'own', 10)).frames)).toEqual(['8', '3', '9'])
  expect(log.topics().toSorted()).toEqual(['a', 'b'])
})

test('the topic that was not used for the longest time is forgotten, and its ids never come again', async () => {
  const log = createMemoryLog(10, 2)
  const append = (topic: string) => log.append(topic, { event: 'x', data: '' })
  for (let n = 0; n < 3; n++) await append('a')
  await append('b')
  await log.read('a', '3', 10)
  await append('c')
  expect(log.topics().toSorted()).toEqual(['a', 'c'])
  expect(await log.read('b', '1', 10)).toEqual({ frames: [], whole: false })

  await append('d')
  const again = await append('a')
  expect(again).toMatchObject({ id: '4', seq: 4 })
  expect(await log.read('a', '3', 10)).toEqual({ frames: [again], whole: false })
  expect(await log.read('a', '4', 10)).toEqual({ frames: [], whole: true })
  expect(await log.newest('a', 10)).toEqual([again])
})

test('any number of topics holds the bound', async () => {
  const log = createMemoryLog(10)
  for (let n = 0; n < 1200; n++) await log.append(`t${n}`, { event: 'x', data: '' })
  expect(log.topics()).toHaveLength(1000)
  expect(log.topics()).not.toContain('t199')
})

test('an event that cannot be sent takes no number', async () => {
  const log = createMemoryLog(10)
  await expect(log.append('a', { event: 'x\n', data: '' })).rejects.toThrow(RangeError)
  expect((await log.append('a', { event: 'x', data: '' })).id).toBe('1')
})

test('for any size, count, id and limit, a read is the newest of what came after, and whole only if it is all', () => {
  return fc.assert(
    fc.asyncProperty(
      fc.nat(30).map((n) => n + 1),
      fc.nat(60),
      fc.nat(70),
      fc.nat(70),
      async (size, count, after, limit) => {
        const log = createMemoryLog(size)
        for (let n = 1; n <= count; n++) await log.append('t', { event: 'x', data: n })
        const { frames, whole } = await log.read('t', String(after), limit)
        const first = Math.max(1, count - size + 1)
        const known = after >= first && after <= count
        const wanted = Array.from({ length: count }, (_, i) => i + 1).filter(
          (n) => n >= first && (!known || n > after),
        )
        expect(ids(frames)).toEqual((limit === 0 ? [] : wanted.slice(-limit)).map(String))
        expect(whole).toBe(known && wanted.length <= limit)
        expect(ids(await log.newest('t', limit))).toEqual(
          Array.from({ length: Math.min(limit, size, count) }, (_, i, all = Math.min(limit, size, count)) =>
            String(count - all + 1 + i),
          ),
        )
      },
    ),
    { numRuns: 60 },
  )
})
