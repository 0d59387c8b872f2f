import { describe, expect, it } from 'vitest'
import { parseHints, parseRetryAfter } from '../../../../src/main/monitor/hints.ts'

const wall = Date.UTC(2026, 10, 20, 12, 0, 0)

describe('parseHints', () => {
  it('reads seconds as milliseconds', () => {
    expect(
      parseHints({
        'x-heartbeat-interval': '5',
        'x-silence-threshold': ' 15 ',
        'x-stream-max-seconds': '0.5',
        'x-trace-id': 'abc-123',
      }),
    ).toEqual({ interval: 5000, silence: 15_000, maxStream: 500, traceId: 'abc-123' })
  })

  it.each(['', '0', '-5', 'five', '5s', '1e3', '86401', 'Infinity', '5,5'])(
    'ignores the number %j',
    (text) => {
      expect(parseHints({ 'x-heartbeat-interval': text }).interval).toBeNull()
    },
  )

  it('takes the trace id out of traceparent where there is no X-Trace-ID', () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
    expect(parseHints({ traceparent }).traceId).toBe('4bf92f3577b34da6a3ce929d0e0e4736')
    expect(parseHints({ traceparent, 'x-trace-id': 'mine' }).traceId).toBe('mine')
  })

  it.each([
    { traceparent: `00-${'0'.repeat(32)}-00f067aa0ba902b7-01` },
    { traceparent: 'nonsense' },
    { 'x-trace-id': 'a'.repeat(129) },
    { 'x-trace-id': 'two words' },
    {},
  ])('takes no trace id from %j', (headers) => {
    expect(parseHints(headers as Record<string, string>).traceId).toBeNull()
  })
})

describe('parseRetryAfter', () => {
  it('reads seconds, at most a day', () => {
    expect(parseRetryAfter('120', wall)).toBe(120_000)
    expect(parseRetryAfter('0', wall)).toBe(0)
    expect(parseRetryAfter('99999999999999999999', wall)).toBe(86_400_000)
  })

  it.each(['Fri, 20 Nov 2026 12:00:30 GMT', 'Friday, 20-Nov-26 12:00:30 GMT', 'Fri Nov 20 12:00:30 2026'])(
    'reads the HTTP date %s',
    (date) => {
      expect(parseRetryAfter(date, wall)).toBe(30_000)
    },
  )

  it('never waits below 0 nor above a day for a date', () => {
    expect(parseRetryAfter('Sun, 06 Nov 1994 08:49:37 GMT', wall)).toBe(0)
    expect(parseRetryAfter('Fri, 20 Nov 2037 12:00:30 GMT', wall)).toBe(86_400_000)
  })

  it.each([
    '',
    '-1',
    '1.5',
    'soon',
    '2026-11-20T12:00:30Z',
    'Fri, 99 Nov 2026 12:00:30 GMT',
    null,
    undefined,
  ])('takes %j for garbage', (text) => {
    expect(parseRetryAfter(text, wall)).toBeNull()
  })
})
