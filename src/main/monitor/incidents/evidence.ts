import { redactHeaders, redactor } from '../../../shared/redact.ts'
import type { IncidentEvidence } from '../../../shared/screens.ts'
import type { EndpointSettings } from '../../../shared/settings.ts'
import type { AttemptView } from '../../../shared/view.ts'
import { defaultHeaders } from '../connection/connection.ts'
import { isSendableId } from '../connection/headers.ts'
import type { ConnectionRequest, ResponseFacts } from '../connection/types.ts'
import { shownHeaders } from '../facts-view.ts'
import { secretsSent } from '../secrets-sent.ts'
import type { References } from '../types.ts'
import { curlCommand } from './curl.ts'

/** Whose request it was. */
export interface Requester {
  readonly settings: EndpointSettings
  readonly references: References
  /** The URL as it may be shown. */
  readonly url: string
  /** The newest request; null where none was sent. */
  readonly requested: ConnectionRequest | null
}

/** What an endpoint's parts have of an incident. */
export interface EvidenceSources extends Requester {
  readonly answer: ResponseFacts | null
  readonly lastEventId: string | null
  /** Those of the incident, oldest first. */
  readonly attempts: readonly AttemptView[]
}

type Headers = Readonly<Record<string, string>>
type Strike = (text: string) => string

/** What is kept of each: a server's megabyte must not lie in the history. Characters. */
const longestValue = 4096
const longestHeaders = 32 * 1024

/** Looked up when an incident begins and ends, and when somebody reads one that lasts; never for an event. */
export function evidenceOf(sources: EvidenceSources): IncidentEvidence {
  const { settings, references, answer, lastEventId, attempts } = sources
  const strike = striker(sources)
  const url = strike(sources.url)
  const requestHeaders = struckHeaders(requestedHeaders(sources), strike)
  return {
    endpoint: settings.id,
    name: settings.name,
    url,
    requestHeaders,
    responseHeaders: answer === null ? {} : struckHeaders(shownHeaders(answer.headers, []), strike),
    status: answer?.status ?? null,
    remoteAddress: answer?.remoteAddress ?? null,
    lastEventId: lastEventId === null ? null : shortened(strike(lastEventId)),
    attempts: attempts.map(({ traceId, ...attempt }) => ({
      ...attempt,
      traceId: traceId === null ? null : strike(traceId),
    })),
    curl: curlCommand({
      url,
      headers: requestHeaders,
      followsRedirects: (answer?.redirects.length ?? 0) > 0,
      http2: settings.http2,
      tls: settings.tls,
      proxy: settings.proxy === null ? null : strike(references.display(settings.proxy)),
    }),
  }
}

/** Strikes out of a text what the endpoint's requests keep secret: a server may repeat anything. */
export function striker({ settings, references, url, requested }: Requester): Strike {
  const { headers, snapshotUrl, fallback, proxy } = settings
  const texts = [settings.url, ...Object.values(headers), snapshotUrl, fallback?.url, proxy]
  // What the URL shows all the same, such as a host from the environment, is no secret.
  const known = texts
    .flatMap((text) => (text ? references.values(text) : []))
    .filter((value) => !url.includes(value))
  return redactor(secretsSent(requested, known))
}

/** As they went on the wire, in the names that were written; what is secret by its name or its reference is struck out. */
function requestedHeaders({ settings, references, requested, lastEventId }: EvidenceSources): Headers {
  const own = requested?.headers ?? settings.headers
  const secret = requested?.secretHeaders ?? secretNames(settings, references)
  const names = new Set(Object.keys(own).map((name) => name.toLowerCase()))
  const defaults = Object.entries(defaultHeaders).filter(([name]) => !names.has(name.toLowerCase()))
  const resumes = lastEventId !== null && isSendableId(lastEventId) ? { 'Last-Event-ID': lastEventId } : {}
  return { ...Object.fromEntries(defaults), ...redactHeaders(own, secret), ...resumes }
}

function secretNames({ headers }: EndpointSettings, references: References): ReadonlySet<string> {
  const secret = Object.entries(headers).filter(([, value]) => references.has(value))
  return new Set(secret.map(([name]) => name.toLowerCase()))
}

/** The first ones, where there are too many. */
function struckHeaders(headers: Headers, strike: Strike): Record<string, string> {
  const struck: Record<string, string> = {}
  let left = longestHeaders
  for (const [name, value] of Object.entries(headers)) {
    const [shownName, shownValue] = [shortened(strike(name)), shortened(strike(value))]
    left -= shownName.length + shownValue.length
    if (left < 0) break
    struck[shownName] = shownValue
  }
  return struck
}

function shortened(value: string): string {
  return value.length > longestValue ? `${value.slice(0, longestValue)}…` : value
}
