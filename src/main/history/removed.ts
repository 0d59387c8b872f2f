import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { Trouble } from '../../shared/screens.ts'

/** The file that is at `path` now, whatever it is called later; null where there is none. */
export function fileAt(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.ino ?? null
}

/**
 * Writes the history to its place again: somebody removed or replaced the file while it is open, and all that it held
 * can still be read. To be closed and opened anew then. `now` in epoch ms. Throws what the disk throws.
 */
export function writeAgain(db: DatabaseSync, file: string, now: number): Trouble {
  const again = `${file}.again`
  mkdirSync(dirname(file), { recursive: true })
  // For this user alone, as the one before.
  closeSync(openSync(again, 'w', 0o600))
  db.prepare('VACUUM INTO ?').run(again)
  sync(again)
  const other = fileAt(file) === null ? null : `${file}.other-${now}`
  if (other !== null) renameSync(file, other)
  // A log that stayed behind would be played into the new file.
  for (const end of ['-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
  renameSync(again, file)
  return {
    code: 'history-removed',
    message: `The history ${file} was ${other === null ? 'removed' : `replaced by another file, now ${other},`} while it is in use. It is written again with all that it held.`,
    hint: 'End Heartline before its files are moved, replaced or removed.',
  }
}

function sync(path: string): void {
  const file = openSync(path, 'r+')
  fsyncSync(file)
  closeSync(file)
}
