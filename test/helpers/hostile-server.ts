import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createServer as createSecureServer, type TlsOptions } from 'node:tls'
import { onTestFinished } from 'vitest'

/** One request, with its socket in the server's hands byte for byte. */
export interface Visit {
  readonly socket: Socket
  /** Path and query as sent. */
  readonly target: string
  /** Lower-case names; the bytes as Latin-1. */
  readonly headers: Readonly<Record<string, string>>
  /** As the standard has it sent: UTF-8. Null where none came. */
  readonly lastEventId: string | null
  /** Which request for this path it is, from 1 on. */
  readonly nth: number
}

export type Behaviour = (visit: Visit) => void

export interface HostileServer {
  readonly port: number
  /** Without a slash at its end. */
  readonly origin: string
  url(path: string): string
  /** The requests for a path, or all of them, oldest first. */
  visits(path?: string): readonly Visit[]
  /** Sockets that are open now. */
  open(): number
}

/**
 * A server that answers each path by its behaviour, to the byte; any other path is held without an answer. It keeps to
 * no rule of HTTP by itself. Closed when the test is over.
 */
export async function hostileServer(
  behaviours: Readonly<Record<string, Behaviour>>,
  tls?: TlsOptions,
): Promise<HostileServer> {
  const visits: Visit[] = []
  const sockets = new Set<Socket>()

  function serve(socket: Socket): void {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('close', () => sockets.delete(socket))
    // Clients that go away in the middle are what these tests are about.
    socket.on('error', () => socket.destroy())
    let head = ''
    const read = (chunk: Buffer): void => {
      head += chunk.toString('latin1')
      if (!head.includes('\r\n\r\n')) return
      socket.off('data', read)
      socket.resume()
      const visit = visitOf(socket, head, visits)
      visits.push(visit)
      behaviours[pathOf(visit)]?.(visit)
    }
    socket.on('data', read)
  }

  const server: Server = tls ? createSecureServer(tls, serve) : createServer(serve)
  // Handshakes that the client breaks off.
  server.on('tlsClientError', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  const { port } = server.address() as AddressInfo
  const origin = `${tls ? 'https' : 'http'}://127.0.0.1:${port}`
  return {
    port,
    origin,
    url: (path) => origin + path,
    visits: (path) => visits.filter((visit) => path === undefined || pathOf(visit) === path),
    open: () => sockets.size,
  }
}

function pathOf({ target }: Visit): string {
  return target.split('?', 1)[0] ?? target
}

function visitOf(socket: Socket, head: string, before: readonly Visit[]): Visit {
  const [line = '', ...lines] = head.split('\r\n')
  const headers: Record<string, string> = {}
  for (const text of lines) {
    const at = text.indexOf(':')
    if (at > 0) headers[text.slice(0, at).toLowerCase()] = text.slice(at + 1).trim()
  }
  const target = line.split(' ')[1] ?? ''
  const id = headers['last-event-id']
  const path = target.split('?', 1)[0] ?? target
  return {
    socket,
    target,
    headers,
    lastEventId: id === undefined ? null : Buffer.from(id, 'latin1').toString('utf8'),
    nth: before.filter((other) => pathOf(other) === path).length + 1,
  }
}

type Headers = Readonly<Record<string, string>>

/** The head of an answer; the body ends with the socket. */
export function head(status: number, headers: Headers = {}): string {
  const lines = Object.entries({ Connection: 'close', ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  )
  return [`HTTP/1.1 ${status} Whatever`, ...lines, '', ''].join('\r\n')
}

/** A whole answer, and the end of the socket. */
export function answer(status: number, headers: Headers = {}, body = ''): Behaviour {
  const length = status === 204 ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }
  return ({ socket }) => socket.end(head(status, { ...length, ...headers }) + body)
}

export const streamHead = head(200, { 'Content-Type': 'text/event-stream' })
export const chunkedHead = head(200, { 'Content-Type': 'text/event-stream', 'Transfer-Encoding': 'chunked' })

/** A stream that says `texts` and stays open. */
export function stream(...texts: readonly string[]): Behaviour {
  return ({ socket }) => socket.write(streamHead + texts.join(''))
}

/** A stream that says `texts` and ends cleanly. */
export function brief(...texts: readonly string[]): Behaviour {
  return ({ socket }) => socket.end(streamHead + texts.join(''))
}

/** Each request another behaviour; the last one goes on. */
export function inTurn(...behaviours: readonly Behaviour[]): Behaviour {
  return (visit) => (behaviours[visit.nth - 1] ?? behaviours.at(-1))?.(visit)
}

/** One chunk of a chunked body. */
export function chunk(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`
}
