import { expect, test } from 'vitest'
import {
  createDraft,
  draftInput,
  fieldsOf,
  isDirty,
  problemAt,
  warningAt,
} from '../../../../src/renderer/editor/draft.ts'
import { withValue } from '../../../../src/renderer/editor/fields.ts'
import type { EndpointFields, FieldPath, FormView } from '../../../../src/shared/editing.ts'

const formOf = (fields: EndpointFields, hidden: readonly FieldPath[] = [], revision = 'r1'): FormView => ({
  id: 'orders',
  revision,
  fields,
  hidden,
  defaults: {},
  fileDefaults: {},
  presets: [],
  groups: [],
  tags: [],
})

const orders = {
  id: 'orders',
  url: 'https://a.example/sse',
  silence: '15s',
  retry: { cap: '30s', base: '1s' },
}

test('a key that is cleared leaves, and with it a block that is empty then', () => {
  const fields = withValue(withValue(orders, ['retry', 'cap'], undefined), ['retry', 'base'], undefined)
  expect(fields).toEqual({ id: 'orders', url: orders.url, silence: '15s' })
  expect(withValue({}, ['heartbeat', 'events'], [])).toEqual({ heartbeat: { events: [] } })
})

test('a hidden header is kept until somebody replaces or removes it', () => {
  const fields = { ...orders, headers: { Authorization: '', Accept: 'text/event-stream' } }
  const draft = createDraft(formOf(fields, [['headers', 'Authorization']]))
  expect(isDirty(draft.getState())).toBe(false)
  expect(draftInput(draft.getState())).toMatchObject({ fields, keep: [['headers', 'Authorization']] })

  draft.setHeader(0, { hidden: false, value: 'Bearer new' })
  expect(isDirty(draft.getState())).toBe(true)
  expect(draftInput(draft.getState())).toMatchObject({
    keep: [],
    fields: { headers: { Authorization: 'Bearer new' } },
  })

  draft.dropHeader(0)
  expect(draftInput(draft.getState())).toMatchObject({
    keep: [],
    fields: { headers: { Accept: 'text/event-stream' } },
  })
})

test('an address with a hidden secret that was changed asks for the secret anew', () => {
  const draft = createDraft(formOf({ ...orders, url: 'https://a:***@one.example/' }, [['url']]))
  draft.tellAll()
  expect(problemAt(draft.getState(), ['url'])).toBeNull()
  expect(draftInput(draft.getState()).keep).toEqual([['url']])
  draft.set(['url'], 'https://a:***@two.example/')
  expect(draftInput(draft.getState()).keep).toEqual([])
  expect(problemAt(draft.getState(), ['url'])?.message).toMatch(/^\*\*\* stands for a secret/)
  draft.set(['url'], `https://a:\${secret:pw}@two.example/`)
  expect(problemAt(draft.getState(), ['url'])).toBeNull()
})

test('headers without a name, or with one that stands twice, are told at their rows', () => {
  const draft = createDraft(formOf({ ...orders, headers: { Accept: 'a' } }))
  draft.addHeader({ value: 'lonely' })
  draft.addHeader({ name: 'accept', value: 'b' })
  draft.tellAll()
  const messages = draft
    .getState()
    .headers.map(({ key }) => problemAt(draft.getState(), ['header row', String(key)])?.message ?? null)
  expect(messages).toEqual([null, 'This header has no name.', 'The header accept stands here twice.'])
})

test('a problem is told once its field was left, and all of them after a try to save', () => {
  const draft = createDraft(formOf(orders))
  draft.judge([
    { path: ['silence'], message: 'no duration', hint: '' },
    { path: ['retry', 'cap'], message: 'too short', hint: '' },
  ])
  expect(problemAt(draft.getState(), ['silence'])).toBeNull()
  draft.touch(['silence'])
  expect(problemAt(draft.getState(), ['silence'])?.message).toBe('no duration')
  expect(problemAt(draft.getState(), ['retry', 'cap'])).toBeNull()
  draft.tellAll()
  expect(problemAt(draft.getState(), ['retry', 'cap'])?.message).toBe('too short')
})

test('what does not keep a field from being saved is a warning, and no problem', () => {
  const draft = createDraft(formOf(orders))
  draft.judge([{ path: ['headers', 'Authorization'], message: 'no secret', hint: '', blocking: false }])
  draft.tellAll()
  expect(problemAt(draft.getState(), ['headers'])).toBeNull()
  expect(warningAt(draft.getState(), ['headers', 'Authorization'])?.message).toBe('no secret')
})

test('the file changed meanwhile: what was not typed follows it, what was typed stays, clashes are asked', () => {
  const draft = createDraft(formOf({ ...orders, name: 'Orders', tags: ['a'] }))
  draft.set(['silence'], '20s')
  draft.set(['name'], 'Mine')
  draft.set(['retry', 'cap'], undefined)
  draft.addHeader({ name: 'X-New', value: '1' })
  draft.meet(
    formOf(
      { ...orders, name: 'Theirs', tags: ['b'], retry: { base: '2s', cap: '30s' }, group: 'Shop' },
      [],
      'r2',
    ),
  )
  const now = fieldsOf(draft.getState())
  expect(now).toEqual({
    id: 'orders',
    url: orders.url,
    silence: '20s',
    name: 'Mine',
    tags: ['b'],
    group: 'Shop',
    retry: { base: '2s' },
    headers: { 'X-New': '1' },
  })
  expect(draft.getState().clashes).toEqual([{ path: ['name'], theirs: 'Theirs' }])
  expect(draft.getState().form.revision).toBe('r2')

  draft.takeTheirs(['name'])
  expect(fieldsOf(draft.getState()).name).toBe('Theirs')
  expect(draft.getState().clashes).toEqual([])
})

test('clashes settled as mine leave what was typed', () => {
  const draft = createDraft(formOf(orders))
  draft.set(['silence'], '20s')
  draft.meet(formOf({ ...orders, silence: '30s' }, [], 'r2'))
  draft.keepMine(['silence'])
  expect(fieldsOf(draft.getState()).silence).toBe('20s')
  expect(draft.getState().clashes).toEqual([])
  expect(isDirty(draft.getState())).toBe(true)
})

test('gone from the file: what was hidden has to be written again before it is saved as a new one', () => {
  const fields = { ...orders, headers: { Authorization: '' } }
  const draft = createDraft(formOf(fields, [['headers', 'Authorization']]))
  draft.renew({ ...formOf({}), id: null, revision: null })
  draft.tellAll()
  const [row] = draft.getState().headers
  const message = () => problemAt(draft.getState(), ['header row', String(row?.key)])?.message
  expect(message()).toBe('The value of Authorization was not shown, and went with the file.')
  expect(draftInput(draft.getState())).toMatchObject({ id: null, keep: [], fields: { url: orders.url } })
  draft.setHeader(row?.key ?? -1, { value: 'Bearer again' })
  expect(message()).toBeUndefined()
})
