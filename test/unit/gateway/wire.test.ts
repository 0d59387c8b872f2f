import { expect, test } from 'vitest'
import { eventFrame, frameText, isLogged } from '../../../src/gateway/wire.ts'

const text = (event: string, data: unknown, id: string | null = null) =>
  frameText(eventFrame({ event, data }, id, null), 'T')

test.each([
  [{}, 'data: {"trace_id":"T"}'],
  [{ a: 1 }, 'data: {"trace_id":"T","a":1}'],
  [{ trace_id: 'own', a: 1 }, 'data: {"trace_id":"own","a":1}'],
  [[1, 2], 'data: [1,2]'],
  [null, 'data: null'],
  [7, 'data: 7'],
  [undefined, 'data: '],
  [new Date(0), 'data: "1970-01-01T00:00:00.000Z"'],
  ['', 'data: '],
  ['{"a":1}', 'data: {"a":1}'],
  ['a\nb\r\nc\rd', 'data: a\ndata: b\ndata: c\ndata: d'],
])('data %j goes out as %s', (data, line) => {
  expect(text('x', data)).toBe(`event: x\n${line}\n\n`)
})

test('an id stands in the block; an error worth a retry brings the retry time', () => {
  expect(text('x', '', '7')).toBe('event: x\nid: 7\ndata: \n\n')
  expect(text('error', { retryable: true })).toMatch(/^retry: 3000\nevent: error\n/)
  expect(text('error', { retryable: false })).toMatch(/^event: error\n/)
})

test.each(['a\nb', 'a\rb', 'a\0b'])(
  'a type or id with a control that breaks the format is refused: %j',
  (bad) => {
    expect(() => eventFrame({ event: bad, data: '' }, null, null)).toThrow(RangeError)
    expect(() => eventFrame({ event: 'x', data: '' }, bad, 1)).toThrow(/The id/)
  },
)

test('comments, retry and the end have their own text', () => {
  expect(frameText({ kind: 'comment', text: 'hi' }, 'T')).toBe(': hi\n\n')
  expect(frameText({ kind: 'retry', ms: 5 }, 'T')).toBe('retry: 5\n\n')
  expect(frameText({ kind: 'end' }, 'T')).toBe('')
})

test('what tells of the stream itself is not in the log', () => {
  const own = ['heartbeat', 'degraded', 'restored', 'replay-truncated', 'replay-failed', 'complete', 'error']
  expect(own.some(isLogged)).toBe(false)
  expect(isLogged('content_chunk')).toBe(true)
})
