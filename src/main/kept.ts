import { readFile, rename } from 'node:fs/promises'
import type * as z from 'zod'
import { errorCode, fileTrouble } from './config/errors.ts'
import { StartError } from './problem.ts'
import { replaceFile } from './replace-file.ts'

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
  /** What a damaged file comes to, as a sentence. */
  readonly whenDamaged?: string
  /** Told a sentence where the file was damaged. */
  readonly say: (sentence: string) => void
}

/** Opens the file, and keeps in it what is saved. Rejects as `readKept` does. */
export async function openKept<T>(options: KeptOptions<T>): Promise<Kept<T>> {
  let value: T = await readKept(options)
  let due = false
  let writing: Promise<string | null> = Promise.resolve(null)

  /** What was saved while an earlier write was under way is written once. */
  async function write(before: string | null): Promise<string | null> {
    if (!due) return before
    due = false
    return writeKept(options.file, value).then(() => null, fileTrouble)
  }

  return {
    value: () => value,
    save(next) {
      value = next
      due = true
      writing = writing.then(write)
      return writing
    },
    settled: async () => {
      await writing
    },
  }
}

/** Writes the value whole, for this user's eyes only. Rejects with the system's error, the old file untouched. */
export function writeKept(file: string, value: unknown): Promise<void> {
  return replaceFile(file, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
}

/**
 * What the file holds; it need not exist. A damaged one is set aside as `FILE.damaged`, and `initial` is begun with.
 * Rejects with a `StartError` where it cannot be read, or not be set aside.
 */
export async function readKept<T>(options: KeptOptions<T>): Promise<T> {
  return read(options).catch((error: unknown) => refuse(options, error))
}

async function read<T>({ file, schema, initial, what, whenDamaged, say }: KeptOptions<T>): Promise<T> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  })
  if (text === null) return initial
  const parsed = schema.safeParse(jsonOrNull(text))
  if (parsed.success) return parsed.data
  await rename(file, `${file}.damaged`)
  const begun = `${what} in ${file} could not be understood: that file is now ${file}.damaged, and a new one is begun.`
  say(whenDamaged === undefined ? begun : `${begun} ${whenDamaged}`)
  return initial
}

function refuse({ what, file }: Pick<KeptOptions<unknown>, 'what' | 'file'>, error: unknown): never {
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
