import { type Failure, failureOf } from '../../shared/model/failure.ts'
import { looksSecret } from '../../shared/redact.ts'
import type { EndpointSettings } from '../../shared/settings.ts'
import type { Connection, ConnectionRequest, ConnectionSink } from './connection/types.ts'
import type { Materials, References } from './types.ts'

/** Opens connections and fetches for endpoints, with everything that the configuration refers to resolved. */
export interface Dialler {
  /** The request may need files or a command first; `close` works from the first moment on. */
  connect(settings: EndpointSettings, lastEventId: string | null, sink: ConnectionSink): Connection
  /** The request for another URL of the endpoint (snapshot, fallback), with its headers and its way out. */
  prepare(settings: EndpointSettings, url: string, lastEventId: string | null): Promise<ConnectionRequest>
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
  function compose(
    settings: EndpointSettings,
    address: string,
    lastEventId: string | null,
  ): ConnectionRequest {
    const url = new URL(references.resolve(address))
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
      lastEventId,
      maxFrame: settings.maxFrame,
      http2: settings.http2,
      tls: { insecure: settings.tls.insecure },
      proxy: settings.proxy === null ? proxyFor(url) : references.resolve(settings.proxy),
    }
  }

  function needsReading({ headersFrom, tls }: EndpointSettings): boolean {
    return headersFrom !== null || tls.ca !== undefined || tls.cert !== undefined || tls.key !== undefined
  }

  async function read(settings: EndpointSettings, request: ConnectionRequest): Promise<ConnectionRequest> {
    const { headersFrom, tls } = settings
    const pem = async (path: string | undefined) => (path === undefined ? undefined : materials.readPem(path))
    const [ca, cert, key] = await Promise.all([pem(tls.ca), pem(tls.cert), pem(tls.key)])
    const base = { ...request, tls: { ca, cert, key, insecure: tls.insecure } }
    if (headersFrom === null) return base
    const value = headersFrom.prefix + (await materials.readHeader(headersFrom))
    const headers = { ...withoutHeader(base.headers, headersFrom.header), [headersFrom.header]: value }
    return {
      ...base,
      headers,
      secretHeaders: new Set([...base.secretHeaders, headersFrom.header.toLowerCase()]),
    }
  }

  async function prepare(
    settings: EndpointSettings,
    url: string,
    lastEventId: string | null,
  ): Promise<ConnectionRequest> {
    return read(settings, compose(settings, url, lastEventId))
  }

  function connect(settings: EndpointSettings, lastEventId: string | null, sink: ConnectionSink): Connection {
    let connection: Connection | null = null
    let closed = false
    const begin = (request: ConnectionRequest) => {
      if (!closed) connection = open(request, sink)
    }
    const refuse = (error: unknown) => {
      if (!closed) sink.failed(materialFailure(error), null, null)
    }
    if (needsReading(settings)) prepare(settings, settings.url, lastEventId).then(begin, refuse)
    else attempt(() => compose(settings, settings.url, lastEventId), begin, refuse)
    return {
      close() {
        closed = true
        connection?.close()
      },
    }
  }

  return { connect, prepare }
}

/** Composing can fail (a variable that is gone); the sink must not hear of it before `connect` returned. */
function attempt(
  compose: () => ConnectionRequest,
  begin: (request: ConnectionRequest) => void,
  refuse: (error: unknown) => void,
): void {
  let request: ConnectionRequest
  try {
    request = compose()
  } catch (error) {
    queueMicrotask(() => refuse(error))
    return
  }
  begin(request)
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
  const hint = 'Mend the file, the command or the variable that the configuration names, then retry.'
  return failureOf('credentials', { message, hint })
}
