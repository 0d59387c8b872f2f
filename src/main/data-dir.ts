import { randomUUID } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileTrouble } from './config/errors.ts'
import { StartError } from './problem.ts'

/** Makes the folder where there is none, and writes into it once. Rejects with a `StartError`. */
export async function prepareDataDir(folder: string): Promise<void> {
  // A folder's permissions do not tell whether it can be written: full disks and read-only ones look alike.
  const probe = join(folder, `.heartline-${randomUUID()}`)
  try {
    await mkdir(folder, { recursive: true })
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
