import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { eolOf, inEol, inline, renderBlock, renderItem } from './render.ts'

/**
 * Surgery on the text of a YAML file, by the places that the parser found. Each function returns the whole new text, or
 * null where the nodes are not written in a way that it can cut. Nothing outside the cut is touched.
 */

/** Sets `key` in a block or flow map. `rendered` stands in place of the value's own text where it is given. */
export function putPair(
  text: string,
  map: YAMLMap,
  key: string,
  value: unknown,
  rendered?: string,
): string | null {
  const pair = map.items.find((item) => keyText(item) === key)
  if (pair === undefined) return addPair(text, map, key, value)
  const range = rangeOf(pair.value)
  const shown = rendered === undefined ? inline(value, map.flow === true) : inEol(text, rendered)
  if (range === null || isEmptyScalar(pair.value)) {
    const keyRange = rangeOf(pair.key)
    const colon = keyRange === null ? -1 : text.indexOf(':', keyRange[1])
    if (colon < 0 || map.flow === true) return null
    return rendered === undefined
      ? splice(text, colon + 1, colon + 1, ` ${shown}`)
      : below(text, colon + 1, rendered)
  }
  const from =
    rendered === undefined ? range[0] : range[0] - (/[ \t]*$/.exec(text.slice(0, range[0]))?.[0].length ?? 0)
  const block =
    isCollection(pair.value) && pair.value.flow !== true && typeof value === 'object' && value !== null
  const fresh = block ? renderBlock(value, columnOf(text, range[0]), text) : shown
  return splice(text, from, contentEnd(text, pair.value, range[1]), fresh)
}

/** What belongs under a key without a value comes after that line, and so after its comment. */
function below(text: string, offset: number, rendered: string): string {
  const end = lineEnd(text, offset)
  const broken = text.endsWith('\n') || end < text.length ? '' : eolOf(text)
  return splice(text, end, end, inEol(text, `${broken}${rendered.replace(/^\n/, '')}\n`))
}

function addPair(text: string, map: YAMLMap, key: string, value: unknown): string | null {
  const range = rangeOf(map)
  const last = map.items.at(-1)
  if (range === null) return null
  if (map.flow === true) {
    const pair = `${inline(key, true)}: ${inline(value, true)}`
    if (last === undefined) return splice(text, range[0], range[1], `{ ${pair} }`)
    const end = pairEnd(text, last)
    return splice(text, end, end, `, ${pair}`)
  }
  const first = rangeOf(map.items[0]?.key)
  if (last === undefined || first === null) return null
  const indent = ' '.repeat(columnOf(text, first[0]))
  const line = `${indent}${inline(key, false)}: ${inline(value, false)}`
  return insertLines(text, lineEnd(text, pairEnd(text, last)), line)
}

/** Takes `key` away. A key that is not there is no reason to fail. */
export function cutPair(text: string, map: YAMLMap, key: string): string | null {
  const index = map.items.findIndex((item) => keyText(item) === key)
  const pair = map.items[index]
  const own = rangeOf(pair?.key)
  if (pair === undefined) return text
  if (own === null) return null
  const next = rangeOf(map.items[index + 1]?.key)
  if (map.flow === true) return cutFlow(text, map, index, own[0], pairEnd(text, pair), next?.[0])
  if (map.items.length === 1) return null
  const start = lineStart(text, own[0])
  // The first key of a list item shares its line with the dash.
  if (text.slice(start, own[0]).trim() !== '') return next === null ? null : splice(text, own[0], next[0], '')
  return splice(text, start, lineEnd(text, pairEnd(text, pair)), '')
}

/** Adds items behind the last one of a list that has one. */
export function appendItems(
  text: string,
  list: YAMLSeq,
  values: readonly Readonly<Record<string, unknown>>[],
): string | null {
  const range = rangeOf(list)
  const last = list.items.at(-1)
  if (range === null || last === undefined) return null
  const end = nodeEnd(text, last)
  if (end === null) return null
  if (list.flow === true) {
    return splice(text, end, end, values.map((value) => `, ${inline(value, true)}`).join(''))
  }
  const column = columnOf(text, range[0])
  const after = pastInnerComments(text, lineEnd(text, end), column)
  return insertLines(
    text,
    after,
    values
      .map((value) => renderItem(value, column))
      .join('')
      .trimEnd(),
  )
}

