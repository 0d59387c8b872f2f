import { isMap, isSeq, parseDocument } from 'yaml'
import type { EndpointFields } from '../../../shared/editing.ts'
import { mostAliases, parseText, yamlOptions } from '../document.ts'
import { isPlain, type Plain } from '../edit/plain.ts'
import { itemLines } from '../edit/splice.ts'
import { configError } from '../errors.ts'
import { isFields } from '../fields.ts'
import { readContent } from '../load.ts'
import { formatProblem } from '../problems.ts'

/** The configuration as it is written: plain values, durations as text, references unresolved. */
export interface Source {
  readonly defaults: EndpointFields
  /** Those items of the list that are blocks of keys. */
  readonly endpoints: readonly EndpointFields[]
}

/** Reads the text of `file`; null is no file. Throws `config-broken` where it is no YAML, or no list of endpoints. */
export function readSource(text: string | null, file: string): Source {
  if (text === null || text.trim() === '') return sourceIn(null)
  const { document, problems } = parseText(text, file)
  const [first] = problems
  if (document === null || first !== undefined) {
    const where = first === undefined ? '' : ` ${formatProblem(first)}`
    throw configError('config-broken', `The configuration is broken at the moment: mend it first.${where}`)
  }
  const value = document.value ?? {}
  const list = isPlain(value) ? (value.endpoints ?? []) : null
  if (!isPlain(value) || !Array.isArray(list)) {
    const why = 'it does not hold "version: 1" and a list "endpoints:"'
    throw configError(
      'config-broken',
      `The configuration ${file} is broken at the moment: ${why}. Mend it first.`,
    )
  }
  return sourceIn(value)
}

/** The file as it stands now, as far as it can be read. Never rejects: what is wrong with it is told elsewhere. */
export async function standingSource(file: string): Promise<Source> {
  const content = await readContent(file)
  return sourceIn(content.kind === 'text' ? parseText(content.text, file).document?.value : null)
}

function sourceIn(value: unknown): Source {
  const { defaults, endpoints } = isFields(value) ? value : {}
  return {
    defaults: isFields(defaults) ? defaults : {},
    endpoints: Array.isArray(endpoints) ? endpoints.filter(isFields) : [],
  }
}

export function itemOf(source: Source, id: string): EndpointFields | null {
  return source.endpoints.find((item) => item.id === id) ?? null
}

/** One endpoint as it stands in the text of the file, so that it can be put back as it was. */
export interface WrittenItem {
  readonly id: string
  readonly value: Plain
  /** The lines of the item, comments inside it among them; null where it does not stand on lines of its own. */
  readonly lines: WrittenLines | null
  /** The id of the item before it; null for the first. */
  readonly after: string | null
  /** The id of the item behind it, and what stood between the two; null for the last. */
  readonly before: { readonly id: string; readonly lead: string } | null
}

export interface WrittenLines {
  readonly text: string
  readonly from: number
  readonly to: number
  /** Comments and empty lines between the item before and this one. */
  readonly lead: string
}

/** All endpoints of the list, in their order; of a text that `readSource` could read. */
export function writtenItems(text: string): readonly WrittenItem[] {
  const document = parseDocument(text, yamlOptions)
  const list = document.get('endpoints')
  if (!isSeq(list)) return []
  const values: unknown = document.toJS({ maxAliasCount: mostAliases }).endpoints
  const ids = list.items.map((item) => (isMap(item) ? String(item.get('id')) : ''))
  const ranges = list.items.map((_, index) => itemLines(text, list, index))
  const leads = ranges.map((range, index) => {
    const end = index === 0 ? startOfList(text) : ranges[index - 1]?.[1]
    return range === null ? '' : text.slice(end ?? range[0], range[0])
  })
  return ids.flatMap((id, index): WrittenItem[] => {
    const value: unknown = Array.isArray(values) ? values[index] : null
    if (!isPlain(value)) return []
    const range = ranges[index] ?? null
    const lead = leads[index] ?? ''
    const lines = range === null ? null : { text: text.slice(...range), from: range[0], to: range[1], lead }
    const next = ids[index + 1]
    const before = next === undefined ? null : { id: next, lead: leads[index + 1] ?? '' }
    return [{ id, value, lines, after: ids[index - 1] ?? null, before }]
  })
}

/** Behind the line of the key `endpoints:`. */
export function startOfList(text: string): number | null {
  const match = /^endpoints[ \t]*:[^\n]*\n/m.exec(text)
  return match === null ? null : match.index + match[0].length
}
