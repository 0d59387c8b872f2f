import { socketPath, socketTransport } from '../shared/rpc/socket.ts'
import type { LinkEnvironment } from './link.ts'

/** A monitor that does not even answer this in time is gone, whatever it thinks of this browser. */
const probeWithinMs = 2000

/** Browser mode: the contract over a WebSocket to the server that the page came from; the cookie goes along. */
export function browserEnvironment(window: Window & typeof globalThis): LinkEnvironment {
  const { location } = window
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  return {
    open: (lost) => {
      const socket = new window.WebSocket(`${scheme}://${location.host}${socketPath}`)
      socket.addEventListener('close', lost)
      return { transport: socketTransport(socket), close: () => socket.close() }
    },
    after: (ms, task) => {
      const timer = window.setTimeout(task, ms)
      return () => window.clearTimeout(timer)
    },
    // A browser does not tell why a WebSocket was refused; the page's own address does.
    refused: () =>
      window
        .fetch('/', { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(probeWithinMs) })
        .then(
          (answer) => answer.status === 401,
          () => false,
        ),
  }
}
