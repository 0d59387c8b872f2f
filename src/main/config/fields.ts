import type { EndpointFields, FieldPath, Json } from '../../shared/editing.ts'
import { isPlain } from './edit/plain.ts'

/** An endpoint's keys, or a block of them, as the file or a text has them; nothing in it is judged. */
export function isFields(value: unknown): value is EndpointFields {
  return isPlain(value)
}

/** Whether nothing was written there. */
export function isBlank(value: Json | undefined): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}

export function valueAt(fields: EndpointFields, path: FieldPath): Json | undefined {
  let value: Json | undefined = fields
  for (const key of path) {
    if (!isFields(value) || !Object.hasOwn(value, key)) return undefined
    value = value[key]
  }
  return value
}

/** The fields with one value set, blocks made where there are none. */
export function withValue(fields: EndpointFields, path: FieldPath, value: Json): EndpointFields {
  const [key, ...rest] = path
  if (key === undefined) return fields
  const inner = Object.hasOwn(fields, key) ? fields[key] : undefined
  return {
    ...fields,
    [key]: rest.length === 0 ? value : withValue(isFields(inner) ? inner : {}, rest, value),
  }
}
