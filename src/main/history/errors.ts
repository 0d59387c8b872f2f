import type { Trouble } from '../../shared/screens.ts'

/** Why the history cannot be kept or read: a code for programs, a sentence and what to do about it. */
export interface HistoryError extends Error {
  readonly code: HistoryErrorCode
  readonly hint: string
}

export type HistoryErrorCode =
  | 'history-full'
  | 'history-read-only'
  | 'history-unreachable'
  | 'history-locked'
  | 'history-damaged'
  | 'history-newer'
  | 'history-failed'

/** SQLite's primary result codes (https://sqlite.org/rescode.html). */
const resultCodes: ReadonlyMap<number, HistoryErrorCode> = new Map([
  [5, 'history-locked'],
  [6, 'history-locked'],
  [8, 'history-read-only'],
  [10, 'history-unreachable'],
  [11, 'history-damaged'],
  [13, 'history-full'],
  [14, 'history-unreachable'],
  [26, 'history-damaged'],
])

interface Words {
  readonly message: string
  readonly hint: string
}

const words: Readonly<Record<HistoryErrorCode, Words>> = {
  'history-full': {
    message: 'the disk is full',
    hint: 'Make room on it, or choose another folder with --data-dir.',
  },
  'history-read-only': {
    message: 'it cannot be written to',
    hint: 'See that this user may write to the file and its folder.',
  },
  'history-unreachable': {
    message: 'the disk refuses to read or write it',
    hint: 'See that its folder is there, and that this user may write to it.',
  },
  'history-locked': {
    message: 'another program has it open',
    hint: 'End the other Heartline, or choose another folder with --data-dir.',
  },
  'history-damaged': { message: 'it is damaged', hint: 'It is set aside by itself, and a new one begun.' },
  'history-newer': {
    message: 'a newer Heartline wrote it',
    hint: 'Start the newer Heartline again, or choose another folder with --data-dir.',
  },
  'history-failed': { message: 'of an unexpected error', hint: 'Please report it, with this sentence.' },
}

/** What SQLite or the file system threw, in words. `file` null for a history that lasts only as long as this run. */
export function historyError(error: unknown, file: string | null): HistoryError {
  if (isHistoryError(error)) return error
  const code = codeOf(error)
  const { message, hint } = words[code]
  const detail = code === 'history-failed' && error instanceof Error ? ` (${error.message})` : ''
  const sentence = `The history${file === null ? '' : ` ${file}`} cannot be used: ${message}${detail}.`
  return Object.assign(new Error(sentence, { cause: error }), { code, hint })
}

/** The file is of a version that this program does not know. */
export function newerError(file: string): HistoryError {
  const { message, hint } = words['history-newer']
  const sentence = `The history ${file} cannot be used: ${message}.`
  return Object.assign(new Error(sentence), { code: 'history-newer' as const, hint })
}

/** What stands in a row is not what was written there. */
export function unreadable(message: string, cause?: unknown): HistoryError {
  const { hint } = words['history-damaged']
  return Object.assign(new Error(message, { cause }), { code: 'history-damaged' as const, hint })
}

function isHistoryError(error: unknown): error is HistoryError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code in words
}

export function isDamage(error: unknown): boolean {
  return codeOf(error) === 'history-damaged'
}

/** As a trouble that is shown, with what follows from it. */
export function troubleOf({ code, message, hint }: HistoryError, consequence: string): Trouble {
  return { code, message: `${message} ${consequence}`, hint }
}

function codeOf(error: unknown): HistoryErrorCode {
  if (isHistoryError(error)) return error.code
  if (!(error instanceof Error)) return 'history-failed'
  if ('errcode' in error && typeof error.errcode === 'number')
    return resultCodes.get(error.errcode & 0xff) ?? 'history-failed'
  if (!('syscall' in error && 'code' in error)) return 'history-failed'
  // Of the file system itself, such as a folder that cannot be made.
  return error.code === 'ENOSPC' ? 'history-full' : 'history-unreachable'
}
