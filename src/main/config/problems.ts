import type { z } from 'zod'
import { redactLoose } from '../../shared/redact.ts'
import { hintMark, said } from './schema/leaves.ts'
import type { ConfigDocument, Path } from './tree.ts'

/** One mistake in the configuration. Line and column count from 1. */
export interface Problem {
  readonly file: string
  readonly line: number
  readonly column: number
  /** Where in the configuration, `endpoints[2].retry.base`; empty for the whole file. */
  readonly path: string
  readonly message: string
  readonly hint: string | null
  /** False where the configuration is applied all the same: a secret without a value, or with one that does not fit. */
  readonly blocking?: false
}

/** A mistake before its place in the file is looked up. `at` says which part of the pair at `path` is meant. */
export interface Mistake {
  readonly path: Path
  readonly at: 'key' | 'value'
  readonly message: string
  readonly hint: string | null
  /** As in `Problem`. */
  readonly blocking?: false
}

/** Whether a problem keeps what it stands in from being saved or applied. */
export function isBlocking({ blocking }: { readonly blocking?: false }): boolean {
  return blocking !== false
}

/** `file:line:column message`, the hint behind the message, on one line. */
export function formatProblem(problem: Problem): string {
  const sentence = problem.hint === null ? problem.message : `${problem.message} ${problem.hint}`
  return `${problem.file}:${problem.line}:${problem.column} ${sentence.replace(/\s*[\r\n]+\s*/g, ' ')}`
}

/** A problem with the file as a whole: missing, unreadable, empty. */
export function fileProblem(file: string, message: string, hint: string | null): Problem {
  return { file, line: 1, column: 1, path: '', message, hint }
}

/** Mistakes with their places, in the order of the file; the same sentence at the same place stands once. */
export function placed(
  mistakes: readonly Mistake[],
  file: string,
  document: ConfigDocument,
): readonly Problem[] {
  const problems = mistakes.map((mistake): Problem => {
    const { line, column } = document.locate(mistake.path, mistake.at)
    const { path, at: _, ...said } = mistake
    return { file, line, column, path: pathText(path), ...said }
  })
  return inOrder(problems)
}

export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Map(problems.map((problem) => [formatProblem(problem), problem]))
  return [...seen.values()].toSorted((a, b) => a.line - b.line || a.column - b.column)
}

export function pathText(path: Path): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join('')
}

/** What the schema found, one mistake for each unknown key. `whole` is what people call that which was judged. */
export function schemaMistakes(
  issues: readonly z.core.$ZodIssue[],
  whole: 'this file' | 'this endpoint' = 'this file',
): readonly Mistake[] {
  return issues.flatMap((issue): readonly Mistake[] => {
    const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))
    const [message = '', ...rest] = issue.message.split(hintMark)
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key, index) => ({
        path: [...path, key],
        at: 'key',
        message: `The key ${JSON.stringify(key)} is not known ${path.length === 0 ? 'here' : `in ${place(path, whole)}`}.`,
        hint: [message, ...rest][index] ?? null,
      }))
    }
    if (issue.code === 'invalid_key') return keyMistakes(issue, path)
    const missing = issue.code === 'invalid_type' && issue.input === undefined
    if (missing && path.at(-1) !== 'version') {
      const key = String(path.at(-1))
      return [
        {
          path,
          at: 'key',
          message: `The key ${key} is missing in ${place(path.slice(0, -1), whole)}.`,
          hint: null,
        },
      ]
    }
    return [{ path, at: missing ? 'key' : 'value', message, hint: rest.length === 0 ? null : rest.join(' ') }]
  })
}

function keyMistakes(issue: z.core.$ZodIssueInvalidKey, path: Path): readonly Mistake[] {
  return issue.issues.map((inner) => {
    const [message = '', hint = null] = inner.message.split(hintMark)
    return { path, at: 'key', message, hint }
  })
}

/** A path's end as people say it: `endpoint 3`, `retry`. */
function place(path: Path, whole: string): string {
  const last = path.at(-1)
  if (last === undefined) return whole
  return typeof last === 'number' ? `endpoint ${last + 1}` : last
}

const expectations: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'a block of keys',
  record: 'a block of names and values',
  null: 'null',
}

/** Sentences for what the schema's parts do not say themselves. */
export function schemaSentence(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'invalid_type') return undefined
  const expected = expectations[issue.expected] ?? issue.expected
  if (issue.input === undefined) return `${expected} is missing.`
  const hint = typeHint(issue.expected, issue.input)
  const found = issue.input === null ? 'Nothing' : said(issue.input)
  return `${found} stands here, where ${expected} is expected.${hint === null ? '' : hintMark + hint}`
}

/** What the person most likely has to write instead. */
function typeHint(expected: string, input: unknown): string | null {
  if (expected === 'string' && (typeof input === 'number' || typeof input === 'boolean'))
    return 'Put it in quotes.'
  if (expected === 'array' && typeof input === 'string') return `Write [${redactLoose(input).slice(0, 60)}].`
  if (expected === 'boolean' && typeof input === 'string') {
    if (/^(yes|on|y|true)$/i.test(input)) return 'Write true.'
    if (/^(no|off|n|false)$/i.test(input)) return 'Write false.'
  }
  return null
}
