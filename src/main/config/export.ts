import {
  Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  stringify,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { mostAliases, yamlOptions } from './document.ts'
import { itemLines } from './edit/splice.ts'
import { configError } from './errors.ts'
import { hideSecrets, type LeftOut } from './export-secrets.ts'

/** For editors that check while one types (docs/configuration.md); the file's own line, where it has one. */
const schemaLine = '# yaml-language-server: $schema=PATH/TO/heartline.schema.json'

/**
 * The endpoints of a configuration's text as a file of their own: those with an id in `ids`, or all where it is null.
 * Keys, references, comments and the defaults stay as they are written; a secret that is written out becomes a
 * reference, named at the top. `taken` are names of secrets that are in use. Throws `config-broken` where the text is
 * no YAML.
 */
export function exportConfig(
  written: string,
  ids: ReadonlySet<string> | null,
  taken: readonly string[],
): string {
  const text = written.replace(/^\uFEFF/, '').replace(/\r\n/g, '\n')
  const document = parseDocument(text, yamlOptions)
  if (document.errors.length > 0) {
    throw configError('config-broken', 'The configuration is not valid YAML at the moment: mend it first.')
  }
  const root = document.contents
  const list = isMap(root) ? root.get('endpoints') : null
  const chosen = isSeq(list) ? list.items.flatMap((item, index) => (isChosen(item, ids) ? [index] : [])) : []
  const items = isSeq(list)
    ? (itemsText(text, document, list, chosen) ?? itemsAnew(document, list, chosen))
    : ''
  const endpoints = items === '' ? 'endpoints: []\n' : `endpoints:\n${items}`
  const { text: safe, secrets } = hideSecrets(`version: 1\n${defaultsText(document)}${endpoints}`, taken)
  return `${[schemaOf(text), ...secretLines(secrets)].join('\n')}\n${safe.trimEnd()}\n`
}

function isChosen(item: unknown, ids: ReadonlySet<string> | null): boolean {
  return isMap(item) && (ids === null || ids.has(String(item.get('id'))))
}

function schemaOf(text: string): string {
  return /^# *yaml-language-server: *\$schema=\S+/m.exec(text)?.[0] ?? schemaLine
}

/** To the letter, with the comments above and inside each; null where it has no lines of its own. */
function itemsText(
  text: string,
  document: Document,
  list: YAMLSeq,
  chosen: readonly number[],
): string | null {
  if (holdsAlias(document)) return null
  let previousEnd = 0
  const lines = list.items.map((_, index) => {
    const range = itemLines(text, list, index)
    if (range === null) return null
    const above = commentsAbove(text, Math.max(previousEnd, 0), range[0])
    previousEnd = range[1]
    return text.slice(above, range[1])
  })
  const wanted = chosen.map((index) => lines[index] ?? null)
  if (wanted.includes(null)) return null
  return wanted.map((item) => `${item?.trimEnd()}\n`).join('')
}

/** Where the comment lines right above an item begin, not before `from`. */
function commentsAbove(text: string, from: number, start: number): number {
  const before = text.lastIndexOf('\n', start - 2) + 1
  if (start === 0 || before < from || before >= start) return start
  return /^\s*#/.test(text.slice(before, start)) ? commentsAbove(text, from, before) : start
}

/** By the library, in its own style: what an alias stands for may not be part of the export. */
function itemsAnew(document: Document, list: YAMLSeq, chosen: readonly number[]): string {
  const values = chosen.map((index) => list.items[index]).map((item) => plainOf(document, item))
  return values.length === 0 ? '' : textOf(values).replace(/^(?=.)/gm, '  ')
}

function defaultsText(document: Document): string {
  const root = document.contents
  const pair = isMap(root)
    ? (root as YAMLMap).items.find(({ key }) => isScalar(key) && key.value === 'defaults')
    : undefined
  if (pair === undefined || !isMap(pair.value)) return ''
  if (holdsAlias(document)) return textOf({ defaults: plainOf(document, pair.value) })
  const alone = new Document({})
  if (isMap(alone.contents)) alone.contents.items.push(pair)
  return alone.toString({ lineWidth: 0 })
}

function plainOf(document: Document, node: unknown): unknown {
  if (!isMap(node) && !isSeq(node)) return null
  return node.toJS(document, { maxAliasCount: mostAliases })
}

function textOf(value: unknown): string {
  return stringify(value, { lineWidth: 0 })
}

function holdsAlias(document: Document): boolean {
  let found = false
  visit(document, (_, node) => {
    found ||= isAlias(node)
    return found ? visit.BREAK : undefined
  })
  return found
}

function secretLines(secrets: readonly LeftOut[]): readonly string[] {
  if (secrets.length === 0) return []
  const lines = secrets.map(({ name, owner }) => `#   ${name} (${owner})`)
  return ['#', '# Secrets that were written out are left out. Before this is used, set:', ...lines]
}
