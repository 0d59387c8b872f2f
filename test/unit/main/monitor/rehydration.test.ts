import { expect, it } from 'vitest'
import { createRehydrations, type Fetched } from '../../../../src/main/monitor/rehydration.ts'

const fetched: Fetched = { status: 200, bytes: 1, durationMs: 1, error: null }

it('what a fetch or its end throws is told, and keeps no other from its turn', async () => {
  const faults: unknown[] = []
  const rehydrations = createRehydrations(1, (error) => faults.push(error))
  const [first, second] = [new Error('of done'), new Error('of fetch')]
  rehydrations.run(
    async () => fetched,
    () => {
      throw first
    },
  )
  rehydrations.run(
    () => Promise.reject(second),
    () => undefined,
  )
  const third = await new Promise<Fetched>((resolve) => rehydrations.run(async () => fetched, resolve))
  expect(third).toBe(fetched)
  expect(faults).toEqual([first, second])
})

it('runs at most so many at a time, the rest in order; what is withdrawn before its turn is never asked for', async () => {
  const rehydrations = createRehydrations(2)
  const asked: number[] = []
  const ends: (() => void)[] = []
  const fetch = (nth: number) => (): Promise<Fetched> => {
    asked.push(nth)
    return new Promise((resolve) => ends.push(() => resolve(fetched)))
  }
  const withdraw = [1, 2, 3, 4].map((nth) => rehydrations.run(fetch(nth), () => undefined))
  expect(asked).toEqual([1, 2])
  withdraw[2]?.()
  ends[0]?.()
  await expect.poll(() => asked).toEqual([1, 2, 4])
})
