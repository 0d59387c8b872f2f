import { expect, test } from 'vitest'
import { intervalText, saidMs } from '../../../../src/renderer/editor/durations.ts'
import {
  doubleIds,
  entriesOf,
  placed,
  rejudged,
  renamed,
  secretsOf,
} from '../../../../src/renderer/editor/import/entries.ts'
import {
  environmentName,
  isSecretName,
  secretNameFor,
  splitScheme,
} from '../../../../src/renderer/editor/secret-names.ts'
import type { FieldProblem, ImportPreview } from '../../../../src/shared/editing.ts'

const problem = (message: string, ...path: string[]): FieldProblem => ({ path, message, hint: '' })

const preview: ImportPreview = {
  format: 'urls',
  problems: [],
  endpoints: [
    {
      fields: { id: 'a', url: 'https://a.example/' },
      secrets: [{ name: 's', value: '1' }],
      problems: [],
      remarks: [],
    },
    { fields: { id: 'b', url: 'nonsense' }, secrets: [], problems: [problem('no URL', 'url')], remarks: [] },
    {
      fields: { id: 'c', url: 'https://c.example/' },
      secrets: [{ name: 's', value: '1' }],
      problems: [],
      remarks: [],
    },
  ],
}

test('what has a problem is not chosen, and ids only count among the chosen', () => {
  const entries = entriesOf(preview)
  expect(entries.map(({ chosen }) => chosen)).toEqual([true, false, true])
  const same = entries.map((entry) => renamed(entry, 'id', 'x'))
  expect([...doubleIds(same)]).toEqual(['x'])
  expect([...doubleIds(same.map((entry) => ({ ...entry, chosen: entry.key < 2 && entry.chosen })))]).toEqual(
    [],
  )
  expect(secretsOf(entries)).toEqual([{ name: 's', value: '1' }])
  expect(secretsOf(entries.map((entry) => ({ ...entry, chosen: false })))).toEqual([])
})

test('problems of an import stand at the entries that were sent', () => {
  const entries = placed(entriesOf(preview), [problem('taken', '1', 'id'), problem('bad', '1', 'url')])
  expect(entries.map(({ problems }) => problems.map(({ path, message }) => [message, ...path]))).toEqual([
    [],
    [['no URL', 'url']],
    [
      ['taken', 'id'],
      ['bad', 'url'],
    ],
  ])
})

test('another id is judged anew, without the secrets that were only just found', () => {
  const [entry] = entriesOf(preview)
  if (entry === undefined) throw new Error('no entry')
  const judged = rejudged(entry, [problem('taken', 'id'), problem('no such secret', 'headers', 'X')])
  expect(judged.problems).toEqual([problem('taken', 'id')])
  expect(rejudged(judged, []).problems).toEqual([])
})

test('a measured interval as a duration to write down', () => {
  expect([4990, 15_210, 60_100, 990, 310, 10].map(intervalText)).toEqual([
    '5s',
    '15s',
    '1m',
    '1s',
    '300ms',
    '10ms',
  ])
  expect([8.44, 310.4, 4990, 130_000].map(saidMs)).toEqual(['8.4 ms', '310 ms', '5 s', '2.2 min'])
})

test('names for secrets, and what of a header is secret', () => {
  expect(secretNameFor('Orders, Produktion', 'Authorization')).toBe('orders-produktion-authorization')
  expect(isSecretName(secretNameFor('', '***'))).toBe(true)
  expect(['a', 'a-b_c', '-a', 'a-', '', 'a b'].map(isSecretName)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ])
  expect(environmentName('orders-token')).toBe('HEARTLINE_SECRET_ORDERS_TOKEN')
  expect(splitScheme('Bearer abc')).toEqual({ scheme: 'Bearer ', secret: 'abc' })
  expect(splitScheme('Bearer ')).toEqual({ scheme: '', secret: 'Bearer ' })
})
