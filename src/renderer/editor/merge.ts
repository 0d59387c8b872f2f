import type { EndpointFields, FieldPath, Json } from '../../shared/editing.ts'
import { leaves, pathKey, sameValue, valueAt, withValue } from './fields.ts'

/** A key that was changed here and, to something else, in the file. */
export interface Clash {
  readonly path: FieldPath
  /** What the file has now; undefined where the key is gone. */
  readonly theirs: Json | undefined
}

/**
 * Brings together what was typed and what the file became meanwhile, both from the same `base`. Where both changed a
 * key, what was typed stands, and the clash is told.
 */
export function mergeFields(
  base: EndpointFields,
  mine: EndpointFields,
  theirs: EndpointFields,
): { readonly fields: EndpointFields; readonly clashes: readonly Clash[] } {
  const paths = new Map(
    [base, mine, theirs].flatMap((fields) =>
      leaves(fields).map(({ path }) => [pathKey(path), path] as const),
    ),
  )
  let fields = theirs
  const clashes: Clash[] = []
  for (const path of paths.values()) {
    const [was, typed, now] = [valueAt(base, path), valueAt(mine, path), valueAt(theirs, path)]
    if (sameValue(typed, was) || sameValue(typed, now)) continue
    fields = withValue(fields, path, typed)
    if (!sameValue(now, was)) clashes.push({ path, theirs: now })
  }
  return { fields, clashes }
}
