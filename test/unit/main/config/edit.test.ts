import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type ConfigEdit, editConfig } from '../../../../src/main/config/edit/edit.ts'

const file = `# head of the file

version: 1   # the format
defaults:
    retry: {base: 1s,   cap: 30s} # odd spacing

endpoints:   # all of them
# before a
- id: a        # A
  url: "http://a"   # url of a

  tags:
    - x # tag x
    - y
  # inside a
# before b
- { id: b, url: 'http://b',  enabled: false }   # b
-   url: http://c
    id: c
    retry:
      base: 2s   # two
      cap: 4s
    notes: |
      kept
        as it is
# the end`

/** The lines that differ: `-` gone, `+` come. Every other byte is as it was. */
function difference(before: string, after: string): readonly string[] {
  const [old, fresh] = [before.split('\n'), after.split('\n')]
  const start = old.findIndex((line, index) => line !== fresh[index])
  if (start < 0) return fresh.slice(old.length).map((line) => `+${line}`)
  let tail = 0
  const room = Math.min(old.length, fresh.length) - start
  while (tail < room && old.at(-1 - tail) === fresh.at(-1 - tail)) tail++
  return [
    ...old.slice(start, old.length - tail).map((line) => `-${line}`),
    ...fresh.slice(start, fresh.length - tail).map((line) => `+${line}`),
  ]
}

const update = (id: string, keys: Record<string, unknown>): ConfigEdit => ({ kind: 'update', id, keys })

describe('an edit touches the bytes that it changes, and no others', () => {
  it.each<readonly [string, ConfigEdit, readonly string[]]>([
    [
      'add',
      {
        kind: 'add',
        endpoint: {
          id: 'n',
          url: 'http://n',
          name: 'A: b',
          tags: ['p', 'q, r'],
          retry: { base: '5s' },
          group: undefined,
        },
      },
      ['+- id: n', '+  url: http://n', '+  name: "A: b"', '+  tags: [ p, "q, r" ]', '+  retry: { base: 5s }'],
    ],
    [
      'setEnabled, in flow style',
      { kind: 'setEnabled', id: 'b', enabled: true },
      [
        "-- { id: b, url: 'http://b',  enabled: false }   # b",
        "+- { id: b, url: 'http://b',  enabled: true }   # b",
      ],
    ],
    [
      'setEnabled, a key that was not there',
      { kind: 'setEnabled', id: 'a', enabled: false },
      ['+  enabled: false'],
    ],
    [
      'update, before a comment on the line',
      update('a', { url: 'http://z' }),
      ['-  url: "http://a"   # url of a', '+  url: http://z   # url of a'],
    ],
    ['update, a list', update('a', { tags: ['z'] }), ['-    - x # tag x', '-    - y', '+    - z']],
    [
      'update, inside a block',
      update('c', { retry: { base: '3s' } }),
      ['-      base: 2s   # two', '+      base: 3s   # two'],
    ],
    [
      'update, a new key inside a block',
      update('c', { retry: { maxAttempts: 3 } }),
      ['+      maxAttempts: 3'],
    ],
    ['update, a key gone from a block', update('c', { retry: { cap: undefined } }), ['-      cap: 4s']],
    [
      'update, a key gone',
      update('c', { retry: undefined }),
      ['-    retry:', '-      base: 2s   # two', '-      cap: 4s'],
    ],
    [
      'update, the key beside the dash',
      update('c', { url: undefined }),
      ['--   url: http://c', '-    id: c', '+-   id: c'],
    ],
    [
      'update, a text of several lines',
      update('c', { notes: 'one' }),
      ['-    notes: |', '-      kept', '-        as it is', '+    notes: one'],
    ],
    [
      'update, to null',
      update('b', { group: null }),
      [
        "-- { id: b, url: 'http://b',  enabled: false }   # b",
        "+- { id: b, url: 'http://b',  enabled: false, group: null }   # b",
      ],
    ],
    [
      'update, a key gone in flow style',
      update('b', { url: undefined }),
      ["-- { id: b, url: 'http://b',  enabled: false }   # b", '+- { id: b, enabled: false }   # b'],
    ],
    [
      'remove',
      { kind: 'remove', id: 'a' },
      [
        '-- id: a        # A',
        '-  url: "http://a"   # url of a',
        '-',
        '-  tags:',
        '-    - x # tag x',
        '-    - y',
        '-  # inside a',
      ],
    ],
    [
      'remove, in flow style',
      { kind: 'remove', id: 'b' },
      ["-- { id: b, url: 'http://b',  enabled: false }   # b"],
    ],
    ['nothing', update('a', {}), []],
    ['a key that is not there', update('a', { group: undefined }), []],
  ])('%s', (_, edit, lines) => {
    expect(difference(file, editConfig(file, edit))).toEqual(lines)
  })
})

