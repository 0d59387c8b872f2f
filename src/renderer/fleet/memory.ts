import type { Memory } from './arrangement.ts'

/**
 * The browser's own storage under one key. Where it is refused (a private window, a full disk) nothing is kept, and
 * nothing else suffers: even reaching for it may throw.
 */
export function createMemory(storage: () => Pick<Storage, 'getItem' | 'setItem'>, key: string): Memory {
  return {
    read: () => orElse(() => storage().getItem(key), null),
    write: (text) => orElse(() => storage().setItem(key, text), undefined),
  }
}

function orElse<T>(run: () => T, otherwise: T): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof DOMException) return otherwise
    throw error
  }
}
