import type { EndpointFields, FieldPath, FieldProblem } from '../../../shared/editing.ts'
import { isBlank, isFields, valueAt, withValue } from '../fields.ts'
import { endpointSchema } from '../schema/endpoint.ts'
import { isRedacted, urlPaths } from './hidden.ts'

/** What a form says an endpoint should be. */
export interface Draft {
  /** The endpoint that is edited; null for one to come. */
  readonly id: string | null
  readonly fields: EndpointFields
  /** Paths whose values the form was not shown: they stay as the file has them. */
  readonly keep: readonly FieldPath[]
}

export interface Completed {
  readonly fields: EndpointFields
  readonly problems: readonly FieldProblem[]
}

/**
 * The fields as they are to stand in the file: kept values from `item` (the endpoint as it stands there), the id made
 * by `newId` where it was left out, blocks without keys left out.
 */
export function completeDraft(
  draft: Draft,
  item: EndpointFields | null,
  newId: (fields: EndpointFields) => string,
): Completed {
  const problems: FieldProblem[] = []
  let fields = withoutEmptyBlocks(draft.fields)
  if (isBlank(fields.id)) fields = { id: draft.id ?? newId(fields), ...without(fields, 'id') }
  for (const path of draft.keep) {
    const kept = item === null ? undefined : valueAt(item, path)
    if (kept !== undefined) fields = withValue(fields, path, kept)
    else
      problems.push({
        path,
        message: 'The value that was to be kept is not in the file.',
        hint: 'Enter it anew.',
      })
  }
  for (const path of urlPaths) {
    if (!isRedacted(valueAt(fields, path)) || isKept(draft, path)) continue
    const message = 'The secret in this URL is struck out (***).'
    const hint = `Write the URL whole, or with a reference such as \${secret:NAME}.`
    problems.push({ path, message, hint })
  }
  return { fields, problems }
}

function isKept(draft: Draft, path: FieldPath): boolean {
  return draft.keep.some((kept) => kept.join('\n') === path.join('\n'))
}

/** A block without keys says nothing: a form that cleared the last one means that there is none. */
function withoutEmptyBlocks(fields: EndpointFields): EndpointFields {
  const filled = Object.entries(fields).filter(
    ([, value]) => !(isFields(value) && Object.keys(value).length === 0),
  )
  return Object.fromEntries(filled)
}

/** In the order in which people read them: that of the schema; keys that it does not know come last. */
export function inReadingOrder(fields: EndpointFields): EndpointFields {
  const place = (key: string) => (keyOrder.includes(key) ? keyOrder.indexOf(key) : keyOrder.length)
  return Object.fromEntries(Object.entries(fields).toSorted(([a], [b]) => place(a) - place(b)))
}

const keyOrder = Object.keys(endpointSchema.shape)

function without(fields: EndpointFields, key: string): EndpointFields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key))
}
