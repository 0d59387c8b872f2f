import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLError,
} from 'yaml'
import { inOrder, type Problem } from './problems.ts'
import type { ConfigDocument, Path } from './tree.ts'

export type DocumentResult =
  | { readonly document: ConfigDocument; readonly problems: readonly Problem[] }
  | { readonly document: null; readonly problems: readonly Problem[] }

/** Aliases that may be followed in all, so that a few lines cannot unfold into gigabytes ("billion laughs"). */
export const mostAliases = 10_000
const mostProblems = 20

/** The options that every reading of the file shares: an edit must see what the check saw. `silent` hides errors. */
export const yamlOptions = { merge: true, stringKeys: true, prettyErrors: false, logLevel: 'error' } as const

/**
 * Parses the text of `file`. A file that is not YAML gives no document, and problems instead; duplicate keys and
 * unknown tags are problems beside a document, so that other mistakes are found in the same run.
 */
export function parseText(text: string, file: string): DocumentResult {
  const lines = new LineCounter()
  const parsed = parseDocument(text, { ...yamlOptions, lineCounter: lines })
  const position = (offset: number) => {
    const { line, col } = lines.linePos(Math.max(0, Math.min(offset, text.length)))
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  const syntax = [...parsed.errors, ...parsed.warnings].map(
    (error): Problem => ({ file, ...position(error.pos[0]), path: '', ...sentence(error, text) }),
  )
  const problems = inOrder(syntax).slice(0, mostProblems)
  const readable = parsed.errors.every((error) => error.code === 'DUPLICATE_KEY')
  if (!readable) return { document: null, problems }
  const unfolded = unfold(parsed, file)
  if ('problem' in unfolded) return { document: null, problems: [...problems, unfolded.problem] }
  const locate = (path: Path, at: 'key' | 'value') => position(offsetOf(parsed, path, at))
  return { document: { value: unfolded.value, locate }, problems }
}

/** The library throws for aliases without an anchor before them, or too many, and for merge keys that merge no block. */
function unfold(
  parsed: Document.Parsed,
  file: string,
): { readonly value: unknown } | { readonly problem: Problem } {
  try {
    const value: unknown = parsed.toJS({ maxAliasCount: mostAliases })
    return isEndless(value) ? { problem: endlessProblem(file) } : { value }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    if (!(error instanceof ReferenceError)) return { problem: mergeProblem(file) }
    const message = `The aliases (*name) in this file cannot be followed: ${error.message.replace(/\.$/, '')}.`
    const hint = `An alias needs an anchor (&name) before it, and at most ${mostAliases} are followed in all.`
    return { problem: { file, line: 1, column: 1, path: '', message, hint } }
  }
}

/** Whether a value holds itself, as an alias within its own anchor makes it: whoever walks it never ends. */
function isEndless(value: unknown, above = new Set<object>(), done = new Set<object>()): boolean {
  if (typeof value !== 'object' || value === null || done.has(value)) return false
  if (above.has(value)) return true
  above.add(value)
  const found = Object.values(value).some((inner) => isEndless(inner, above, done))
  above.delete(value)
  done.add(value)
  return found
}

function endlessProblem(file: string): Problem {
  const message =
    'An alias (*name) in this file stands within its own anchor (&name), and leads to itself without end.'
  return {
    file,
    line: 1,
    column: 1,
    path: '',
    message,
    hint: 'Write out what is meant instead of the alias.',
  }
}

function mergeProblem(file: string): Problem {
  const message = 'A merge key (<<) in this file does not lead to a block of keys.'
  return {
    file,
    line: 1,
    column: 1,
    path: '',
    message,
    hint: 'Write <<: *name, with the anchor &name at a block.',
  }
}

/** The character offset of what `path` names, following aliases; of the last part found where the rest is missing. */
function offsetOf(parsed: Document.Parsed, path: Path, at: 'key' | 'value'): number {
  let node: unknown = parsed.contents
  let offset = startOf(node) ?? 0
  for (const [index, part] of path.entries()) {
    const owner = resolved(parsed, node)
    const pair = isMap(owner) ? owner.items.find((item) => keyOf(item) === String(part)) : undefined
    const child = isSeq(owner) ? owner.items[Number(part)] : pair?.value
    if (pair === undefined && !isSeq(owner)) return offset
    const wantsKey = at === 'key' && index === path.length - 1
    const key = pair === undefined ? undefined : startOf(pair.key)
    const value = startOf(child)
    // An empty value stands behind its key, and is better shown at it.
    offset = (wantsKey || isEmpty(child) ? key : value) ?? value ?? key ?? offset
    node = child
  }
  return offset
}

function isEmpty(node: unknown): boolean {
  return node === null || node === undefined || (isScalar(node) && node.value === null && node.source === '')
}

function resolved(parsed: Document.Parsed, node: unknown): unknown {
  return isAlias(node) ? node.resolve(parsed) : node
}

function keyOf(pair: Pair): string | null {
  return isScalar(pair.key) ? String(pair.key.value) : null
}

function startOf(node: unknown): number | undefined {
  if (isPair(node)) return startOf(node.key)
  return (node as Node | null | undefined)?.range?.[0]
}

function sentence(
  error: YAMLError,
  text: string,
): { readonly message: string; readonly hint: string | null } {
  const said = error.message.replace(/\s+/g, ' ').replace(/[.:]?$/, '.')
  switch (error.code) {
    case 'DUPLICATE_KEY': {
      const key = /^[^\s:]+/.exec(text.slice(error.pos[0]))?.[0] ?? ''
      return { message: `The key ${key} stands twice in the same block.`, hint: 'Keep one of the two.' }
    }
    case 'TAB_AS_INDENT':
      return { message: 'YAML does not allow tabs for indentation.', hint: 'Use spaces.' }
    case 'MULTIPLE_DOCS':
      return {
        message: 'The file holds more than one YAML document.',
        hint: 'Remove the line that begins with ---.',
      }
    case 'TAG_RESOLVE_FAILED':
      return {
        message: `A YAML tag is not known here: ${said}`,
        hint: 'Remove the tag (the word that begins with !).',
      }
    default:
      return { message: `This is not valid YAML: ${said}`, hint: null }
  }
}
