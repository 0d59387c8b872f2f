import type { Rewritten } from '../store.ts'

/** The newest changes of the file, so that each can be taken back. */
export interface Undos {
  /** Keeps a change; its name leads back to it. */
  keep(change: Rewritten): string
  find(name: string): Rewritten | null
  forget(name: string): void
}

const most = 20
/** Characters that the texts may hold together: some dozen thousand endpoints, twenty times. The newest always stays. */
const mostText = 32 * 1024 * 1024

export function createUndos(newName: () => string): Undos {
  const changes = new Map<string, Rewritten>()

  function held(): number {
    return changes.values().reduce((sum, { before, after }) => sum + (before?.length ?? 0) + after.length, 0)
  }

  return {
    keep(change) {
      const name = newName()
      changes.set(name, change)
      for (const oldest of [...changes.keys()].slice(0, -1)) {
        if (changes.size <= most && held() <= mostText) break
        changes.delete(oldest)
      }
      return name
    },
    find: (name) => changes.get(name) ?? null,
    forget: (name) => changes.delete(name),
  }
}
