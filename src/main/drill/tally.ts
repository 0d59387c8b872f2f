import type { DrillView } from '../../shared/view.ts'

/** What came back of the events that are known to follow the id of a drill. */
export interface Tally {
  /** An event of the drill; null where it bears no id. */
  event(id: string | null): void
  /** Nothing that is known is missing any more. */
  isWhole(): boolean
  view(): Pick<DrillView, 'expected' | 'returned' | 'missing' | 'doubled' | 'outOfOrder' | 'received'>
}

/** Ids that are shown of those that are missing. */
const shownMissing = 20
/** Ids that are remembered of what a server sends; a firehose may send any number. */
const remembered = 50_000

/** `expected`: ids of the known events after the id, the oldest first; null where the tail does not hold that id. */
export function createTally(expected: readonly string[] | null): Tally {
  const places = new Map((expected ?? []).map((id, place) => [id, place]))
  const seen = new Set<string>()
  const returned = new Set<string>()
  let furthest = -1
  let doubled = 0
  let outOfOrder = 0
  let received = 0

  return {
    event(id) {
      received++
      if (id === null) return
      if (seen.has(id)) {
        doubled++
        return
      }
      if (seen.size < remembered) seen.add(id)
      const place = places.get(id)
      if (place === undefined) return
      returned.add(id)
      if (place < furthest) outOfOrder++
      furthest = Math.max(furthest, place)
    },
    isWhole: () => returned.size === places.size,
    view: () => ({
      expected: expected?.length ?? null,
      returned: expected === null ? null : returned.size,
      missing: (expected ?? []).filter((id) => !returned.has(id)).slice(0, shownMissing),
      doubled,
      outOfOrder,
      received,
    }),
  }
}

/** The known events after an id, the oldest first; null where the id is none of them. */
export function eventsAfter(ids: readonly string[], from: string): readonly string[] | null {
  const place = ids.indexOf(from)
  return place === -1 ? null : ids.slice(place + 1)
}
