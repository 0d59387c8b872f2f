/** What stands in place of a value that must not be shown. */
export const struckOut = '***'

/** Words that make the name of a query key or a header secret-looking. */
const secretWords = new Set([
  'token',
  'tokens',
  'key',
  'apikey',
  'secret',
  'secrets',
  'password',
  'passwd',
  'passphrase',
  'passcode',
  'pass',
  'pwd',
  'pw',
  'auth',
  'authorization',
  'sig',
  'signature',
  'session',
  'sid',
  'jwt',
  'bearer',
  'credential',
  'credentials',
  'hmac',
  'otp',
  'ticket',
  'cookie',
])

/** Names written without a mark between their words: `accesstoken`, `sessionid`, `mykey`. */
const secretEnding = /(token|secret|password|passwd|apikey|authkey|accesskey|signature|sessionid|jwt)$/

/** Secret only as the whole name: `code` is what OAuth sends, `country_code` is not. */
const secretNames = new Set(['code', 'mykey', 'privatekey'])

/** Whether a query key or header of this name usually carries a secret. */
export function looksSecret(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
  const whole = words.join('')
  return secretNames.has(whole) || secretEnding.test(whole) || words.some((word) => secretWords.has(word))
}

/**
 * A URL fit to be shown: the values of secret-looking query keys (in the fragment too) and the secret of
 * `user:secret@` are struck out, everything else stays as it was written. A lone `user@` may be a token, and is
 * struck out whole. `values` are further texts to strike out wherever they stand, such as resolved references.
 * Text that is no URL is treated the same way, and never refused.
 */
export function redactUrl(url: string, values: Iterable<string> = []): string {
  const fragmentAt = indexOrEnd(url, '#')
  const queryAt = indexOrEnd(url.slice(0, fragmentAt), '?')
  const front = redactUserinfo(url.slice(0, queryAt))
  const query = url.slice(queryAt, fragmentAt).replace(/[^?&;]+/g, redactPair)
  const fragment = url.slice(fragmentAt).replace(/[^#?&;]+/g, redactPair)
  return redactText(front + query + fragment, values)
}

/**
 * A text that stands where something else belongs, fit to be quoted: what a URL in it keeps secret, what stands behind
 * a secret-looking name (`Authorization: …`, `token=…`) or an authentication scheme, and the userinfo of a URL without
 * its scheme are struck out.
 */
export function redactLoose(text: string): string {
  // People paste megabytes: no pattern may begin anew at each character of a long word.
  return text
    .replace(/[a-z][a-z0-9+.-]{0,30}:\/\/[^\s"']+/gi, (url) => redactUrl(url))
    .replace(/(?<![\w-])([\w-]+)(["']?\s*[:=]\s*)([^\s*].*)/g, (pair, name: string, mark: string) =>
      looksSecret(name) ? `${name}${mark}${struckOut}` : pair,
    )
    .replace(/\b(basic|bearer|token|digest|negotiate)(\s+)\S+/gi, `$1$2${struckOut}`)
    .replace(/^[^\s/?#@:]*:[^\s/?#@]*@/, `${struckOut}@`)
}

/** `text` without the given values, as they are and as they look in a URL. */
export function redactText(text: string, values: Iterable<string>): string {
  return redactor(values)(text)
}

/** The same for many texts. */
export function redactor(values: Iterable<string>): (text: string) => string {
  const known = new Set([...values].flatMap((value) => [value, asInUrl(value)]))
  known.delete('')
  // The longest first: a value that holds another must not leave its tail behind.
  const inOrder = [...known].sort((a, b) => b.length - a.length)
  return (text) => inOrder.reduce((result, value) => result.replaceAll(value, struckOut), text)
}

/**
 * Headers fit to be shown, request or response: the values of secret-looking names, and of those in `secret` (lower
 * case), are struck out.
 */
export function redactHeaders(
  headers: Readonly<Record<string, string>>,
  secret: ReadonlySet<string> = new Set(),
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      looksSecret(name) || secret.has(name.toLowerCase()) ? struckOut : value,
    ]),
  )
}

function redactPair(pair: string): string {
  const at = pair.indexOf('=')
  return at > 0 && looksSecret(decoded(pair.slice(0, at))) ? `${pair.slice(0, at)}=${struckOut}` : pair
}

/** The authority ends at the first slash; what stands before its last `@` is the userinfo. */
function redactUserinfo(front: string): string {
  const match = /^([a-z][a-z0-9+.-]*:)?\/\//i.exec(front)
  if (match === null) return front
  const start = match[0].length
  const end = start + indexOrEnd(front.slice(start), '/')
  const authority = front.slice(start, end)
  const at = authority.lastIndexOf('@')
  if (at < 0) return front
  const colon = authority.slice(0, at).indexOf(':')
  const shown = colon < 0 ? struckOut : `${authority.slice(0, colon)}:${struckOut}`
  return front.slice(0, start) + shown + authority.slice(at) + front.slice(end)
}

function indexOrEnd(text: string, mark: string): number {
  const at = text.indexOf(mark)
  return at < 0 ? text.length : at
}

/** Percent-decoded, or as it is where the encoding is broken. */
function decoded(text: string): string {
  return /%(?![0-7][0-9a-f])/i.test(text) ? text : decodeURIComponent(text)
}

/** A lone surrogate cannot be encoded, and cannot stand in a URL either. */
function asInUrl(value: string): string {
  return value.isWellFormed() ? encodeURIComponent(value) : value
}
