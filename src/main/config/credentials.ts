import { open, stat } from 'node:fs/promises'
import { isAbsolute, resolve } from 'node:path'
import type { HeadersFrom } from '../../shared/settings.ts'
import { type Outcome, runCommand } from './command.ts'
import { configError, fileTrouble } from './errors.ts'

/** A token is some kilobytes at most; more is a wrong file. */
const longest = 64 * 1024

export interface CredentialOptions {
  /** The configuration's folder: paths are relative to it, and commands run in it. */
  readonly baseDir: string
  /** Milliseconds that a command may take; 10 s by default. */
  readonly timeoutMs?: number
  /** Ends a command whose answer is not wanted any more. */
  readonly signal?: AbortSignal
}

/**
 * Reads the header that `from` describes, anew at each call: `{ Authorization: "Bearer …" }`. A file is read as text;
 * a command runs without a shell, with nothing on its standard input, and answers on its standard output. Line breaks
 * at the end are cut. Rejects with a sentence that never holds the secret, the command's arguments or its output.
 */
export async function readCredential(
  from: HeadersFrom,
  options: CredentialOptions,
): Promise<Readonly<Record<string, string>>> {
  const read =
    'file' in from ? await readSecretFile(from.file, options) : await runSecretCommand(from.command, options)
  const value = read.text.replace(/[\r\n]+$/, '')
  if (value === '')
    throw invalid(`${read.source} gave nothing, where a value for ${from.header} was expected.`)
  if (!isHeaderValue(value)) {
    throw invalid(`${read.source} gave more than one line or characters that no header may hold.`)
  }
  return { [from.header]: from.prefix + value }
}

interface Read {
  readonly text: string
  /** Names the file or command at the head of a sentence. */
  readonly source: string
}

async function readSecretFile(path: string, options: CredentialOptions): Promise<Read> {
  const file = resolve(options.baseDir, path)
  const source = `The file ${file} (headersFrom)`
  const text = await readLimited(file).catch((error: unknown) => {
    throw unreadable(`${source} cannot be read: ${fileTrouble(error)}. Check the path and its permissions.`)
  })
  if (text === null) throw invalid(`${source} is no file, or is over 64KB: too long for a header.`)
  return { text, source }
}

/** The text, or null where it is no regular file (a pipe would block) or too long. */
async function readLimited(file: string): Promise<string | null> {
  // Looked at before it is opened: opening a pipe that nobody writes to never comes back.
  if (!(await stat(file)).isFile()) return null
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(longest + 1), 0, longest + 1, 0)
    return bytesRead > longest ? null : buffer.toString('utf8', 0, bytesRead)
  } finally {
    await handle.close()
  }
}

function runSecretCommand(command: readonly string[], options: CredentialOptions): Promise<Read> {
  const [name = '', ...args] = command
  const program = /[\\/]/.test(name) && !isAbsolute(name) ? resolve(options.baseDir, name) : name
  const source = `The command ${name} (headersFrom)`
  return new Promise((done, refuse) => {
    const settled = (outcome: Outcome): void => {
      if ('text' in outcome) done({ text: outcome.text, source })
      else refuse(unreadable(`${source} ${outcome.trouble}`))
    }
    runCommand(program, args, { ...options, timeoutMs: options.timeoutMs ?? 10_000 }, settled)
  })
}

/** [RFC 9110 5.5] No control characters; beyond ISO 8859-1 Node refuses a header too. */
export function isHeaderValue(value: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value)
}

function unreadable(message: string): Error {
  return configError('credential-unreadable', message)
}

function invalid(message: string): Error {
  return configError('credential-invalid', message)
}
