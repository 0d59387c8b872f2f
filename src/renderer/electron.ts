import type { Bridge } from '../shared/bridge.ts'
import type { LinkEnvironment } from './link.ts'

/** The two functions of a window, or of Node. */
interface Timers<T> {
  setTimeout(task: () => void, ms: number): T
  clearTimeout(timer: T): void
}

/** The desktop app: the contract over the preload's bridge. */
export function electronEnvironment<T>(timers: Timers<T>, bridge: Bridge): LinkEnvironment {
  return {
    open(lost) {
      let closed = false
      let onMessage: ((message: unknown) => void) | null = null
      let onClose: (() => void) | null = null
      const end = (): void => {
        closed = true
        onClose?.()
      }
      bridge.open(
        (text) => {
          if (!closed) onMessage?.(JSON.parse(text))
        },
        () => {
          if (closed) return
          end()
          lost()
        },
      )
      return {
        transport: {
          send(message) {
            if (!closed) bridge.send(JSON.stringify(message))
          },
          onMessage(listener) {
            onMessage = listener
          },
          onClose(listener) {
            onClose = listener
            if (closed) listener()
          },
        },
        close() {
          if (closed) return
          bridge.close()
          end()
        },
      }
    },
    after(ms, task) {
      const timer = timers.setTimeout(task, ms)
      return () => timers.clearTimeout(timer)
    },
    // The bridge asks for no token.
    refused: async () => false,
  }
}
