import { readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Trouble } from '../../shared/screens.ts'

/** Damaged files that are kept. The first ones hold the most: it is the newest one that gives way to the next. */
const most = 5

/** What belongs to a database file by its name. */
const companions = ['', '-wal', '-shm'] as const

/** Renames a damaged history with its log, so that a new one can begin; `now` in epoch ms. Throws what the file system throws. */
export function setAside(file: string, now: number): Trouble {
  const stem = `${basename(file)}.damaged-`
  const kept = readdirSync(dirname(file))
    .filter((name) => name.startsWith(stem) && !companions.some((end) => end !== '' && name.endsWith(end)))
    .sort()
  const newest = kept.at(-1)
  if (kept.length >= most && newest !== undefined) {
    for (const end of companions) rmSync(join(dirname(file), `${newest}${end}`), { force: true })
  }
  const time = new Date(now).toISOString().slice(0, 23).replaceAll(':', '-')
  const target = join(dirname(file), `${stem}${time}`)
  for (const end of companions) renameWhereThere(`${file}${end}`, `${target}${end}`)
  return {
    code: 'history-damaged',
    message: `The history ${file} was damaged. It is set aside as ${target}, and a new one begun.`,
    hint: 'See whether the disk is failing. What the damaged file still holds can be read with the sqlite3 tool (.recover).',
  }
}

function renameWhereThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}
