import { randomUUID } from 'node:crypto'
import { mkdir, open, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { errorCode, fileTrouble } from './config/errors.ts'
import { StartError } from './problem.ts'

/** Makes the folder where there is none, and writes into it once. Rejects with a `StartError`. */
export async function prepareDataDir(folder: string): Promise<void> {
  // A folder's permissions do not tell whether it can be written: full disks and read-only ones look alike.
  const probe = join(folder, `.heartline-${randomUUID()}`)
  try {
    await makeFolder(folder)
    await (await open(probe, 'wx')).close()
    await rm(probe)
  } catch (error) {
    throw new StartError(
      'data-dir',
      `The data folder ${folder} cannot be written: ${fileTrouble(error)}.`,
      'Mend that, or choose another folder with --data-dir.',
      { cause: error },
    )
  }
}

/**
 * The folder and those above it. Not `recursive`: Node then asks for ever where a file system answers "no such file"
 * for a folder whose parent is there, as `/proc` does.
 */
async function makeFolder(folder: string): Promise<void> {
  if (await isThere(folder)) return
  if (dirname(folder) !== folder) await makeFolder(dirname(folder))
  await mkdir(folder).catch((error: unknown) => {
    // Another start made it meanwhile.
    if (errorCode(error) !== 'EEXIST') throw error
  })
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: unknown) => {
      if (errorCode(error) === 'ENOENT') return false
      throw error
    },
  )
}
