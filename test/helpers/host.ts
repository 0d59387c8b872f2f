import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { streamHead } from './hostile-server.ts'

/** A host of its own on another loopback address, which can vanish and come back on the same port. */
export interface Host {
  /** `http://127.0.0.2:1234`, with any path: a stream that beats. */
  readonly origin: string
  /** Requests that came. */
  readonly requests: number
  /** Most streams that were open at the same time, since it was last asked. */
  most(): number
  /** All sockets are reset, and nobody listens. */
  goes(): Promise<void>
  comesBack(): Promise<void>
  /** Says nothing more, answers nothing more, and closes nothing. */
  falls(silent: boolean): void
  close(): Promise<void>
}

const beatMs = 100

/** Closed when the test is over. */
export async function host(address: string): Promise<Host> {
  const sockets = new Set<Socket>()
  /** Those that were answered. */
  const streams = new Set<Socket>()
  let port = 0
  let requests = 0
  let most = 0
  let isSilent = false
  let server: Server | null = null

  function serve(socket: Socket): void {
    sockets.add(socket)
    most = Math.max(most, sockets.size)
    socket.on('close', () => {
      sockets.delete(socket)
      streams.delete(socket)
    })
    // The client hangs up as it likes.
    socket.on('error', () => socket.destroy())
    socket.once('data', () => {
      requests++
      if (isSilent) return
      streams.add(socket)
      socket.write(`${streamHead}: hello\n\n`)
    })
  }

  const beat = setInterval(() => {
    if (!isSilent) for (const socket of streams) socket.write(': beat\n\n')
  }, beatMs)

  async function comesBack(): Promise<void> {
    server = createServer(serve).listen(port, address)
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  }

  async function goes(): Promise<void> {
    const closing = server
    server = null
    if (closing === null) return
    const closed = once(closing, 'close')
    closing.close()
    for (const socket of sockets) socket.resetAndDestroy()
    await closed
  }

  async function close(): Promise<void> {
    clearInterval(beat)
    await goes()
  }

  await comesBack()
  onTestFinished(close)
  return {
    origin: `http://${address}:${port}`,
    get requests() {
      return requests
    },
    most() {
      const seen = most
      most = sockets.size
      return seen
    },
    goes,
    comesBack,
    falls(silent) {
      isSilent = silent
    },
    close,
  }
}
