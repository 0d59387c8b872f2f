import { uptime } from 'node:os'

/** Time as the monitor sees it; injected everywhere, so that tests need not sleep. */
export interface Clock {
  /** Milliseconds with fractions; never goes back, not even when the wall clock is set. Starts near epoch time. */
  now(): number
  /** The wall clock: epoch milliseconds. */
  wall(): number
  /**
   * What turns `now` times into epoch milliseconds: the same number until the wall clock is set, so that a time
   * that is shown twice is shown the same.
   */
  shift(): number
  /** Runs `task` once after `ms`; the returned function cancels it. */
  after(ms: number, task: () => void): () => void
}

/** Less than this apart, the two clocks differ by their grain and by slow corrections, not because one was set. */
const settledMs = 50

/** Beyond this Node's timers fire at once; nothing here waits longer than 24 hours. */
const longestTimer = 2 ** 31 - 1

/** The clock of this machine. */
export interface SystemClock extends Clock {
  /** Milliseconds since the machine was started, those in which it was suspended among them; of a coarser grain. */
  uptime(): number
  /**
   * Time went by that this clock did not see: its count stands still while the machine is suspended, on some systems.
   * `ms` is added to it, and the timers keep to it: what fell due meanwhile fires soon.
   */
  moveOn(ms: number): void
}

/** The real clock. Timers do not keep the process alive: sockets and the server do. */
export function systemClock(): SystemClock {
  // Getters both, and `now` is asked several times for each event.
  const monotonic = performance
  let origin = monotonic.timeOrigin
  const now = (): number => origin + monotonic.now()
  let shift = Date.now() - now()
  const timers = new Set<Timer>()

  return {
    now,
    wall: () => Date.now(),
    shift() {
      const current = Date.now() - now()
      if (Math.abs(current - shift) > settledMs) shift = current
      return shift
    },
    after(ms, task) {
      const timer: Timer = { at: now() + ms, fire, handle: null }
      function fire(): void {
        timers.delete(timer)
        task()
      }
      arm(timer, ms)
      timers.add(timer)
      return () => {
        disarm(timer)
        timers.delete(timer)
      }
    },
    uptime: () => uptime() * 1000,
    moveOn(ms) {
      origin += Math.max(0, ms)
      for (const timer of timers) {
        disarm(timer)
        arm(timer, timer.at - now())
      }
    },
  }
}

interface Timer {
  readonly at: number
  readonly fire: () => void
  handle: NodeJS.Timeout | null
}

function arm(timer: Timer, ms: number): void {
  timer.handle = setTimeout(timer.fire, Math.min(Math.max(0, ms), longestTimer))
}

function disarm({ handle }: Timer): void {
  if (handle !== null) clearTimeout(handle)
}
