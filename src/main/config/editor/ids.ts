import type { EndpointFields, Json } from '../../../shared/editing.ts'

const longest = 100

/**
 * An id for an endpoint that comes without one: from its name, else from the host and path of its URL; `taken` are
 * those that there are.
 */
export function freshId(fields: EndpointFields, taken: ReadonlySet<string>): string {
  const base = plainId(isBlank(fields.name) ? placeOf(String(fields.url ?? '')) : String(fields.name))
  return unusedId(base === '' ? 'endpoint' : base, taken)
}

/** `base`, or the first of `base-2`, `base-3`, ... that is not taken. */
export function unusedId(base: string, taken: ReadonlySet<string>): string {
  if (!taken.has(base)) return base
  for (let count = 2; ; count++) {
    const tail = `-${count}`
    const id = `${base.slice(0, longest - tail.length)}${tail}`
    if (!taken.has(id)) return id
  }
}

/** Letters, digits and dashes; letters with marks lose them. */
function plainId(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longest)
    .replace(/^-+|-+$/g, '')
}

/** The host, never userinfo or query: an id must not hold a secret. */
function placeOf(url: string): string {
  const bare = url.replace(/\$\{[^}]*\}/g, '')
  return URL.canParse(bare) ? new URL(bare).hostname : ''
}

export function isBlank(value: Json | undefined): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}
