import { readFile, rename, writeFile } from 'node:fs/promises'
import * as z from 'zod'
import { errorCode, fileTrouble } from './config/errors.ts'
import { StartError } from './problem.ts'

/** Which endpoints the user stopped: a stop outlives a restart (1-model.md). */
export interface StoppedStore {
  /** As the last run left it. */
  readonly ids: ReadonlySet<string>
  /** Writes the whole set, soon; what was saved later wins. */
  save(ids: readonly string[]): void
  /** Done when everything saved so far is on the disk, or was reported as not to be written. */
  settled(): Promise<void>
}

const schema = z.object({ version: z.literal(1), stopped: z.array(z.string()) })

/**
 * Opens the file; it need not exist. A damaged one is set aside as `FILE.damaged` and begun anew. `report` is told a
 * sentence when that happens, and when the file cannot be written. Rejects with a `StartError` where it cannot be read.
 */
export async function openStopped(file: string, report: (sentence: string) => void): Promise<StoppedStore> {
  const ids = new Set(await read(file, report).catch((error: unknown) => refuse(file, error)))
  let writing: Promise<void> = Promise.resolve()
  let newest: readonly string[] | null = null

  async function write(): Promise<void> {
    if (newest === null) return
    const text = `${JSON.stringify({ version: 1, stopped: newest }, null, 2)}\n`
    newest = null
    try {
      // Written aside and renamed: a crash leaves the old file or the new one, never half of it.
      await writeFile(`${file}.new`, text, { flush: true })
      await rename(`${file}.new`, file)
    } catch (error) {
      report(
        `Which endpoints are stopped cannot be kept in ${file}: ${fileTrouble(error)}. They will be watched after a restart.`,
      )
    }
  }

  return {
    ids,
    save(next) {
      newest = next
      writing = writing.then(write)
    },
    settled: () => writing,
  }
}

async function read(file: string, report: (sentence: string) => void): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  })
  if (text === null) return []
  const parsed = schema.safeParse(jsonOrNull(text))
  if (parsed.success) return parsed.data.stopped
  await rename(file, `${file}.damaged`)
  report(`${file} was damaged and is now ${file}.damaged: endpoints that were stopped are watched again.`)
  return []
}

function refuse(file: string, error: unknown): never {
  throw new StartError(
    'stopped-file',
    `Which endpoints are stopped cannot be read from ${file}: ${fileTrouble(error)}.`,
    'Mend that or take the file away, or choose another folder with --data-dir.',
    { cause: error },
  )
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
