import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { errorCode } from '../config/errors.ts'
import { StartError } from '../problem.ts'

/** Where browser mode listens; port 0 is a free one. */
export interface Address {
  readonly host: string
  readonly port: number
}

/**
 * Listens, and tells the port. Rejects with a `StartError` that says what is in the way. What goes wrong once it
 * listens (no descriptor left for a connection) ends nothing: `onError` is told, once for each kind.
 */
export async function listen(
  { host, port }: Address,
  onError: (error: Error) => void,
): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer()
  server.listen({ host, port })
  try {
    await once(server, 'listening')
  } catch (error) {
    throw cannotListen({ host, port }, error)
  }
  const told = new Set<string | null>()
  server.on('error', (error) => {
    const code = errorCode(error)
    // It comes for each connection that is lost to it.
    if (told.has(code)) return
    told.add(code)
    onError(error)
  })
  return { server, port: (server.address() as AddressInfo).port }
}

/** `host` as it stands in a URL. An address that means all of them is reached through loopback. */
export function urlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}

function cannotListen({ host, port }: Address, error: unknown): StartError {
  const code = errorCode(error)
  const place = `${host.includes(':') ? `[${host}]` : host}:${port}`
  const [message, hint] = wordings[code ?? ''] ?? [
    'cannot be listened on.',
    'Choose another with --host and --port.',
  ]
  const detail =
    code && code in wordings ? '' : ` (${error instanceof Error ? error.message : String(error)})`
  return new StartError('cannot-listen', `${place} ${message}${detail}`, hint, { cause: error })
}

const wordings: Readonly<Record<string, readonly [string, string]>> = {
  EADDRINUSE: [
    'is taken by another program.',
    'Choose another port with --port, or leave --port out for a free one.',
  ],
  EACCES: ['may not be listened on by this user.', 'Choose a port above 1023 with --port.'],
  EADDRNOTAVAIL: ['is no address of this machine.', 'Choose one of its own with --host, such as 127.0.0.1.'],
  ENOTFOUND: [
    'cannot be listened on: the name is not known.',
    'Choose an address with --host, such as 127.0.0.1.',
  ],
  EAI_AGAIN: [
    'cannot be listened on: the name is not known.',
    'Choose an address with --host, such as 127.0.0.1.',
  ],
}
