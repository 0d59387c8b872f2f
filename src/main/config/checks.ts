import { resolve } from 'node:path'
import { redactLoose, redactUrl } from '../../shared/redact.ts'
import { isHeaderValue } from './credentials.ts'
import type { Mistake } from './problems.ts'
import { type ConfigReferences, mentionsReference, mentionsSecret } from './references.ts'
import type { Path } from './tree.ts'

/** What the checks know of the world outside the file. */
export interface Surroundings {
  readonly references: ConfigReferences
  /** Why the file at this absolute path cannot be read, or null where it can. */
  readonly fileTrouble: (path: string) => string | null
  /** The configuration's folder. */
  readonly baseDir: string
}

/**
 * Mistakes in single texts, found in the file as written, so that each stands at its own line: references in wrong
 * places or without a value, URLs that are none, files that cannot be read. Needs no valid schema around them.
 */
export function checkTexts(value: unknown, around: Surroundings): readonly Mistake[] {
  return [...textsIn(value, [])].flatMap(({ path, text }) => {
    const found = mistakeIn(text, kindOf(path), around)
    return found.map((sentence): Mistake => ({ path, at: 'value', ...sentence }))
  })
}

/** Ids that stand twice; the schema cannot see them. */
export function checkIds(value: unknown): readonly Mistake[] {
  const endpoints = at(value, 'endpoints')
  const first = new Map<string, number>()
  const mistakes: Mistake[] = []
  for (const [index, endpoint] of (Array.isArray(endpoints) ? endpoints : []).entries()) {
    const id = at(endpoint, 'id')
    if (typeof id !== 'string') continue
    const other = first.get(id)
    if (other === undefined) first.set(id, index)
    else {
      const message = `The id ${JSON.stringify(id)} is used twice: endpoint ${other + 1} has it too.`
      mistakes.push({
        path: ['endpoints', index, 'id'],
        at: 'value',
        message,
        hint: 'Give one of them another id.',
      })
    }
  }
  return mistakes
}

type Kind = 'url' | 'proxy' | 'header' | 'file' | 'other'
type Sentences = readonly Pick<Mistake, 'message' | 'hint' | 'blocking'>[]

/** What a text is for, by its place under `defaults` or an endpoint. */
function kindOf(path: Path): Kind {
  const key = path
    .slice(path[0] === 'endpoints' ? 2 : 1)
    .map((part) => (typeof part === 'number' ? '' : part))
    .join('.')
  if (key === 'url' || key === 'snapshotUrl' || key === 'fallback.url') return 'url'
  if (key === 'proxy') return 'proxy'
  if (/^headers\.[^.]/.test(key)) return 'header'
  return /^(tls\.(ca|cert|key)|headersFrom\.file)$/.test(key) ? 'file' : 'other'
}

function mistakeIn(text: string, kind: Kind, around: Surroundings): Sentences {
  if (kind === 'other' || kind === 'file') {
    if (mentionsReference(text)) {
      const hint = 'References belong in header values, URLs and proxies only.'
      return [{ message: 'A reference is not possible here.', hint }]
    }
    return kind === 'file' ? fileMistake(text, around) : []
  }
  const missing = around.references.problems(text)
  if (missing.length > 0) {
    return [...missing.map(({ reference: _, ...sentence }) => sentence), ...schemeMistake(text, kind)]
  }
  const resolved = around.references.resolve(text)
  const found = kind === 'header' ? headerMistake(text, resolved) : urlMistake(text, resolved, kind)
  const isOfSecret = mentionsSecret(text) && schemeMistake(text, kind).length === 0
  // What a secret's value spoils is mended where secrets are set, in the app: it holds nothing else back.
  return isOfSecret ? found.map((mistake) => ({ ...mistake, blocking: false as const })) : found
}

function fileMistake(text: string, around: Surroundings): Sentences {
  if (text.trim() === '') return []
  const file = resolve(around.baseDir, text)
  const trouble = around.fileTrouble(file)
  if (trouble === null) return []
  const message = `The file ${file} cannot be read: ${trouble}.`
  return [{ message, hint: 'Paths are relative to the folder of this file.' }]
}

function headerMistake(text: string, resolved: string): Sentences {
  // Told by the schema where the text itself is at fault; here a reference brought it in.
  if (isHeaderValue(resolved) || !isHeaderValue(text)) return []
  const message = 'A referenced value holds characters that no header may hold, such as a line break.'
  return [{ message, hint: null }]
}

function urlMistake(text: string, resolved: string, kind: 'url' | 'proxy'): Sentences {
  if (text.trim() === '') return []
  const scheme = schemeMistake(resolved, kind, text)
  if (scheme.length > 0) return scheme
  if (URL.canParse(resolved)) return []
  return [{ message: `${shown(text)} is not a valid URL.`, hint: kind === 'url' ? urlHint : proxyHint }]
}

const urlHint = 'Write it whole, such as https://stream.example.com/sse/orders.'
const proxyHint = 'Write it whole, such as http://proxy.example.com:3128.'

/** `text` is what is judged; `written` what is shown, so that no resolved value is. */
function schemeMistake(text: string, kind: Kind, written = text): Sentences {
  if (kind === 'header' || text.startsWith('$' + '{')) return []
  if (/^https?:\/\/[^/]/i.test(text)) return []
  const what = kind === 'proxy' ? 'an http or https proxy' : 'an http or https URL'
  const hint = kind === 'proxy' ? proxyHint : urlHint
  return [{ message: `${shown(written)} is not ${what}.`, hint }]
}

function shown(text: string): string {
  const safe = redactLoose(redactUrl(text))
  return JSON.stringify(safe.length > 120 ? `${safe.slice(0, 120)}…` : safe)
}

function* textsIn(value: unknown, path: Path): Generator<{ readonly path: Path; readonly text: string }> {
  if (typeof value === 'string') yield { path, text: value }
  else if (Array.isArray(value))
    for (const [index, item] of value.entries()) yield* textsIn(item, [...path, index])
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) yield* textsIn(item, [...path, key])
  }
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : null
}
