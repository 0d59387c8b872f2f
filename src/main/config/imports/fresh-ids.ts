import type { EndpointFields } from '../../../shared/editing.ts'

/** Gives an id to each of many endpoints, all different. */
export interface FreshIds {
  /** The endpoint's own id where it is a valid one that nobody has, else one like it. */
  idFor(fields: EndpointFields): string
}

const longest = 80

export function createFreshIds(taken: Iterable<string>): FreshIds {
  const used = new Set(taken)
  const counts = new Map<string, number>()

  return {
    idFor(fields) {
      const base = baseOf(fields)
      for (let count = counts.get(base) ?? 1; ; count++) {
        const id = count === 1 ? base : `${base}-${count}`
        if (used.has(id)) continue
        used.add(id)
        counts.set(base, count + 1)
        return id
      }
    },
  }
}

function baseOf({ id, name, url }: EndpointFields): string {
  if (typeof id === 'string' && /^[A-Za-z0-9-]{1,100}$/.test(id)) return id
  const texts = [id, name, placeOf(url)].map((text) => (typeof text === 'string' ? plain(text) : ''))
  return texts.find((text) => text !== '') ?? 'endpoint'
}

/** Host and path, never what may hold a secret. */
function placeOf(url: unknown): string {
  if (typeof url !== 'string') return ''
  const bare = url.replace(/\$\{[^}]*\}/g, ' ').replace(/[?#].*$/s, '')
  return bare.replace(/^\s*https?:\/\/(?:[^/]*@)?(?:www\.)?/i, '')
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longest)
    .replace(/^-+|-+$/g, '')
}