describe('an edit finds its way in', () => {
  const add: ConfigEdit = { kind: 'add', endpoint: { id: 'n', url: 'http://n' } }
  it.each([
    ['', 'version: 1\nendpoints:\n  - id: n\n    url: http://n\n'],
    ['# mine\n', '# mine\nversion: 1\nendpoints:\n  - id: n\n    url: http://n\n'],
    ['version: 1', 'version: 1\nendpoints:\n  - id: n\n    url: http://n\n'],
    ['version: 1\nendpoints:', 'version: 1\nendpoints:\n  - id: n\n    url: http://n\n'],
    [
      'version: 1\nendpoints:  # none yet\n# end\n',
      'version: 1\nendpoints:  # none yet\n  - id: n\n    url: http://n\n# end\n',
    ],
    ['version: 1\nendpoints: []  # c\n', 'version: 1\nendpoints:\n  - id: n\n    url: http://n  # c\n'],
    [
      'version: 1\nendpoints: [{id: a, url: b}] # c\n',
      'version: 1\nendpoints: [{id: a, url: b}, { id: n, url: http://n }] # c\n',
    ],
    [
      'version: 1\r\nendpoints:\r\n  - id: q\r\n',
      'version: 1\r\nendpoints:\r\n  - id: q\r\n  - id: n\r\n    url: http://n\r\n',
    ],
    [
      'endpoints:\n  - id: a\n    # of a\n  # of the list\n',
      'endpoints:\n  - id: a\n    # of a\n  - id: n\n    url: http://n\n  # of the list\n',
    ],
    ['{version: 1, endpoints: []}', '{ version: 1, endpoints: [ { id: n, url: http://n } ] }\n'],
  ])('to add to %j', (text, wanted) => {
    expect(editConfig(text, add)).toBe(wanted)
  })

  it.each([
    ['version: 1\nendpoints:\n  - id: q\n    url: z\n# end\n', 'version: 1\nendpoints:\n# end\n'],
    ['version: 1\nendpoints: [{id: q}] # c\n', 'version: 1\nendpoints: [] # c\n'],
  ])('to remove the last one of %j', (text, wanted) => {
    expect(editConfig(text, { kind: 'remove', id: 'q' })).toBe(wanted)
  })

  it('where it has to write the document anew, keeping comments and order', () => {
    const text = '# head\nversion: 1\nendpoints:\n  - ? id\n    : a # why\n    url: http://a\n'
    const after = editConfig(text, update('a', { id: 'b' }))
    expect(parse(after)).toEqual({ version: 1, endpoints: [{ id: 'b', url: 'http://a' }] })
    expect(after).toMatch(/# head.*# why/s)
  })
})

describe('an edit of many', () => {
  const many =
    'version: 1\nendpoints:\n  # a\n  - id: a\n    url: u # 1\n\n  # b\n  - id: b\n    # in b\n  - id: c # 3\n'

  it('adds them in their order', () => {
    const endpoints = [{ id: 'x', url: 'u' }, { id: 'y' }]
    expect(editConfig(many, { kind: 'addAll', endpoints })).toBe(`${many}  - id: x\n    url: u\n  - id: y\n`)
  })

  it.each([
    [['a', 'c'], 'version: 1\nendpoints:\n  # a\n\n  # b\n  - id: b\n    # in b\n'],
    [['c', 'b'], 'version: 1\nendpoints:\n  # a\n  - id: a\n    url: u # 1\n\n  # b\n'],
    [['a', 'b', 'c'], 'version: 1\nendpoints:\n  # a\n\n  # b\n'],
  ])('removes %j, and leaves every other byte', (ids, wanted) => {
    expect(editConfig(many, { kind: 'removeAll', ids })).toBe(wanted)
  })

  it('removes several from a list in one line', () => {
    const line = 'endpoints: [ { id: a },  { id: b },{ id: c } ] # c\n'
    expect(editConfig(line, { kind: 'removeAll', ids: ['a', 'c'] })).toBe('endpoints: [ { id: b } ] # c\n')
  })

  it('is all or none', () => {
    expect(() => editConfig(many, { kind: 'removeAll', ids: ['a', 'z'] })).toThrow(
      /no endpoint with the id z/,
    )
    expect(() => editConfig(many, { kind: 'addAll', endpoints: [{ id: 'z' }, { id: 'a' }] })).toThrow(
      /an endpoint with the id a already/,
    )
  })
})

describe('an edit among anchors and aliases', () => {
  const shared =
    'x: &h { A: 1 }\nendpoints:\n  - &a\n    id: a\n    headers: *h # shared\n    retry: &r { base: 1s }\n  - <<: *a\n    id: b\n  - id: c\n    headers: *h # too\n'

  it('writes a shared block out, so that the others keep theirs', () => {
    expect(difference(shared, editConfig(shared, update('c', { headers: { B: '2' } })))).toEqual([
      '-    headers: *h # too',
      '+    headers: { A: 1, B: "2" } # too',
    ])
  })

  it('sets a key over one that is merged in', () => {
    expect(difference(shared, editConfig(shared, update('b', { retry: { cap: '9s' } })))).toEqual([
      '+    retry: { base: 1s, cap: 9s }',
    ])
  })

  it.each<readonly [string, ConfigEdit]>([
    ['a change that others would see', update('a', { retry: { base: '2s' } })],
    ['a key that only the others can lose', update('b', { retry: undefined })],
    ['an anchor that is needed', { kind: 'remove', id: 'a' }],
  ])('refuses %s', (_, edit) => {
    expect(() => editConfig(shared, edit)).toThrow(/change it by hand/)
  })
})

describe('an edit that cannot be made says why, and changes nothing', () => {
  it.each<readonly [string, ConfigEdit, RegExp]>([
    ['version: [', { kind: 'remove', id: 'a' }, /not valid YAML at the moment/],
    ['- a', { kind: 'remove', id: 'a' }, /does not begin with keys/],
    ['endpoints: 5', { kind: 'remove', id: 'a' }, /does not hold a list/],
    ['version: 1', { kind: 'remove', id: 'a' }, /no endpoint with the id a/],
    ['endpoints: [{ id: a }]', { kind: 'add', endpoint: { id: 'a' } }, /an endpoint with the id a already/],
    [
      'defaults: &d { id: a }\nendpoints:\n  - *d\n',
      update('a', { name: 'x' }),
      /cannot be changed here without changing other parts/,
    ],
  ])('%s', (text, edit, sentence) => {
    expect(() => editConfig(text, edit)).toThrow(sentence)
    expect(() => editConfig(text, edit)).toThrow(expect.objectContaining({ code: 'edit-impossible' }))
  })
})

describe('edits never lose other content', () => {
  const word = fc.string({ unit: fc.constantFrom(...'ab: #,-[]{}"\'&*!|>%@`\\é\t'), maxLength: 8 })
  const plain = fc.oneof(
    word,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(word, { maxLength: 3 }),
  )
  const keys = fc.dictionary(
    fc.constantFrom('name', 'group', 'tags', 'retry', 'silence'),
    fc.oneof(plain, fc.dictionary(fc.constantFrom('x', 'y'), plain, { maxKeys: 2 })),
  )
  type OfOne = Extract<ConfigEdit, { kind: 'add' | 'update' | 'remove' | 'setEnabled' }>
  const edit = fc.oneof(
    keys.map((values): OfOne => ({ kind: 'add', endpoint: { id: 'n', ...values } })),
    fc
      .tuple(fc.constantFrom('a', 'b', 'c'), keys)
      .map(([id, values]): OfOne => ({ kind: 'update', id, keys: values })),
    fc
      .tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('url', 'tags', 'retry', 'notes'))
      .map(([id, key]): OfOne => ({ kind: 'update', id, keys: { [key]: undefined } })),
    fc.constantFrom('a', 'b', 'c').map((id): OfOne => ({ kind: 'remove', id })),
    fc
      .tuple(fc.constantFrom('a', 'b', 'c'), fc.boolean())
      .map(([id, enabled]): OfOne => ({ kind: 'setEnabled', id, enabled })),
  )
  const idOf = (change: OfOne) => (change.kind === 'add' ? change.endpoint.id : change.id)
  // Comments of the list as a whole belong to no endpoint.
  const outside = [
    '# head of the file',
    '# the format',
    '# odd spacing',
    '# all of them',
    '# before a',
    '# before b',
    '# the end',
  ]
  const inside: Record<string, readonly string[]> = {
    a: ['# A', '# url of a', '# tag x', '# inside a'],
    b: ['# b'],
    c: ['# two'],
  }

  const beginning: Record<string, string> = { a: '- id: a', b: '- { id: b', c: '-   url' }

  it.each(['\n', '\r\n'])('with lines that end in %j', (eol) => {
    const start = file.replaceAll('\n', eol)
    const others = (text: string, id: string) => {
      const { endpoints, ...rest } = parse(text)
      return { ...rest, endpoints: (endpoints ?? []).filter((item: { id: string }) => item.id !== id) }
    }
    fc.assert(
      fc.property(edit, (change) => {
        const after = editConfig(start, change)
        // What stands before the endpoint is the same to the byte.
        const before = start.slice(0, start.indexOf(beginning[idOf(change)] ?? '# the end'))
        expect(after.slice(0, before.length)).toBe(before)
        expect(others(after, idOf(change))).toEqual(others(start, idOf(change)))
        const kept = Object.entries(inside).flatMap(([id, comments]) => (id === idOf(change) ? [] : comments))
        for (const comment of [...outside, ...kept]) expect(after).toContain(comment)
        if (eol === '\r\n') expect(after).not.toMatch(/[^\r]\n/)
      }),
      { numRuns: 80 },
    )
  })
})
