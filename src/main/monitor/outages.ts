import { countOutage, endOutage, isFlapping, steady } from '../../shared/model/flapping.ts'
import type { OutageView } from '../../shared/screens.ts'
import type { Clock } from './clock.ts'

/** An endpoint's newest outages (1-model.md, "Words"). Times that are told are `Clock.now()`. */
export interface Outages {
  /** A request was sent: before it ever was live, an outage begins with the first of them. */
  tried(at: number, everLive: boolean): void
  /** Found at `at`; nobody heard of the endpoint since `since`. */
  began(at: number, since: number, everLive: boolean, cause: string): void
  /** Live again, or stopped. */
  ended(at: number): void
  /** Begin of the outage under way; null while there is none. */
  downSince(): number | null
  isFlapping(): boolean
  /** Newest first. */
  views(id: string): OutageView[]
}

const kept = 50
/** The three before the fourth one become one with it. */
const mergedBefore = 3

/** Epoch ms. */
interface Outage {
  readonly start: number
  end: number | null
  readonly cause: string
  flapping: boolean
}

export function createOutages(clock: Clock): Outages {
  const outages: Outage[] = []
  let flapping = steady
  let firstTryAt: number | null = null
  let since: number | null = null

  const epoch = (at: number): number => at + clock.shift()

  /** What flaps is one outage: it goes on, or takes the place of those before it. */
  function add(at: number, wasFlapping: boolean, begun: Outage): void {
    const last = outages.at(-1)
    if (wasFlapping && last !== undefined) {
      last.end = null
      last.flapping = true
      return
    }
    const merged = isFlapping(flapping, at) ? outages.splice(-mergedBefore) : []
    outages.push(merged[0] === undefined ? begun : { ...merged[0], end: null, flapping: true })
    if (outages.length > kept) outages.shift()
  }

  return {
    tried(at, everLive) {
      firstTryAt = everLive ? null : (firstTryAt ?? at)
    },
    began(at, from, everLive, cause) {
      const wasFlapping = isFlapping(flapping, at)
      flapping = countOutage(flapping, at)
      since = everLive ? from : (firstTryAt ?? from)
      add(at, wasFlapping, { start: epoch(since), end: null, cause, flapping: false })
    },
    ended(at) {
      flapping = endOutage(flapping, at)
      since = null
      firstTryAt = null
      const last = outages.at(-1)
      if (last !== undefined) last.end = epoch(at)
    },
    downSince: () => since,
    isFlapping: () => isFlapping(flapping, clock.now()),
    views: (id) =>
      outages.toReversed().map(({ start, end, cause, flapping }) => ({
        id,
        start: new Date(start).toISOString(),
        end: end === null ? null : new Date(end).toISOString(),
        cause,
        flapping,
      })),
  }
}
