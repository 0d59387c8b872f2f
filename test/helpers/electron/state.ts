import type { EventEmitter } from 'node:events'
import type { Menu, Session } from 'electron'
import type { Chromium } from './chromium.ts'
import type { Keychain } from './control.ts'

type First<T> = NonNullable<T extends (first: infer F, ...rest: never[]) => unknown ? F : never>

/** What main installed on the session, as it was given. */
export interface Installed {
  permissionRequest: First<Session['setPermissionRequestHandler']> | null
  permissionCheck: First<Session['setPermissionCheckHandler']> | null
  device: First<Session['setDevicePermissionHandler']> | null
  displayMedia: First<Session['setDisplayMediaRequestHandler']> | null
  pairing: First<Session['setBluetoothPairingHandler']> | null
  beforeRequest: ((details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void) | null
  protocol: Map<string, (request: Request) => Response | Promise<Response>>
  menu: Pick<Menu, 'items'> | null
}

export interface OpenWindow extends EventEmitter {
  readonly shown: boolean
  readonly webContents: EventEmitter
  resize(width: number, height: number): void
  close(): Promise<boolean>
  crash(): Promise<void>
  theme(): Promise<void>
}

/** The one state of the stand-in's process. */
export const state: {
  chromium: Chromium | null
  readonly dark: boolean
  themeSource: 'system' | 'light' | 'dark'
  keychain: Keychain
  button: number
  online: boolean
  webPreferences: Readonly<Record<string, unknown>>
  readonly windows: Set<OpenWindow>
  readonly privileged: Set<string>
  readonly opened: string[]
  readonly revealed: string[]
  readonly boxes: string[]
  readonly copied: string[]
  readonly downloads: string[]
  readonly prevented: string[]
  readonly installed: Installed
} = {
  chromium: null,
  dark: process.env.STAND_IN_DARK === '1',
  themeSource: 'system',
  keychain: (process.env.STAND_IN_KEYCHAIN as Keychain | undefined) ?? 'gnome_libsecret',
  button: 0,
  online: true,
  webPreferences: {},
  windows: new Set(),
  privileged: new Set(),
  opened: [],
  revealed: [],
  boxes: [],
  copied: [],
  downloads: [],
  prevented: [],
  installed: {
    permissionRequest: null,
    permissionCheck: null,
    device: null,
    displayMedia: null,
    pairing: null,
    beforeRequest: null,
    protocol: new Map(),
    menu: null,
  },
}

export function browser(): Chromium {
  if (state.chromium === null) throw new Error('A window was opened before the app was ready.')
  return state.chromium
}

export const isDark = (): boolean =>
  state.themeSource === 'system' ? state.dark : state.themeSource === 'dark'
