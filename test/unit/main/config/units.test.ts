import { describe, expect, it } from 'vitest'
import { nearest } from '../../../../src/main/config/nearest.ts'
import {
  formatDuration,
  formatSize,
  likelyDuration,
  likelySize,
  parseDuration,
  parseSize,
} from '../../../../src/main/config/units.ts'

describe('durations', () => {
  it.each([
    ['500ms', 500],
    ['15s', 15_000],
    ['1.5s', 1500],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['1d', 86_400_000],
    ['0s', 0],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  it.each(['15', '15 s', 's', '-1s', '15S', '1m30s', '1e3s', '.5s', '', 'constructor', '5constructor'])(
    '%j is none',
    (text) => {
      expect(parseDuration(text)).toBeNull()
    },
  )

  it.each([0, 1, 999, 1000, 90_000, 120_000, 3_600_000, 86_400_000, 90_061_001])(
    '%d ms survive the way there and back',
    (ms) => {
      expect(parseDuration(formatDuration(ms))).toBe(ms)
    },
  )

  it.each([
    [30, 'Write 30s for seconds, or 30ms for milliseconds.'],
    ['10 minutes', 'Write 10m.'],
    ['5 SEC', 'Write 5s.'],
    ['soon', 'Write a number and a unit without a space: 500ms, 15s, 2m, 1h or 1d.'],
  ])('for %j says what was meant', (value, hint) => {
    expect(likelyDuration(value)).toBe(hint)
  })
})

describe('sizes', () => {
  it.each([
    ['512B', 512],
    ['64KB', 65_536],
    ['1MB', 1_048_576],
    ['1.5MB', 1_572_864],
    ['1GB', 1_073_741_824],
  ])('%s is %d bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes)
  })

  it.each(['64', '64kb', '64KiB', '64 KB', 'KB', '-1MB'])('%j is none', (text) => {
    expect(parseSize(text)).toBeNull()
  })

  it.each([0, 1, 1000, 1024, 65_536, 1_048_576, 1_073_741_824])(
    '%d bytes survive the way there and back',
    (bytes) => {
      expect(parseSize(formatSize(bytes))).toBe(bytes)
    },
  )

  it.each([
    [65_536, 'Write 64KB.'],
    [1000, 'Write 1000B.'],
    ['64 kib', 'Write 64KB.'],
    ['1m', 'Write 1MB.'],
    ['big', 'Write a number and a unit without a space: 512B, 64KB, 1MB.'],
  ])('for %j says what was meant', (value, hint) => {
    expect(likelySize(value)).toBe(hint)
  })
})

describe('nearest', () => {
  const known = ['maxAttempts', 'headers', 'headersFrom', 'url', 'recheck']
  it.each([
    ['maxAtempts', 'maxAttempts'],
    ['max_attempts', 'maxAttempts'],
    ['header', 'headers'],
    ['URL', 'url'],
    ['recheckk', 'recheck'],
    ['colour', null],
    ['x'.repeat(500), null],
  ])('%s -> %s', (word, meant) => {
    expect(nearest(word, known)).toBe(meant)
  })
})
