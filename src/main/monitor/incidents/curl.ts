import type { TlsSettings } from '../../../shared/settings.ts'

/** A request as it may be shown: secrets are struck out already. */
export interface CurlRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly followsRedirects: boolean
  readonly http2: boolean
  /** Paths as the configuration has them, relative to its folder. */
  readonly tls: TlsSettings
  readonly proxy: string | null
}

/** One line for a POSIX shell that makes the same request and shows the stream as it comes. */
export function curlCommand({ url, headers, followsRedirects, http2, tls, proxy }: CurlRequest): string {
  const words = ['curl', '-N']
  for (const [name, value] of Object.entries(headers)) words.push('-H', headerWord(name, value))
  if (followsRedirects) words.push('-L')
  if (http2) words.push('--http2')
  if (tls.insecure) words.push('-k')
  if (tls.ca !== undefined) words.push('--cacert', tls.ca)
  if (tls.cert !== undefined) words.push('--cert', tls.cert)
  if (tls.key !== undefined) words.push('--key', tls.key)
  if (proxy !== null) words.push('--proxy', proxy)
  // Brackets and braces are ranges to curl, in a URL as well.
  if (/[[\]{}]/.test(url)) words.push('-g')
  return [...words, url].map(shellQuoted).join(' ')
}

/** curl takes `Name:` as a wish to send no such header; an empty one is asked for with a semicolon. */
function headerWord(name: string, value: string): string {
  return value === '' ? `${name};` : `${name}: ${value}`
}

/** One word to a POSIX shell, whatever it holds. */
export function shellQuoted(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
