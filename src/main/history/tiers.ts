import type { DatabaseSync } from 'node:sqlite'
import { slotMs } from '../monitor/series/slots.ts'
import { type Cursor, putVarint, takeVarint } from './bytes.ts'
import { addBody, encodeTally } from './codec.ts'
import { bytesIn, numberIn } from './rows.ts'
import { createTally, type Tally } from './tally.ts'

const minuteMs = 60_000
export const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** Rollups of one length, kept for as long, in rows of `rowMs`. Finest first. */
export const tiers = [
  { name: 'tens', from: 'tensFrom', unitMs: slotMs, rowMs: hourMs, keptMs: dayMs },
  { name: 'minutes', from: 'minutesFrom', unitMs: minuteMs, rowMs: hourMs, keptMs: 30 * dayMs },
  { name: 'hours', from: 'hoursFrom', unitMs: hourMs, rowMs: dayMs, keptMs: 365 * dayMs },
] as const
export type Tier = (typeof tiers)[number]

/** Where a rollup that begins at `at` (epoch ms) belongs; null where it is not asked for. */
export type TallyAt = (at: number) => Tally | null

/** The rows of one tier: what one endpoint did in an hour (or a day), by units. */
export interface TierRows {
  /** Adds the units that begin in `from` (included) to `to`, epoch ms, oldest first. */
  read(endpoint: number, from: number, to: number, tallyAt: TallyAt): void
  /** `units` take the places of those at the same times (epoch ms), which all fall into one row. */
  put(endpoint: number, units: ReadonlyMap<number, Tally>): void
}

const rowsOfEndpoint = 2 ** 24

export function keyOf(tier: Tier, endpoint: number, at: number): number {
  return endpoint * rowsOfEndpoint + Math.floor(at / tier.rowMs)
}

export function createTierRows(db: DatabaseSync, tier: Tier): TierRows {
  const { name, rowMs, unitMs } = tier
  const some = db.prepare(`SELECT key, body FROM ${name} WHERE key BETWEEN ? AND ? ORDER BY key`)
  const one = db.prepare(`SELECT body FROM ${name} WHERE key = ?`)
  const write = db.prepare(
    `INSERT INTO ${name} (key, body) VALUES (?, ?) ON CONFLICT DO UPDATE SET body = excluded.body`,
  )

  return {
    read(endpoint, from, to, tallyAt) {
      if (!(to > from)) return
      for (const row of some.iterate(keyOf(tier, endpoint, from), keyOf(tier, endpoint, to - 1))) {
        const begin = (numberIn(row.key) % rowsOfEndpoint) * rowMs
        addUnits(bytesIn(row.body), (unit) => {
          const at = begin + unit * unitMs
          return at < from || at >= to ? null : tallyAt(at)
        })
      }
    },
    put(endpoint, units) {
      const [first] = units.keys()
      if (first === undefined) return
      const key = keyOf(tier, endpoint, first)
      const all = new Map<number, Tally>()
      const kept = one.get(key)
      if (kept !== undefined) addUnits(bytesIn(kept.body), (unit) => tallyIn(all, unit))
      for (const [at, tally] of units) all.set(Math.floor((at % rowMs) / unitMs), tally)
      write.run(key, packUnits(all))
    },
  }
}

/** The tally of `key`, a new one where there is none. */
export function tallyIn(tallies: Map<number, Tally>, key: number): Tally {
  const known = tallies.get(key)
  if (known !== undefined) return known
  const tally = createTally()
  tallies.set(key, tally)
  return tally
}

/** Units by their numbers within the row, each with the length of its body. */
function packUnits(units: ReadonlyMap<number, Tally>): Uint8Array {
  const bytes: number[] = []
  let before = 0
  for (const [unit, tally] of [...units].sort(([a], [b]) => a - b)) {
    const body = encodeTally(tally)
    putVarint(bytes, unit - before)
    putVarint(bytes, body.length)
    for (const byte of body) bytes.push(byte)
    before = unit
  }
  return Uint8Array.from(bytes)
}

function addUnits(bytes: Uint8Array, tallyOf: (unit: number) => Tally | null): void {
  const cursor: Cursor = { bytes, at: 0 }
  let unit = 0
  while (cursor.at < bytes.length) {
    unit += takeVarint(cursor)
    const length = takeVarint(cursor)
    const tally = tallyOf(unit)
    if (tally === null) cursor.at += length
    else addBody(tally, cursor)
  }
}
