import type { PhaseName } from '../view.ts'
import { inGrace, type State, unwatchedOrigin } from './state.ts'

/** What a span of time counts as. `neither`: rotations, the first connecting, and planned reconnections. */
export const shares = ['live', 'outage', 'unwatched', 'stopped', 'neither'] as const
export type Share = (typeof shares)[number]

interface Account {
  readonly phase: PhaseName
  readonly share: Share
}

/** A span of time and what it was booked as. */
interface Entry extends Account {
  readonly from: number
  readonly to: number
}

/** What was booked further back stays as it is. */
const entriesKept = 32

/** Where the time went since `begunAt`: both sums equal `at - begunAt` (rule 9). Milliseconds. */
export interface TimeBook {
  readonly begunAt: number
  readonly at: number
  readonly phases: Readonly<Record<PhaseName, number>>
  readonly shares: Readonly<Record<Share, number>>
  /** The newest entries without a hole, oldest first: what is learned afterwards may concern several. */
  readonly entries: readonly Entry[]
}

export function emptyBook(at: number): TimeBook {
  return {
    begunAt: at,
    at,
    phases: { stopped: 0, connecting: 0, live: 0, waiting: 0, failed: 0, unwatched: 0 },
    shares: { live: 0, outage: 0, unwatched: 0, stopped: 0, neither: 0 },
    entries: [],
  }
}

/** Tries in the grace, and those made while unwatched, show as connecting or waiting; their time counts as unwatched. */
function isGraceful(state: State): boolean {
  return (
    unwatchedOrigin(state) !== null ||
    ((state.phase === 'connecting' || state.phase === 'waiting') && inGrace(state.memory.grace, state.since))
  )
}

export function phaseSpent(state: State): PhaseName {
  return isGraceful(state) ? 'unwatched' : state.phase
}

export function shareOf(state: State): Share {
  switch (state.phase) {
    case 'live':
    case 'stopped':
    case 'unwatched':
      return state.phase
    case 'failed':
      return 'outage'
    default:
      if (state.memory.outageSince !== null) return 'outage'
      return isGraceful(state) ? 'unwatched' : 'neither'
  }
}

/** Books the time since the last entry on `state`, which held until `at`. */
export function spend(book: TimeBook, state: State, at: number): TimeBook {
  if (at <= book.at) return book
  const entry = { from: book.at, to: at, phase: phaseSpent(state), share: shareOf(state) }
  const phases = { ...book.phases }
  const byShare = { ...book.shares }
  phases[entry.phase] += at - book.at
  byShare[entry.share] += at - book.at
  return { ...book, at, phases, shares: byShare, entries: append(book.entries, entry) }
}

/**
 * The outage began before it was found: what was booked as live since `from`, or as a rotation, was not. The phase keeps its
 * time, since that is what was seen.
 */
export function backdateOutage(book: TimeBook, from: number): TimeBook {
  return rewrite(book, from, ({ phase, share }) => ({
    phase,
    share: share === 'live' || share === 'neither' ? 'outage' : share,
  }))
}

/** Nobody looked since `from`, whatever the phases seemed to be; what was stopped stays so. */
export function backdateUnwatched(book: TimeBook, from: number): TimeBook {
  return rewrite(book, from, (was) =>
    was.phase === 'stopped' ? was : { phase: 'unwatched', share: 'unwatched' },
  )
}

/** Books the time since `from` anew, as far back as the entries go. */
function rewrite(book: TimeBook, from: number, change: (was: Account) => Account): TimeBook {
  const phases = { ...book.phases }
  const byShare = { ...book.shares }
  let entries: readonly Entry[] = []
  for (const entry of book.entries) {
    const start = Math.min(entry.to, Math.max(entry.from, from))
    const is = change(entry)
    phases[entry.phase] -= entry.to - start
    byShare[entry.share] -= entry.to - start
    phases[is.phase] += entry.to - start
    byShare[is.share] += entry.to - start
    entries = append(append(entries, { ...entry, to: start }), { ...entry, ...is, from: start })
  }
  return { ...book, phases, shares: byShare, entries }
}

/** Entries of one account that follow each other are one. */
function append(entries: readonly Entry[], next: Entry): readonly Entry[] {
  if (next.from >= next.to) return entries
  const last = entries.at(-1)
  if (last?.phase !== next.phase || last.share !== next.share) return [...entries, next].slice(-entriesKept)
  return [...entries.slice(0, -1), { ...last, to: next.to }]
}

/** live / (live + outage); null while there is neither. */
export function uptimeOf({ shares: { live, outage } }: TimeBook): number | null {
  return live + outage > 0 ? live / (live + outage) : null
}
