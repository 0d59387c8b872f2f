import type { ConnectionRequest } from './types.ts'

/** Beyond this a server's header limits are in reach: the id is held back. */
export const longestSentId = 4096

/**
 * Whether an id can go into a `Last-Event-ID` header: 1 to 4096 bytes of UTF-8, and no control character but the tab
 * (RFC 9110, 5.5). Node refuses the whole request for one.
 */
export function isSendableId(id: string): boolean {
  const bytes = Buffer.byteLength(id, 'utf8')
  return bytes > 0 && bytes <= longestSentId && !hasControl(id)
}

function hasControl(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if ((code < 0x20 && code !== 0x09) || code === 0x7f) return true
  }
  return false
}

/** A header value as Node writes it (a byte for each character), so that UTF-8 reaches the wire. */
export function headerBytes(value: string): string {
  return Buffer.from(value, 'utf8').toString('latin1')
}

/** By lower-case name: the name as it goes on the wire, and the value. */
export type HeaderMap = ReadonlyMap<string, readonly [name: string, value: string]>

/**
 * The headers of the first hop. What the configuration sets replaces a default; credentials in the URL become
 * `Authorization` where none is set.
 */
export function requestHeaders(
  request: Pick<ConnectionRequest, 'url' | 'headers'>,
  defaults: Readonly<Record<string, string>>,
  lastEventId: string | null,
): HeaderMap {
  const headers = new Map<string, readonly [string, string]>()
  const set = (name: string, value: string) => headers.set(name.toLowerCase(), [name, headerBytes(value)])
  for (const [name, value] of Object.entries(defaults)) set(name, value)
  const { username, password } = request.url
  if (username || password) set('Authorization', basic(unescaped(username), unescaped(password)))
  for (const [name, value] of Object.entries(request.headers)) set(name, value)
  if (lastEventId !== null) set('Last-Event-ID', lastEventId)
  return headers
}

/** A part of a URL as it was meant; as it stands where its escapes are none. */
export function unescaped(part: string): string {
  return /%(?![0-9a-f]{2})/i.test(part) ? part : Buffer.from(percentBytes(part)).toString('utf8')
}

function percentBytes(part: string): Uint8Array {
  return Buffer.from(
    part.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
}

/** `Authorization` of the Basic scheme (RFC 7617), UTF-8. */
export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`
}

const credentials = ['authorization', 'cookie', 'proxy-authorization', 'host']

/** What may go along to another origin: no credentials, and no header whose value is a secret. */
export function withoutCredentials(headers: HeaderMap, secretHeaders: ReadonlySet<string>): HeaderMap {
  const left = new Map(headers)
  for (const name of credentials) left.delete(name)
  for (const name of secretHeaders) left.delete(name.toLowerCase())
  return left
}
