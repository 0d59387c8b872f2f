import type { IncomingHttpHeaders } from 'node:http'

/** Shown in headers and JSON unescaped, so only what needs no escaping in either is taken over. */
const safe = /^[\w.:/+=@-]{1,128}$/

/** W3C Trace Context: version, trace id, parent id, flags; an id of zeros only is invalid. */
const traceparent = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}/

/** The request's own `X-Trace-ID`, else the trace id of its `traceparent`, else a new one of 32 hex digits. */
export function traceIdOf(headers: IncomingHttpHeaders, uuid: () => string): string {
  const own = headers['x-trace-id']
  if (typeof own === 'string' && safe.test(own)) return own
  const parent = headers.traceparent
  const found = typeof parent === 'string' ? traceparent.exec(parent)?.[1] : undefined
  if (found !== undefined && !/^0+$/.test(found)) return found
  return uuid().replaceAll('-', '')
}
