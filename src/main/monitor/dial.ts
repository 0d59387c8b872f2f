import { type Failure, failureOf } from '../../shared/model/failure.ts'
import { looksSecret, redactUrl } from '../../shared/redact.ts'
import type { EndpointSettings } from '../../shared/settings.ts'
import type { Connection, ConnectionRequest, ConnectionSink } from './connection/types.ts'
import type { Materials, References } from './types.ts'

/** Makes requests of settings: everything that the configuration refers to resolved and read. */
export interface Dialler {
  /**
   * The request for one of the endpoint's URLs, with its headers and its way out. A promise only where files or a
   * command are read; `signal` ends a command. Throws or rejects with a sentence.
   */
  prepare(
    settings: EndpointSettings,
    url: string,
    signal?: AbortSignal,
  ): ConnectionRequest | Promise<ConnectionRequest>
  open(request: ConnectionRequest, sink: ConnectionSink): Connection
}

export interface DiallerOptions {
  readonly references: References
  readonly materials: Materials
  /** The proxy that the environment names for a URL; null for none. */
  readonly proxyFor: (url: URL) => string | null
  readonly open: (request: ConnectionRequest, sink: ConnectionSink) => Connection
}

export function createDialler({ references, materials, proxyFor, open }: DiallerOptions): Dialler {
  /** All but what must be read: nothing here waits. */
  function compose(settings: EndpointSettings, address: string): ConnectionRequest {
    const url = urlOf(settings, address)
    const headers: Record<string, string> = {}
    const secretHeaders = new Set<string>()
    for (const [name, value] of Object.entries(settings.headers)) {
      headers[name] = references.resolve(value)
      if (references.has(value) || looksSecret(name)) secretHeaders.add(name.toLowerCase())
    }
    return {
      url,
      headers,
      secretHeaders,
      lastEventId: null,
      maxFrame: settings.maxFrame,
      http2: settings.http2,
      tls: { insecure: settings.tls.insecure },
      proxy: settings.proxy === null ? proxyFor(url) : references.resolve(settings.proxy),
    }
  }

  /** The text is shown as it was written: what its references stand for may be a secret. */
  function urlOf(settings: EndpointSettings, address: string): URL {
    const url = URL.parse(references.resolve(address))
    if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) return url
    const filled = references.has(address) ? ' once its references are filled in' : ''
    throw new Error(
      `The ${keyOf(settings, address)} of the endpoint "${settings.id}", ${redactUrl(address)}, is no http or https address${filled}. Write one such as https://stream.example.com/orders.`,
    )
  }

  function needsReading({ headersFrom, tls }: EndpointSettings): boolean {
    return headersFrom !== null || tls.ca !== undefined || tls.cert !== undefined || tls.key !== undefined
  }

  async function read(
    settings: EndpointSettings,
    request: ConnectionRequest,
    signal: AbortSignal | undefined,
  ): Promise<ConnectionRequest> {
    const { headersFrom, tls } = settings
    const pem = async (path: string | undefined) => (path === undefined ? undefined : materials.readPem(path))
    const [ca, cert, key] = await Promise.all([pem(tls.ca), pem(tls.cert), pem(tls.key)])
    const base = { ...request, tls: { ca, cert, key, insecure: tls.insecure } }
    if (headersFrom === null) return base
    const value = headersFrom.prefix + (await materials.readHeader(headersFrom, signal))
    const headers = { ...withoutHeader(base.headers, headersFrom.header), [headersFrom.header]: value }
    return {
      ...base,
      headers,
      secretHeaders: new Set([...base.secretHeaders, headersFrom.header.toLowerCase()]),
    }
  }

  function prepare(
    settings: EndpointSettings,
    url: string,
    signal?: AbortSignal,
  ): ConnectionRequest | Promise<ConnectionRequest> {
    const request = compose(settings, url)
    return needsReading(settings) ? read(settings, request, signal) : request
  }

  return { prepare, open }
}

/** Which of the endpoint's URLs an address is. */
function keyOf(settings: EndpointSettings, address: string): string {
  if (address === settings.url) return 'url'
  return address === settings.snapshotUrl ? 'snapshotUrl' : 'fallback url'
}

/** Header names are compared without case: the one that is read anew replaces the written one. */
function withoutHeader(headers: Readonly<Record<string, string>>, name: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([key]) => key.toLowerCase() !== name.toLowerCase()),
  )
}

/** What the configuration refers to could not be had: said as a matter of credentials, in the closed set of kinds. */
export function materialFailure(error: unknown): Failure {
  const message =
    error instanceof Error ? error.message : 'What the configuration refers to could not be read.'
  const hint =
    'Mend the file, the command, the variable or the secret that the configuration names, then retry.'
  return failureOf('credentials', { message, hint })
}
