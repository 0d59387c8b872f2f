import { randomBytes } from 'node:crypto'
import { lstat, mkdir, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { configError, errorCode, fileTrouble } from '../errors.ts'

/** What writing asks of the file system; tests bring one that refuses. */
export const fileSystem = { lstat, mkdir, open, readFile, realpath, rename, rm, stat }
export type FileSystem = typeof fileSystem

/**
 * Writes `text` to `file` so that a reader, or a crash at any moment, sees the old text or the new one whole: into a
 * temporary file beside it, synced, then renamed over it. A link stays a link, the mode stays the mode. `expected` is
 * the text that the change began from, null for no file: where the disk says otherwise, nothing is written. Rejects
 * with a sentence, the old file untouched.
 */
export async function writeAtomic(
  file: string,
  text: string,
  expected: string | null,
  fs: FileSystem = fileSystem,
): Promise<void> {
  try {
    await mkdirFor(file, expected, fs)
    const target = await targetOf(file, fs)
    if ((await current(target, fs)) !== expected) throw changed(file)
    await replace(target, text, expected, fs)
  } catch (error) {
    if (errorCode(error) === 'config-changed') throw error
    const reason = `The configuration file ${file} cannot be written: ${fileTrouble(error)}.`
    throw configError(
      'config-unwritable',
      `${reason} Check the permissions of its folder; nothing was changed.`,
    )
  }
}

async function replace(target: string, text: string, expected: string | null, fs: FileSystem): Promise<void> {
  const mode = expected === null ? 0o644 : (await fs.stat(target)).mode & 0o7777
  const aside = join(
    dirname(target),
    `.${basename(target)}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`,
  )
  try {
    const handle = await fs.open(aside, 'wx', mode)
    try {
      await handle.writeFile(text)
      // The umask has its say at creation, and an existing file's mode is to stay.
      if (expected !== null) await handle.chmod(mode)
      await handle.sync()
    } finally {
      await handle.close()
    }
    // Once more, at the last moment: an editor may have saved while this was written.
    if ((await current(target, fs)) !== expected) throw changed(target)
    await fs.rename(aside, target)
  } catch (error) {
    await fs.rm(aside, { force: true })
    throw error
  }
  await syncFolder(dirname(target), fs)
}

async function mkdirFor(file: string, expected: string | null, fs: FileSystem): Promise<void> {
  if (expected === null) await fs.mkdir(dirname(file), { recursive: true })
}

/** Where a link leads; the file itself where it is none, or does not exist yet. */
async function targetOf(file: string, fs: FileSystem): Promise<string> {
  const facts = await fs.lstat(file).catch(orMissing)
  return facts?.isSymbolicLink() ? await fs.realpath(file) : file
}

async function current(file: string, fs: FileSystem): Promise<string | null> {
  return (await fs.readFile(file, 'utf8').catch(orMissing)) ?? null
}

function orMissing(error: unknown): undefined {
  if (errorCode(error) !== 'ENOENT') throw error
  return undefined
}

/** Makes the rename itself outlive a power cut. Windows cannot open folders, and needs no such step. */
async function syncFolder(folder: string, fs: FileSystem): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await fs.open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function changed(file: string): Error {
  return configError(
    'config-changed',
    `The configuration file ${file} was changed by someone else meanwhile. Look at it, then make the change again.`,
  )
}
