import { describe, expect, it } from 'vitest'
import { judgeFields } from '../../../../../src/main/config/editor/judge.ts'
import type { EndpointFields } from '../../../../../src/shared/editing.ts'
import { surroundings } from '../around.ts'

const right: EndpointFields = { id: 'a', url: `https://h/?token=\${secret:orders-token}` }

function told(fields: EndpointFields, defaults = {}): readonly string[] {
  const { problems } = judgeFields({ ...right, ...fields }, defaults, new Set(['b', 'b-2']), surroundings)
  return problems.map(({ path, message, hint }) => `${path.join('.')}: ${message} ${hint}`.trimEnd())
}

describe('the mistakes of a form', () => {
  it('are none where there is none', () => {
    expect(told({ silence: '15s', tags: ['a'], headers: { A: `\${env:TOKEN}` } })).toEqual([])
  })

  it.each<readonly [EndpointFields, readonly string[]]>([
    [
      { url: '' },
      ['url: The URL is missing. Write it whole, such as https://stream.example.com/sse/orders.'],
    ],
    [
      { url: 'ws://h' },
      [
        'url: "ws://h" is not an http or https URL. Write it whole, such as https://stream.example.com/sse/orders.',
      ],
    ],
    [{ id: 'b' }, ['id: Another endpoint has the id "b". b-3 is free.']],
    [
      { id: 'a b' },
      ['id: "a b" cannot be an id. An id has letters, digits and dashes, 100 at most. a-b would do.'],
    ],
    [{ silnce: '5s' }, ['silnce: The key "silnce" is not known here. Did you mean silence?']],
    [
      { retry: { base: '5' } },
      [
        'retry.base: "5" is not a duration. Write a number and a unit without a space: 500ms, 15s, 2m, 1h or 1d.',
      ],
    ],
    [{ rotation: {} }, ['rotation.every: The key every is missing in rotation.']],
    [{ tags: ['x', ''] }, ['tags.1: The text is empty. Write one, or leave the key out.']],
    [{ headers: { 'a b': 'x' } }, ['headers.a b: "a b" is not the name of a header.']],
    [
      { headers: { A: `\${secret:nowhere}` } },
      [
        'headers.A: There is no secret named nowhere. Set HEARTLINE_SECRET_NOWHERE in the environment that Heartline starts in.',
      ],
    ],
    [
      { tls: { ca: 'missing.pem' } },
      [
        'tls.ca: The file /etc/heartline/missing.pem cannot be read: it does not exist. Paths are relative to the folder of this file.',
      ],
    ],
    [
      { tls: { cert: 'c.pem' } },
      ['tls: A client certificate needs both cert and key in tls. Add the one that is missing.'],
    ],
    [
      { retry: { base: '9s', cap: '5s' } },
      ['retry: The base of retry is longer than its cap. Raise cap, or lower base.'],
    ],
  ])('%j', (fields, problems) => {
    expect(told(fields)).toEqual(problems)
  })

  it('count together with the defaults of the file, whose own mistakes are told elsewhere', () => {
    expect(told({ retry: { base: '9s' } }, { retry: { cap: '5s' } })).toEqual([
      'retry: The base of retry is longer than its cap. Raise cap, or lower base.',
    ])
    expect(told({}, { retry: { base: '9s', cap: '5s' } })).toEqual([])
    expect(told({ silence: '5s' }, { silence: 5 })).toEqual([])
  })

  it('never show a value that may be a secret', () => {
    const fields = { url: 'ftp://u:hunter2@h/?token=hunter2', headers: { Authorization: 'hunter2\n' } }
    expect(told(fields)).toHaveLength(2)
    expect(told(fields).join()).not.toContain('hunter2')
  })
})
