import { describe, expect, it } from 'vitest'
import { createIds, unusedId } from '../../../../../src/main/config/editor/ids.ts'

describe('an id', () => {
  it.each([
    [{ name: 'Orders, production', url: 'https://h' }, 'orders-production'],
    [{ name: '  ', url: 'https://stream.example.com:8080/a?token=x' }, 'stream-example-com-8080-a'],
    [{ url: 'https://user:secret@www.h.example/a#token' }, 'h-example-a'],
    [{ url: `\${env:SCHEME}://user:secret@h.example/a` }, 'h-example-a'],
    [{ url: 'user:secret@h.example' }, 'h-example'],
    [{ url: `\${secret:whole}` }, 'endpoint'],
    [{ name: 'Grüße an Ärger', url: 'https://h' }, 'gru-e-an-arger'],
    [{ name: '注文', url: 'https://h' }, 'h'],
    [{ name: '注文' }, 'endpoint'],
    [{ name: 'x'.repeat(120) }, 'x'.repeat(80)],
    [{ id: 'Own-1', name: 'b' }, 'Own-1'],
    [{ id: 'not valid!', name: 'b' }, 'not-valid'],
    [{ id: '', name: 'b' }, 'b'],
  ])('from %j', (fields, id) => {
    expect(createIds([]).idFor(fields)).toBe(id)
  })

  it('is one that nobody has, among those that there are and those that were given', () => {
    const ids = createIds(['a', 'a-3'])
    expect([ids.idFor({ name: 'a' }), ids.idFor({ id: 'a' }), ids.idFor({ id: 'a-2' })]).toEqual([
      'a-2',
      'a-4',
      'a-2-2',
    ])
  })

  it('is never longer than an id may be', () => {
    const long = 'x'.repeat(100)
    expect(unusedId(long, new Set([long]))).toBe(`${'x'.repeat(98)}-2`)
    expect(createIds([long]).idFor({ id: long })).toBe(`${'x'.repeat(98)}-2`)
  })
})
