import { expect, test } from 'vitest'
import { traceIdOf } from '../../../src/gateway/trace.ts'

const uuid = () => '00000000-1111-2222-3333-444444444444'
const fresh = '00000000111122223333444444444444'
const parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'

test.each([
  [{}, fresh],
  [{ 'x-trace-id': 'req-1', traceparent: parent }, 'req-1'],
  [{ traceparent: parent }, '0af7651916cd43dd8448eb211c80319c'],
  [{ traceparent: '00-00000000000000000000000000000000-b7ad6b7169203331-01' }, fresh],
  [{ traceparent: 'nonsense' }, fresh],
  [{ 'x-trace-id': 'has "quotes"' }, fresh],
  [{ 'x-trace-id': 'x'.repeat(129) }, fresh],
  [{ 'x-trace-id': '' }, fresh],
])('%j gives %s', (headers, expected) => {
  expect(traceIdOf(headers, uuid)).toBe(expected)
})
