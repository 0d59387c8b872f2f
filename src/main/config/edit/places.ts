import { type Document, isMap, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml'
import { mostAliases, yamlOptions } from '../document.ts'
import { impossible, isPlain, type Plain, updated } from './plain.ts'

/** Where the endpoints, and the blocks in them, stand in a file. */

/** An endpoint, and the keys that are to be others (edit.ts). */
export interface Update {
  readonly id: string
  readonly keys: Readonly<Plain>
}

/** Throws where the text is no YAML. */
export function parse(text: string): Document.Parsed {
  const document = parseDocument(text, yamlOptions)
  if (document.errors.length === 0) return document
  throw impossible('The file is not valid YAML at the moment: mend it first.')
}

export function endpointIn(document: Document, id: string): { list: YAMLSeq | null; index: number } {
  const list = document.get('endpoints')
  if (!isSeq(list)) return { list: null, index: -1 }
  return { list, index: list.items.findIndex((item) => isMap(item) && item.get('id') === id) }
}

/** The block at `path` within an endpoint; null where there is none, or an alias stands there. */
export function mapIn(document: Document, id: string, path: readonly string[]): YAMLMap | null {
  const { list, index } = endpointIn(document, id)
  const item = list?.items[index]
  if (!isMap(item)) return null
  const found = path.length === 0 ? item : item.getIn(path)
  return isMap(found) ? found : null
}

export function idIn(item: unknown): string {
  return isMap(item) ? String(item.get('id')) : ''
}

/**
 * An update as single keys, one level into the blocks that are there already. A block that stands elsewhere (an alias,
 * a merge key) is written out, so that others who use it keep it as it is.
 */
export function steps(document: Document, edit: Update) {
  const old = valueIn(document, edit.id)
  const entries = Object.entries(edit.keys).toSorted(([a], [b]) => Number(a === 'id') - Number(b === 'id'))
  return entries.flatMap(([key, value]): { path: readonly string[]; value: unknown }[] => {
    const block = old[key]
    if (!isPlain(value) || !isPlain(block)) return [{ path: [key], value }]
    if (mapIn(document, edit.id, [key]) === null) return [{ path: [key], value: updated(block, value, 1) }]
    return Object.entries(value).map(([inner, item]) => ({ path: [key, inner], value: item }))
  })
}

function valueIn(document: Document, id: string): Plain {
  const { list, index } = endpointIn(document, id)
  const item = list?.items[index]
  const value: unknown = isMap(item) ? item.toJS(document, { maxAliasCount: mostAliases }) : null
  return isPlain(value) ? value : {}
}
