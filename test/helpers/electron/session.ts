import { EventEmitter } from 'node:events'
import type { Session } from 'electron'
import { state } from './state.ts'
import { strict } from './strict.ts'

const { installed } = state

export const sessionEvents = new EventEmitter()

const methods = {
  setPermissionRequestHandler(handler) {
    installed.permissionRequest = handler
  },
  setPermissionCheckHandler(handler) {
    installed.permissionCheck = handler
  },
  setDevicePermissionHandler(handler) {
    installed.device = handler
  },
  setDisplayMediaRequestHandler(handler) {
    installed.displayMedia = handler
  },
  setBluetoothPairingHandler(handler) {
    installed.pairing = handler
  },
} satisfies Partial<Session>

export const defaultSession = strict(
  'session',
  Object.assign(sessionEvents, methods, {
    webRequest: strict('webRequest', {
      onBeforeRequest(listener: typeof installed.beforeRequest) {
        installed.beforeRequest = listener
      },
    }),
    protocol: strict('protocol', {
      handle(scheme: string, handler: (request: Request) => Response | Promise<Response>) {
        if (!state.privileged.has(scheme))
          throw new Error(`The scheme ${scheme} was not registered before the app was ready.`)
        installed.protocol.set(scheme, handler)
      },
    }),
  }),
)
