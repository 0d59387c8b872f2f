import { expect, it } from 'vitest'
import { titleOf } from '../../../../src/renderer/shell/title.ts'

it('tells the failed first, then the screen', () => {
  expect(titleOf({ screen: 'fleet' }, '', 0)).toBe('Fleet · Heartline')
  expect(titleOf({ screen: 'endpoint', id: 'orders' }, 'Orders, production', 2)).toBe(
    '(2 failed) Orders, production · Heartline',
  )
})
