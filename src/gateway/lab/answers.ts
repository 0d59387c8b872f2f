import type { Environment } from '../environment.ts'
import { answerJson } from '../http.ts'
import { type Exchange, type FaultKind, faultKind } from './fault.ts'
import { number, text } from './params.ts'

const hour = 3600

const statusText = (code: number): string => `The fault lab answers ${code} here.`

function retryAfter(seconds: number | null, as: string, environment: Environment): Record<string, string> {
  if (seconds === null) return {}
  // RFC 9110, 10.2.3: a number of seconds, or an HTTP date
  const value = as === 'date' ? new Date(environment.now() + seconds * 1000).toUTCString() : String(seconds)
  return { 'Retry-After': value }
}

function answerStatus(exchange: Exchange, code: number, headers: Record<string, string>): true {
  const { response, info } = exchange
  const all = { 'X-Trace-ID': info.traceId, ...headers }
  if (code === 204 || code === 304) response.writeHead(code, all).end()
  else answerJson(response, code, { error: { code: `lab-${code}`, message: statusText(code) } }, all)
  return true
}

function redirect(exchange: Exchange, code: number, location: string): true {
  return answerStatus(exchange, code, { Location: location })
}

const codes = 'redirect status: 301, 302, 303, 307 or 308'

/** Faults met before a stream opens. */
export const answerFaults: Readonly<Record<string, FaultKind>> = {
  refuse: faultKind('resets the connection before a byte; on a door, closes its port', {}, () => ({
    answer({ request }) {
      request.socket.resetAndDestroy()
      return true
    },
  })),

  status: faultKind(
    'answers with a status instead of a stream',
    {
      code: number(503, 200, 599, 'the status'),
      retryAfter: number(null, 0, 365 * 24 * hour, 'Retry-After, seconds from now'),
      as: text('seconds', 'how Retry-After is written', ['seconds', 'date']),
    },
    ({ code, retryAfter: seconds, as }) => ({
      answer: (exchange) => answerStatus(exchange, code, retryAfter(seconds, as, exchange.environment)),
    }),
  ),

  'no-content': faultKind('answers 204: do not come back', {}, () => ({
    answer: (exchange) => answerStatus(exchange, 204, {}),
  })),

  'slow-headers': faultKind(
    'opens the stream only after a while',
    { delay: number(5, 0, hour, 'seconds before the headers') },
    ({ delay }) => ({
      answer: ({ environment, response }) =>
        new Promise((resolve) => {
          const cancel = environment.after(delay * 1000, () => resolve(false))
          response.once('close', () => {
            cancel()
            resolve(true)
          })
        }),
    }),
  ),

  'half-open': faultKind('accepts the request and never answers', {}, () => ({
    answer(exchange) {
      exchange.hold()
      return true
    },
  })),

  'content-type': faultKind(
    'answers 200 with a page instead of a stream, as a captive portal does',
    { type: text('text/html; charset=utf-8', 'the Content-Type') },
    ({ type }) => ({
      answer({ response, info }) {
        response.writeHead(200, { 'Content-Type': type, 'X-Trace-ID': info.traceId })
        response.end('<!doctype html><title>Sign in</title><p>Sign in to use this network.</p>\n')
        return true
      },
    }),
  ),

  'redirect-loop': faultKind(
    'redirects to itself, for ever',
    { code: number(302, 301, 308, codes) },
    ({ code }) => ({ answer: (exchange) => redirect(exchange, code, exchange.request.url ?? '/') }),
  ),

  redirect: faultKind(
    'redirects to another place',
    { to: text('/sse/elsewhere', 'the Location, relative or whole'), code: number(302, 301, 308, codes) },
    ({ to, code }) => ({ answer: (exchange) => redirect(exchange, code, to) }),
  ),

  'expired-credential': faultKind(
    'answers 401 until the request bears the right token in Authorization',
    { token: text('renewed', 'the token that is taken'), code: number(401, 401, 403, '401 or 403') },
    ({ token, code }) => ({
      answer(exchange) {
        const given = (exchange.request.headers.authorization ?? '').replace(/^bearer\s+/i, '')
        if (given === token) return false
        const challenge = 'Bearer realm="lab", error="invalid_token", error_description="The token expired"'
        return answerStatus(exchange, code, { 'WWW-Authenticate': challenge })
      },
    }),
  ),
}
