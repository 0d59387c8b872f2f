import { type SystemClock, systemClock } from '../../src/main/monitor/clock.ts'

/** Real time, with a way to pass long stretches of it at once: for what takes minutes beside real sockets. */
export interface WarpClock extends SystemClock {
  /**
   * Passes `ms`: every timer that falls due on the way fires, in order and at its own time, so that nothing seems
   * held up. What servers do takes no part in it.
   */
  skip(ms: number): void
  /** The process stands still for `ms`, and its timers with it: what falls due meanwhile fires afterwards. */
  freeze(ms: number): void
  /** So does the machine, whose monotonic clock does not count that. */
  suspend(ms: number): void
  /** Somebody sets the wall clock so far forward, or back where it is negative. */
  setWall(by: number): void
}

export function warpClock(): WarpClock {
  const real = systemClock()
  let skipped = 0
  /** What the wall clock and the uptime have beyond that: by a suspend that `now` did not see, or since it was set. */
  let wallAhead = 0
  let upAhead = 0
  const now = (): number => real.now() + skipped
  interface Timer {
    readonly at: number
    fire(): void
    /** Counts the rest of its time anew: what was skipped has passed for it too. */
    rearm(): void
  }
  const timers = new Set<Timer>()

  function after(ms: number, task: () => void): () => void {
    const at = now() + Math.max(0, ms)
    let cancel: () => void = () => undefined
    const timer: Timer = {
      at,
      fire() {
        timers.delete(timer)
        cancel()
        task()
      },
      rearm() {
        cancel()
        cancel = real.after(at - now(), () => timer.fire())
      },
    }
    timer.rearm()
    timers.add(timer)
    return () => {
      timers.delete(timer)
      cancel()
    }
  }

  function nextDue(until: number): Timer | null {
    let next: Timer | null = null
    for (const timer of timers) if (timer.at <= until && (next === null || timer.at < next.at)) next = timer
    return next
  }

  function pass(ms: number): void {
    skipped += ms
    for (const timer of timers) timer.rearm()
  }

  return {
    now,
    wall: () => real.wall() + skipped + wallAhead,
    // What was skipped went on in both alike.
    shift: () => real.shift() + wallAhead,
    after,
    uptime: () => real.uptime() + skipped + upAhead,
    moveOn(ms) {
      wallAhead -= ms
      upAhead -= ms
      pass(ms)
    },
    skip(ms) {
      const until = now() + ms
      for (let timer = nextDue(until); timer !== null; timer = nextDue(until)) {
        skipped += Math.max(0, timer.at - now())
        timer.fire()
      }
      pass(Math.max(0, until - now()))
    },
    freeze: pass,
    suspend(ms) {
      wallAhead += ms
      upAhead += ms
    },
    setWall(by) {
      wallAhead += by
    },
  }
}
