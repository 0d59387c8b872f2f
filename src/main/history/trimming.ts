import type { DatabaseSync } from 'node:sqlite'
import type { Endpoints } from './endpoints.ts'
import type { Meta } from './meta.ts'
import type { Retention } from './retention.ts'
import { numberIn, type Transact } from './rows.ts'
import type { Slots } from './slots.ts'
import { hourMs, type Tier, type TierRows, tiers } from './tiers.ts'

export interface TrimmingParts {
  readonly db: DatabaseSync
  readonly transact: Transact
  readonly meta: Meta
  readonly endpoints: Endpoints
  readonly slots: Slots
  readonly rowsOf: (tier: Tier) => TierRows
  readonly dropTier: Retention['dropTier']
}

/** Keeps the file under its cap: the oldest of the finest goes first, what people wrote last. */
export interface Trimming {
  /** One piece; true where more is to be done. `cap` in bytes, of file and log together. */
  step(cap: number): boolean
}

/** What the log may take beside the file. */
const logRoom = (cap: number): number => Math.min(12 * 2 ** 20, cap / 4)
const rowsAtOnce = 5000
const incidentsAtOnce = 100
/** Pages that are given back at once: 8 MB. */
const pagesAtOnce = 2000

export function createTrimming(parts: TrimmingParts): Trimming {
  const { db, transact, meta, endpoints, slots, rowsOf, dropTier } = parts
  const pages = db.prepare(`
    SELECT page_size AS size, page_count AS pages, freelist_count AS free
    FROM pragma_page_size, pragma_page_count, pragma_freelist_count`)
  const oldestRows = (table: string): string =>
    `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} ORDER BY rowid LIMIT ${rowsAtOnce})`
  const removeTransitions = db.prepare(oldestRows('transitions'))
  const removeSpans = db.prepare(oldestRows('long_spans'))
  const removeIncidents = db.prepare(`
    DELETE FROM incidents WHERE id IN (
      SELECT id FROM incidents WHERE (notes <> '') = ? ORDER BY start LIMIT ${incidentsAtOnce})`)

  /** The oldest hour (or day) of a tier. */
  function dropOldest(tier: Tier): boolean {
    const begins = endpoints.all().flatMap((endpoint) => rowsOf(tier).oldest(endpoint) ?? [])
    const end = begins.reduce((least, begin) => Math.min(least, begin), Number.POSITIVE_INFINITY) + tier.rowMs
    // None is left, or only a day that has hours to come.
    if (end > (meta.get('folded') ?? 0) * hourMs) return false
    dropTier(tier, end / hourMs)
    return true
  }

  const changed = ({ changes }: { readonly changes: number | bigint }): boolean => Number(changes) > 0
  const dropIncidents = (noted: 0 | 1): boolean => transact(() => changed(removeIncidents.run(noted)))

  /** Each lets go of a piece of what it holds; the next one's turn comes when it holds nothing any more. */
  const victims: readonly (() => boolean)[] = [
    () => dropOldest(tiers[0]),
    () => dropOldest(tiers[1]),
    () => transact(() => changed(removeTransitions.run())),
    () => slots.drop((meta.get('until') ?? 0) - hourMs),
    () => dropOldest(tiers[2]),
    () => transact(() => changed(removeSpans.run())),
    () => dropIncidents(0),
    () => slots.drop(Number.POSITIVE_INFINITY),
    () => dropIncidents(1),
  ]

  /** False where there was nothing to give back. */
  function giveBack(before: number): boolean {
    db.exec(`PRAGMA incremental_vacuum(${pagesAtOnce})`)
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    return numberIn(pages.get()?.pages) < before
  }

  return {
    step(cap) {
      const { size, pages: all, free } = pages.get() ?? {}
      const room = (cap - logRoom(cap)) / numberIn(size)
      if (numberIn(all) - numberIn(free) > room) return victims.some((drop) => drop())
      return numberIn(all) > room && giveBack(numberIn(all))
    },
  }
}
