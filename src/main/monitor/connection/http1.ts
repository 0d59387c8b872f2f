import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Hop, Spoken } from './answer.ts'
import { cutOff, failureOfError, noAnswer } from './failures.ts'
import { proxyAuthorization } from './proxy.ts'

/**
 * A GET over an open socket. No agent: the socket is nobody else's, and the global agent's 5 s timeout is
 * not there. Throws where a header cannot be sent.
 */
export function requestOverHttp1(socket: Socket, hop: Hop, spoken: Spoken): void {
  const toProxy = hop.proxy !== null && hop.url.protocol === 'http:'
  const request = httpRequest({
    createConnection: () => socket,
    method: 'GET',
    path: toProxy ? absoluteForm(hop.url) : hop.url.pathname + hop.url.search,
    headers: wireHeaders(hop, toProxy ? proxyAuthorization(hop.proxy) : null),
  })
  let answered = false
  const answer = (response: IncomingMessage) => {
    answered = true
    tell(response, spoken)
  }
  request.on('response', answer)
  // A switch of protocols is no stream: told by its status, like any other answer.
  request.on('upgrade', answer)
  request.on('error', (error) => spoken.failed(failureOfBroken(error, socket, answered)))
  request.on('close', () => {
    if (!answered) spoken.failed(noAnswer())
  })
  request.end()
}

function tell(response: IncomingMessage, spoken: Spoken): void {
  // Node ends a body that was cut with an error, and never with `end`.
  response.on('error', () => spoken.failed(cutOff()))
  spoken.answered({
    status: response.statusCode ?? 0,
    headers: plainHeaders(response.headers),
    httpVersion: response.httpVersion,
    body: response,
  })
}

/** Node calls a socket that simply closed before the headers a reset: the socket knows of no error then. */
function failureOfBroken(error: Error, socket: Socket, answered: boolean) {
  const closed = !answered && socket.errored === null && 'code' in error && error.code === 'ECONNRESET'
  return closed ? noAnswer() : failureOfError(error)
}

/** RFC 9112, 3.2.2: what a proxy is asked for. */
function absoluteForm(url: URL): string {
  return `${url.origin}${url.pathname}${url.search}`
}

function wireHeaders(hop: Hop, forProxy: string | null): Record<string, string> {
  const headers: Record<string, string> = {}
  if (!hop.headers.has('host')) headers.Host = hop.url.host
  if (!hop.headers.has('connection')) headers.Connection = 'keep-alive'
  for (const [name, value] of hop.headers.values()) headers[name] = value
  if (forProxy !== null) headers['Proxy-Authorization'] = forProxy
  return headers
}

/** Repeated headers joined, as `fetch` gives them. */
export function plainHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const plain: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !name.startsWith(':'))
      plain[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return plain
}
