import { randomBytes } from 'node:crypto'
import { lstat, mkdir, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** What writing asks of the file system; tests bring one that refuses. */
export const fileSystem = { lstat, mkdir, open, readFile, realpath, rename, rm, stat }
export type FileSystem = typeof fileSystem

export interface Replacing {
  /** The permissions of the file, at most: the umask has its say. */
  readonly mode: number
  /** The umask has no say: a file that was there keeps its permissions. */
  readonly exactly?: boolean
  /** Called when everything is written, right before the new file takes the place of the old one; may refuse that. */
  readonly lastLook?: () => Promise<void>
  readonly fs?: FileSystem
}

/**
 * Writes `text` to `file` so that a reader, or a crash at any moment, sees the old text or the new one whole: into a
 * file of another name beside it, synced, then renamed over it. Rejects with the system's error, or that of
 * `lastLook`, the old file untouched.
 */
export async function replaceFile(file: string, text: string, options: Replacing): Promise<void> {
  const { mode, exactly = false, lastLook, fs = fileSystem } = options
  const tail = `${process.pid}.${randomBytes(4).toString('hex')}.tmp`
  const aside = join(dirname(file), `.${basename(file)}.${tail}`)
  try {
    const handle = await fs.open(aside, 'wx', mode)
    try {
      await handle.writeFile(text)
      if (exactly) await handle.chmod(mode)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await lastLook?.()
    await fs.rename(aside, file)
  } catch (error) {
    // That what is left aside cannot be taken away either says nothing new.
    await fs.rm(aside, { force: true }).catch(() => undefined)
    throw error
  }
  await syncFolder(dirname(file), fs)
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
