import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'

type Value = SQLOutputValue | undefined

/** 0 for what is no number: such as NULL, the maximum of nothing. */
export function numberIn(value: Value): number {
  return typeof value === 'number' ? value : 0
}

export function numberOrNull(value: Value): number | null {
  return typeof value === 'number' ? value : null
}

export function textIn(value: Value): string {
  return typeof value === 'string' ? value : ''
}

export function textOrNull(value: Value): string | null {
  return typeof value === 'string' ? value : null
}

const nothing = new Uint8Array(0)

export function bytesIn(value: Value): Uint8Array {
  return value instanceof Uint8Array ? value : nothing
}

/** All of it or nothing of it; throws what `work` throws. */
export function inTransaction<Result>(db: DatabaseSync, work: () => Result): Result {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    // A full disk and the like end the transaction by themselves.
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}
