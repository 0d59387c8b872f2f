import { concerned } from '../fleet/acting.ts'
import type { Row } from '../fleet/order.ts'
import { isInFile } from '../fleet/state.ts'

/** What can be done with an endpoint by name: "retry orders". */
export const verbs = ['open', 'retry', 'stop', 'start', 'edit'] as const
export type Verb = (typeof verbs)[number]

export interface Found {
  readonly verb: Verb
  /** The best first, no more than are worth reading. */
  readonly rows: readonly Row[]
  /** How many matched beyond these. */
  readonly more: number
  /** Whether one of them bears the words in its name, and not only in its host or tags. */
  readonly byName: boolean
}

/** More than this nobody reads: another letter finds quicker. */
export const mostShown = 20
/** Where nothing was asked for, the worst few are enough. */
const shownUnasked = 6

/**
 * The endpoints that the query means. A verb in front narrows them to those that it means something for; the words
 * may stand anywhere in name, id, host, group and tags. `rows` are in the order that equal ones keep.
 */
export function findEndpoints(query: string, rows: readonly Row[], demoOnly = false): Found {
  const { verb, words } = read(query)
  const ranked = rows.flatMap((row) => {
    const rank = allows(verb, row, demoOnly) ? rankOf(row, words) : null
    return rank === null ? [] : [{ row, rank }]
  })
  const best = ranked.toSorted((left, right) => left.rank - right.rank)
  const most = query.trim() === '' ? shownUnasked : mostShown
  return {
    verb,
    rows: best.slice(0, most).map(({ row }) => row),
    more: Math.max(0, best.length - most),
    byName: words.length > 0 && (best[0]?.rank ?? elsewhere) < elsewhere,
  }
}

/** Whether all words of the query stand in the text. */
export function matches(query: string, text: string): boolean {
  const lower = text.toLowerCase()
  return wordsOf(query).every((word) => lower.includes(word))
}

function read(query: string): { readonly verb: Verb; readonly words: readonly string[] } {
  const [first, ...rest] = wordsOf(query)
  const verb = verbs.find((known) => known === first)
  // A verb alone, without a blank behind it, may still become the name of an endpoint.
  if (verb !== undefined && /^\s*\S+\s/.test(query)) return { verb, words: rest }
  return { verb: 'open', words: wordsOf(query) }
}

const wordsOf = (query: string): readonly string[] => query.toLowerCase().split(/\s+/).filter(Boolean)

function allows(verb: Verb, { view }: Row, demoOnly: boolean): boolean {
  if (verb === 'open') return true
  if (verb === 'edit') return isInFile(view, demoOnly)
  return concerned(verb, [view]).length > 0
}

/** Words only in host, group or tags. */
const elsewhere = 4

function rankOf(row: Row, words: readonly string[]): number | null {
  if (!words.every((word) => row.words.includes(word))) return null
  const name = row.view.name.toLowerCase()
  const text = words.join(' ')
  if (name === text || row.view.id.toLowerCase() === text) return 0
  if (name.startsWith(text)) return 1
  if (words.every((word) => startsAWord(name, word))) return 2
  return words.every((word) => name.includes(word)) ? 3 : elsewhere
}

function startsAWord(name: string, word: string): boolean {
  const at = name.indexOf(word)
  return at === 0 || (at > 0 && !/[\p{L}\p{N}]/u.test(name[at - 1] ?? ''))
}
