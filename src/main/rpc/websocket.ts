import type { WebSocket } from 'ws'
import type { ServerTransport } from '../../shared/rpc/messages.ts'

/** Bytes that may wait for a slow peer: some snapshots of a thousand endpoints. */
const congestedAt = 4 * 1024 * 1024

/** The monitor's end of a WebSocket. A message that is not JSON ends it. */
export function webSocketTransport(socket: WebSocket): ServerTransport {
  // A message over the limit, a broken frame: the peer's fault, and the end of this one socket only.
  socket.on('error', () => socket.terminate())
  return {
    send(message) {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message))
    },
    onMessage(listener) {
      socket.removeAllListeners('message')
      socket.on('message', (data) => {
        const parsed = parse(String(data))
        if (parsed.ok) listener(parsed.value)
        else socket.close(1007, 'Not JSON.')
      })
    },
    onClose(listener) {
      if (socket.readyState === socket.CLOSED) listener()
      else socket.once('close', listener)
    },
    congested: () => socket.bufferedAmount > congestedAt,
    close() {
      socket.close(1008, 'Not the protocol.')
    },
  }
}

/** A peer that answers no ping for this long is gone, whatever its socket says. */
const pingEveryMs = 30_000

/** Ends a peer that vanished without closing (a laptop that sleeps, a cut tunnel). */
export function keepAlive(
  socket: Pick<WebSocket, 'on' | 'ping' | 'terminate'>,
  after: (ms: number, task: () => void) => () => void,
): void {
  let answered = true
  let cancel = after(pingEveryMs, beat)
  function beat(): void {
    if (!answered) {
      socket.terminate()
      return
    }
    answered = false
    socket.ping()
    cancel = after(pingEveryMs, beat)
  }
  socket.on('pong', () => {
    answered = true
  })
  socket.on('close', () => cancel())
}

function parse(text: string): { readonly ok: true; readonly value: unknown } | { readonly ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch {
    return { ok: false }
  }
}
