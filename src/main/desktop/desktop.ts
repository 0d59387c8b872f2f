import { join } from 'node:path'
import {
  app,
  type BrowserWindow,
  clipboard,
  nativeTheme,
  net,
  powerMonitor,
  safeStorage,
  session,
  shell,
} from 'electron'
import { channel, type MenuAction, type ToPage } from '../../shared/bridge.ts'
import { serveContract } from '../../shared/rpc/server.ts'
import { createAssets } from '../api/assets.ts'
import type { Options } from '../cli.ts'
import { type Heartline, openHeartline, placesOf } from '../heartline.ts'
import { systemClock } from '../monitor/clock.ts'
import { preloadFile, rendererDir } from '../places.ts'
import { linkPage } from '../rpc/electron.ts'
import { offerTextMenu } from './context-menu.ts'
import { runLabInElectron } from './lab.ts'
import { setMenu } from './menu.ts'
import { openPlace } from './place.ts'
import { followPower } from './power.ts'
import { appPage, type PageAddress, pageHandler, scheme } from './protocol.ts'
import { openSecrets } from './secrets.ts'
import { guardContents, guardSession, staysHere } from './security.ts'
import { openWindow } from './window.ts'

export interface DesktopOptions {
  readonly options: Options
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  /** One sentence for standard error. */
  readonly say: (sentence: string) => void
  readonly fail: (error: unknown) => void
}

const standard = 'https://html.spec.whatwg.org/multipage/server-sent-events.html'

/** Everything behind the lock: the monitor, its window, and an end in order. Rejects with what keeps it from starting. */
export async function openDesktop({ options, env, home, say }: DesktopOptions): Promise<void> {
  let window: BrowserWindow | null = null
  let heartline: Heartline | null = null
  let leavePower: () => void = () => undefined
  /** Asked to end by a signal, which has nobody to ask back. */
  let ending = false
  let announced = false
  const page = pageOf(env)
  const { dataDir } = placesOf(options, { env, home })

  app.on('web-contents-created', (_event, contents) => guardContents(contents, page, openOutside))
  app.on('second-instance', front)
  app.on('activate', front)
  app.on('window-all-closed', () => {
    // There, an app without a window goes on; and this one watches.
    if (process.platform !== 'darwin') app.quit()
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      ending = true
      app.quit()
    })

  await app.whenReady()
  const place = await openPlace(join(dataDir, 'window.json'), { after: systemClock().after, say })
  const end = endInOrder(async () => {
    leavePower()
    await Promise.all([heartline?.close(), place.settled()])
  })
  const opened = await openHeartline(options, {
    mode: 'desktop',
    env,
    home,
    openVault: (folder) =>
      openSecrets(join(folder, 'secrets.json'), { keychain: safeStorage, platform: process.platform, say }),
    reveal: (path) => shell.showItemInFolder(path),
    runLab: runLabInElectron,
    isOnline: () => net.isOnline(),
    say,
  })
  heartline = opened
  guardSession(session.defaultSession, page, page === appPage ? staysHere : () => true)
  session.defaultSession.protocol.handle(scheme, pageHandler(createAssets(rendererDir)))
  followTheme(opened)
  setMenu({
    platform: process.platform,
    devTools: !app.isPackaged,
    act,
    openProject: () => openOutside(standard),
  })
  show()
  opened.begin()
  leavePower = followPower(powerMonitor, opened.watching)

  function show(): BrowserWindow | null {
    if (heartline === null) return null
    const { contract } = heartline
    const shown = openWindow({
      page,
      preload: preloadFile,
      devTools: !app.isPackaged,
      platform: process.platform,
      place,
      ending: () => ending,
      onContents: (contents) =>
        linkPage({
          contents,
          origin: page.origin,
          serve: (transport) => serveContract(transport, contract),
          copy,
          refuse: (why) => say(`Refused ${why}.`),
        }),
      onShown: announce,
      onSessionEnd() {
        ending = true
        end()
      },
      say,
    })
    window = shown
    offerTextMenu(shown)
    shown.once('closed', () => {
      window = null
    })
    return shown
  }

  /** One line of JSON for who started it, once: the window is there. */
  function announce(): void {
    if (!announced) console.log(JSON.stringify({ window: true }))
    announced = true
  }

  function front(): void {
    if (window === null) {
      show()
      return
    }
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }

  function act(action: MenuAction): void {
    const message: ToPage = { type: 'menu', action }
    if (window !== null) {
      window.webContents.send(channel, message)
      return
    }
    const opened = show()
    opened?.webContents.once('did-finish-load', () => opened.webContents.send(channel, message))
  }

  function copy(text: string): void {
    clipboard.writeText(text).catch((error: unknown) => say(`The clipboard took nothing: ${String(error)}.`))
  }

  function openOutside(url: string): void {
    shell.openExternal(url).catch((error: unknown) => say(`No browser took the link: ${String(error)}.`))
  }
}

/** In development, the page comes from Vite, which electron-vite names in the environment. */
function pageOf(env: DesktopOptions['env']): PageAddress {
  const { ELECTRON_RENDERER_URL: dev } = env
  if (app.isPackaged || !dev) return appPage
  const { href, origin } = new URL(dev)
  return { url: href, origin }
}

function followTheme({ settings }: Heartline): void {
  const follow = (): void => {
    nativeTheme.themeSource = settings.view().theme
  }
  follow()
  settings.onChange(follow)
}

/**
 * Holds the end back until everything is closed, once; a second wish to end is not held back. The returned function
 * ends without being asked by `will-quit`, which Windows leaves out at a shutdown.
 */
function endInOrder(close: () => Promise<void>): () => void {
  let begun = false
  const end = (): void => {
    if (begun) return
    begun = true
    void close()
      .catch((error: unknown) => console.error('heartline: a fault of its own while ending:', error))
      .finally(() => app.exit(0))
  }
  app.on('will-quit', (event) => {
    if (begun) return
    event.preventDefault()
    end()
  })
  return end
}
