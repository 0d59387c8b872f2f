import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type ConfigEdit, editConfig } from '../../../../../src/main/config/edit/edit.ts'
import { undone } from '../../../../../src/main/config/editor/undo.ts'

const ids = ['a', 'b', 'c', 'd']
const styles = {
  block: `# head
version: 1   # the format
endpoints:   # all of them
# before a
- id: a        # A
  url: "http://a"   # url of a

  tags:
    - x # tag x
  # inside a

# before b
- { id: b, url: 'http://b',  enabled: false }   # b
-   url: http://c
    id: c
    retry:
      base: 2s   # two
- id: d
  url: http://d
# the end
`,
  flow: 'version: 1\nendpoints: [{ id: a, url: http://a },\n  { id: b }, {id: c}, { id: d } ] # all\n',
  bare: 'version: 1\nendpoints:\n  - id: a\n  - id: b\n  - id: c\n  - id: d',
}

const keys = fc.dictionary(
  fc.constantFrom('name', 'group', 'url'),
  fc.oneof(fc.constant(undefined), fc.string({ unit: fc.constantFrom(...'a: #,-é'), maxLength: 5 })),
)
const edit = fc.oneof(
  fc.subarray(ids, { minLength: 1 }).map((some): ConfigEdit => ({ kind: 'removeAll', ids: some })),
  fc.tuple(fc.constantFrom(...ids), keys).map(([id, keys]): ConfigEdit => ({ kind: 'update', id, keys })),
  fc
    .subarray(['m', 'n'], { minLength: 1 })
    .map((some): ConfigEdit => ({ kind: 'addAll', endpoints: some.map((id) => ({ id })) })),
)

const byId = (text: string) =>
  new Map((parse(text).endpoints ?? []).map((item: { id: string }) => [item.id, item]))

describe.each(Object.entries(styles))('a change of a file in %s style that is taken back', (_, unix) => {
  describe.each([unix, unix.replaceAll('\n', '\r\n')])('%#', (before) => {
    it('leaves the file as it was, to the byte', () => {
      fc.assert(
        fc.property(edit, (change) => {
          const after = editConfig(before, change)
          expect(undone({ before, after }, after)).toBe(before)
        }),
        { numRuns: 30 },
      )
    })

    it('leaves what was changed since as it is, and the endpoints as they were', () => {
      fc.assert(
        fc.property(edit, (change) => {
          const after = editConfig(before, change)
          const now = editConfig(after, { kind: 'add', endpoint: { id: 'z', url: 'http://z' } })
          const back = undone({ before, after }, now)
          expect(byId(back)).toEqual(new Map([...byId(before), ['z', { id: 'z', url: 'http://z' }]]))
          if (before.includes('\r')) expect(back).not.toMatch(/[^\r]\n/)
        }),
        { numRuns: 60 },
      )
    })
  })
})

it('in block style every line comes back to its place, comments too', () => {
  const before = styles.block
  const by = (text: string) => text.replace('# the end', '# the very end')
  fc.assert(
    fc.property(fc.subarray(ids, { minLength: 1 }), (some) => {
      const after = editConfig(before, { kind: 'removeAll', ids: some })
      expect(undone({ before, after }, by(after))).toBe(by(before))
    }),
  )
})

it('of a file that is gone cannot be taken back', () => {
  const after = editConfig(styles.block, { kind: 'remove', id: 'a' })
  expect(() => undone({ before: styles.block, after }, null)).toThrow(/The configuration file is gone/)
})

it('of a file that it made leaves a file without endpoints', () => {
  const after = editConfig('', { kind: 'add', endpoint: { id: 'a' } })
  expect(undone({ before: null, after }, after)).toBe('version: 1\nendpoints:\n')
})
