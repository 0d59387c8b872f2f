import { isMap, isScalar, isSeq, Lexer, parseDocument, type YAMLMap } from 'yaml'
import { looksSecret, redactUrl, struckOut } from '../../shared/redact.ts'
import { yamlOptions } from './document.ts'
import { isFields } from './fields.ts'
import { createSecretNames, withoutSecrets } from './imports/without-secrets.ts'

/** A secret that a text names now, and whose it is: an id, or `defaults`. */
export interface LeftOut {
  readonly name: string
  readonly owner: string
}

export interface SafeText {
  readonly text: string
  readonly secrets: readonly LeftOut[]
}

/**
 * The text of a configuration (valid YAML without aliases) whose written-out secrets are references, and whose
 * comments show none. All else stays to the letter. `taken` are names of secrets that mean another value.
 */
export function hideSecrets(text: string, taken: readonly string[]): SafeText {
  const document = parseDocument(text, yamlOptions)
  const mentioned = [...text.matchAll(/\$\{secret:([A-Za-z0-9_-]+)\}/g)].map(([, name = '']) => name)
  const names = createSecretNames([...taken, ...mentioned])
  const replaced: Replacement[] = []
  const values: string[] = []
  const secrets = new Map<string, LeftOut>()
  for (const { map, owner } of blocksOf(document.contents)) {
    const fields: unknown = map.toJS(document)
    if (!isFields(fields)) continue
    const safe = withoutSecrets(fields, owner, names)
    for (const { path, text: by } of safe.changed) {
      const node = map.getIn(path, true)
      if (!isScalar(node) || !node.range) throw new Error(`No text stands at ${path.join('.')}.`)
      const isBlock = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED'
      const quoted = JSON.stringify(by)
      replaced.push({ from: node.range[0], to: node.range[1], by: isBlock ? `${quoted}\n` : quoted })
    }
    for (const { name, value } of safe.secrets) {
      values.push(value)
      if (!secrets.has(name)) secrets.set(name, { name, owner })
    }
  }
  return { text: withSafeComments(withReplaced(text, replaced), values), secrets: [...secrets.values()] }
}

interface Replacement {
  readonly from: number
  readonly to: number
  readonly by: string
}

function withReplaced(text: string, replaced: readonly Replacement[]): string {
  const parts: string[] = []
  let at = 0
  for (const { from, to, by } of replaced.toSorted((a, b) => a.from - b.from)) {
    parts.push(text.slice(at, from), by)
    at = to
  }
  return parts.join('') + text.slice(at)
}

function blocksOf(root: unknown): readonly { readonly map: YAMLMap; readonly owner: string }[] {
  if (!isMap(root)) return []
  const defaults = root.get('defaults')
  const list = root.get('endpoints')
  const items = isSeq(list) ? list.items.filter(isMap) : []
  return [
    ...(isMap(defaults) ? [{ map: defaults, owner: 'defaults' }] : []),
    ...items.map((map) => ({ map, owner: String(map.get('id')) })),
  ]
}

/** What the lexer says of the text beside the text itself. */
const marks = new Set(['\x02', '\x18', '\x1f'])

function withSafeComments(text: string, values: readonly string[]): string {
  const secretTokens = new Set(
    values.flatMap((value) => value.match(token) ?? []).filter((part) => part.length >= shortestToken),
  )
  const parts: string[] = []
  let isScalarNext = false
  for (const part of new Lexer().lex(text)) {
    if (!marks.has(part))
      parts.push(part.startsWith('#') && !isScalarNext ? safeComment(part, secretTokens) : part)
    isScalarNext = part === '\x1f'
  }
  return parts.join('')
}

/** A key and its value that somebody put out of use, such as `Authorization: Bearer abc`. */
const pair = /([\w-]+)(["']?\s*[:=]\s*)(\S.*)/g
/** A stretch that a secret or a part of it may be. */
const token = /[^\s"'`=&?:;,(){}[\]]+/g
/** Shorter ones are words by chance. */
const shortestToken = 4

function safeComment(comment: string, secretTokens: ReadonlySet<string>): string {
  const urls = comment.replace(/https?:\/\/[^\s"']+/gi, (url) => redactUrl(url))
  const pairs = urls.replace(pair, (whole, key: string, mark: string, value: string) =>
    looksSecret(key) && !value.includes('$' + '{') ? `${key}${mark}${struckOut}` : whole,
  )
  return pairs.replace(token, (part) => (secretTokens.has(part) ? struckOut : part))
}
