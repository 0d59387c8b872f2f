import type { EndpointFields, Json } from '../../../shared/editing.ts'

/** Gives an id to each of many endpoints, all different. */
export interface Ids {
  /**
   * The endpoint's own id where it is a valid one that nobody has, else one like it; without one, from its name, else
   * from host and path of its URL.
   */
  idFor(fields: EndpointFields): string
}

/** As the schema allows it. */
const longest = 100
/** Of those that are made: there is room for a number behind them, and for the eye. */
const longestMade = 80

/** `taken` are the ids that there are. */
export function createIds(taken: Iterable<string>): Ids {
  const used = new Set(taken)
  // A thousand endpoints of one name: the search goes on where it ended.
  const counts = new Map<string, number>()

  return {
    idFor(fields) {
      const base = baseOf(fields)
      const { id, count } = firstUnused(base, used, counts.get(base) ?? 1)
      used.add(id)
      counts.set(base, count + 1)
      return id
    },
  }
}

/** `base`, or the first of `base-2`, `base-3`, ... that is not taken. */
export function unusedId(base: string, taken: ReadonlySet<string>): string {
  return firstUnused(base, taken, 1).id
}

function firstUnused(base: string, taken: ReadonlySet<string>, from: number) {
  for (let count = from; ; count++) {
    const tail = count === 1 ? '' : `-${count}`
    const id = `${base.slice(0, longest - tail.length)}${tail}`
    if (!taken.has(id)) return { id, count }
  }
}

function baseOf({ id, name, url }: EndpointFields): string {
  if (typeof id === 'string' && /^[A-Za-z0-9-]{1,100}$/.test(id)) return id
  return [id, name, placeOf(url)].map(plainId).find((text) => text !== '') ?? 'endpoint'
}

/** Host and path, never userinfo or query: an id must not hold a secret. */
function placeOf(url: Json | undefined): string {
  if (typeof url !== 'string') return ''
  const bare = url.replace(/\$\{[^}]*\}/g, ' ').replace(/[?#].*$/s, '')
  return bare
    .replace(/^[^/]*\/\//, '')
    .replace(/^[^/]*@/, '')
    .replace(/^\s*www\./i, '')
}

/** Letters, digits and dashes; letters with marks lose them. */
function plainId(text: Json | undefined): string {
  if (typeof text !== 'string') return ''
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longestMade)
    .replace(/^-+|-+$/g, '')
}
