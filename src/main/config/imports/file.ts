import type { EndpointFields, FieldPath, Json } from '../../../shared/editing.ts'
import { parseText } from '../document.ts'
import { readContent } from '../load.ts'

/** The file as it stands now, as far as it can be read: plain values, not judged. */
export interface StandingFile {
  readonly defaults: EndpointFields
  /** Items that are no block of keys are left out. */
  readonly endpoints: readonly EndpointFields[]
  /** The whole text; empty where there is none. */
  readonly text: string
}

/** Never rejects: a file that is missing or broken holds nothing here, and is told elsewhere. */
export async function standingFile(file: string): Promise<StandingFile> {
  const content = await readContent(file)
  const text = content.kind === 'text' ? content.text : ''
  const root = parseText(text, file).document?.value
  const { defaults, endpoints } = isFields(root) ? root : {}
  return {
    text,
    defaults: isFields(defaults) ? defaults : {},
    endpoints: Array.isArray(endpoints) ? endpoints.filter(isFields) : [],
  }
}

/** The fields with what the file has at the paths of `keep`: values that the interface never saw. */
export function withKept(
  fields: EndpointFields,
  keep: readonly FieldPath[],
  standing: EndpointFields | undefined,
): EndpointFields {
  return keep.reduce((kept, path) => {
    const value = valueAt(standing, path)
    return value === undefined ? kept : putAt(kept, path, value)
  }, fields)
}

export function isFields(value: unknown): value is EndpointFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function valueAt(value: Json | undefined, path: FieldPath): Json | undefined {
  const [key, ...rest] = path
  if (key === undefined) return value
  return isFields(value) && Object.hasOwn(value, key) ? valueAt(value[key], rest) : undefined
}

/** A copy with another value at `path`; blocks that are missing are made. */
export function putAt(fields: EndpointFields, path: FieldPath, value: Json): EndpointFields {
  const [key, ...rest] = path
  if (key === undefined) return fields
  const before = Object.hasOwn(fields, key) ? fields[key] : undefined
  const next = rest.length === 0 ? value : putAt(isFields(before) ? before : {}, rest, value)
  return Object.fromEntries([...Object.entries(fields), [key, next]])
}
