import type { FileContent } from '../../../../src/main/config/load.ts'
import type { WatchWorld } from '../../../../src/main/config/watch.ts'

/** A disk with one file, and a clock that goes when it is told to. */
export function fakeWorld(first: string | null) {
  let content: FileContent = first === null ? { kind: 'missing' } : { kind: 'text', text: first }
  let now = 1_000_000
  let watchers: { onEvent: () => void; onError: () => void }[] = []
  let tasks: { at: number; task: () => void }[] = []
  let watched = 0
  let reads = 0

  const world: WatchWorld = {
    clock: {
      now: () => now,
      wall: () => now,
      shift: () => 0,
      after(ms, task) {
        const entry = { at: now + ms, task }
        tasks.push(entry)
        return () => {
          tasks = tasks.filter((other) => other !== entry)
        }
      },
    },
    async read() {
      reads++
      return content
    },
    watch(_, onEvent, onError) {
      watched++
      const watcher = { onEvent, onError }
      watchers.push(watcher)
      return () => {
        watchers = watchers.filter((other) => other !== watcher)
      }
    },
  }

  /** Lets the promises of the code under test run to their end. */
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  }

  return {
    world,
    settle,
    get reads() {
      return reads
    },
    get watched() {
      return watched
    },
    get timers() {
      return tasks.length
    },
    get watchers() {
      return watchers.length
    },
    /** Changes the file; `quietly` without an event. */
    write(text: string | null, quietly = false) {
      content = text === null ? { kind: 'missing' } : { kind: 'text', text }
      if (!quietly) for (const watcher of watchers) watcher.onEvent()
    },
    refuse(reason: string) {
      content = { kind: 'unreadable', reason }
      for (const watcher of watchers) watcher.onEvent()
    },
    breakWatch() {
      for (const watcher of [...watchers]) watcher.onError()
    },
    async pass(ms: number) {
      const end = now + ms
      for (;;) {
        const next = tasks.filter((entry) => entry.at <= end).toSorted((a, b) => a.at - b.at)[0]
        if (next === undefined) break
        tasks = tasks.filter((entry) => entry !== next)
        now = next.at
        next.task()
        await settle()
      }
      now = end
      await settle()
    },
  }
}
