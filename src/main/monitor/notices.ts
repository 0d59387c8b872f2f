import type { WatchedView } from '../../shared/screens.ts'
import type { Clock } from './clock.ts'
import type { FleetChange } from './types.ts'

/** Collects which endpoints changed and tells of them at a bounded pace. */
export interface Notices {
  /** The endpoint changed, came or went. Cheap: called for every chunk that is received. */
  mark(id: string): void
  subscribe(listener: (change: FleetChange) => void): () => void
  close(): void
}

/**
 * At most one notice every `coalesceMs`, with the views as they are then. `viewOf` gives null for an endpoint
 * that is gone. Nothing is built while nobody listens.
 */
export function createNotices(
  clock: Clock,
  coalesceMs: number,
  viewOf: (id: string) => WatchedView | null,
): Notices {
  const listeners = new Set<(change: FleetChange) => void>()
  const marked = new Set<string>()
  let cancel: (() => void) | null = null

  function tell(): void {
    cancel = null
    const changed: WatchedView[] = []
    const removed: string[] = []
    for (const id of marked) {
      const view = viewOf(id)
      if (view === null) removed.push(id)
      else changed.push(view)
    }
    marked.clear()
    for (const listener of listeners) listener({ changed, removed })
  }

  return {
    mark(id) {
      if (listeners.size === 0) return
      marked.add(id)
      cancel ??= clock.after(coalesceMs, tell)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) marked.clear()
      }
    },
    close() {
      cancel?.()
      listeners.clear()
    },
  }
}
