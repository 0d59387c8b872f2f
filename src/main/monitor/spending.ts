import type { Health, PhaseName } from '../../shared/view.ts'
import type { Clock } from './clock.ts'
import type { Condition } from './series/history.ts'
import type { Series } from './series/series.ts'

/** How time is spent. `isTrouble` tells a reconnection during an outage from a rotation. */
export interface Spent {
  readonly phase: PhaseName
  readonly health: Health | null
  readonly isTrouble: boolean
}

/** Tells a series how the time is spent: all of it, and each moment once. Times are `Clock.now()`. */
export interface Spending {
  /** From now on the time is spent so. */
  enter(at: number, spent: Spent): void
  /** Nobody looked from `from` to `to`, whatever was entered. */
  unwatched(from: number, to: number): void
  /** An outage that is found at `to` began at `from`: nobody heard of the endpoint in between. */
  silent(from: number, to: number): void
  /** What is being spent is told up to `at`. */
  until(at: number): void
}

/** Connecting for longer than this is worth a mark, whatever led to it. */
const patienceMs = 5000

export function createSpending(clock: Clock, series: Series, begun: PhaseName): Spending {
  let spending: Spent = { phase: begun, health: null, isTrouble: false }
  let enteredAt = clock.now()
  let spentUntil = enteredAt

  const epoch = (at: number): number => at + clock.shift()

  function until(at: number): void {
    if (at <= spentUntil) return
    const [from, to] = [epoch(spentUntil), epoch(at)]
    series.span(spending.phase, from, to)
    const condition = conditionOf(spending, at - enteredAt)
    if (condition !== null) series.condition(condition, from, to)
    spentUntil = at
  }

  return {
    enter(at, spent) {
      until(at)
      spending = spent
      enteredAt = at
    },
    unwatched(from, to) {
      until(Math.min(from, to))
      series.reattribute(epoch(from), epoch(Math.min(spentUntil, to)), 'unwatched')
      if (to <= spentUntil) return
      series.span('unwatched', epoch(spentUntil), epoch(to))
      spentUntil = to
    },
    silent(from, to) {
      until(to)
      series.silent(epoch(from), epoch(to))
    },
    until,
  }
}

/** What a stretch of time lacked; null for nothing worth a mark. */
function conditionOf({ phase, health, isTrouble }: Spent, ms: number): Condition | null {
  if (phase === 'live') return health === 'fresh' ? null : health
  if (phase !== 'connecting' && phase !== 'waiting') return null
  if (isTrouble) return 'trouble'
  return ms > patienceMs ? 'slow' : null
}
