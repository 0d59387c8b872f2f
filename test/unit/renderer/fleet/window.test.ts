import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { reveal, rowHeight, slice } from '../../../../src/renderer/fleet/window.ts'

test('a short list is rendered whole, wherever it is scrolled to', () => {
  expect(slice(100, 5000, 400)).toEqual({ from: 0, to: 100 })
})

test('of a long list every row in sight is rendered, and few others', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 101, max: 5000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 0, max: 2000 }),
      (count, part, height) => {
        const top = part * Math.max(0, count * rowHeight - height)
        const { from, to } = slice(count, top, height)
        expect(from).toBeLessThanOrEqual(Math.floor(top / rowHeight))
        expect(to).toBeGreaterThanOrEqual(Math.min(count, Math.ceil((top + height) / rowHeight)))
        expect(to - from).toBeLessThanOrEqual(Math.ceil(height / rowHeight) + 18)
        expect(from).toBeGreaterThanOrEqual(0)
        expect(to).toBeLessThanOrEqual(count)
      },
    ),
  )
})

test('revealing a row moves no more than it must', () => {
  expect(reveal(3, 0, 10 * rowHeight)).toBe(0)
  expect(reveal(2, 5 * rowHeight, 10 * rowHeight)).toBe(2 * rowHeight)
  expect(reveal(10, 0, 10 * rowHeight)).toBe(rowHeight)
})
