import type { EndpointFields, FieldPath, Json } from '../../../shared/editing.ts'
import { looksSecret } from '../../../shared/redact.ts'
import { urlPaths } from '../editor/hidden.ts'
import { isFields, valueAt, withValue } from '../fields.ts'
import { mentionsReference, secretVariable } from '../references.ts'

/** A secret that was written out, under the name that now stands for it. */
export interface NamedSecret {
  readonly name: string
  readonly value: string
}

export interface WithoutSecrets {
  readonly fields: EndpointFields
  /** The texts that are others now, in `fields` as references. */
  readonly changed: readonly { readonly path: FieldPath; readonly text: string }[]
  readonly secrets: readonly NamedSecret[]
}

/** Gives names to secrets: the same one to the same value, a new one to each other. */
export interface SecretNames {
  /** `what` says what it is: `orders-authorization`. */
  nameOf(value: string, what: string): string
}

const longestName = 90

/** `taken` are names that mean another value already. */
export function createSecretNames(taken: Iterable<string>): SecretNames {
  const names = new Map<string, string>()
  const used = new Set([...taken].map(secretVariable))
  const counts = new Map<string, number>()

  function fresh(base: string): string {
    for (let count = counts.get(base) ?? 1; ; count++) {
      const name = count === 1 ? base : `${base}-${count}`
      if (used.has(secretVariable(name))) continue
      used.add(secretVariable(name))
      counts.set(base, count + 1)
      return name
    }
  }

  return {
    nameOf(value, what) {
      const known = names.get(value)
      if (known !== undefined) return known
      const base = what
        .replace(/[^A-Za-z0-9]+/g, '-')
        .slice(0, longestName)
        .replace(/^-+|-+$/g, '')
        .toLowerCase()
      const name = fresh(base === '' ? 'secret' : base)
      names.set(value, name)
      return name
    },
  }
}

/**
 * Fields whose secrets are references: headers of secret-looking names, `user:password@` and secret-looking query keys
 * of URLs. `owner` begins their names.
 */
export function withoutSecrets(fields: EndpointFields, owner: string, names: SecretNames): WithoutSecrets {
  const secrets = new Map<string, string>()
  const refer = (value: string, what: string): string => {
    const name = names.nameOf(value, `${owner}-${what}`)
    secrets.set(name, value)
    return `\${secret:${name}}`
  }
  const headers = isFields(fields.headers) ? Object.entries(fields.headers) : []
  const texts = [
    ...headers.map(([name, value]) => ({
      path: ['headers', name],
      value,
      next: headerWithout(name, value, refer),
    })),
    ...urlPaths.map((path) => {
      const value = valueAt(fields, path)
      return { path, value, next: typeof value === 'string' ? urlWithout(value, refer) : value }
    }),
  ]
  const changed = texts.flatMap(({ path, value, next }) =>
    typeof next === 'string' && next !== value ? [{ path, text: next }] : [],
  )
  return {
    fields: changed.reduce((all, { path, text }) => withValue(all, path, text), fields),
    changed,
    secrets: [...secrets].map(([name, value]) => ({ name, value })),
  }
}

type Refer = (value: string, what: string) => string

/** The word before a token says how it is meant and stays. */
const scheme = /^((?:basic|bearer|token|apikey|digest|negotiate|key)\s+)?(.+)$/is

function headerWithout(name: string, value: Json, refer: Refer): Json {
  if (typeof value !== 'string' || mentionsReference(value)) return value
  const [, word = '', secret = ''] = scheme.exec(value) ?? []
  if (secret.trim() === '' || (word === '' && !looksSecret(name))) return value
  return looksSecret(name) || /^(?:basic|bearer|token)\s/i.test(word) ? word + refer(secret, name) : value
}

/** The values stay as they are written, so that what is sent is the same to the letter. */
function urlWithout(url: string, refer: Refer): string {
  const queryAt = url.search(/[?#]/)
  const front = queryAt < 0 ? url : url.slice(0, queryAt)
  const rest = queryAt < 0 ? '' : url.slice(queryAt)
  return (
    front.replace(
      /^([a-z][a-z0-9+.-]*:\/\/)([^/]*)@/i,
      (_, start: string, user: string) => `${start}${userWithout(user, refer)}@`,
    ) +
    rest.replace(/([?&;#])([^?&;#=]+)=([^?&;#]+)/g, (whole, mark: string, key: string, value: string) =>
      looksSecret(key.replace(/%[0-9a-f]{2}/gi, ' ')) && !mentionsReference(value)
        ? `${mark}${key}=${refer(value, key)}`
        : whole,
    )
  )
}

function userWithout(user: string, refer: Refer): string {
  if (mentionsReference(user)) return user
  const colon = user.indexOf(':')
  if (colon < 0) return refer(user, 'token')
  const password = user.slice(colon + 1)
  return password === ''
    ? `${refer(user.slice(0, colon), 'token')}:`
    : `${user.slice(0, colon)}:${refer(password, 'password')}`
}
