import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { systemClock } from '../../../src/main/monitor/clock.ts'
import type { ByteBudget } from '../../../src/main/monitor/connection/byteBudget.ts'
import { openConnection } from '../../../src/main/monitor/connection/connection.ts'
import type {
  Connection,
  ConnectionRequest,
  ConnectionSink,
  ReceivedEvent,
  ResponseFacts,
} from '../../../src/main/monitor/connection/types.ts'
import type { Failure } from '../../../src/shared/model/failure.ts'

/** One thing that a connection told. */
export type Told =
  | { readonly name: 'opened'; readonly facts: ResponseFacts }
  | { readonly name: 'received'; readonly bytes: number; readonly signs: number }
  | { readonly name: 'event'; readonly event: ReceivedEvent }
  | { readonly name: 'comment'; readonly text: string }
  | { readonly name: 'block'; readonly type: string; readonly ownId: string | null }
  | { readonly name: 'retry'; readonly ms: number }
  | { readonly name: 'consumed'; readonly lastEventId: string | null }
  | {
      readonly name: 'failed'
      readonly failure: Failure
      readonly facts: ResponseFacts | null
      readonly retryAfter: string | null
    }
  | { readonly name: 'ended' }
  | { readonly name: 'noContent'; readonly facts: ResponseFacts }

type Of<N extends Told['name']> = Extract<Told, { readonly name: N }>

export interface Recording {
  readonly told: readonly Told[]
  readonly connection: Connection
  all<N extends Told['name']>(name: N): readonly Of<N>[]
  /** The first of this name, waited for. */
  first<N extends Told['name']>(name: N): Promise<Of<N>>
  /** Resolves when `ready` holds, asked after each thing told. */
  until(ready: (told: readonly Told[]) => boolean): Promise<void>
  /** The last word: failed, ended or noContent. */
  end(): Promise<Last>
}

export function requestTo(url: string | URL, changes: Partial<ConnectionRequest> = {}): ConnectionRequest {
  return {
    url: new URL(url),
    headers: {},
    secretHeaders: new Set(),
    lastEventId: null,
    maxFrame: 1024 * 1024,
    http2: false,
    tls: { insecure: false },
    proxy: null,
    ...changes,
  }
}

/** Opens a connection and writes down everything it tells; closed when the test is over. */
export function record(
  request: ConnectionRequest,
  budget?: ByteBudget,
  onTold?: (told: Told) => void,
): Recording {
  const told: Told[] = []
  const waiting = new Set<() => void>()
  const add = (one: Told) => {
    told.push(one)
    onTold?.(one)
    for (const look of [...waiting]) look()
  }
  const sink: ConnectionSink = {
    opened: (facts) => add({ name: 'opened', facts }),
    received: (_at, bytes, signs) => add({ name: 'received', bytes, signs }),
    event: (_at, event) => add({ name: 'event', event }),
    comment: (_at, text) => add({ name: 'comment', text }),
    block: (_at, block) => add({ name: 'block', ...block }),
    retry: (ms) => add({ name: 'retry', ms }),
    consumed: (_at, lastEventId) => add({ name: 'consumed', lastEventId }),
    failed: (failure, facts, retryAfter) => add({ name: 'failed', failure, facts, retryAfter }),
    ended: () => add({ name: 'ended' }),
    noContent: (facts) => add({ name: 'noContent', facts }),
  }
  const connection = openConnection(request, sink, systemClock(), budget)
  onTestFinished(() => connection.close())
  const all = <N extends Told['name']>(name: N) => told.filter((one): one is Of<N> => one.name === name)
  const until = (ready: (told: readonly Told[]) => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!ready(told)) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
  return {
    told,
    connection,
    all,
    until,
    async first(name) {
      if (all(name).length === 0) await until((list) => list.at(-1)?.name === name)
      const [one] = all(name)
      if (!one) throw new Error(`Nothing named ${name} was told.`)
      return one
    },
    async end() {
      const last = () => told.at(-1)
      await until(() => isLast(last()))
      const one = last()
      if (isLast(one)) return one
      throw new Error('Something was told after the last word.')
    },
  }
}

type Last = Of<'failed'> | Of<'ended'> | Of<'noContent'>

function isLast(one: Told | undefined): one is Last {
  return one?.name === 'failed' || one?.name === 'ended' || one?.name === 'noContent'
}

export interface RawServer {
  readonly port: number
  readonly url: string
  /** Each request's head as it came, in order. */
  readonly heads: readonly string[]
  readonly sockets: readonly Socket[]
  /** Sockets that are still open. */
  open(): number
  /** Resolves when no socket is open any more. */
  quiet(): Promise<void>
}

/** A TCP server that reads a request's head and hands the socket to `answer`, byte for byte under control. */
export async function rawServer(answer: (socket: Socket, head: string) => void): Promise<RawServer> {
  const heads: string[] = []
  const sockets: Socket[] = []
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.push(socket)
    let head = ''
    const read = (chunk: Buffer) => {
      head += chunk.toString('latin1')
      if (!head.includes('\r\n\r\n')) return
      socket.off('data', read)
      socket.resume()
      heads.push(head)
      answer(socket, head)
    }
    socket.on('data', read)
    // A client that goes away in the middle is what many of these tests are about.
    socket.on('error', () => socket.destroy())
  })
  const port = await listen(server)
  const open = () => sockets.filter((socket) => !socket.destroyed).length
  return {
    port,
    url: `http://127.0.0.1:${port}/`,
    heads,
    sockets,
    open,
    async quiet() {
      for (const socket of sockets)
        if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve))
    },
  }
}

export async function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  server.listen(0, host)
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    if ('closeAllConnections' in server && typeof server.closeAllConnections === 'function')
      server.closeAllConnections()
  })
  return (server.address() as AddressInfo).port
}

export const streamHead =
  'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\nCache-Control: no-store\r\n\r\n'
export const chunkedHead =
  'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n'

/** One chunk of a chunked body. */
export function chunk(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`
}

/** A fixed answer to every request, then the end of the socket. */
export function always(text: string): (socket: Socket) => void {
  return (socket) => socket.end(text)
}
