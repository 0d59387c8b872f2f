/**
 * Reading single values out of an event's data. The data is untrusted and most of it is never looked at: it is
 * parsed at most once, only when a rule asks, and only up to a size that cannot hold the event loop up.
 */

/** Characters; a larger payload is treated as one that is not JSON. */
const longestJson = 256 * 1024

/** A dotted path, or several alternatives of it separated by commas; `*` stands for any one key. */
export interface Path {
  readonly alternatives: readonly (readonly string[])[]
  /** Quoted last keys: data that holds none of them cannot hold the value. */
  readonly needles: readonly string[]
}

/** Data with its JSON, parsed when first asked for. */
export interface Payload {
  readonly data: string
  parsed: boolean
  json: unknown
}

/** `a.b`, `subs.*.ok` or `code, error.code`; null for an absent or empty path. */
export function compilePath(text: string | null | undefined): Path | null {
  const alternatives = (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => part.split('.'))
  if (alternatives.length === 0) return null
  const lastKeys = alternatives.map((keys) => keys.at(-1) ?? '')
  const needles = lastKeys.includes('*') ? [] : [...new Set(lastKeys)].map((key) => JSON.stringify(key))
  return { alternatives, needles }
}

export function payloadOf(data: string): Payload {
  return { data, parsed: false, json: undefined }
}

/** The parsed data; `undefined` where it is not JSON or too large. */
export function jsonOf(payload: Payload): unknown {
  if (!payload.parsed) {
    payload.parsed = true
    payload.json = parse(payload.data)
  }
  return payload.json
}

/** Whether the data can hold a value at this path at all: a cheap look before parsing. */
export function mayHold(data: string, path: Path): boolean {
  if (path.needles.length === 0) return true
  for (const needle of path.needles) if (data.includes(needle)) return true
  return false
}

/** Every value at the path, over all alternatives and wildcards, in their order. */
export function valuesAt(json: unknown, path: Path): readonly unknown[] {
  const found: unknown[] = []
  for (const keys of path.alternatives) collect(json, keys, 0, found)
  return found
}

/** The first value at the path, or `undefined`. */
export function valueAt(json: unknown, path: Path): unknown {
  return valuesAt(json, path)[0]
}

/** A flat object of plain values without escapes: what most heartbeats are. A subset of JSON, read in linear time. */
const flatObject =
  /^\{(?:"[ !#-[\]-~\u0080-\uffff]*": ?(?:"[ !#-[\]-~\u0080-\uffff]*"|-?(?:0|[1-9]\d*)(?:\.\d+)?|true|false|null)(?:, ?(?=")|(?=\})))*\}$/
const longestFlat = 1024
const quote = 34
const space = 32

/**
 * What `valueAt` gives for the parsed data. Of a flat object one value is read without building the others: nothing
 * else in an event of a heartbeat costs as much as a parser.
 */
export function valueIn(payload: Payload, path: Path): unknown {
  const { data, parsed } = payload
  const [needle] = path.needles
  const isTop = path.alternatives.length === 1 && path.alternatives[0]?.length === 1
  if (parsed || !isTop || needle === undefined || data.length > longestFlat || !flatObject.test(data))
    return valueAt(jsonOf(payload), path)
  // No text in it holds a quote, so that this is a key; the last of several counts, as it does for a parser.
  const at = data.lastIndexOf(`${needle}:`)
  if (at < 0) return undefined
  const colon = at + needle.length
  const begin = data.charCodeAt(colon + 1) === space ? colon + 2 : colon + 1
  if (data.charCodeAt(begin) !== quote) return valueAt(jsonOf(payload), path)
  return data.slice(begin + 1, data.indexOf('"', begin + 1))
}

/** The first value at the path if it is text or a number, as text; null otherwise. */
export function textAt(json: unknown, path: Path): string | null {
  const value = valueAt(json, path)
  if (typeof value === 'string') return value
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null
}

function parse(data: string): unknown {
  if (data.length > longestJson) return undefined
  try {
    return JSON.parse(data)
  } catch {
    return undefined // Not JSON is an answer, not an error: servers may send what they like.
  }
}

/** Own keys only, so that no path reaches a prototype. */
function collect(value: unknown, keys: readonly string[], depth: number, found: unknown[]): void {
  const key = keys[depth]
  if (key === undefined) {
    found.push(value)
    return
  }
  if (typeof value !== 'object' || value === null) return
  if (key === '*') {
    for (const child of Object.values(value)) collect(child, keys, depth + 1, found)
  } else if (Object.hasOwn(value, key)) {
    collect((value as Record<string, unknown>)[key], keys, depth + 1, found)
  }
}
