import { dirname } from 'node:path'
import { type FileSystem, fileSystem, replaceFile } from '../../replace-file.ts'
import { configError, errorCode, fileTrouble } from '../errors.ts'

/**
 * Writes `text` to `file` whole or not at all. A link stays a link, the mode stays the mode. `expected` is the text
 * that the change began from, null for no file: where the disk says otherwise, nothing is written. Rejects with a
 * sentence, the old file untouched.
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
    const existing = expected === null ? null : (await fs.stat(target)).mode & 0o7777
    await replaceFile(target, text, {
      mode: existing ?? 0o644,
      exactly: existing !== null,
      // Once more, at the last moment: an editor may have saved while this was written.
      lastLook: async () => {
        if ((await current(target, fs)) !== expected) throw changed(target)
      },
      fs,
    })
  } catch (error) {
    if (errorCode(error) === 'config-changed') throw error
    const reason = `The configuration file ${file} cannot be written: ${fileTrouble(error)}.`
    throw configError(
      'config-unwritable',
      `${reason} Check the permissions of its folder; nothing was changed.`,
    )
  }
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

function changed(file: string): Error {
  return configError(
    'config-changed',
    `The configuration file ${file} was changed by someone else meanwhile. Look at it, then make the change again.`,
  )
}
