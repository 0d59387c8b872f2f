import type {
  EndpointFields,
  FieldProblem,
  ImportedEndpoint,
  ImportPreview,
} from '../../../shared/editing.ts'
import { valueAt, withValue } from '../fields.ts'

/** An endpoint that may be imported, as the list shows it. */
export interface Entry extends ImportedEndpoint {
  readonly key: number
  readonly chosen: boolean
}

/** What can be saved as it is, is chosen; what has a problem that keeps it from that waits for it to be mended. */
export function entriesOf({ endpoints }: ImportPreview): readonly Entry[] {
  return endpoints.map((endpoint, key) => ({
    ...endpoint,
    key,
    chosen: endpoint.problems.every(({ blocking }) => blocking === false),
  }))
}

export function textOf(fields: EndpointFields, key: string): string {
  const value = valueAt(fields, [key])
  return typeof value === 'string' ? value : ''
}

/** With another id or name; empty leaves the key out. */
export function renamed(entry: Entry, key: 'id' | 'name', text: string): Entry {
  return { ...entry, fields: withValue(entry.fields, [key], text === '' ? undefined : text) }
}

/**
 * The problems of an entry whose id or name was changed: those of the two keys are judged anew, the others stay as the
 * preview told them, since it alone knows which secrets were just found.
 */
export function rejudged(entry: Entry, judged: readonly FieldProblem[]): Entry {
  const isName = ({ path }: FieldProblem) => path[0] === 'id' || path[0] === 'name'
  return {
    ...entry,
    problems: [...judged.filter(isName), ...entry.problems.filter((problem) => !isName(problem))],
  }
}

/** Ids that more than one chosen entry bears. */
export function doubleIds(entries: readonly Entry[]): ReadonlySet<string> {
  const seen = new Set<string>()
  const double = new Set<string>()
  for (const { fields, chosen } of entries) {
    const id = chosen ? textOf(fields, 'id') : ''
    if (id === '') continue
    if (seen.has(id)) double.add(id)
    seen.add(id)
  }
  return double
}

/** The secrets of the chosen entries, each name once. */
export function secretsOf(
  entries: readonly Entry[],
): readonly { readonly name: string; readonly value: string }[] {
  const found = entries.filter(({ chosen }) => chosen).flatMap(({ secrets }) => secrets)
  return [...new Map(found.map((secret) => [secret.name, secret])).values()]
}

/** Problems of an import (their paths begin with the place among the chosen), each at its entry. */
export function placed(entries: readonly Entry[], problems: readonly FieldProblem[]): readonly Entry[] {
  const chosen = entries.filter((entry) => entry.chosen)
  const byKey = Map.groupBy(problems, ({ path }) => chosen[Number(path[0])]?.key ?? -1)
  return entries.map((entry) => {
    const own = byKey.get(entry.key)
    return own === undefined
      ? entry
      : { ...entry, problems: own.map((problem) => ({ ...problem, path: problem.path.slice(1) })) }
  })
}
