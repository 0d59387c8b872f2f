import { BrowserWindow, dialog, nativeTheme, screen, type WebContents } from 'electron'
import { leastSize, onScreen, type PlaceStore } from './place.ts'
import type { PageAddress } from './protocol.ts'
import { createRecovery } from './recovery.ts'
import { safePreferences } from './security.ts'

export interface WindowOptions {
  readonly page: PageAddress
  /** The preload's file. */
  readonly preload: string
  readonly devTools: boolean
  readonly platform: NodeJS.Platform
  readonly place: PlaceStore
  /** Whether the app was told to end by a signal, where nothing is asked any more. */
  readonly ending: () => boolean
  /** Called before the page is loaded. */
  readonly onContents: (contents: WebContents) => void
  readonly onShown: () => void
  /** The person logs off or shuts down (Windows, which tells an app by its windows alone). */
  readonly onSessionEnd: () => void
  readonly say: (sentence: string) => void
}

/** The page's own background (styles.css), so that nothing flashes before it is there. */
const background = { dark: '#0c1017', light: '#f5f6f8' } as const

/** Opens the window; it is shown when its page has something to show. */
export function openWindow(options: WindowOptions): BrowserWindow {
  const { maximized, ...place } = onScreen(
    options.place.last,
    screen.getAllDisplays().map((display) => display.workArea),
  )
  const { x, y, width, height } = place
  const window = new BrowserWindow({
    ...(x !== undefined && y !== undefined && { x, y }),
    width,
    height,
    minWidth: leastSize.width,
    minHeight: leastSize.height,
    show: false,
    title: 'Heartline',
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: safePreferences(options.preload, options.devTools),
  })
  options.onContents(window.webContents)
  keepPlace(window, options.place)
  recover(window, options)
  askBeforeLosing(window, options.ending)
  window.on('session-end', options.onSessionEnd)
  let revealed = false
  const reveal = (): void => {
    if (revealed || window.isDestroyed()) return
    revealed = true
    if (maximized) window.maximize()
    window.show()
    options.onShown()
  }
  window.once('ready-to-show', reveal)
  window.loadURL(options.page.url).then(
    // On Wayland a hidden window may never be asked for a picture, so that it is never ready (electron#48859).
    () => options.platform === 'linux' && reveal(),
    (error: unknown) => {
      options.say(`The page cannot be loaded: ${error instanceof Error ? error.message : String(error)}.`)
      // What there is to see is better than no window.
      if (!window.isDestroyed()) window.show()
    },
  )
  return window
}

function keepPlace(window: BrowserWindow, place: PlaceStore): void {
  const save = (): void => {
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return
    place.save({ ...window.getNormalBounds(), maximized: window.isMaximized() })
  }
  window.on('resize', save).on('move', save).on('maximize', save).on('unmaximize', save).on('close', save)
}

/** A page whose process is gone is loaded again; one that hangs is ended first. */
function recover(window: BrowserWindow, { say, ending }: WindowOptions): void {
  const lost = createRecovery({
    now: () => performance.now(),
    reload: () => window.webContents.reload(),
    giveUp: () => void askToReload(window),
  })
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || ending()) return
    say(`The window's process is gone (${reason}); the streams are watched on.`)
    // Not within the event, whose process is still being taken down.
    setImmediate(() => {
      if (!window.isDestroyed()) lost()
    })
  })
  window.webContents.on('unresponsive', () => window.webContents.forcefullyCrashRenderer())
}

async function askToReload(window: BrowserWindow): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The window fails again and again.',
    detail: 'Your streams are watched all the same. Load the window once more, or close it.',
    buttons: ['Load again', 'Close'],
    defaultId: 0,
    cancelId: 1,
  })
  if (window.isDestroyed()) return
  if (response === 0) window.webContents.reload()
  else window.destroy()
}

/** A form with changes asks before it is left; Electron would otherwise stay without a word. */
function askBeforeLosing(window: BrowserWindow, ending: () => boolean): void {
  window.webContents.on('will-prevent-unload', (event) => {
    const leave =
      ending() ||
      dialog.showMessageBoxSync(window, {
        type: 'question',
        message: 'Leave without saving?',
        detail: 'What was changed in the form is lost then.',
        buttons: ['Leave', 'Stay'],
        defaultId: 1,
        cancelId: 1,
      }) === 0
    // Prevented is the page's wish to stay.
    if (leave) event.preventDefault()
  })
}
