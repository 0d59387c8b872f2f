import { describe, expect, test } from 'vitest'
import { mistakeInSize, parseSize, sizeText } from '../../../../src/renderer/settings/sizes.ts'

const MB = 2 ** 20
const GB = 2 ** 30

describe('a size', () => {
  test('is read as people write it', () => {
    expect(parseSize('512 MB')).toBe(512 * MB)
    expect(parseSize('2gb')).toBe(2 * GB)
    expect(parseSize('1.5 GB')).toBe(1536 * MB)
    for (const text of ['', '512', 'MB', '-1 GB', '1e3 MB', '1,5 GB', '1 TB', 'Infinity GB'])
      expect(parseSize(text)).toBeNull()
  })

  test('is shown so that typing it again means the same', () => {
    for (const bytes of [16 * MB, 1536 * MB, GB, 64 * GB]) expect(parseSize(sizeText(bytes))).toBe(bytes)
    expect(sizeText(1536 * MB)).toBe('1536 MB')
  })

  test('beyond its bounds is refused with what they are', () => {
    const message = 'Give a size from 16 MB to 64 GB, such as 512 MB or 2 GB.'
    for (const text of ['15 MB', '65 GB', 'much']) expect(mistakeInSize(text, 16 * MB, 64 * GB)).toBe(message)
    expect(mistakeInSize('16 MB', 16 * MB, 64 * GB)).toBeNull()
    expect(mistakeInSize('64 GB', 16 * MB, 64 * GB)).toBeNull()
  })
})
