import { expect, test } from 'vitest'
import { createMarkStripper } from '../../../../../src/main/monitor/connection/byteOrderMark.ts'

const strip = (...chunks: readonly (readonly number[])[]) => {
  const stripper = createMarkStripper()
  return chunks.map((chunk) => [...stripper(Buffer.from(chunk))])
}

test.each([
  ['one is taken off', [[0xef, 0xbb, 0xbf, 1]], [[1]]],
  ['only one', [[0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf]], [[0xef, 0xbb, 0xbf]]],
  ['split after each byte', [[0xef], [0xbb], [0xbf], [1]], [[], [], [], [1]]],
  ['not one after all: nothing is lost', [[0xef], [0xbb], [1]], [[], [], [0xef, 0xbb, 1]]],
  ['not at the start', [[1], [0xef, 0xbb, 0xbf]], [[1], [0xef, 0xbb, 0xbf]]],
  ['an empty chunk decides nothing', [[], [0xef, 0xbb], [], [0xbf, 1]], [[], [], [], [1]]],
])('%s', (_name, chunks, expected) => {
  expect(strip(...chunks)).toEqual(expected)
})
