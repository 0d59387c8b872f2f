import type { DatabaseSync } from 'node:sqlite'
import { numberIn, numberOrNull, textIn } from './rows.ts'

/** Endpoints by the numbers that stand for them in the file. */
export interface Endpoints {
  find(id: string): number | null
  /** A new one gets a number. */
  numberOf(id: string): number
  all(): readonly number[]
  /**
   * Those of the newest batch, and the time up to which those are on record that were in the one before but are no
   * more. Only who comes or goes is written: a row for each endpoint each second would be as much as their slots.
   */
  present(numbers: ReadonlySet<number>, before: number): void
  /** Epoch ms; null for as far as the newest batch. */
  until(number: number): number | null
  /** After a transaction that was taken back. */
  reload(): void
}

export function createEndpoints(db: DatabaseSync): Endpoints {
  const read = db.prepare('SELECT number, id, until FROM endpoints')
  const add = db.prepare('INSERT INTO endpoints (id) VALUES (?)')
  const setUntil = db.prepare('UPDATE endpoints SET until = ? WHERE number = ?')
  const byId = new Map<string, number>()
  const gone = new Map<number, number>()

  function reload(): void {
    byId.clear()
    gone.clear()
    for (const row of read.iterate()) {
      const number = numberIn(row.number)
      const until = numberOrNull(row.until)
      byId.set(textIn(row.id), number)
      if (until !== null) gone.set(number, until)
    }
  }
  reload()

  function came(number: number): void {
    setUntil.run(null, number)
    gone.delete(number)
  }

  function went(number: number, until: number): void {
    setUntil.run(until, number)
    gone.set(number, until)
  }

  return {
    find: (id) => byId.get(id) ?? null,
    numberOf(id) {
      const known = byId.get(id)
      if (known !== undefined) return known
      const number = Number(add.run(id).lastInsertRowid)
      byId.set(id, number)
      return number
    },
    all: () => [...byId.values()],
    present(now, before) {
      for (const number of byId.values()) {
        if (!now.has(number) && !gone.has(number)) went(number, before)
        else if (now.has(number) && gone.has(number)) came(number)
      }
    },
    until: (number) => gone.get(number) ?? null,
    reload,
  }
}
