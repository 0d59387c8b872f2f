import type { StripView } from '../../shared/screens.ts'

/** How often what is in sight is asked for anew: a step of a strip is longer. */
export const refreshMs = 10_000
/** While the list scrolls, nothing is asked for. */
export const settleMs = 150
/** Strips that are kept for rows that were in sight; those seen the longest ago go. */
export const mostKept = 400

export interface StripsEnvironment {
  /** Asks for the strips; null where they cannot be had now. Never rejects. */
  readonly fetch: (ids: readonly string[]) => Promise<readonly StripView[] | null>
  /** Runs `task` once after `ms`; the returned function cancels it. */
  readonly after: (ms: number, task: () => void) => () => void
}

/** The strips of the rows in sight, without React: fetched when they come into sight, and again and again. */
export interface Strips {
  get(id: string): StripView | null
  subscribe(id: string, listener: () => void): () => void
  /** Which rows are in sight now. An empty list ends the fetching. */
  inSight(ids: readonly string[]): void
}

export function createStrips({ fetch, after }: StripsEnvironment): Strips {
  const kept = new Map<string, StripView>()
  const listeners = new Map<string, Set<() => void>>()
  let seen: readonly string[] = []
  let cancel: (() => void) | null = null
  /** Counts the fetches: an answer that was overtaken plans no further one. */
  let turn = 0

  const plan = (ms: number) => {
    cancel?.()
    cancel = seen.length === 0 ? null : after(ms, ask)
  }
  const ask = () => {
    cancel = null
    turn += 1
    const mine = turn
    void fetch(seen).then((strips) => {
      if (strips !== null) keep(strips)
      if (mine === turn && cancel === null) plan(refreshMs)
    })
  }
  const keep = (strips: readonly StripView[]) => {
    for (const strip of strips) {
      kept.delete(strip.id)
      kept.set(strip.id, strip)
    }
    for (const id of kept.keys()) {
      if (kept.size <= mostKept) break
      kept.delete(id)
    }
    for (const { id } of strips) for (const tell of listeners.get(id) ?? []) tell()
  }

  return {
    get: (id) => kept.get(id) ?? null,
    subscribe(id, listener) {
      const own = listeners.get(id) ?? new Set()
      listeners.set(id, own.add(listener))
      return () => {
        own.delete(listener)
        if (own.size === 0 && listeners.get(id) === own) listeners.delete(id)
      }
    },
    inSight(ids) {
      const before = new Set(seen)
      const came = ids.some((id) => !before.has(id))
      const begins = seen.length === 0
      seen = ids
      if (ids.length === 0) plan(0)
      else if (begins) plan(0)
      else if (came) plan(settleMs)
    },
  }
}
