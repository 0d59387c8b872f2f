import type { EndpointFields } from '../../shared/editing.ts'
import type { EndpointSettings } from '../../shared/settings.ts'
import type { Source } from './editor/source.ts'

const reference = /\$\{secret:([A-Za-z0-9_-]+)\}/g

/** The names of secrets that are referred to, each with the ids of the endpoints that do: in force or in the file. */
export function secretUses(
  inForce: readonly EndpointSettings[],
  { defaults, endpoints }: Source,
): ReadonlyMap<string, readonly string[]> {
  const uses = new Map<string, Set<string>>()
  const note = (block: EndpointSettings | EndpointFields, ids: readonly string[]): void => {
    for (const [, name = ''] of JSON.stringify(block).matchAll(reference)) {
      const users = uses.get(name) ?? new Set()
      for (const id of ids) users.add(id)
      uses.set(name, users)
    }
  }
  for (const settings of inForce) note(settings, [settings.id])
  for (const item of endpoints) note(item, idsOf([item]))
  note(defaults, idsOf(endpoints))
  return new Map([...uses].map(([name, ids]) => [name, [...ids]]))
}

function idsOf(items: readonly EndpointFields[]): readonly string[] {
  return items.flatMap(({ id }) => (typeof id === 'string' ? [id] : []))
}
