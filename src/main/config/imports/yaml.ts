import { setImmediate as breathe } from 'node:timers/promises'
import type { EndpointFields, Json } from '../../../shared/editing.ts'
import { parseText } from '../document.ts'
import { isFields } from '../fields.ts'
import type { ConfigDocument } from '../tree.ts'
import type { Candidate, LineProblem, Reading } from './reading.ts'
import { type Stretch, stretches } from './yaml-items.ts'

/**
 * YAML: a whole heartline.yaml, whose defaults are merged into each endpoint, a bare list of endpoints, or one alone.
 * Where one endpoint cannot be read, the others still are.
 */
export async function readYaml(text: string): Promise<Reading> {
  const found: Found = { defaults: {}, items: [], problems: [] }
  const json = text.length > longJson ? parsedJson(text) : undefined
  if (json !== undefined)
    take({ value: json, locate: () => ({ line: 1, column: 1 }) }, { text, offset: 0 }, found)
  else {
    for (const stretch of stretches(text) ?? [{ text, offset: 0 }]) {
      readStretch(stretch, found)
      await breathe()
    }
  }
  const candidates = found.items.flatMap(({ value, line }): readonly Candidate[] => {
    if (typeof value === 'string' && /^https?:/i.test(value))
      return [{ line, fields: { url: value }, remarks: [] }]
    if (isFields(value)) return [{ line, fields: overDefaults(value, found.defaults), remarks: [] }]
    found.problems.push({
      line,
      message: 'This item of the list is no endpoint.',
      hint: 'An endpoint is a block of keys such as "url: https://…".',
    })
    return []
  })
  return { candidates, problems: found.problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)) }
}

/** From so many characters on JSON is read as such: as YAML it cannot be parted, and takes seconds for megabytes. */
const longJson = 128 * 1024

/** Undefined where it is no JSON. */
function parsedJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return undefined
  }
}

interface Found {
  defaults: EndpointFields
  readonly items: { readonly value: Json; readonly line: number }[]
  readonly problems: LineProblem[]
}

function readStretch(stretch: Stretch, found: Found): void {
  const { document, problems } = parseText(stretch.text, '')
  if (document === null || problems.length > 0) {
    const single = stretches(stretch.text, 1)
    const isMany = single !== null && single.filter(({ text }) => /^ *-/m.test(text)).length > 1
    if (isMany) {
      for (const { text, offset } of single) {
        readStretch({ text, offset: stretch.offset + offset }, found)
      }
      return
    }
  }
  // A quote that stays open is found at the end, which is not another item's line.
  const last = stretch.text.trimEnd().split('\n').length
  for (const { line, message, hint } of problems) {
    found.problems.push({ line: Math.min(line, last) + stretch.offset, message, hint: hint ?? '' })
  }
  if (document !== null) take(document, stretch, found)
}

function take(document: ConfigDocument, { offset }: Stretch, found: Found): void {
  const { value } = document
  const lineOf = (path: readonly (string | number)[]): number => document.locate(path, 'value').line + offset
  const add = (items: readonly unknown[], path: readonly string[]): void => {
    for (const [index, item] of items.entries()) {
      found.items.push({ value: jsonOf(item), line: lineOf([...path, index]) })
    }
  }
  if (Array.isArray(value)) add(value, [])
  else if (isFields(value)) {
    const { version, defaults, endpoints, ...others } = value
    if (isFields(others) && 'url' in others) {
      found.items.push({ value: jsonOf(value), line: lineOf([]) })
      return
    }
    if (isFields(defaults)) found.defaults = jsonFields(defaults)
    if (Array.isArray(endpoints)) add(endpoints, ['endpoints'])
    if (version !== undefined && version !== 1) {
      found.problems.push({ line: lineOf(['version']), ...unknownVersion })
    }
    for (const key of Object.keys(others)) {
      const message = `The key ${JSON.stringify(key)} is not known here.`
      found.problems.push({ line: document.locate([key], 'key').line + offset, message, hint: leftOut })
    }
  }
}

const leftOut = 'It was left out.'
const unknownVersion = {
  message: 'This version of the format is not known here; it is read as version 1.',
  hint: 'Look at what was read before it is saved.',
}

/** As the file's own merging does it (merge.ts): blocks key by key, the rest as a whole, headers without case. */
function overDefaults(own: EndpointFields, defaults: EndpointFields): EndpointFields {
  const merged = Object.entries({ ...defaults, ...own }).map(([key, value]): [string, Json] => {
    const base = defaults[key]
    if (!isFields(value) || !isFields(base) || !Object.hasOwn(own, key)) return [key, value]
    return [key, key === 'headers' ? headersOver(value, base) : blockOver(key, value, base)]
  })
  // An id first, as people write it.
  const { id, ...rest } = Object.fromEntries(merged)
  return id === undefined ? rest : { id, ...rest }
}

function headersOver(own: EndpointFields, base: EndpointFields): EndpointFields {
  const names = new Set(Object.keys(own).map((name) => name.toLowerCase()))
  return {
    ...Object.fromEntries(Object.entries(base).filter(([name]) => !names.has(name.toLowerCase()))),
    ...own,
  }
}

function blockOver(key: string, own: EndpointFields, base: EndpointFields): EndpointFields {
  const { file: _file, command: _command, ...others } = base
  const hasSource = 'file' in own || 'command' in own
  return { ...(key === 'headersFrom' && hasSource ? others : base), ...own }
}

/** YAML has numbers that JSON has not (.nan, .inf). */
function jsonOf(value: unknown): Json {
  if (Array.isArray(value)) return value.map(jsonOf)
  if (isFields(value)) return jsonFields(value)
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
  return typeof value === 'number' && Number.isFinite(value) ? value : String(value)
}

function jsonFields(fields: EndpointFields): EndpointFields {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, jsonOf(value)]))
}
