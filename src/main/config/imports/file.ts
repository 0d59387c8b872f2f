import type { EndpointFields } from '../../../shared/editing.ts'
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

export function isFields(value: unknown): value is EndpointFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
