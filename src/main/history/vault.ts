import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Trouble } from '../../shared/screens.ts'
import { historyError, isDamage, newerError, troubleOf, unreadable } from './errors.ts'
import { fileAt } from './removed.ts'
import { isWhole, migrate, steps, versionOf } from './schema.ts'
import { setAside } from './set-aside.ts'

/** The open database. `file` null where it lasts only as long as this run. */
export interface Vault {
  readonly db: DatabaseSync
  readonly file: string | null
  /** Bytes on the disk: the file and its log. */
  size(): number
  /** Whether it is the file that stands at its path: somebody may have removed or replaced it. */
  isInPlace(): boolean
}

export interface VaultOptions {
  /** Epoch milliseconds. */
  readonly wall: () => number
  /** Of what a person should know: once each. */
  readonly tell: (trouble: Trouble) => void
}

/** Milliseconds that another program's lock is waited for: one that is just ending. */
const patienceMs = 1000

/** Before its first table: the file can be made smaller again, piece by piece. */
const givesBack = 'PRAGMA auto_vacuum = INCREMENTAL'

const forThisRun =
  'What happens now is remembered only as long as this program runs; the file is left as it is.'

/**
 * Opens the history, or begins one. A damaged file is set aside first; one that is of a newer version, in use, or out
 * of reach is left untouched, and the vault is in memory. Throws a `HistoryError` only where memory fails, too.
 */
export function openVault(file: string, options: VaultOptions): Vault {
  try {
    return openFile(file)
  } catch (error) {
    return isDamage(error) ? openAnew(file, options) : inMemory(file, error, options)
  }
}

/** Sets a damaged file aside and begins another; in memory where the folder does not take that. Throws as `openVault`. */
export function openAnew(file: string, options: VaultOptions): Vault {
  try {
    options.tell(setAside(file, options.wall()))
    return openFile(file)
  } catch (error) {
    return inMemory(file, error, options)
  }
}

function openFile(file: string): Vault {
  mkdirSync(dirname(file), { recursive: true })
  const isNew = !existsSync(file) || statSync(file).size === 0
  // Its log takes the same mode: addresses, ids and notes are for nobody else.
  if (isNew) closeSync(openSync(file, 'a', 0o600))
  const db = new DatabaseSync(file, { timeout: patienceMs })
  try {
    if (versionOf(db) > steps.length) throw newerError(file)
    prepare(db, isNew)
    if (!isWhole(db)) throw unreadable(`Tables are missing in ${file}.`)
  } catch (error) {
    db.close()
    throw error
  }
  const opened = fileAt(file)
  return {
    db,
    file,
    size: () => sizeOf(file) + sizeOf(`${file}-wal`),
    isInPlace: () => fileAt(file) === opened,
  }
}

function prepare(db: DatabaseSync, isNew: boolean): void {
  // Two monitors that write into one history would count everything twice.
  db.exec('PRAGMA locking_mode = EXCLUSIVE')
  if (isNew) db.exec(givesBack)
  db.exec('PRAGMA journal_mode = WAL')
  // Each batch is on the disk before the next one: also a machine that loses its power forgets a second at most.
  db.exec('PRAGMA synchronous = FULL')
  // A log of some 2 MB, whatever it was once: the smallest cap is 16 MB.
  db.exec('PRAGMA wal_autocheckpoint = 500')
  db.exec(`PRAGMA journal_size_limit = ${2 * 2 ** 20}`)
  db.exec('PRAGMA cache_size = -16000')
  migrate(db)
}

function inMemory(file: string, error: unknown, { tell }: VaultOptions): Vault {
  tell(troubleOf(historyError(error, file), forThisRun))
  const db = new DatabaseSync(':memory:')
  db.exec(givesBack)
  migrate(db)
  const pages = db.prepare('SELECT page_count * page_size AS size FROM pragma_page_count, pragma_page_size')
  return { db, file: null, size: () => Number(pages.get()?.size ?? 0), isInPlace: () => true }
}

/** Whether this user may write to the file and make its log beside it. */
export function isWritable(file: string): boolean {
  return [file, dirname(file)].every((path) => {
    try {
      accessSync(path, constants.W_OK)
      return true
    } catch {
      return false
    }
  })
}

/**
 * A log that was begun while the file could only be read is for reading only, too, whatever the file is now. To be
 * called while the file is closed.
 */
export function dropEmptyLog(file: string): void {
  if (sizeOf(`${file}-wal`) > 0) return
  for (const end of ['-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
}

/** 0 where there is none. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
