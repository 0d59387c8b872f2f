import type { Transport } from './messages.ts'

/** What a WebSocket offers in a browser and in Node alike. */
export interface SocketLike {
  readonly readyState: number
  send(text: string): void
  addEventListener(type: 'open' | 'close', listener: () => void): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
}

/** The path of the contract's WebSocket. */
export const socketPath = '/rpc'

const connecting = 0
const open = 1

/**
 * The client's end of a WebSocket. Messages sent before it is open wait for that; a lost socket tells `onClose`
 * once, and stays lost.
 */
export function socketTransport(socket: SocketLike): Transport {
  const waiting: string[] = []
  let closed = socket.readyState > open
  let onClose: (() => void) | null = null

  socket.addEventListener('open', () => {
    for (const text of waiting.splice(0)) socket.send(text)
  })
  socket.addEventListener('close', () => {
    if (closed) return
    closed = true
    onClose?.()
  })

  return {
    send(message) {
      const text = JSON.stringify(message)
      if (socket.readyState === connecting) waiting.push(text)
      else if (socket.readyState === open) socket.send(text)
    },
    onMessage(listener) {
      socket.addEventListener('message', (event) => listener(JSON.parse(String(event.data))))
    },
    onClose(listener) {
      onClose = listener
      if (closed) listener()
    },
  }
}
