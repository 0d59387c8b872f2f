import type { EndpointFields, FieldPath, FieldProblem, FormView, Json } from '../../shared/editing.ts'
import { isBlock, samePath, valueAt } from './fields.ts'

/** A header as a row of the form, which keeps its place while its name is typed. */
export interface HeaderRow {
  readonly key: number
  readonly name: string
  /** Null takes a header of the defaults away. */
  readonly value: string | null
  /** The value stands in the file, is not shown, and stays as it is. */
  readonly hidden: boolean
  /** The value was hidden, and is in the file no more: only the person can know it. */
  readonly lost?: boolean
}

export function headerRows(form: FormView, fields: EndpointFields = form.fields): readonly HeaderRow[] {
  const headers = valueAt(fields, ['headers'])
  if (!isBlock(headers)) return []
  return Object.entries(headers).map(([name, value], key) => ({
    key,
    name,
    value: value === null ? null : String(value),
    hidden: value === '' && form.hidden.some((path) => samePath(path, ['headers', name])),
  }))
}

/** The rows as the file has them; undefined for none. Rows without name and value are none yet. */
export function headersOf(rows: readonly HeaderRow[]): Json | undefined {
  const named = rows.filter(({ name, value }) => name !== '' || (value !== null && value !== ''))
  return named.length === 0
    ? undefined
    : Object.fromEntries(named.map(({ name, value }) => [name.trim(), value]))
}

/** What the record of headers cannot say itself: a name that is missing, or stands twice. */
export function headerProblems(rows: readonly HeaderRow[]): readonly FieldProblem[] {
  const seen = new Set<string>()
  const problems: FieldProblem[] = []
  for (const { key, name, value, lost = false } of rows) {
    const known = name.trim().toLowerCase()
    if (known === '' && value !== null && value !== '') {
      problems.push({
        path: rowPath(key),
        message: 'This header has no name.',
        hint: 'Write one, or remove it.',
      })
    } else if (known !== '' && seen.has(known)) {
      problems.push({
        path: rowPath(key),
        message: `The header ${name} stands here twice.`,
        hint: 'Keep one.',
      })
    }
    if (lost && value === '') {
      problems.push({
        path: rowPath(key),
        message: `The value of ${name} was not shown, and went with the file.`,
        hint: 'Write it again, or remove the header.',
      })
    }
    seen.add(known)
  }
  return problems
}

/** A row's own place among the problems: its name may be missing or double. */
export const rowPath = (key: number): FieldPath => ['header row', String(key)]
