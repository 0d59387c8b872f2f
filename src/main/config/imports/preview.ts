import { setImmediate as breathe } from 'node:timers/promises'
import type { EndpointFields, ImportedEndpoint, ImportPreview } from '../../../shared/editing.ts'
import { maxSelected } from '../../../shared/limits.ts'
import type { Surroundings } from '../checks.ts'
import { createIds } from '../editor/ids.ts'
import { judgeFields } from '../editor/judge.ts'
import { isFields } from '../fields.ts'
import type { ConfigReferences } from '../references.ts'
import { readCurl } from './curl.ts'
import type { Candidate, Reading } from './reading.ts'
import { readUrls } from './urls.ts'
import { createSecretNames, withoutSecrets } from './without-secrets.ts'
import { readYaml } from './yaml.ts'

/** What an import has to fit to. */
export interface PreviewSurroundings extends Omit<Surroundings, 'references'> {
  /** References as they will be once these secrets are stored. */
  readonly referencesWith: (secrets: ReadonlyMap<string, string>) => ConfigReferences
  /** The endpoints that there are. */
  readonly watched: readonly { readonly id: string; readonly name: string; readonly url: string }[]
  /** The file's defaults, which hold for imported endpoints too. */
  readonly defaults: EndpointFields
  /** Names of secrets that are in use. */
  readonly secretNames: readonly string[]
}

/** Endpoints that are judged in one go. */
const atOnce = 100

/** Makes endpoints of a text: a list of URLs, curl commands, or YAML; which of them it is shows by itself. */
export async function previewImport(text: string, around: PreviewSurroundings): Promise<ImportPreview> {
  const plain = text.replace(/^\uFEFF/, '')
  const format = formatOf(plain)
  const { candidates, problems } = await read(plain, format)
  const taken = candidates.slice(0, maxSelected)
  const endpoints = await imported(taken, around)
  if (taken.length === candidates.length) return { format, endpoints, problems }
  const message = `Only the first ${maxSelected.toLocaleString('en')} of ${candidates.length.toLocaleString('en')} endpoints are taken.`
  const tooMany = {
    line: candidates[maxSelected]?.line ?? null,
    message,
    hint: 'Import the rest afterwards.',
  }
  return { format, endpoints, problems: [...problems, tooMany] }
}

/** By the first line that says something. */
export function formatOf(text: string): ImportPreview['format'] {
  const lines = text.slice(0, 256 * 1024).split(/\r\n|\n|\r/)
  if (lines.some((line) => /^\s*(?:[$>%#] )?(?:\S*[\\/])?curl(?:\.exe)?\s/i.test(line))) {
    const isCurl = lines.find((line) => !/^\s*(?:#.*)?$/.test(line)) ?? ''
    if (!/^(?:version|defaults|endpoints)\s*:|^\s*-\s+\w+:/.test(isCurl)) return 'curl'
  }
  const first = lines.find((line) => !/^\s*(?:#.*|%YAML.*)?$/.test(line)) ?? ''
  const isBullet = /^\s*-\s+["']?(?:https?:\/\/|\$\{)/i.test(first)
  const isYaml = /^\s*(?:---|[{[]|-(?:\s|$)|(?:version|defaults|endpoints|id|name|url)\s*:(?:\s|$))/.test(
    first,
  )
  // Anchors that other keys hold stand above the endpoints.
  const isFile =
    /^[\w-]+\s*:(?:\s|$)/.test(first) && lines.some((line) => /^endpoints\s*:\s*(?:#.*)?$/.test(line))
  return isFile || (isYaml && !isBullet) ? 'yaml' : 'urls'
}

function read(text: string, format: ImportPreview['format']): Reading | Promise<Reading> {
  if (format === 'yaml') return readYaml(text)
  return format === 'curl' ? readCurl(text) : readUrls(text)
}

async function imported(
  candidates: readonly Candidate[],
  around: PreviewSurroundings,
): Promise<readonly ImportedEndpoint[]> {
  const ids = createIds(around.watched.map(({ id }) => id))
  const names = createSecretNames(around.secretNames)
  const found = new Map<string, string>()
  const references = around.referencesWith(found)
  const known = knownUrls(around, references)
  const endpoints: ImportedEndpoint[] = []
  for (let at = 0; at < candidates.length; at += atOnce) {
    const named = candidates.slice(at, at + atOnce).map((candidate) => {
      const { fields, remarks } = withId(candidate, ids.idFor(candidate.fields))
      const safe = withoutSecrets(fields, String(fields.id), names)
      for (const { name, value } of safe.secrets) found.set(name, value)
      return {
        ...safe,
        line: candidate.line,
        remarks: [...remarks, ...known.remark(safe.fields, candidate.line), ...commandRemarks(safe.fields)],
      }
    })
    endpoints.push(
      ...named.map(({ fields, secrets, remarks }) => {
        const { problems } = judgeFields(fields, around.defaults, new Set(), { ...around, references })
        return { fields, secrets, remarks, problems }
      }),
    )
    await breathe()
  }
  return endpoints
}

function withId({ fields, remarks }: Candidate, id: string) {
  const { id: own, ...rest } = fields
  if (own === undefined || own === id) return { fields: { id, ...rest }, remarks }
  const before = String(own).slice(0, 100)
  return {
    fields: { id, ...rest },
    remarks: [
      ...remarks,
      `The id ${JSON.stringify(before)} is taken or not valid: it becomes ${JSON.stringify(id)}.`,
    ],
  }
}

/** A file from somebody else may bring a program along. */
function commandRemarks({ headersFrom }: EndpointFields): readonly string[] {
  const command = isFields(headersFrom) ? headersFrom.command : undefined
  const [program] = Array.isArray(command) ? command : []
  if (typeof program !== 'string') return []
  return [
    `It runs a program of this machine at each connect (${JSON.stringify(program.slice(0, 80))}): import it only if you trust where it comes from.`,
  ]
}

/** Tells whether a URL is watched already, or stands in the import twice. */
function knownUrls({ watched }: PreviewSurroundings, references: ConfigReferences) {
  const known = new Map(
    watched.map(({ id, name, url }) => [
      plainUrl(url, references),
      `This URL is watched already, as ${name === id ? id : `${name} (${id})`}.`,
    ]),
  )
  return {
    remark(fields: EndpointFields, line: number): readonly string[] {
      if (typeof fields.url !== 'string') return []
      const url = plainUrl(fields.url, references)
      const remark = known.get(url)
      if (remark === undefined) known.set(url, `The same URL stands in line ${line} too.`)
      return remark === undefined ? [] : [remark]
    },
  }
}

function plainUrl(url: string, references: ConfigReferences): string {
  const resolved = references.problems(url).length > 0 ? url : references.resolve(url)
  return URL.parse(resolved)?.href ?? resolved
}
