import { isDeepStrictEqual } from 'node:util'
import { type Document, isSeq } from 'yaml'
import { mostAliases } from '../document.ts'
import { meaningOf } from './meaning.ts'
import { endpointIn, idIn, parse, steps } from './places.ts'
import { impossible, isPlain, listed, plain, plainKeys, updated } from './plain.ts'
import { added, withoutItems, withUpdate } from './surgery.ts'

/** Values as they stand in the file: durations and sizes are text. */
export type EndpointKeys = Readonly<Record<string, unknown>>

type Fresh = EndpointKeys & { readonly id: string }

export type ConfigEdit =
  | { readonly kind: 'add'; readonly endpoint: Fresh }
  | { readonly kind: 'addAll'; readonly endpoints: readonly Fresh[] }
  /**
   * Sets the named keys, and takes away those that are `undefined`. Where a key holds a block before and after, the
   * same goes for the keys in it; a list is replaced as a whole.
   */
  | { readonly kind: 'update'; readonly id: string; readonly keys: EndpointKeys }
  | { readonly kind: 'remove'; readonly id: string }
  | { readonly kind: 'removeAll'; readonly ids: readonly string[] }
  | { readonly kind: 'setEnabled'; readonly id: string; readonly enabled: boolean }

/**
 * The text after one change. Only the bytes of what changed are touched: comments, order, blank lines, quotes and
 * alignment stay as they were. Each result is parsed again and compared with what was asked for; where the file is
 * written in a way that does not allow it (explicit keys, anchors in the way), it is written anew as a document, which
 * keeps comments and order but may move spaces. Throws `edit-impossible` with a sentence where neither will do.
 */
export function editConfig(text: string, change: ConfigEdit): string {
  const source = withContent(text)
  const edit = ofMany(change)
  const document = parse(source)
  const wanted = applied(document.toJS({ maxAliasCount: mostAliases }), edit)
  // The second one changes the document, and so comes last.
  for (const attempt of [spliced, rewritten]) {
    const result = attempt(source, document, edit)
    if (result !== null && means(result, wanted)) return result
  }
  throw impossible(
    'The file is written in a way that cannot be changed here without changing other parts of it: change it by hand.',
  )
}

type Edit = Extract<ConfigEdit, { kind: 'addAll' | 'update' | 'removeAll' }>

/** One is a list of one, and switching is an update. */
function ofMany(change: ConfigEdit): Edit {
  switch (change.kind) {
    case 'add':
      return { kind: 'addAll', endpoints: [change.endpoint] }
    case 'remove':
      return { kind: 'removeAll', ids: [change.id] }
    case 'setEnabled':
      return { kind: 'update', id: change.id, keys: { enabled: change.enabled } }
    default:
      return change
  }
}

/** A new file, or one of comments only, begins with its version. */
function withContent(text: string): string {
  if (text.trim() !== '' && parse(text).contents !== null) return text
  const start = text.trim() === '' ? '' : text.endsWith('\n') ? text : `${text}\n`
  return `${start}version: 1\nendpoints:\n`
}

function means(text: string, wanted: unknown): boolean {
  return isDeepStrictEqual(meaningOf(text), listed(wanted))
}

/** What the file has to say afterwards, as plain values. */
function applied(value: unknown, edit: Edit): unknown {
  if (!isPlain(value)) throw impossible('The file does not begin with keys such as "version: 1".')
  const list = value.endpoints ?? []
  if (!Array.isArray(list)) throw impossible('The key endpoints does not hold a list.')
  const places = new Map(list.map((item, index) => [isPlain(item) ? item.id : undefined, index]))
  if (edit.kind === 'addAll') {
    const twice = edit.endpoints.find(({ id }) => places.has(id))
    if (twice !== undefined) throw impossible(`There is an endpoint with the id ${twice.id} already.`)
    return { ...value, endpoints: [...list, ...edit.endpoints.map(plain)] }
  }
  const ids = edit.kind === 'update' ? [edit.id] : edit.ids
  const missing = ids.find((id) => !places.has(id))
  if (missing !== undefined) throw impossible(`There is no endpoint with the id ${missing} in the file.`)
  if (edit.kind === 'removeAll') {
    const gone = new Set<unknown>(ids)
    return { ...value, endpoints: list.filter((item) => !(isPlain(item) && gone.has(item.id))) }
  }
  const index = places.get(edit.id) ?? -1
  return { ...value, endpoints: list.with(index, updated(list[index], edit.keys, 0)) }
}

/** By surgery on the text. Null where the shape of the file is not one that it knows. */
function spliced(source: string, document: Document.Parsed, edit: Edit): string | null {
  switch (edit.kind) {
    case 'addAll':
      return added(source, document, edit.endpoints.map(plainKeys))
    case 'removeAll':
      return withoutItems(source, document, edit.ids)
    case 'update':
      return withUpdate(source, document, edit)
  }
}

/** By the library's own document: whole, but in its own style. Null where it cannot reach the place. */
function rewritten(source: string, document: Document.Parsed, edit: Edit): string | null {
  try {
    rewrite(document, source, edit)
    const text = document.toString({ lineWidth: 0 })
    return source.includes('\r\n') ? text.replace(/\r?\n/g, '\r\n') : text
  } catch (error) {
    // The library says so where a path leads through an alias or a single value.
    if (!(error instanceof Error)) throw error
    return null
  }
}

function rewrite(document: Document.Parsed, _source: string, edit: Edit): void {
  if (edit.kind === 'addAll') {
    for (const endpoint of edit.endpoints) document.addIn(['endpoints'], document.createNode(plain(endpoint)))
    return
  }
  if (edit.kind === 'removeAll') {
    const list = document.get('endpoints')
    const gone = new Set(edit.ids)
    if (isSeq(list)) list.items = list.items.filter((item) => !gone.has(idIn(item)))
    return
  }
  const { index } = endpointIn(document, edit.id)
  for (const { path, value } of steps(document, edit)) {
    const place = ['endpoints', index, ...path]
    if (value === undefined) document.deleteIn(place)
    else document.setIn(place, document.createNode(plain(value)))
  }
}
