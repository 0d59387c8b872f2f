import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { looksSecret, redactText, redactUrl, struckOut } from '../../shared/redact.ts'
import { mostAliases, yamlOptions } from './document.ts'
import { configError } from './errors.ts'
import { isFields } from './imports/file.ts'
import { createSecretNames, type SecretNames, withoutSecrets } from './imports/without-secrets.ts'

/** Where the format's schema is, for editors that complete and check while one types. */
const schemaLine = ' yaml-language-server: $schema=heartline.schema.json'

/**
 * The endpoints of a configuration's text as a file of their own: those with an id in `ids`, or all where it is null.
 * Keys, references, comments and the defaults stay as they are written; a secret that is written out becomes a
 * reference, named at the top. Throws `config-broken` where the text is no YAML.
 */
export function exportConfig(
  text: string,
  ids: ReadonlySet<string> | null,
  secretNames: readonly string[],
): string {
  const source = parseDocument(text, yamlOptions)
  if (source.errors.length > 0) {
    throw configError('config-broken', 'The configuration is not valid YAML at the moment: mend it first.')
  }
  const list = isMap(source.contents) ? source.contents.get('endpoints') : null
  if (!isMap(source.contents) || !isSeq(list)) return empty(source)
  unfoldAliases(source, source.contents)
  keepOnly(list, ids)
  dropOtherKeys(source.contents)
  const secrets = hideSecrets(source, source.contents, list, createSecretNames(secretNames))
  hideInComments(source, secrets)
  source.contents.commentBefore = null
  source.commentBefore = [schemaLine, ...secretLines(secrets)].join('\n')
  return source.toString({ lineWidth: 0 })
}

function empty(source: Document): string {
  const version = isMap(source.contents) ? (source.contents.get('version') ?? 1) : 1
  return `#${schemaLine}\nversion: ${String(version)}\nendpoints: []\n`
}

/** What an alias stands for may not be part of the export: blocks with one are written out. */
function unfoldAliases(source: Document, root: YAMLMap): void {
  for (const pair of root.items) pair.value = unfolded(source, pair.value)
  const list = root.get('endpoints')
  if (isSeq(list)) list.items = list.items.map((item) => unfolded(source, item))
  visit(source, {
    Node(_, node) {
      if (!isAlias(node)) delete node.anchor
    },
  })
}

function unfolded(source: Document, node: unknown): unknown {
  if (!isNode(node) || (isSeq(node) && node.items.length > 0) || !holdsAlias(node)) return node
  const whole = source.createNode(node.toJS(source, { maxAliasCount: mostAliases }))
  whole.commentBefore = node.commentBefore ?? null
  return whole
}

function holdsAlias(node: Node): boolean {
  let found = false
  visit(node, {
    Alias() {
      found = true
      return visit.BREAK
    },
  })
  return found
}

function keepOnly(list: YAMLSeq, ids: ReadonlySet<string> | null): void {
  const first = list.items[0]
  list.items = list.items.filter((item) => isMap(item) && (ids === null || ids.has(String(item.get('id')))))
  // What stands above the first item is about that one.
  if (list.items[0] !== first) list.commentBefore = null
  if (list.items.length === 0) list.flow = true
}

function dropOtherKeys(root: YAMLMap): void {
  const known = new Set(['version', 'defaults', 'endpoints'])
  root.items = root.items.filter(({ key }) => isScalar(key) && known.has(String(key.value)))
}

interface Hidden {
  readonly name: string
  readonly value: string
  /** Whose it is: an id, or `defaults`. */
  readonly owner: string
}

function hideSecrets(source: Document, root: YAMLMap, list: YAMLSeq, names: SecretNames): readonly Hidden[] {
  const defaults = root.get('defaults')
  const blocks = [...(isMap(defaults) ? [{ map: defaults, owner: 'defaults' }] : []), ...itemsOf(list)]
  return blocks.flatMap(({ map, owner }) => {
    const fields: unknown = map.toJS(source)
    if (!isFields(fields)) return []
    const { changed, secrets } = withoutSecrets(fields, owner, names)
    for (const { path, text } of changed) map.setIn(path, text)
    return secrets.map((secret) => ({ ...secret, owner }))
  })
}

function itemsOf(list: YAMLSeq): readonly { readonly map: YAMLMap; readonly owner: string }[] {
  return list.items.flatMap((item) => (isMap(item) ? [{ map: item, owner: String(item.get('id')) }] : []))
}

function secretLines(secrets: readonly Hidden[]): readonly string[] {
  if (secrets.length === 0) return []
  const lines = new Map(secrets.map(({ name, owner }) => [name, `   ${name} (${owner})`]))
  return ['', ' Secrets that were written out are left out. Before this is used, set:', ...lines.values()]
}

/** A key and its value that somebody put out of use, such as `Authorization: Bearer abc`. */
const commented = /([\w-]+)(["']?\s*[:=]\s*)(\S[^\n]*)/g

function hideInComments(source: Document, secrets: readonly Hidden[]): void {
  const values = secrets.map(({ value }) => value).filter((value) => value.length >= 4)
  const safe = (text: string): string => {
    const urls = text.replace(/https?:\/\/\S+/gi, (url) => redactUrl(url))
    const keys = urls.replace(commented, (whole, key: string, mark: string, value: string) =>
      looksSecret(key) && !value.includes('$' + '{') ? `${key}${mark}${struckOut}` : whole,
    )
    return redactText(keys, values)
  }
  visit(source, {
    Node(_, node) {
      if (node.comment) node.comment = safe(node.comment)
      if (node.commentBefore) node.commentBefore = safe(node.commentBefore)
    },
  })
  if (source.comment) source.comment = safe(source.comment)
}
