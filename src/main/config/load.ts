import { accessSync, constants, statSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Surroundings } from './checks.ts'
import { errorCode, fileTrouble } from './errors.ts'
import { type ConfigResult, parseConfig } from './parse.ts'
import { fileProblem, formatProblem, type Problem } from './problems.ts'
import type { ConfigReferences } from './references.ts'

/** A configuration file as it is found on the disk. */
export type FileContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly reason: string }

/** Some ten thousand endpoints; more is another file. Bytes. */
export const largestFile = 16 * 1024 ** 2

/** Reads the file whole, as UTF-8. Never rejects: what went wrong is part of the answer. */
export async function readContent(file: string): Promise<FileContent> {
  try {
    const facts = await stat(file)
    if (!facts.isFile()) return unreadable(facts.isDirectory() ? 'it is a folder' : 'it is no regular file')
    if (facts.size > largestFile) return unreadable('it is over 16MB')
    return decode(await readFile(file))
  } catch (error) {
    const code = errorCode(error)
    if (code === null) throw error
    return code === 'ENOENT' || code === 'ENOTDIR' ? { kind: 'missing' } : unreadable(fileTrouble(error))
  }
}

/** Judges what was read; a file that is not there or cannot be read is a problem like another. */
export function judgeContent(content: FileContent, file: string, references: ConfigReferences): ConfigResult {
  switch (content.kind) {
    case 'missing':
      return refused(
        fileProblem(file, 'The configuration file does not exist.', 'Check the path given by --config.'),
      )
    case 'unreadable': {
      const message = `The configuration file cannot be read: ${content.reason}.`
      return refused(fileProblem(file, message, null))
    }
    case 'text':
      return parseConfig(content.text, file, surroundingsOf(file, references))
  }
}

/** The world around a configuration file; files that it names are looked at once each. */
export function surroundingsOf(file: string, references: ConfigReferences): Surroundings {
  return { references, fileTrouble: readTrouble(), baseDir: dirname(resolve(file)) }
}

/**
 * `--check`: validates one file and starts nothing. The lines are every mistake as `file:line:column message`, or one
 * that says that there is none; the exit code is 1 or 0. A secret without a value counts here too, although the file
 * could be applied: whoever asks wants to know before something fails.
 */
export async function checkConfig(
  file: string,
  references: ConfigReferences,
): Promise<{ readonly exitCode: 0 | 1; readonly lines: readonly string[] }> {
  const result = judgeContent(await readContent(file), file, references)
  if (!result.ok || result.problems.length > 0)
    return { exitCode: 1, lines: result.problems.map(formatProblem) }
  const count = result.endpoints.length
  return { exitCode: 0, lines: [`${file}: no mistakes, ${count} ${count === 1 ? 'endpoint' : 'endpoints'}.`] }
}

/** Why a named file cannot be read, asked once for each path: a thousand endpoints share one CA file. */
export function readTrouble(): (path: string) => string | null {
  const known = new Map<string, string | null>()
  return (path) => {
    const before = known.get(path)
    if (before !== undefined) return before
    const trouble = troubleReading(path)
    known.set(path, trouble)
    return trouble
  }
}

function troubleReading(path: string): string | null {
  try {
    accessSync(path, constants.R_OK)
    return statSync(path).isFile() ? null : 'it is no regular file'
  } catch (error) {
    return fileTrouble(error)
  }
}

function decode(bytes: Buffer): FileContent {
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return unreadable('it is not text in UTF-8')
  }
}

function unreadable(reason: string): FileContent {
  return { kind: 'unreadable', reason }
}

function refused(problem: Problem): ConfigResult {
  return { ok: false, problems: [problem] }
}