/** Takes one item of a list away, with the comments inside it; those before it stay. */
export function cutItem(text: string, list: YAMLSeq, index: number): string | null {
  if (list.flow === true) {
    const range = rangeOf(list.items[index])
    const end = nodeEnd(text, list.items[index])
    if (range === null || end === null) return null
    return cutFlow(text, list, index, range[0], end, rangeOf(list.items[index + 1])?.[0])
  }
  const lines = itemLines(text, list, index)
  return lines === null ? null : splice(text, lines[0], lines[1], '')
}

/** From where to where the lines of an item of a block list go, the comments inside it among them. */
export function itemLines(text: string, list: YAMLSeq, index: number): readonly [number, number] | null {
  const range = rangeOf(list.items[index])
  const whole = rangeOf(list)
  const end = nodeEnd(text, list.items[index])
  if (list.flow === true || range === null || whole === null || end === null) return null
  const dash = text.lastIndexOf('-', range[0] - 1)
  const start = lineStart(text, dash)
  if (dash < whole[0] || text.slice(start, dash).trim() !== '') return null
  return [start, pastInnerComments(text, lineEnd(text, end), dash - start)]
}

/** The text with more lines at its end. */
export function endOfLines(text: string, lines: string): string {
  return insertLines(text, text.length, lines.trimEnd())
}

function cutFlow(
  text: string,
  owner: YAMLMap | YAMLSeq,
  index: number,
  from: number,
  to: number,
  next: number | undefined,
): string | null {
  if (next !== undefined) return splice(text, from, next, '')
  const previous = owner.items[index - 1]
  if (previous === undefined) {
    const range = rangeOf(owner)
    return range === null ? null : splice(text, range[0], range[1], isMap(owner) ? '{}' : '[]')
  }
  const start = isMap(owner) ? pairEnd(text, previous as Pair) : nodeEnd(text, previous)
  return start === null ? null : splice(text, start, to, '')
}

function insertLines(text: string, at: number, lines: string): string {
  const eol = eolOf(text)
  const before = at > 0 && text[at - 1] !== '\n' ? eol : ''
  return splice(text, at, at, before + inEol(text, lines) + eol)
}

/** Past the comment lines that are indented deeper than the dash: they belong to the item above. */
function pastInnerComments(text: string, at: number, column: number): number {
  const line = text.slice(at, lineEnd(text, at))
  const match = /^( *)#/.exec(line)
  return match !== null && (match[1] ?? '').length > column
    ? pastInnerComments(text, at + line.length, column)
    : at
}

function pairEnd(text: string, pair: Pair): number {
  return nodeEnd(text, pair.value) ?? rangeOf(pair.key)?.[1] ?? 0
}

/** Behind the last character of what a node says, comments after it apart. */
function nodeEnd(text: string, node: unknown): number | null {
  const range = rangeOf(node)
  if (range === null) return null
  if (isCollection(node) && node.flow !== true) {
    const last = node.items.at(-1)
    if (isMap(node)) return last === undefined ? range[1] : pairEnd(text, last as Pair)
    if (isSeq(node)) return (last === undefined ? null : nodeEnd(text, last)) ?? range[1]
  }
  return contentEnd(text, node, range[1])
}

/** A block scalar's range takes in its last line break, which has to stay. */
function contentEnd(text: string, node: unknown, end: number): number {
  if (isCollection(node) && node.flow !== true) return nodeEnd(text, node) ?? end
  if (text[end - 1] !== '\n') return end
  return text[end - 2] === '\r' ? end - 2 : end - 1
}

function isEmptyScalar(node: unknown): boolean {
  return isScalar(node) && node.value === null && node.source === ''
}

function keyText(pair: Pair): string | null {
  return isScalar(pair.key) ? String(pair.key.value) : null
}

function rangeOf(node: unknown): readonly [number, number] | null {
  const known = isScalar(node) || isCollection(node) || isAlias(node) ? (node as Node).range : null
  return known ? [known[0], known[1]] : null
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1
}

/** Behind the line break that ends the line of `offset`. */
function lineEnd(text: string, offset: number): number {
  const at = text.indexOf('\n', offset)
  return at < 0 ? text.length : at + 1
}

function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset)
}

function splice(text: string, from: number, to: number, fresh: string): string {
  return text.slice(0, from) + fresh + text.slice(to)
}
