import { expect, it } from 'vitest'
import { createUndos } from '../../../../../src/main/config/editor/undos.ts'

function undos() {
  let names = 0
  return createUndos(() => `${++names}`)
}

it('the newest twenty are kept', () => {
  const kept = undos()
  const names = Array.from({ length: 21 }, (_, index) => kept.keep({ before: null, after: `${index}` }))
  expect(names.map((name) => kept.find(name)?.after ?? null)).toEqual([
    null,
    ...Array.from({ length: 20 }, (_, index) => `${index + 1}`),
  ])
  kept.forget('5')
  expect(kept.find('5')).toBeNull()
})

it('of large files fewer are kept, the newest in any case', () => {
  const kept = undos()
  const large = 'x'.repeat(15 * 1024 * 1024)
  const names = [1, 2, 3].map(() => kept.keep({ before: large, after: large }))
  expect(names.map((name) => kept.find(name) !== null)).toEqual([false, false, true])
  expect(kept.find(kept.keep({ before: large, after: large + large }))).not.toBeNull()
})
