/** What a server's response headers tell of its stream (3-wire.md): hints that the configuration overrides. */
export interface HeaderHints {
  /** Milliseconds between two heartbeats. */
  readonly interval: number | null
  /** Milliseconds. */
  readonly silence: number | null
  /** Milliseconds after which the server will close: a close then is announced. */
  readonly maxStream: number | null
  readonly traceId: string | null
}

const day = 24 * 60 * 60 * 1000

/** `headers` with lower-case names. Values that make no sense are treated as not sent. */
export function parseHints(headers: Readonly<Record<string, string>>): HeaderHints {
  return {
    interval: seconds(headers['x-heartbeat-interval']),
    silence: seconds(headers['x-silence-threshold']),
    maxStream: seconds(headers['x-stream-max-seconds']),
    traceId: traceId(headers['x-trace-id']) ?? traceparentId(headers.traceparent),
  }
}

/**
 * `Retry-After` in milliseconds from now: seconds or one of the three HTTP dates (RFC 9110, 5.6.7 and 10.2.3),
 * never below 0, at most 24 hours. Null where it is neither. `wall` is the wall clock, epoch ms.
 */
export function parseRetryAfter(text: string | null | undefined, wall: number): number | null {
  const trimmed = text?.trim() ?? ''
  if (/^\d+$/.test(trimmed)) return Math.min(Number(trimmed) * 1000, day)
  const date = parseHttpDate(trimmed)
  return date === null ? null : Math.min(Math.max(0, date - wall), day)
}

const imfDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/
const rfc850Date = /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/
const asctimeDate = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/

function parseHttpDate(text: string): number | null {
  const known = imfDate.test(text) || rfc850Date.test(text)
  // asctime has no zone and is UTC all the same; Date.parse would take it as local.
  const time = known ? Date.parse(text) : asctimeDate.test(text) ? Date.parse(`${text} GMT`) : Number.NaN
  return Number.isNaN(time) ? null : time
}

/** Whole or fractional seconds to milliseconds; more than 0 and at most a day. */
function seconds(text: string | undefined): number | null {
  const trimmed = text?.trim() ?? ''
  if (!/^\d{1,9}(\.\d{1,9})?$/.test(trimmed)) return null
  const ms = Number(trimmed) * 1000
  return ms >= 1 && ms <= day ? ms : null
}

function traceId(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? ''
  return /^[\x21-\x7e]{1,128}$/.test(trimmed) ? trimmed : null
}

/** W3C Trace Context: `version-traceid-parentid-flags`; an id of zeros is invalid. */
function traceparentId(text: string | undefined): string | null {
  const id = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/.exec(text?.trim() ?? '')?.[1]
  return id === undefined || /^0+$/.test(id) ? null : id
}
