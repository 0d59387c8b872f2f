import type { IncomingHttpHeaders } from 'node:http'

export type EndToEndHeaders = Readonly<Record<string, string | readonly string[]>>

/** They speak of one connection, so that they mean nothing on another [spec: RFC 9110, 7.6.1]. */
const hopByHop: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** What may be told to a third party: no undefined value, nothing hop-by-hop, nothing that `Connection` names. */
export function endToEnd(headers: IncomingHttpHeaders): EndToEndHeaders {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase())
  const dropped = new Set([...hopByHop, ...named])
  const kept: Record<string, string | readonly string[]> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !dropped.has(name)) kept[name] = value
  }
  return kept
}
