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
import { yamlOptions } from '../document.ts'
import { type ConfigError, configError } from '../errors.ts'
import { renderItem } from './render.ts'
import { appendItem, cutItem, cutPair, endOfLines, putPair } from './splice.ts'

/** Values as they stand in the file: durations and sizes are text. */
export type EndpointKeys = Readonly<Record<string, unknown>>

export type ConfigEdit =
  | { readonly kind: 'add'; readonly endpoint: EndpointKeys & { readonly id: string } }
  /**
   * Sets the named keys, and takes away those that are `undefined`. Where a key holds a block before and after, the
   * same goes for the keys in it; a list is replaced as a whole.
   */
  | { readonly kind: 'update'; readonly id: string; readonly keys: EndpointKeys }
  | { readonly kind: 'remove'; readonly id: string }
  | { readonly kind: 'setEnabled'; readonly id: string; readonly enabled: boolean }

/**
 * The text after one change. Only the bytes of what changed are touched: comments, order, blank lines, quotes and
 * alignment stay as they were. Each result is parsed again and compared with what was asked for; where the file is
 * written in a way that does not allow it (explicit keys, anchors in the way), it is written anew as a document, which
 * keeps comments and order but may move spaces. Throws `edit-impossible` with a sentence where neither will do.
 */
export function editConfig(text: string, change: ConfigEdit): string {
  const source = withContent(text)
  const edit = change.kind === 'setEnabled' ? enabling(change) : change
  const before = parse(source)
  const wanted = applied(before.toJS(), edit)
  for (const attempt of [spliced, rewritten]) {
    const result = attempt(source, edit)
    if (result !== null && means(result, wanted)) return result
  }
  throw impossible(
    'The file is written in a way that cannot be changed here without changing other parts of it.',
  )
}

type Edit = Exclude<ConfigEdit, { kind: 'setEnabled' }>

function enabling(change: Extract<ConfigEdit, { kind: 'setEnabled' }>): Edit {
  return { kind: 'update', id: change.id, keys: { enabled: change.enabled } }
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
  const document = parseDocument(text, yamlOptions)
  return document.errors.length === 0 && isDeepStrictEqual(listed(document.toJS()), listed(wanted))
}

/** No endpoints is an empty list, however it is written. */
function listed(value: unknown): unknown {
  return isPlain(value) ? { ...value, endpoints: value.endpoints ?? [] } : value
}

type Plain = Record<string, unknown>

/** What the file has to say afterwards, as plain values. */
function applied(value: unknown, edit: Edit): unknown {
  if (!isPlain(value)) throw impossible('The file does not begin with keys such as "version: 1".')
  const list = value.endpoints ?? []
  if (!Array.isArray(list)) throw impossible('The key endpoints does not hold a list.')
  const index = list.findIndex((item) => isPlain(item) && item.id === idOf(edit))
  if (edit.kind === 'add') {
    if (index >= 0) throw impossible(`There is an endpoint with the id ${idOf(edit)} already.`)
    return { ...value, endpoints: [...list, plain(edit.endpoint)] }
  }
  if (index < 0) throw impossible(`There is no endpoint with the id ${edit.id} in the file.`)
  if (edit.kind === 'update')
    return { ...value, endpoints: list.with(index, updated(list[index], edit.keys, 0)) }
  const rest = list.toSpliced(index, 1)
  return { ...value, endpoints: rest }
}

function idOf(edit: Edit): string {
  return edit.kind === 'add' ? edit.endpoint.id : edit.id
}

function updated(before: Plain, keys: EndpointKeys, depth: number): Plain {
  const after: Plain = { ...before }
  for (const [key, value] of Object.entries(keys)) {
    const old = before[key]
    if (value === undefined) delete after[key]
    else if (depth === 0 && isPlain(value) && isPlain(old)) after[key] = updated(old, value, 1)
    else after[key] = plain(value)
  }
  return after
}

/** Without the keys that are undefined: YAML has no such value. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (!isPlain(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, plain(item)]])),
  )
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** By surgery on the text. Null where the shape of the file is not one that it knows. */
function spliced(source: string, edit: Edit): string | null {
  if (edit.kind === 'add') return added(source, plain(edit.endpoint) as Plain)
  if (edit.kind === 'remove') {
    const { list, index } = endpointIn(source, edit.id)
    return list === null || index < 0 ? null : cutItem(source, list, index)
  }
  let text: string | null = source
  for (const { path, value } of steps(source, edit)) {
    const map: YAMLMap | null = text === null ? null : mapIn(text, edit.id, path.slice(0, -1))
    const key = path.at(-1)
    if (text === null || map === null || key === undefined) return null
    text = value === undefined ? cutPair(text, map, key) : putPair(text, map, key, plain(value))
  }
  return text
}

/** An update as single keys, one level into the blocks that are there already. */
function steps(source: string, edit: Extract<Edit, { kind: 'update' }>) {
  return Object.entries(edit.keys).flatMap(([key, value]): { path: readonly string[]; value: unknown }[] => {
    if (isPlain(value) && mapIn(source, edit.id, [key]) !== null) {
      return Object.entries(value).map(([inner, item]) => ({ path: [key, inner], value: item }))
    }
    return [{ path: [key], value }]
  })
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

function added(source: string, endpoint: Plain): string | null {
  const root = parse(source).contents
  if (!isMap(root)) return null
  const pair = (root as YAMLMap).items.find(
    (item: Pair) => isScalar(item.key) && item.key.value === 'endpoints',
  )
  if (pair !== undefined && isSeq(pair.value) && pair.value.items.length > 0) {
    return appendItem(source, pair.value, endpoint)
  }
  if (root.flow) return null
  const item = renderItem(endpoint, 2)
  if (pair === undefined) return endOfLines(source, `endpoints:\n${item}`)
  return putPair(source, root, 'endpoints', null, `\n${item.trimEnd()}`)
}

/** By the library's own document: whole, but in its own style. Null where it cannot reach the place. */
function rewritten(source: string, edit: Edit): string | null {
  const document = parse(source)
  const { index } = endpointIn(source, idOf(edit))
  try {
    if (edit.kind === 'add') document.addIn(['endpoints'], document.createNode(plain(edit.endpoint)))
    else if (edit.kind === 'remove') document.deleteIn(['endpoints', index])
    else {
      for (const { path, value } of steps(source, edit)) {
        const place = ['endpoints', index, ...path]
        if (value === undefined) document.deleteIn(place)
        else document.setIn(place, document.createNode(plain(value)))
      }
    }
    const text = document.toString({ lineWidth: 0 })
    return source.includes('\r\n') ? text.replace(/\r?\n/g, '\r\n') : text
  } catch (error) {
    // The library says so where a path leads through an alias or a single value.
    if (!(error instanceof Error)) throw error
    return null
  }
}

function impossible(reason: string): ConfigError {
  return configError('edit-impossible', `The configuration was not changed. ${reason}`)
}
