import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { unreadable } from './errors.ts'

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

/** What was written as JSON; throws a `HistoryError` for anything else. */
export function jsonIn<Written>(value: Value): Written {
  try {
    return JSON.parse(textIn(value))
  } catch (error) {
    throw unreadable('A stored text is not the JSON that was written there.', error)
  }
}

/** Runs `work` whole or not at all; throws what it throws. */
export type Transact = <Result>(work: () => Result) => Result

export function createTransact(db: DatabaseSync, takenBack: () => void): Transact {
  return (work) => {
    try {
      db.exec('BEGIN IMMEDIATE')
      const result = work()
      db.exec('COMMIT')
      return result
    } catch (error) {
      // A full disk and the like end the transaction by themselves.
      if (db.isTransaction) db.exec('ROLLBACK')
      takenBack()
      throw error
    }
  }
}
