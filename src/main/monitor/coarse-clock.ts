import type { Clock } from './clock.ts'

/**
 * The same clock with timers that share their waking up: each fires at the next multiple of `grainMs`, all that fall
 * on it together. A fleet's watchdogs look a thousand times a second this way, and wake the process ten times.
 */
export function coarseClock(clock: Clock, grainMs: number): Clock {
  const slots = new Map<number, Set<() => void>>()
  let armed: { readonly slot: number; readonly cancel: () => void } | null = null

  function arm(slot: number): void {
    if (armed !== null && armed.slot <= slot) return
    armed?.cancel()
    armed = { slot, cancel: clock.after(slot * grainMs - clock.now(), ring) }
  }

  function ring(): void {
    armed = null
    const now = clock.now()
    const due = [...slots.keys()].filter((slot) => slot * grainMs <= now).sort((a, b) => a - b)
    for (const slot of due) {
      const tasks = slots.get(slot)
      slots.delete(slot)
      // A task that is cancelled by one before it is gone from the set, and not visited any more.
      for (const task of tasks ?? []) task()
    }
    if (slots.size > 0) arm(Math.min(...slots.keys()))
  }

  return {
    now: clock.now,
    wall: clock.wall,
    shift: clock.shift,
    after(ms, task) {
      const slot = Math.ceil((clock.now() + Math.max(0, ms)) / grainMs)
      const tasks = slots.get(slot) ?? new Set()
      slots.set(slot, tasks)
      const run = (): void => task()
      tasks.add(run)
      arm(slot)
      return () => tasks.delete(run)
    },
  }
}
