import type { EndpointFields, FieldPath, Json } from '../../../shared/editing.ts'
import { looksSecret, redactLoose, redactUrl, struckOut } from '../../../shared/redact.ts'
import { isFields, valueAt, withValue } from '../fields.ts'
import { mentionsReference } from '../references.ts'
import { endpointSchema } from '../schema/endpoint.ts'

/** The keys of an endpoint that hold a URL. */
export const urlPaths: readonly FieldPath[] = [['url'], ['snapshotUrl'], ['fallback', 'url'], ['proxy']]

export interface Concealed {
  readonly fields: EndpointFields
  readonly hidden: readonly FieldPath[]
}

/**
 * An endpoint's keys as they may be shown: a header whose secret is written out stands as `inPlace`, a URL with one as
 * its redacted text, and `hidden` names both. References are names and no values: they are shown.
 */
export function concealed(fields: EndpointFields, inPlace = ''): Concealed {
  const headers = isFields(fields.headers) ? Object.entries(fields.headers) : []
  const secrets = [
    ...headers.flatMap(([name, value]) =>
      isWrittenSecret(name, value) ? [{ path: ['headers', name], shown: inPlace }] : [],
    ),
    ...urlPaths.flatMap((path) => {
      const url = valueAt(fields, path)
      return typeof url === 'string' && holdsSecret(url) ? [{ path, shown: redactUrl(url) }] : []
    }),
    ...Object.entries(fields).flatMap(([key, value]) =>
      isMisplaced(key, value) ? [{ path: [key], shown: inPlace }] : [],
    ),
  ]
  return {
    fields: secrets.reduce((shown, { path, shown: text }) => withValue(shown, path, text), fields),
    hidden: secrets.map(({ path }) => path),
  }
}

/** Whether a URL stands here as it was shown, its secret struck out: it must not be written into the file so. */
export function isRedacted(url: Json | undefined): boolean {
  return typeof url === 'string' && url.includes(struckOut) && holdsSecret(url.replaceAll(struckOut, 'x'))
}

/** Whether a URL holds a secret that is written out. One that is a reference is none. */
export function holdsSecret(url: string): boolean {
  const bare = url.replace(referencePair, '$1x=').replace(referenceUser, '//')
  return redactUrl(bare) !== bare
}

/** A query pair whose value is references alone. */
const referencePair = /([?&;#])[^?&;#=]*=(?:\$\{[^}]*\})+(?=[?&;#]|$)/g
/** A userinfo whose secret is references alone. */
const referenceUser = /\/\/(?:(?:\$\{[^}]*\}|[^/?#@:])*:)?(?:\$\{[^}]*\})+@/

const authScheme = /^(basic|bearer|token|digest|negotiate)\s+\S/i

function isWrittenSecret(name: string, value: Json): boolean {
  if (value === '' || value === null) return false
  if (typeof value !== 'string') return looksSecret(name)
  return !mentionsReference(value) && (looksSecret(name) || authScheme.test(value))
}

/** What a file with mistakes may hold: secrets where no key of Heartline's is, or in another shape than it has. */
function isMisplaced(key: string, value: Json): boolean {
  if (value === null || value === '') return false
  if (key === 'headers') return !isFields(value)
  if (!Object.hasOwn(endpointSchema.shape, key)) return looksSecret(key)
  const text = urlPaths.some(([first]) => first === key) && !isFields(value) ? JSON.stringify(value) : ''
  return (typeof value !== 'string' || key === 'fallback') && redactLoose(text) !== text
}
