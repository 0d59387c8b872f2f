import type { Bridge } from '../shared/bridge.ts'
import type { LinkEnvironment } from './link.ts'

declare global {
  interface Window {
    /** There in the desktop app alone. */
    readonly heartline?: Bridge
  }
}

/** The desktop app: the contract over the preload's bridge. */
export function electronEnvironment(
  window: Pick<Window, 'setTimeout' | 'clearTimeout'>,
  bridge: Bridge,
): LinkEnvironment {
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
      const timer = window.setTimeout(task, ms)
      return () => window.clearTimeout(timer)
    },
    // The bridge asks for no token.
    refused: async () => false,
  }
}
