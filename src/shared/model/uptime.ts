import { type PhaseName, phases } from '../view.ts'
import { inGrace, type State } from './state.ts'

/** What a span of time counts as. `neither`: rotations, the first connecting, and planned reconnections. */
export const shares = ['live', 'outage', 'unwatched', 'stopped', 'neither'] as const
export type Share = (typeof shares)[number]

/** Where the time went since `begunAt`: both sums equal `at - begunAt` (rule 9). Milliseconds. */
export interface TimeBook {
  readonly begunAt: number
  readonly at: number
  readonly phases: Readonly<Record<PhaseName, number>>
  readonly shares: Readonly<Record<Share, number>>
}

export function emptyBook(at: number): TimeBook {
  return {
    begunAt: at,
    at,
    phases: { stopped: 0, connecting: 0, live: 0, waiting: 0, failed: 0, unwatched: 0 },
    shares: { live: 0, outage: 0, unwatched: 0, stopped: 0, neither: 0 },
  }
}

/** Tries in the grace show as connecting or waiting; their time counts as unwatched. */
function isGraceful(state: State): boolean {
  return (
    (state.phase === 'connecting' || state.phase === 'waiting') && inGrace(state.memory.grace, state.since)
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
  const ms = Math.max(0, at - book.at)
  if (ms === 0) return book
  return move({ ...book, at: book.at + ms }, null, { phase: phaseSpent(state), share: shareOf(state) }, ms)
}

interface Account {
  readonly phase: PhaseName
  readonly share: Share
}

/** Moves `ms` from one account (null for new time) to another. */
function move(book: TimeBook, from: Account | null, to: Account, ms: number): TimeBook {
  const byPhase = { ...book.phases }
  const byShare = { ...book.shares }
  if (from !== null) {
    byPhase[from.phase] -= ms
    byShare[from.share] -= ms
  }
  byPhase[to.phase] += ms
  byShare[to.share] += ms
  return { ...book, phases: byPhase, shares: byShare }
}

/**
 * The outage began before it was found: what `state` booked as live since `from` was not. The phase keeps
 * its time, since that is what was seen.
 */
export function backdateOutage(book: TimeBook, state: State, from: number): TimeBook {
  const phase = phaseSpent(state)
  const ms = bookedSince(book, state, from)
  return shareOf(state) === 'live'
    ? move(book, { phase, share: 'live' }, { phase, share: 'outage' }, ms)
    : book
}

/** Nobody looked since `from`, whatever `state` seemed to be. */
export function backdateUnwatched(book: TimeBook, state: State, from: number): TimeBook {
  const account = { phase: phaseSpent(state), share: shareOf(state) }
  return move(book, account, { phase: 'unwatched', share: 'unwatched' }, bookedSince(book, state, from))
}

function bookedSince(book: TimeBook, state: State, from: number): number {
  return Math.max(0, book.at - Math.max(from, state.since, book.begunAt))
}

/** live / (live + outage); null while there is neither. */
export function uptimeOf({ shares: { live, outage } }: TimeBook): number | null {
  return live + outage > 0 ? live / (live + outage) : null
}

/** Sum over all phases, in ms. */
export function bookedTotal(book: TimeBook): number {
  return phases.reduce((sum, phase) => sum + book.phases[phase], 0)
}
