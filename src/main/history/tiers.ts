import type { DatabaseSync } from 'node:sqlite'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { slotMs } from '../monitor/series/slots.ts'
import { type Cursor, putVarint, takeVarint } from './bytes.ts'
import { addBody, encodeTally } from './codec.ts'
import { unreadable } from './errors.ts'
import { bytesIn, numberIn, numberOrNull } from './rows.ts'
import { addTally, createTally, type Tally } from './tally.ts'

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
  /** The same, added to them. */
  add(endpoint: number, units: ReadonlyMap<number, Tally>): void
  /** Epoch ms of the first row's begin; null for none. */
  oldest(endpoint: number): number | null
  /** Drops the rows that end before `before`, epoch ms, or at it. */
  drop(endpoint: number, before: number): void
}

const rowsOfEndpoint = 2 ** 24

function keyOf(tier: Tier, endpoint: number, at: number): number {
  return endpoint * rowsOfEndpoint + Math.floor(at / tier.rowMs)
}

export function createTierRows(db: DatabaseSync, tier: Tier): TierRows {
  const { name, rowMs, unitMs } = tier
  const some = db.prepare(`SELECT key, body FROM ${name} WHERE key BETWEEN ? AND ? ORDER BY key`)
  const one = db.prepare(`SELECT body FROM ${name} WHERE key = ?`)
  const write = db.prepare(
    `INSERT INTO ${name} (key, body) VALUES (?, ?) ON CONFLICT DO UPDATE SET body = excluded.body`,
  )

  const first = db.prepare(`SELECT min(key) AS key FROM ${name} WHERE key >= ? AND key < ?`)
  const remove = db.prepare(`DELETE FROM ${name} WHERE key >= ? AND key < ?`)

  /** `into` makes what is kept of a unit out of what was kept and what is new. */
  function change(
    endpoint: number,
    units: ReadonlyMap<number, Tally>,
    into: (kept: Map<number, Tally>, unit: number, tally: Tally) => void,
  ): void {
    const [begin] = units.keys()
    if (begin === undefined) return
    const key = keyOf(tier, endpoint, begin)
    const all = new Map<number, Tally>()
    addUnits(bytesIn(one.get(key)?.body), (unit) => tallyIn(all, unit))
    for (const [at, tally] of units) into(all, Math.floor((at % rowMs) / unitMs), tally)
    write.run(key, packUnits(all))
  }

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
    put: (endpoint, units) => change(endpoint, units, (kept, unit, tally) => kept.set(unit, tally)),
    add: (endpoint, units) =>
      change(endpoint, units, (kept, unit, tally) => addTally(tallyIn(kept, unit), tally)),
    oldest(endpoint) {
      const key = numberOrNull(first.get(keyOf(tier, endpoint, 0), keyOf(tier, endpoint + 1, 0))?.key)
      return key === null ? null : (key % rowsOfEndpoint) * rowMs
    },
    drop: (endpoint, before) => remove.run(keyOf(tier, endpoint, 0), keyOf(tier, endpoint, before)),
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

/** Units by their numbers within the row, each with the length of its body; deflated, which halves them for 20 µs. */
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
  return deflateRawSync(Uint8Array.from(bytes))
}

function addUnits(row: Uint8Array, tallyOf: (unit: number) => Tally | null): void {
  const bytes = row.length === 0 ? row : inflated(row)
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

function inflated(row: Uint8Array): Uint8Array {
  try {
    return inflateRawSync(row)
  } catch (error) {
    throw unreadable('A stored row of rollups cannot be inflated.', error)
  }
}
