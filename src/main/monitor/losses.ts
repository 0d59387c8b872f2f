import type { EndpointFacts } from '../../shared/screens.ts'
import { type Grade, isLossy } from './replay.ts'

/** Up to which moment an endpoint missed nothing. Times are `Clock.now()`. */
export interface Losses {
  /** A live connection is over: its last sign of life and the last id of it. */
  closed(lastSignAt: number | null, lastEventId: string | null): void
  graded(grade: Grade): void
  /** The full state was fetched: nothing is missing. */
  restored(): void
  /** The URL is another: nothing of before counts. */
  forget(): void
  /** The end of the newest live connection; null before the first. */
  lastGoodAt(): number | null
  /** Since when something is missing that no replay brought back; null where nothing is. */
  lostAt(): number | null
  /** What is known to be missing; null where nothing is. `missing` is what ids tell. */
  view(isDown: boolean, missing: number | null, iso: (at: number) => string): EndpointFacts['missed']
}

/** What an earlier run knew. */
export interface EarlierLosses {
  readonly good: Good | null
  readonly lost: Good | null
}

interface Good {
  readonly at: number
  readonly lastEventId: string | null
}

/** Characters: as the view shows ids. */
const shownIdLength = 4096

const nothing: EarlierLosses = { good: null, lost: null }

export function createLosses(earlier: EarlierLosses = nothing): Losses {
  /** The end of the newest live connection. */
  let { good } = earlier
  /** The same before a reconnection that did not bring everything; it stands until the full state is there again. */
  let { lost } = earlier

  return {
    closed(at, lastEventId) {
      if (at !== null) good = { at, lastEventId }
    },
    graded(grade) {
      if (isLossy(grade)) lost ??= good
      else if (grade.verdict === 'snapshot') lost = null
    },
    restored() {
      lost = null
    },
    forget() {
      good = null
      lost = null
    },
    lastGoodAt: () => good?.at ?? null,
    lostAt: () => lost?.at ?? null,
    view(isDown, missing, iso) {
      const from = lost ?? (isDown ? good : null)
      if (from === null) return null
      return {
        since: iso(from.at),
        lastEventId: from.lastEventId?.slice(0, shownIdLength) ?? null,
        // While it is down, more may be missing than ids have told.
        events: isDown ? null : missing,
      }
    },
  }
}
