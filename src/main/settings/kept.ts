import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import type * as z from 'zod'
import { errorCode, fileTrouble } from '../config/errors.ts'
import { StartError } from '../problem.ts'

/** One small value that outlives a restart, as JSON in the data folder. */
export interface Kept<T> {
  value(): T
  /**
   * Holds from now on, and is written soon; what was saved later wins. Resolves with why it could not be written, as
   * part of a sentence, or with null.
   */
  save(next: T): Promise<string | null>
  /** Done when everything saved so far is on the disk, or was found not to be writable. */
  settled(): Promise<void>
}

export interface KeptOptions<T> {
  readonly file: string
  readonly schema: z.ZodType<T>
  /** Where there is no file. */
  readonly initial: T
  /** What the file holds, for sentences: "The settings". */
  readonly what: string
  /** Told a sentence where the file was damaged. */
  readonly say: (sentence: string) => void
}

/**
 * Opens the file; it need not exist. A damaged one is set aside as `FILE.damaged` and begun anew. Rejects with a
 * `StartError` where it cannot be read.
 */
export async function openKept<T>(options: KeptOptions<T>): Promise<Kept<T>> {
  const { file, what } = options
  let value: T = await read(options).catch((error: unknown) => refuse(what, file, error))
  let writing: Promise<string | null> = Promise.resolve(null)

  return {
    value: () => value,
    save(next) {
      value = next
      writing = writing.then(() => write(file, value))
      return writing
    },
    settled: async () => {
      await writing
    },
  }
}

/** Written aside and renamed: a crash leaves the old file or the new one, never half of it. */
async function write(file: string, value: unknown): Promise<string | null> {
  const aside = `${file}.new`
  try {
    await writeFile(aside, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flush: true })
    await rename(aside, file)
    return null
  } catch (error) {
    const trouble = fileTrouble(error)
    // What is left aside helps nobody; that it cannot be taken away either says nothing new.
    return rm(aside, { force: true }).then(
      () => trouble,
      () => trouble,
    )
  }
}

async function read<T>({ file, schema, initial, what, say }: KeptOptions<T>): Promise<T> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  })
  if (text === null) return initial
  const parsed = schema.safeParse(jsonOrNull(text))
  if (parsed.success) return parsed.data
  await rename(file, `${file}.damaged`)
  say(`${what} in ${file} could not be understood: that file is now ${file}.damaged, and a new one is begun.`)
  return initial
}

function refuse(what: string, file: string, error: unknown): never {
  throw new StartError(
    'data-file',
    `${what} cannot be read from ${file}: ${fileTrouble(error)}.`,
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
