import { describe, expect, it } from 'vitest'
import { difference } from '../../../../../src/main/config/editor/difference.ts'
import { completeDraft, inReadingOrder } from '../../../../../src/main/config/editor/draft.ts'

describe('a draft', () => {
  const item = { id: 'a', url: 'https://h?token=real', headers: { Authorization: 'real', B: '1' } }

  it('takes what it keeps from the file', () => {
    const fields = { id: 'a', url: 'https://h?token=***', headers: { Authorization: '', B: '2' } }
    const keep = [['url'], ['headers', 'Authorization']]
    expect(completeDraft({ id: 'a', fields, keep }, item, () => 'new')).toEqual({
      fields: { id: 'a', url: 'https://h?token=real', headers: { Authorization: 'real', B: '2' } },
      problems: [],
    })
  })

  it('says so where there is nothing to keep, or a struck-out URL would be saved', () => {
    const draft = { id: null, fields: { url: 'https://h?token=***' }, keep: [['headers', 'Authorization']] }
    const { problems } = completeDraft(draft, null, () => 'new')
    expect(problems.map(({ path, message }) => [path.join('.'), message])).toEqual([
      ['headers.Authorization', 'The value that was to be kept is not in the file.'],
      ['url', 'The secret in this URL is struck out (***).'],
    ])
  })

  it('keeps nothing that is inherited by every object', () => {
    const draft = { id: 'a', fields: { id: 'a' }, keep: [['constructor'], ['headers', 'toString']] }
    expect(completeDraft(draft, item, () => 'new').problems).toHaveLength(2)
  })

  it('is written in the order in which people read', () => {
    const keys = Object.keys(
      inReadingOrder({ strange: 1, tags: [], url: 'u', headers: {}, name: 'n', id: 'i' }),
    )
    expect(keys).toEqual(['id', 'name', 'url', 'tags', 'headers', 'strange'])
  })
})

describe('the difference', () => {
  it('is the keys that are to be set, then those that go, blocks key by key', () => {
    const before = { id: 'a', tags: ['x'], retry: { base: '1s', cap: '2s' }, group: 'g', tls: null }
    const after = { id: 'a', tags: ['y'], retry: { base: '1s', stableAfter: '3s' }, tls: { ca: 'c' } }
    const keys = difference(before, after)
    expect(keys).toEqual({
      tags: ['y'],
      retry: { stableAfter: '3s', cap: undefined },
      tls: { ca: 'c' },
      group: undefined,
    })
    expect(Object.keys(keys).at(-1)).toBe('group')
  })
})
