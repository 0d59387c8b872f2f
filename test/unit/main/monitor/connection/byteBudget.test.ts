import { expect, test } from 'vitest'
import { createByteBudget } from '../../../../../src/main/monitor/connection/byteBudget.ts'

test('together they may hold the limit, and no more', () => {
  const budget = createByteBudget(100)
  expect(budget.take(60)).toBe(true)
  expect(budget.take(40)).toBe(true)
  expect(budget.take(1)).toBe(false)
})

test('what is given back is free again; giving back never fails', () => {
  const budget = createByteBudget(100)
  budget.take(150)
  expect(budget.take(-20)).toBe(true)
  expect(budget.held()).toBe(130)
  budget.take(-130)
  expect(budget.take(100)).toBe(true)
})
