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

  function wait(ms: number, fire: (late: number) => void): void {
    const dueAt = clock.now() + ms
    const armed = clock.after(ms, () => {
      beforeJudging()
      if (cancel !== armed) return
      cancel = null
      fire(clock.now() - dueAt)
    })
    cancel = armed
  }

  return {
    arm(ms, task) {
      if (cancel !== null) return
      wait(ms, (late) => {
        // Once: a machine that is always late is to be judged as well.
        if (late > heldUpMs) wait(readFirstMs, task)
        else task()
      })
    },
    disarm() {
      cancel?.()
      cancel = null
    },
  }
}
