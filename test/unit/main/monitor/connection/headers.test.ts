import { expect, test } from 'vitest'
import {
  isSendableId,
  requestHeaders,
  withoutCredentials,
} from '../../../../../src/main/monitor/connection/headers.ts'

const url = new URL('http://127.0.0.1/')

test('what is configured replaces a default, whatever its case, and the id replaces both', () => {
  const headers = { ACCEPT: 'a/b', 'last-event-id': 'old' }
  const made = requestHeaders({ url, headers }, { Accept: 'text/event-stream', 'X-Default': 'd' }, 'new')
  expect([...made.values()]).toEqual([
    ['ACCEPT', 'a/b'],
    ['X-Default', 'd'],
    ['Last-Event-ID', 'new'],
  ])
})

test('values go as UTF-8 bytes', () => {
  const made = requestHeaders({ url, headers: { 'X-A': 'ü€' } }, {}, '😀')
  expect(Buffer.from(made.get('x-a')?.[1] ?? '', 'latin1').toString('utf8')).toBe('ü€')
  expect(Buffer.from(made.get('last-event-id')?.[1] ?? '', 'latin1').toString('utf8')).toBe('😀')
})

test.each([
  ['http://a%40b:p%3Aq@h/', 'a@b:p:q'],
  ['http://%C3%BC:x@h/', 'ü:x'],
  ['http://u:100%25%zz@h/', 'u:100%25%zz'],
  ['http://u@h/', 'u:'],
])('%s becomes Basic credentials', (text, plain) => {
  const made = requestHeaders({ url: new URL(text), headers: {} }, {}, null)
  expect(made.get('authorization')).toEqual([
    'Authorization',
    `Basic ${Buffer.from(plain).toString('base64')}`,
  ])
})

test('configured credentials win over those of the URL', () => {
  const made = requestHeaders(
    { url: new URL('http://u:p@h/'), headers: { authorization: 'Bearer t' } },
    {},
    null,
  )
  expect(made.get('authorization')?.[1]).toBe('Bearer t')
})

test('credentials, secrets and the host stay behind', () => {
  const headers = {
    Authorization: 'a',
    Cookie: 'c',
    'Proxy-Authorization': 'p',
    Host: 'h',
    'X-Key': 'k',
    'X-Plain': 'x',
  }
  const left = withoutCredentials(requestHeaders({ url, headers }, {}, '1'), new Set(['X-Key']))
  expect([...left.keys()]).toEqual(['x-plain', 'last-event-id'])
})

test.each([
  ['1', true],
  ['x'.repeat(4096), true],
  ['€'.repeat(1366), false],
  ['', false],
  ['a\nb', false],
  ['a\r', false],
  ['\0', false],
])('the id %j can be sent: %s', (id, sendable) => {
  expect(isSendableId(id)).toBe(sendable)
})
