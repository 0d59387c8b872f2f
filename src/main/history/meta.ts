import type { DatabaseSync } from 'node:sqlite'
import { numberIn, textIn } from './rows.ts'

/**
 * `until`: epoch ms up to which everything is in the file. `since`: the first of it. `era`: the highest one used.
 * `folded`: hours since the epoch, the first one that is not folded yet. `seen`: epoch ms, the clock when
 * old things were let go of. The rest: the first hour that a tier still holds, after older ones were dropped.
 */
export type MetaKey = 'until' | 'since' | 'era' | 'folded' | 'seen' | 'tensFrom' | 'minutesFrom' | 'hoursFrom'

/** A handful of numbers on the file as a whole, held in memory and written through. */
export interface Meta {
  get(key: MetaKey): number | null
  set(key: MetaKey, value: number): void
  /** After a transaction that was taken back. */
  reload(): void
}

export function createMeta(db: DatabaseSync): Meta {
  const read = db.prepare('SELECT key, value FROM meta')
  const write = db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)')
  const values = new Map<string, number>()

  function reload(): void {
    values.clear()
    for (const { key, value } of read.iterate()) values.set(textIn(key), numberIn(value))
  }
  reload()

  return {
    get: (key) => values.get(key) ?? null,
    set(key, value) {
      if (values.get(key) === value) return
      write.run(key, value)
      values.set(key, value)
    },
    reload,
  }
}
