import { createParser } from 'eventsource-parser'
import { array, assert, constantFrom, integer, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Mark } from '../../../../../src/main/monitor/connection/marks.ts'
import { createScanner } from '../../../../../src/main/monitor/connection/scanner.ts'

interface Seen {
  readonly marks: readonly Mark[]
  readonly lines: number
  readonly held: number
}

/** Scans `body` in pieces of the given sizes, over and over; null for whole. */
function scan(body: string | Buffer, sizes: readonly number[] | null = null, limit = 1000): Seen {
  const bytes = Buffer.from(body)
  const scanner = createScanner(limit)
  let lines = 0
  if (sizes === null) lines = scanner.scan(bytes)
  else
    for (let at = 0, turn = 0; at < bytes.length; turn++) {
      const size = sizes[turn % sizes.length] ?? 1
      lines += scanner.scan(bytes.subarray(at, at + size))
      at += size
    }
  return { marks: scanner.marks, lines, held: scanner.held() }
}

describe('marks', () => {
  test('an event has its size, and whether it has an id of its own', () => {
    expect(scan('id: 1\ndata: x\n\ndata: y\n\n').marks).toEqual([
      { kind: 'event', bytes: 15, hasId: true },
      { kind: 'event', bytes: 9, hasId: false },
    ])
  })

  test('a block without data is told with its type and id, another field alone is no block', () => {
    expect(scan('event: ping\n\nid: 7\n\nid\n\nretry: 5\n\nfoo: bar\n\n\n').marks).toEqual([
      { kind: 'block', type: 'ping', ownId: null },
      { kind: 'block', type: 'message', ownId: '7' },
      { kind: 'block', type: 'message', ownId: '' },
      { kind: 'retry', ms: 5 },
    ])
  })

  test('comments come at their line, in the middle of a block too', () => {
    expect(scan('data: x\n: hi\n:\n:  a\n\n').marks).toEqual([
      { kind: 'comment', text: 'hi' },
      { kind: 'comment', text: '' },
      { kind: 'comment', text: ' a' },
      { kind: 'event', bytes: 9, hasId: false },
    ])
  })

  test('digits of a retry, of any length', () => {
    const marks = scan('retry: 0\nretry:007\nretry: 99999999999999999999\nretry: x\nretry: 1 \n').marks
    expect(marks.map((mark) => mark.kind === 'retry' && mark.ms)).toEqual([0, 7, 1e20])
  })
})

test('every complete line is counted, also blank ones and those of no field', () => {
  expect(scan('data: x\n\n:\nfoo\nhalf').lines).toBe(4)
  expect(scan('a\r\nb\rc\n\r\n').lines).toBe(4)
})

test('what waits is held, and let go at its end', () => {
  expect(scan('data: x\n').held).toBe(8)
  expect(scan('data: x\ndat').held).toBe(11)
  expect(scan('data: x\n\n').held).toBe(0)
  expect(scan(': comment').held).toBe(9)
  expect(scan(': comment\n').held).toBe(0)
})

describe('limits', () => {
  const overflow = (body: string, pieces = 1) => {
    const scanner = createScanner(20)
    const bytes = Buffer.from(body)
    const size = Math.ceil(bytes.length / pieces)
    for (let at = 0; at < bytes.length; at += size) scanner.scan(bytes.subarray(at, at + size))
    return scanner.overflow()
  }

  test('a line at the limit passes, one byte more does not', () => {
    expect(overflow(`foo:${'x'.repeat(16)}`)).toBeNull()
    expect(overflow(`data:x\n\n:${'x'.repeat(20)}`)).toEqual({ what: 'line', safe: 8 })
    expect(overflow(`:${'x'.repeat(20)}\n`, 5)).toMatchObject({ what: 'line', safe: 0 })
  })

  test('an event at the limit passes, one byte more does not', () => {
    expect(overflow(`data:${'x'.repeat(13)}\n\n`)).toBeNull()
    expect(overflow('data:1234\ndata:1234\n\n')).toBeNull()
    expect(overflow('data:1234\ndata:12345\n\n')).toEqual({ what: 'event', safe: 10 })
    expect(overflow('data:1234\ndata:123456')).toEqual({ what: 'event', safe: 10 })
  })

  test('comments do not count to the event around them', () => {
    expect(overflow(`data:1\n${':12345678\n'.repeat(10)}data:2\n\n`)).toBeNull()
    expect(overflow(`data:1\n${':12345678\n'.repeat(10)}data:2\n\n`, 30)).toBeNull()
  })

  test('nothing is scanned after it', () => {
    const scanner = createScanner(10)
    scanner.scan(Buffer.from('x'.repeat(11)))
    expect(scanner.scan(Buffer.from('\ndata: x\n\n'))).toBe(0)
    expect(scanner.marks).toEqual([])
  })
})

const piece = constantFrom(
  ...[
    'data',
    'event',
    'id',
    'retry',
    ':',
    ' ',
    '\n',
    '\r',
    '\r\n',
    '\n\n',
    'x',
    '12',
    '\0',
    'ü',
    '😀',
    'data: a\n',
  ],
  ...['id: 1\n', 'event: e\n', ': c\n', 'retry: 3\n', 'dat', 'even', 'i', '\r\r', '\ufeff'],
)

test('however the bytes are cut, it finds the same', () => {
  assert(
    property(
      array(piece, { maxLength: 40 }),
      array(integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
      (parts, sizes) => {
        const body = parts.join('')
        expect(scan(body, sizes)).toEqual(scan(body))
      },
    ),
    { numRuns: 500 },
  )
})

test('it agrees with the parser about every event, id, comment and retry', () => {
  assert(
    property(array(piece, { maxLength: 60 }), (parts) => {
      const body = `\n${parts.join('')}`
      const parsed: unknown[] = []
      const parser = createParser({
        onEvent: (event) => parsed.push(['event', event.id !== undefined]),
        onComment: (text) => parsed.push(['comment', text]),
        onRetry: (ms) => parsed.push(['retry', ms]),
      })
      parser.feed(body)
      const found = scan(body).marks.flatMap((mark): readonly unknown[] => {
        if (mark.kind === 'event') return [['event', mark.hasId]]
        if (mark.kind === 'comment') return [['comment', mark.text]]
        return mark.kind === 'retry' ? [['retry', mark.ms]] : []
      })
      expect(found).toEqual(parsed)
    }),
    { numRuns: 1000 },
  )
})
