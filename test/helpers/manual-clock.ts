import type { SystemClock } from '../../src/main/monitor/clock.ts'

/** A clock that stands still until a test moves it. Timers fire in order, at their own time. */
export interface ManualClock extends SystemClock {
  /** Moves on by `ms`, firing what falls due on the way. */
  advance(ms: number): void
  /** Sets the wall clock apart from the time that passed, as a user does. */
  setWall(ms: number): void
  /** The process stands still for `ms`, and its timers with it. */
  freeze(ms: number): void
  /** So does the machine, whose monotonic clock does not count that. */
  suspend(ms: number): void
  /** How many timers are armed. */
  readonly armed: number
}

export function manualClock(begin = Date.UTC(2026, 10, 20, 12)): ManualClock {
  let now = begin
  let wallOffset = 0
  let up = 0
  const timers = new Set<{ readonly at: number; readonly task: () => void }>()

  function pass(ms: number): void {
    now += ms
    up += ms
  }

  function nextDue(until: number): { readonly at: number; readonly task: () => void } | null {
    let next: { readonly at: number; readonly task: () => void } | null = null
    for (const timer of timers) if (timer.at <= until && (next === null || timer.at < next.at)) next = timer
    return next
  }

  return {
    now: () => now,
    wall: () => now + wallOffset,
    shift: () => wallOffset,
    after(ms, task) {
      const timer = { at: now + Math.max(0, ms), task }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    advance(ms) {
      const until = now + ms
      for (let timer = nextDue(until); timer !== null; timer = nextDue(until)) {
        timers.delete(timer)
        pass(Math.max(0, timer.at - now))
        timer.task()
      }
      pass(Math.max(0, until - now))
    },
    setWall(ms) {
      wallOffset = ms - now
    },
    freeze: pass,
    suspend(ms) {
      up += ms
      wallOffset += ms
    },
    uptime: () => up,
    moveOn(ms) {
      now += ms
      wallOffset -= ms
    },
    get armed() {
      return timers.size
    },
  }
}
