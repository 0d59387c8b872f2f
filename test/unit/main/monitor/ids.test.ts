import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRecentIds, numbered } from '../../../../src/main/monitor/ids.ts'

describe('recent ids', () => {
  it('are exactly the newest ones', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 80 }),
        fc.array(fc.nat(120), { maxLength: 400 }),
        (limit, ids) => {
          const recent = createRecentIds(limit)
          const model: number[] = []
          for (const id of ids) {
            expect(recent.has(`id-${id}`)).toBe(model.includes(id))
            recent.add(`id-${id}`)
            if (!model.includes(id)) model.push(id)
            if (model.length > limit) model.shift()
          }
          for (let id = 0; id <= 120; id++) expect(recent.has(`id-${id}`)).toBe(model.includes(id))
        },
      ),
    )
  })

  it('are 1,000 by default', () => {
    const recent = createRecentIds()
    for (let id = 0; id < 5000; id++) recent.add(`urn:uuid:${id}`)
    expect(recent.has('urn:uuid:4000')).toBe(true)
    expect(recent.has('urn:uuid:3999')).toBe(false)
  })

  it('are gone after clear', () => {
    const recent = createRecentIds()
    recent.add('a')
    recent.clear()
    expect(recent.has('a')).toBe(false)
    recent.add('b')
    expect(recent.has('b')).toBe(true)
  })
})

describe('numbered', () => {
  it.each([
    ['42', '', 42n],
    ['room:12', 'room:', 12n],
    ['a1b007', 'a1b', 7n],
    ['123456789012345678901234567890', '', 123456789012345678901234567890n],
  ])('splits %j', (id, prefix, number) => {
    expect(numbered(id)).toEqual({ prefix, number })
  })

  it.each(['', 'abc', '12a', '1'.repeat(65)])('finds no number at the end of %j', (id) => {
    expect(numbered(id)).toBeNull()
  })
})
