import type { Clock } from '../clock.ts'

/** One timer for what comes next; what is armed already stays. */
export interface SoleTimer {
  arm(ms: number, task: () => void): void
  disarm(): void
}

/** So late, the process was held up, and what waits in the sockets is to be read first. */
const heldUpMs = 200
const readFirstMs = 250

/** `beforeJudging`: time may have gone by in which this process did not run; what it finds may disarm the timer. */
export function createSoleTimer(clock: Clock, beforeJudging: () => void): SoleTimer {
  let cancel: (() => void) | null = null

  function arm(ms: number, task: () => void): void {
    if (cancel !== null) return
    const dueAt = clock.now() + ms
    const armed = clock.after(ms, () => {
      beforeJudging()
      if (cancel !== armed) return
      cancel = null
      if (clock.now() - dueAt > heldUpMs) arm(readFirstMs, task)
      else task()
    })
    cancel = armed
  }

  return {
    arm,
    disarm() {
      cancel?.()
      cancel = null
    },
  }
}
