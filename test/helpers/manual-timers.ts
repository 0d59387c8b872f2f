/** Timers that run when the test says that time passed. */
export interface ManualTimers {
  after(ms: number, task: () => void): () => void
  advance(ms: number): void
  readonly pending: number
}

export function manualTimers(): ManualTimers {
  const timers = new Set<{ readonly at: number; readonly task: () => void }>()
  let now = 0

  function next(until: number) {
    return [...timers].filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0]
  }

  return {
    after(ms, task) {
      const timer = { at: now + ms, task }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    advance(ms) {
      const until = now + ms
      for (let timer = next(until); timer; timer = next(until)) {
        timers.delete(timer)
        now = timer.at
        timer.task()
      }
      now = until
    },
    get pending() {
      return timers.size
    },
  }
}
