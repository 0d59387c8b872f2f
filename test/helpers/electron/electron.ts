import { spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import type {
  Clipboard,
  Dialog,
  MenuItemConstructorOptions,
  NativeTheme,
  Net,
  Protocol,
  SafeStorage,
  Screen,
  Shell,
  UtilityProcess,
} from 'electron'
import { app } from './app.ts'
import type { Order, Report, Told } from './control.ts'
import { defaultSession } from './session.ts'
import { isDark, state } from './state.ts'
import { eventOf, strict } from './strict.ts'
import { BrowserWindow } from './window.ts'

/**
 * The part of the `electron` module that Heartline's main uses, in Node and Chromium: the built bundles run on it
 * unchanged where Electron's program is not to be had. It is typed against Electron's own types; what it lacks is an
 * error, not a silence.
 */
export { app, BrowserWindow }

export const session = strict('session', { defaultSession })

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged(schemes) {
    if (app.isReady()) throw new Error('Schemes are registered before the app is ready.')
    for (const { scheme } of schemes) state.privileged.add(scheme)
  },
} satisfies Partial<Protocol>)

export const nativeTheme = strict('nativeTheme', {
  get shouldUseDarkColors() {
    return isDark()
  },
  get themeSource() {
    return state.themeSource
  },
  set themeSource(source) {
    state.themeSource = source
    for (const window of state.windows) void window.theme()
  },
} satisfies Pick<NativeTheme, 'shouldUseDarkColors' | 'themeSource'>)

export const net = strict('net', {
  isOnline: () => state.online,
} satisfies Partial<Net>)

/** Electron's own must not be used before the app is ready. */
class Power extends EventEmitter {
  override on(name: string, listener: () => void): this {
    if (!app.isReady()) throw new Error('The power monitor was used before the app was ready.')
    return super.on(name, listener)
  }
}

export const powerMonitor = strict('powerMonitor', new Power())

const workArea = { x: 0, y: 0, width: 1920, height: 1080 }

export const screen = strict('screen', {
  getAllDisplays: () => [{ workArea }],
} satisfies {
  [K in keyof Pick<Screen, 'getAllDisplays'>]: () => Pick<ReturnType<Screen[K]>[number], 'workArea'>[]
})

export const shell = strict('shell', {
  async openExternal(url) {
    state.opened.push(url)
  },
  showItemInFolder(path) {
    state.revealed.push(path)
  },
} satisfies Partial<Shell>)

export const clipboard = strict('clipboard', {
  async writeText(text) {
    state.copied.push(text)
  },
} satisfies Partial<Clipboard>)

export const dialog = strict('dialog', {
  showErrorBox(title: string, content: string) {
    state.boxes.push(`${title}: ${content}`)
  },
  async showMessageBox(...args: unknown[]) {
    state.boxes.push(JSON.stringify(args.at(-1)))
    return { response: state.button, checkboxChecked: false }
  },
  showMessageBoxSync(...args: unknown[]) {
    state.boxes.push(JSON.stringify(args.at(-1)))
    return state.button
  },
} satisfies Partial<Dialog>)

/** Nothing that protects anything: the text backwards, behind Chromium's mark. */
const mark = Buffer.from('v11')
const backwards = (text: string): string => [...text].reverse().join('')

function unlocked(): void {
  if (state.keychain === 'refuses') throw new Error('The keychain was not unlocked.')
}

export const safeStorage = strict('safeStorage', {
  isAsyncEncryptionAvailable: async () => state.keychain !== 'absent',
  getSelectedStorageBackend: () => (state.keychain === 'basic_text' ? 'basic_text' : 'gnome_libsecret'),
  async encryptStringAsync(text) {
    unlocked()
    return Buffer.concat([mark, Buffer.from(backwards(text))])
  },
  async decryptStringAsync(secret) {
    unlocked()
    return { result: backwards(secret.subarray(mark.length).toString()), shouldReEncrypt: false }
  },
} satisfies Partial<SafeStorage>)

type Template = readonly MenuItemConstructorOptions[]

export const Menu = strict('Menu', {
  buildFromTemplate: (items: Template) => ({ items, popup: () => state.boxes.push(JSON.stringify(items)) }),
  setApplicationMenu(menu: { readonly items: Template }) {
    menuItems = menu.items
  },
})
let menuItems: Template = []

export const utilityProcess = strict('utilityProcess', {
  fork(program: string, args: readonly string[], options: { env: Record<string, string> }) {
    const child = spawn(process.execPath, [program, ...args], {
      env: options.env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    process.once('exit', () => child.kill('SIGKILL'))
    return child satisfies { readonly stdout: NonNullable<UtilityProcess['stdout']> }
  },
})

function flat(items: Template): Template {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])])
}

function clickMenu(label: string): void {
  const item = flat(menuItems).find((one) => one.label === label)
  const click = item?.click as (() => void) | undefined
  if (click === undefined) throw new Error(`The menu has no item "${label}" to click.`)
  click()
}

/** What the handlers that main installed say to everything that is asked of them. */
function permissions(): unknown {
  const { permissionRequest, permissionCheck, device, displayMedia, pairing } = state.installed
  const told: Record<string, unknown> = {}
  for (const name of [
    'media',
    'geolocation',
    'notifications',
    'clipboard-read',
    'openExternal',
    'usb',
  ] as const) {
    permissionRequest?.(
      null as never,
      name as never,
      (granted) => {
        told[`request ${name}`] = granted
      },
      null as never,
    )
    told[`check ${name}`] = permissionCheck?.(null, name as never, 'heartline://app', null as never)
  }
  told.device = device?.(null as never)
  displayMedia?.(null as never, (streams) => {
    told.screen = streams
  })
  pairing?.(null as never, ({ confirmed }) => {
    told.pairing = confirmed
  })
  return told
}

async function carryOut(order: Order): Promise<unknown> {
  const [window] = state.windows
  switch (order.type) {
    case 'menu':
      return clickMenu(order.label)
    case 'crash':
      return window?.crash()
    case 'close-window':
      return window?.close()
    case 'event':
      return void (order.of === 'window' ? window : window?.webContents)?.emit(
        order.name,
        eventOf({}),
        order.details,
      )
    case 'power':
      powerMonitor.emit(order.name)
      return
    case 'network':
      state.online = order.online
      return
    case 'resize':
      return window?.resize(order.width, order.height)
    case 'keychain':
      state.keychain = order.state
      return
    case 'answer':
      state.button = order.button
      return
    case 'permissions':
      return permissions()
    case 'report':
      return {
        opened: state.opened,
        revealed: state.revealed,
        boxes: state.boxes,
        menu: flat(menuItems).map(({ role, label, type }) => role ?? label ?? type ?? ''),
        copied: state.copied,
        downloads: state.downloads,
        prevented: state.prevented,
        themeSource: state.themeSource,
        visible: window?.shown ?? false,
        webPreferences: state.webPreferences,
      } satisfies Report
  }
}

const tell = (told: Told): void => void process.send?.(told)

process.on('message', (order: Order) => {
  carryOut(order).then(
    (value) => tell({ type: 'done', value: value ?? null }),
    (error: unknown) => tell({ type: 'failed', message: String(error) }),
  )
})
// The channel to the test keeps nothing alive.
process.channel?.unref()
