import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { longestRequest } from '../../shared/rpc/messages.ts'
import { socketPath } from '../../shared/rpc/socket.ts'
import type { Access } from './access.ts'
import { type Refusal, refusalAnswer } from './answers.ts'
import { askerOf } from './app.ts'
import { noToken, strangerHost, strangerOrigin, unknownRoute } from './refusals.ts'

/** A peer that does not answer the farewell is not waited for. */
const farewellMs = 1000

/**
 * Takes WebSockets at `/rpc`, after the same checks as for any request. The returned function ends all that are
 * open; `after` runs a task once after some ms.
 */
export function acceptSockets(
  server: Server,
  access: Access,
  accept: (socket: WebSocket) => void,
  after: (ms: number, task: () => void) => () => void,
): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: longestRequest,
    perMessageDeflate: false,
  })
  server.on('upgrade', (request, stream, head) => {
    const refusal = refusalFor(request, access)
    if (refusal) refuseUpgrade(stream, refusal)
    else sockets.handleUpgrade(request, stream, head, accept)
  })
  return () => {
    for (const socket of sockets.clients) {
      socket.once(
        'close',
        after(farewellMs, () => socket.terminate()),
      )
      socket.close(1001, 'Heartline ends.')
    }
    sockets.close()
  }
}

function refusalFor(request: IncomingMessage, access: Access): Refusal | null {
  const { headers } = request
  const asker = askerOf((name) => {
    const value = headers[name]
    return typeof value === 'string' ? value : undefined
  })
  const stranger = access.stranger(asker)
  if (stranger) return stranger === 'host' ? strangerHost : strangerOrigin
  if (!access.knows(asker)) return noToken
  return request.url?.split('?', 1)[0] === socketPath ? null : unknownRoute
}

function refuseUpgrade(stream: Duplex, refusal: Refusal): void {
  const body = JSON.stringify({ error: { code: refusal.code, message: refusal.message, hint: refusal.hint } })
  const headers = [...refusalAnswer(refusal).headers].map(([name, value]) => `${name}: ${value}\r\n`).join('')
  // Whoever leaves now loses nothing but this answer.
  stream.on('error', () => stream.destroy())
  stream.end(
    `HTTP/1.1 ${refusal.status} Refused\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}
