/** Headers by their names in lower case, as they were written. */
export type GatheredHeaders = Map<string, readonly [name: string, value: string]>

/** What the transport or Heartline sends by itself. */
const ownHeaders = new Set([
  'accept',
  'accept-encoding',
  'cache-control',
  'connection',
  'content-length',
  'host',
  'keep-alive',
  'last-event-id',
  'pragma',
  'te',
  'transfer-encoding',
  'upgrade',
])
/** Of those, the ones whose value may be meant. */
const usual: Readonly<Record<string, RegExp>> = {
  accept: /^(?:text\/event-stream|\*\/\*)\b|^\*\/\*$/i,
  'cache-control': /^no-cache$|^no-store$|^max-age=0$/i,
  pragma: /^no-cache$/i,
  host: /^$/,
}

/** Takes away what a browser adds to every request, and tells the names that a person might miss. */
export function dropHeaders(headers: GatheredHeaders): readonly string[] {
  const left: string[] = []
  for (const [key, [name, value]] of [...headers]) {
    const isOwn = ownHeaders.has(key) && (usual[key]?.test(value) ?? true)
    const isBrowsers = /^(?:sec-|:)|^upgrade-insecure-requests$|^priority$|^dnt$/.test(key)
    if (isOwn || isBrowsers) headers.delete(key)
    if (isBrowsers || key === 'last-event-id') left.push(name)
  }
  return left
}
