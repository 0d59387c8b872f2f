import type { DatabaseSync } from 'node:sqlite'
import { slotMs } from '../monitor/series/slots.ts'
import type { Meta } from './meta.ts'
import { bytesIn, numberIn, numberOrNull } from './rows.ts'
import type { SlotBody } from './types.ts'

/** Slots that lie one by one in the file, at the time they were written for. */
export interface Slots {
  /** Takes the place of the one with the same time and era. */
  put(endpoint: number, slot: SlotBody): void
  /** Those that begin in `from` (included) to `to`, epoch ms, of hours that are not folded, and late ones; oldest first. */
  read(endpoint: number, from: number, to: number): readonly SlotBody[]
  /** As `read`, from `from` on, folded ones too as long as they are there. */
  readAll(endpoint: number, from: number): readonly SlotBody[]
  /** As `read`, of the late ones alone. */
  readLate(endpoint: number, from: number, to: number): readonly SlotBody[]
  /** Epoch ms of the first slot that is to be folded; null for none. */
  oldest(): number | null
  oldestLate(): number | null
  dropLate(endpoint: number, from: number, to: number): void
  /** Drops slots that begin before `before` (epoch ms), the oldest few minutes of them. False where there are none. */
  drop(before: number): boolean
}

const slotsOfHour = 360

/** Of 1,000 endpoints these are 30,000 rows: some 30 ms. */
const droppedAtOnceMs = 30 * slotMs

type Table = 'slots' | 'late'

/** Goes from one time that there is to the next: gaps of weeks cost nothing, nor do the other endpoints. */
const reading = (table: Table): string => `
  WITH RECURSIVE moments(at) AS (
    SELECT min(at) FROM ${table} WHERE at >= ?1
    UNION ALL
    SELECT (SELECT min(at) FROM ${table} WHERE at > moments.at) FROM moments WHERE moments.at < ?2
  )
  SELECT slot.at, slot.era, slot.body FROM moments
  CROSS JOIN ${table} AS slot ON slot.at = moments.at AND slot.endpoint = ?3
  WHERE moments.at < ?2`

const writing = (table: Table): string => `
  INSERT INTO ${table} (at, endpoint, era, body) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET body = excluded.body`

export function createSlots(db: DatabaseSync, meta: Meta): Slots {
  const puts = { slots: db.prepare(writing('slots')), late: db.prepare(writing('late')) }
  const reads = { slots: db.prepare(reading('slots')), late: db.prepare(reading('late')) }
  const oldestOf = (table: Table) => db.prepare(`SELECT min(at) AS at FROM ${table} WHERE at >= ?`)
  const oldest = { slots: oldestOf('slots'), late: oldestOf('late') }
  const removeLate = db.prepare('DELETE FROM late WHERE at >= ? AND at < ? AND endpoint = ?')
  const remove = db.prepare('DELETE FROM slots WHERE at < ?')
  const foldedTo = (): number => (meta.get('folded') ?? 0) * slotsOfHour

  function readFrom(table: Table, endpoint: number, from: number, to: number): SlotBody[] {
    return reads[table].all(from, to, endpoint).map(({ at, era, body }) => ({
      at: numberIn(at) * slotMs,
      era: numberIn(era),
      body: bytesIn(body),
    }))
  }

  function readBoth(endpoint: number, first: number, from: number, to: number): SlotBody[] {
    const begin = Math.ceil(from / slotMs)
    const end = Math.ceil(to / slotMs)
    const late = readFrom('late', endpoint, begin, end)
    const slots = readFrom('slots', endpoint, Math.max(begin, first), end)
    return late.length === 0 ? slots : [...late, ...slots].sort((a, b) => a.at - b.at)
  }

  function oldestIn(table: Table, from: number): number | null {
    const at = numberOrNull(oldest[table].get(from)?.at)
    return at === null ? null : at * slotMs
  }

  return {
    put(endpoint, { at, era, body }) {
      const slot = Math.floor(at / slotMs)
      puts[slot < foldedTo() ? 'late' : 'slots'].run(slot, endpoint, era, body)
    },
    read: (endpoint, from, to) => readBoth(endpoint, foldedTo(), from, to),
    readAll: (endpoint, from) => readBoth(endpoint, 0, from, Number.MAX_SAFE_INTEGER),
    readLate: (endpoint, from, to) => readFrom('late', endpoint, from / slotMs, to / slotMs),
    oldest: () => oldestIn('slots', foldedTo()),
    oldestLate: () => oldestIn('late', 0),
    dropLate: (endpoint, from, to) => removeLate.run(from / slotMs, to / slotMs, endpoint),
    drop(before) {
      const first = oldestIn('slots', 0)
      if (first === null || first >= before) return false
      remove.run(Math.min(before, first + droppedAtOnceMs) / slotMs)
      return true
    },
  }
}
