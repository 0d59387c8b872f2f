import { parseDocument } from 'yaml'
import { mostAliases, yamlOptions } from '../document.ts'
import { listed } from './plain.ts'

/** What the text of a configuration says, as plain values; null where it is no YAML, or an alias leads nowhere. */
export function meaningOf(text: string): unknown {
  const document = parseDocument(text, yamlOptions)
  if (document.errors.length > 0) return null
  try {
    return listed(document.toJS({ maxAliasCount: mostAliases }))
  } catch (error) {
    // As in document.ts: an alias, or a merge key, that leads nowhere.
    if (!(error instanceof Error)) throw error
    return null
  }
}
