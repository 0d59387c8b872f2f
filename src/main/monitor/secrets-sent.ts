import { looksSecret } from '../../shared/redact.ts'
import { unescaped } from './connection/headers.ts'
import type { ConnectionRequest } from './connection/types.ts'

/** Shorter values stand in too many texts by chance, and keep no secret. */
const shortest = 4

/**
 * What was sent in confidence and a server may repeat: credentials and secret-looking query values of the URL, secret
 * headers with and without the word before it (`Bearer abc`), and `known`, such as the values of references.
 * `request` null: none was sent.
 */
export function secretsSent(
  request: Pick<ConnectionRequest, 'url' | 'headers' | 'secretHeaders'> | null,
  known: readonly string[],
): readonly string[] {
  const sent = request === null ? [] : [...inHeaders(request), ...inUrl(request.url)]
  return [...known, ...sent].filter((value) => value.length >= shortest)
}

function inHeaders({
  headers,
  secretHeaders,
}: Pick<ConnectionRequest, 'headers' | 'secretHeaders'>): readonly string[] {
  return Object.entries(headers)
    .filter(([name]) => secretHeaders.has(name.toLowerCase()))
    .flatMap(([, value]) => [value, value.replace(/^\S+ +/, '')])
}

function inUrl({ searchParams, username, password }: URL): readonly string[] {
  const query = [...searchParams].filter(([name]) => looksSecret(name)).map(([, value]) => value)
  // A user without a password may be a token.
  return [...query, unescaped(password || username)]
}
