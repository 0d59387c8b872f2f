import type { ServerTransport, Transport } from '../../src/shared/rpc/messages.ts'
import { type ServerOptions, serveContract } from '../../src/shared/rpc/server.ts'
import type { Wire } from './rpc-behaviour.ts'

type End = 'client' | 'server'
const ignore = () => undefined

/** A transport inside one process. Values are copied and arrive later, as over a real one. */
export function memoryPair(): {
  client: Transport
  server: ServerTransport
  congest(on: boolean): void
  cut(): void
} {
  const listeners: Record<End, (message: unknown) => void> = { client: ignore, server: ignore }
  const onClose: Record<End, () => void> = { client: ignore, server: ignore }
  let closed = false
  let congested = false

  function end(to: End, from: End): Transport {
    return {
      send(message) {
        const copy = structuredClone(message)
        if (!closed) queueMicrotask(() => listeners[to](copy))
      },
      onMessage(listener) {
        listeners[from] = listener
      },
      onClose(listener) {
        onClose[from] = listener
        if (closed) listener()
      },
    }
  }
  function cut(): void {
    if (closed) return
    closed = true
    onClose.client()
    onClose.server()
  }

  return {
    client: end('server', 'client'),
    server: { ...end('client', 'server'), congested: () => congested, close: cut },
    congest(on) {
      congested = on
    },
    cut,
  }
}

/** The contract served over such a pair. */
export async function memoryWire(options: ServerOptions): Promise<Wire> {
  const pair = memoryPair()
  serveContract(pair.server, options)
  return { transport: pair.client, congest: pair.congest, cut: pair.cut, close: pair.cut }
}
