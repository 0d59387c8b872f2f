import { connect, type IncomingHttpHeaders } from 'node:http2'
import type { Socket } from 'node:net'
import type { Hop, Spoken } from './answer.ts'
import { cutOff, failureOfError, noAnswer } from './failures.ts'
import { plainHeaders } from './http1.ts'

/** RFC 9113, 8.2.2: what belongs to a connection, or to HTTP/2 itself, is no header there. */
const notSent = new Set([
  'connection',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
])

/**
 * A GET over a socket on which TLS agreed on HTTP/2. The session carries this stream alone, so that no other
 * endpoint dies with it. Throws where a header cannot be sent.
 */
export function requestOverHttp2(socket: Socket, hop: Hop, spoken: Spoken): void {
  const session = connect(hop.url.origin, { createConnection: () => socket, settings: { enablePush: false } })
  session.on('error', (error) => spoken.failed(failureOfError(error)))
  const stream = session.request(
    {
      ':method': 'GET',
      ':path': hop.url.pathname + hop.url.search,
      ':scheme': 'https',
      ':authority': hop.headers.get('host')?.[1] ?? hop.url.host,
      ...wireHeaders(hop),
    },
    { endStream: true },
  )
  let answered = false
  stream.on('error', (error) => spoken.failed(failureOfError(error)))
  stream.on('end', () => {
    if (stream.rstCode !== 0) spoken.failed(cutOff())
  })
  stream.on('close', () => {
    if (!answered) spoken.failed(noAnswer())
    else if (stream.rstCode !== 0 || !stream.readableEnded) spoken.failed(cutOff())
  })
  stream.on('response', (headers: IncomingHttpHeaders & { readonly ':status'?: number }) => {
    answered = true
    const status = headers[':status'] ?? 0
    spoken.answered({ status, headers: plainHeaders(headers), httpVersion: '2', body: stream })
  })
}

function wireHeaders(hop: Hop): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, [, value]] of hop.headers) if (!notSent.has(name)) headers[name] = value
  return headers
}
