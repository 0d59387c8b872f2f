import { countOutage, endOutage, type Flapping, isFlapping, steady } from '../../shared/model/flapping.ts'
import type { Clock } from './clock.ts'

/** One endpoint's outages (1-model.md, "Words"), told as they begin, merge and end. Times are `Clock.now()`. */
export interface Outages {
  /** A request was sent: before it ever was live, an outage begins with the first of them. */
  tried(at: number, everLive: boolean): void
  /** Found at `at`; nobody heard of the endpoint since `since`. */
  began(at: number, since: number, everLive: boolean, cause: string): void
  /** Live again, stopped, or seen by nobody any more. Nothing where none is under way. */
  ended(at: number): void
  /**
   * Nobody saw the endpoint since `from`: what was found since then is no outage, counts for no flapping, and what it
   * merged stands apart again; one that was under way before ended at `from`.
   */
  withdraw(from: number): void
  /** Begin of the outage under way; null while there is none. */
  downSince(): number | null
  isFlapping(): boolean
}

export interface Outage {
  /** Stays the same while it lasts, whatever it becomes. */
  readonly id: string
  /** Epoch ms. */
  readonly start: number
  /** Epoch ms; null while it lasts. */
  readonly end: number | null
  /** One sentence. */
  readonly cause: string
  /** It stands for more than three that came within ten minutes. */
  readonly flapping: boolean
}

export interface OutagePorts {
  readonly clock: Clock
  /** For one that was found then, epoch ms. */
  readonly idOf: (foundAt: number) => string
  /** A new one, or one that is other than before. */
  readonly onOutage: (outage: Outage) => void
  /** It is none, or a part of `into`. */
  readonly onWithdrawn: (outage: Outage, into: Outage | null) => void
}

/** The three before the fourth one become one with it. */
const mergedBefore = 3
/** Those that a later one may still change. */
const kept = mergedBefore + 1
/** What can be taken back: a fault of this machine is found within minutes. */
const undone = 4

/** Values, so that what was before can be put back. */
interface Known {
  readonly outages: readonly Outage[]
  readonly flapping: Flapping
}

export function createOutages({ clock, idOf, onOutage, onWithdrawn }: OutagePorts): Outages {
  let known: Known = { outages: [], flapping: steady }
  /** How it stood before each of the newest was found. */
  let befores: readonly { readonly foundAt: number; readonly known: Known }[] = []
  let firstTryAt: number | null = null
  let since: number | null = null

  /** Whole milliseconds, cut as a `Date` cuts them: views of the same moment must not differ. */
  const epoch = (at: number): number => Math.trunc(at + clock.shift())

  /** `heir`: what those that are gone are a part of. */
  function become(next: Known, heir: Outage | null = null): void {
    const before = known.outages
    known = { ...next, outages: next.outages.slice(-kept) }
    const still = new Set(next.outages.map(({ id }) => id))
    for (const outage of before) if (!still.has(outage.id)) onWithdrawn(outage, heir)
    for (const outage of next.outages) if (!before.includes(outage)) onOutage(outage)
  }

  function end(at: number): void {
    since = null
    firstTryAt = null
    const last = known.outages.at(-1)
    if (last === undefined || last.end !== null) return
    // A wall clock that was set back must not end it before it began.
    const over = { ...last, end: Math.max(last.start, epoch(at)) }
    become({ outages: known.outages.with(-1, over), flapping: endOutage(known.flapping, at) })
  }

  return {
    tried(at, everLive) {
      firstTryAt = everLive ? null : (firstTryAt ?? at)
    },
    began(at, from, everLive, cause) {
      befores = [...befores, { foundAt: at, known }].slice(-undone)
      since = everLive ? from : (firstTryAt ?? from)
      const id = idOf(at + clock.shift())
      const outages = withBegun(known, at, { id, start: epoch(since), end: null, cause, flapping: false })
      become({ outages, flapping: countOutage(known.flapping, at) }, outages.at(-1))
    },
    ended: end,
    withdraw(from) {
      const first = befores.findIndex(({ foundAt }) => foundAt >= from)
      const before = befores[first]
      if (before !== undefined) {
        befores = befores.slice(0, first)
        become(before.known)
      }
      end(from)
    },
    downSince: () => since,
    isFlapping: () => isFlapping(known.flapping, clock.now()),
  }
}

/** What flaps is one outage: it goes on, or takes the place of those before it. */
function withBegun({ outages, flapping }: Known, at: number, begun: Outage): readonly Outage[] {
  const last = outages.at(-1)
  if (isFlapping(flapping, at) && last !== undefined)
    return outages.with(-1, { ...last, end: null, flapping: true })
  const first = outages.at(-mergedBefore)
  if (!isFlapping(countOutage(flapping, at), at) || first === undefined) return [...outages, begun]
  return [...outages.slice(0, -mergedBefore), { ...first, end: null, flapping: true }]
}
