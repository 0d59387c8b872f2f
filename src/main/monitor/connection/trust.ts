import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls'
import type { ConnectionRequest } from './types.ts'

type TlsSettings = ConnectionRequest['tls']

let authorities: readonly string[] | null = null

/** Node's authorities and the system's, read once: reading the system's store takes some 100 ms. */
function knownAuthorities(): readonly string[] {
  authorities ??= [...new Set([...getCACertificates('default'), ...getCACertificates('system')])]
  return authorities
}

/** Parsing hundreds of authorities takes some 30 ms and a megabyte: endpoints with equal settings share it. */
const contexts = new Map<string, SecureContext>()
const mostContexts = 64

/**
 * The authorities and the client certificate of a connection. An endpoint's own authority is trusted beside
 * the known ones. Throws OpenSSL's error where a PEM text cannot be read.
 */
export function secureContext(tls: TlsSettings): SecureContext {
  const key = JSON.stringify([tls.ca, tls.cert, tls.key])
  const known = contexts.get(key)
  if (known) return known
  const made = createSecureContext({
    ca: [...knownAuthorities(), ...(tls.ca === undefined ? [] : [tls.ca])],
    cert: tls.cert,
    key: tls.key,
  })
  const oldest = contexts.keys().next()
  if (contexts.size >= mostContexts && !oldest.done) contexts.delete(oldest.value)
  contexts.set(key, made)
  return made
}
