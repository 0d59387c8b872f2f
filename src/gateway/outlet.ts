import type { ServerResponse } from 'node:http'
import type { Cancel, Environment } from './environment.ts'

export interface OutletLimits {
  /** A client with more bytes than this waiting for it is dropped. */
  readonly bytes: number
  /** A client that has not taken what waits for it for so long is dropped; milliseconds. */
  readonly undrainedMs: number
}

export const defaultOutletLimits: OutletLimits = { bytes: 1024 * 1024, undrainedMs: 30_000 }

/** The bytes of one answer on their way out, under the backpressure rule: a reader too slow is dropped. */
export interface Outlet {
  /** `alsoHeld`: bytes held elsewhere for this client, that count against its limit. */
  write(text: string, alsoHeld?: number): void
  /** Resolves once nothing waits to be taken, or the client is gone. */
  drained(): Promise<void>
  /** A client that does not take the rest in time is dropped, too: it would keep its place for ever. */
  end(): void
  /** An orderly close of the socket, with the body unfinished. */
  cut(): void
  /** A TCP reset. */
  reset(): void
}

export function createOutlet(
  response: ServerResponse,
  limits: OutletLimits,
  environment: Environment,
  dropped: () => void,
): Outlet {
  let waiting: (() => void)[] = []
  let patience: Cancel | null = null

  const release = (): void => {
    patience?.()
    patience = null
    const resolvers = waiting
    waiting = []
    for (const resolve of resolvers) resolve()
  }
  const drop = (): void => {
    dropped()
    response.destroy()
  }
  response.on('drain', release)
  response.on('close', release)

  const isOpen = (): boolean => !response.destroyed && !response.writableEnded

  return {
    write(text, alsoHeld = 0) {
      if (!isOpen()) return
      const taken = response.write(text)
      if (taken) return
      if (response.writableLength + alsoHeld > limits.bytes) drop()
      else patience ??= environment.after(limits.undrainedMs, drop)
    },

    drained() {
      if (!isOpen() || !response.writableNeedDrain) return Promise.resolve()
      return new Promise((resolve) => waiting.push(resolve))
    },

    end() {
      if (!isOpen()) return
      response.end()
      patience ??= environment.after(limits.undrainedMs, drop)
    },

    cut() {
      response.socket?.destroySoon()
    },

    reset() {
      const socket = response.socket
      if (socket !== null && 'resetAndDestroy' in socket) socket.resetAndDestroy()
      else response.destroy()
    },
  }
}
