import type { EndpointFields, FieldPath, Json } from '../../shared/editing.ts'

/** Reading and changing the keys of an endpoint by their paths. Nothing here is changed in place. */

type Block = { readonly [key: string]: Json }

export function isBlock(value: Json | undefined): value is Block {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value at the path; undefined where the key is left out. */
export function valueAt(fields: EndpointFields, path: FieldPath): Json | undefined {
  let value: Json | undefined = fields
  for (const key of path) {
    if (!isBlock(value) || !Object.hasOwn(value, key)) return undefined
    value = value[key]
  }
  return value
}

/** With another value at the path; undefined leaves the key out, and with it blocks that are empty then. */
export function withValue(fields: EndpointFields, path: FieldPath, value: Json | undefined): EndpointFields {
  return blockWith(fields, path, value) ?? {}
}

function blockWith(block: Block, path: FieldPath, value: Json | undefined): Block | undefined {
  const [key, ...rest] = path
  if (key === undefined) return block
  const inner = Object.hasOwn(block, key) ? block[key] : undefined
  const next = rest.length === 0 ? value : blockWith(isBlock(inner) ? inner : {}, rest, value)
  if (next === undefined) {
    const left = Object.entries(block).filter(([name]) => name !== key)
    return left.length === 0 ? undefined : Object.fromEntries(left)
  }
  return { ...block, [key]: next }
}

/** Every value that is no block, with its path. Lists count as one value; an empty block too. */
export function leaves(
  fields: EndpointFields,
): readonly { readonly path: FieldPath; readonly value: Json }[] {
  return Object.entries(fields).flatMap(([key, value]) =>
    isBlock(value) && Object.keys(value).length > 0
      ? leaves(value).map((leaf) => ({ path: [key, ...leaf.path], value: leaf.value }))
      : [{ path: [key], value }],
  )
}

export function sameValue(a: Json | undefined, b: Json | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, at) => sameValue(item, b[at]))
  }
  if (isBlock(a) && isBlock(b)) {
    const keys = Object.keys(a)
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]))
    )
  }
  return a === b
}

/** A path as one text, for comparing and for the ids of elements. */
export function pathKey(path: FieldPath): string {
  return path.map(encodeURIComponent).join('.')
}

export function samePath(a: FieldPath, b: FieldPath): boolean {
  return a.length === b.length && a.every((key, at) => key === b[at])
}

/** Whether `path` is `front`, or lies within it. */
export function startsWith(path: FieldPath, front: FieldPath): boolean {
  return front.every((key, at) => path[at] === key)
}

/** A value as one line for people. */
export function shown(value: Json | undefined): string {
  if (value === undefined) return 'not set'
  if (value === null) return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(shown).join(', ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}
