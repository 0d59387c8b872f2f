import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { endpointIn, idIn, mapIn, parse, steps, type Update } from './places.ts'
import { type Plain, plain } from './plain.ts'
import { eolOf, renderItem } from './render.ts'
import { appendItems, cutItem, cutPair, endOfLines, itemLines, putPair } from './splice.ts'

/**
 * Whole edits as surgery on the text, of which `document` is the reading. Each gives null where the file is not written
 * in a way that it knows.
 */

export function added(source: string, document: Document.Parsed, endpoints: readonly Plain[]): string | null {
  const root = document.contents
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

/** In a block list all cuts are made by one reading, the last first; in a flow list each one moves the next. */
export function withoutItems(
  source: string,
  document: Document.Parsed,
  ids: readonly string[],
): string | null {
  const wanted = new Set(ids)
  const list = document.get('endpoints')
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

/** Each key moves the ones behind it, so the text is read anew for each: the endpoint's own lines, where they will do. */
export function withUpdate(source: string, document: Document.Parsed, edit: Update): string | null {
  const { list, index } = endpointIn(document, edit.id)
  const lines = list === null || index < 0 ? null : itemLines(source, list, index)
  const own = lines === null ? '' : source.slice(...lines)
  if (lines === null || leadsOut(list?.items[index])) return keyByKey(source, document, edit)
  const head = `endpoints:${eolOf(source)}`
  const alone = head + own
  const after = keyByKey(alone, parse(alone), edit)
  return after === null ? null : source.slice(0, lines[0]) + after.slice(head.length) + source.slice(lines[1])
}

/** Whether an alias stands in it, whose anchor is elsewhere. */
function leadsOut(item: unknown): boolean {
  let found = false
  visit(item as Node, {
    Alias() {
      found = true
      return visit.BREAK
    },
  })
  return found
}

function keyByKey(source: string, document: Document.Parsed, edit: Update): string | null {
  let text: string | null = source
  let current = document
  for (const { path, value } of steps(document, edit)) {
    const map = mapIn(current, edit.id, path.slice(0, -1))
    const key = path.at(-1)
    if (map === null || key === undefined) return null
    text = value === undefined ? cutPair(text, map, key) : putPair(text, map, key, plain(value))
    if (text === null) return null
    current = parse(text)
  }
  return text
}
