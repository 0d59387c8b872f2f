import { isDeepStrictEqual } from 'node:util'
import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { mostAliases, yamlOptions } from '../document.ts'
import { meaningOf } from './meaning.ts'
import { impossible, isPlain, listed, type Plain, plain, plainKeys, updated } from './plain.ts'
import { renderItem } from './render.ts'
import { appendItems, cutItem, cutPair, endOfLines, putPair } from './splice.ts'

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
  const wanted = applied(parse(source).toJS({ maxAliasCount: mostAliases }), edit)
  for (const attempt of [spliced, rewritten]) {
    const result = attempt(source, edit)
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

function parse(text: string): Document.Parsed {
  const document = parseDocument(text, yamlOptions)
  if (document.errors.length === 0) return document
  throw impossible('The file is not valid YAML at the moment: mend it first.')
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
function spliced(source: string, edit: Edit): string | null {
  if (edit.kind === 'addAll') return added(source, edit.endpoints.map(plainKeys))
  if (edit.kind === 'removeAll') return withoutItems(source, edit.ids)
  let text: string | null = source
  for (const { path, value } of steps(source, edit)) {
    // A new id comes last, so that the old one finds the endpoint until then.
    const map: YAMLMap | null = text === null ? null : mapIn(text, edit.id, path.slice(0, -1))
    const key = path.at(-1)
    if (text === null || map === null || key === undefined) return null
    text = value === undefined ? cutPair(text, map, key) : putPair(text, map, key, plain(value))
  }
  return text
}

/** In a block list all cuts are made by one reading, the last first; in a flow list each one moves the next. */
function withoutItems(source: string, ids: readonly string[]): string | null {
  const wanted = new Set(ids)
  const list = parse(source).get('endpoints')
  if (!isSeq(list)) return null
  const indexes = list.items.flatMap((item, index) => (wanted.has(idIn(item)) ? [index] : [])).toReversed()
  if (indexes.length !== wanted.size) return null
  let text: string | null = source
  let current: YAMLSeq = list
  for (const index of indexes) {
    text = cutItem(text, current, index)
    if (text === null) return null
    const next = list.flow === true ? parse(text).get('endpoints') : list
    if (!isSeq(next)) return null
    current = next
  }
  return text
}

function idIn(item: unknown): string {
  return isMap(item) ? String(item.get('id')) : ''
}

/**
 * An update as single keys, one level into the blocks that are there already. A block that stands elsewhere (an alias,
 * a merge key) is written out, so that others who use it keep it as it is.
 */
function steps(source: string, edit: Extract<Edit, { kind: 'update' }>) {
  const old = valueIn(source, edit.id)
  const entries = Object.entries(edit.keys).toSorted(([a], [b]) => Number(a === 'id') - Number(b === 'id'))
  return entries.flatMap(([key, value]): { path: readonly string[]; value: unknown }[] => {
    const block = old[key]
    if (!isPlain(value) || !isPlain(block)) return [{ path: [key], value }]
    if (mapIn(source, edit.id, [key]) === null) return [{ path: [key], value: updated(block, value, 1) }]
    return Object.entries(value).map(([inner, item]) => ({ path: [key, inner], value: item }))
  })
}

function valueIn(text: string, id: string): Plain {
  const document = parse(text)
  const { list, index } = endpointIn(text, id)
  const item = list?.items[index]
  const value: unknown = isMap(item) ? item.toJS(document, { maxAliasCount: mostAliases }) : null
  return isPlain(value) ? value : {}
}

function endpointIn(text: string, id: string): { list: YAMLSeq | null; index: number } {
  const list = parse(text).get('endpoints')
  if (!isSeq(list)) return { list: null, index: -1 }
  return { list, index: list.items.findIndex((item) => isMap(item) && item.get('id') === id) }
}

function mapIn(text: string, id: string, path: readonly string[]): YAMLMap | null {
  const { list, index } = endpointIn(text, id)
  const item = list?.items[index]
  if (!isMap(item)) return null
  const found = path.length === 0 ? item : item.getIn(path)
  return isMap(found) ? found : null
}

function added(source: string, endpoints: readonly Plain[]): string | null {
  const root = parse(source).contents
  if (!isMap(root)) return null
  const pair = (root as YAMLMap).items.find(
    (item: Pair) => isScalar(item.key) && item.key.value === 'endpoints',
  )
  if (pair !== undefined && isSeq(pair.value) && pair.value.items.length > 0) {
    return appendItems(source, pair.value, endpoints)
  }
  if (root.flow) return null
  const items = endpoints.map((endpoint) => renderItem(endpoint, 2)).join('')
  if (pair === undefined) return endOfLines(source, `endpoints:\n${items}`)
  return putPair(source, root, 'endpoints', null, `\n${items.trimEnd()}`)
}

/** By the library's own document: whole, but in its own style. Null where it cannot reach the place. */
function rewritten(source: string, edit: Edit): string | null {
  const document = parse(source)
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

function rewrite(document: Document.Parsed, source: string, edit: Edit): void {
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
  const { index } = endpointIn(source, edit.id)
  for (const { path, value } of steps(source, edit)) {
    const place = ['endpoints', index, ...path]
    if (value === undefined) document.deleteIn(place)
    else document.setIn(place, document.createNode(plain(value)))
  }
}
