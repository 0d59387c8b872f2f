import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type {
  BrowserWindowConstructorOptions,
  BrowserWindow as Real,
  WebContents,
  WindowOpenHandlerResponse,
} from 'electron'
import type { Request as Asked, Frame, Page, Route } from 'playwright-core'
import { appEvents, windowClosed } from './app.ts'
import { isPageUrl, originOf, toChromium, toElectron } from './chromium.ts'
import { binding, deliver, preloadScript } from './preload.ts'
import { sessionEvents } from './session.ts'
import { browser, isDark, state } from './state.ts'
import { eventOf, strict } from './strict.ts'

type OpenHandler = (details: { url: string }) => WindowOpenHandlerResponse

const deniedMs = 3000

/** A window whose page is one of Chromium's. */
export class BrowserWindow extends EventEmitter {
  readonly webContents
  shown = false
  private page: Promise<Page>
  private current: Page | null = null
  private isRouted = false
  private isOpening = false
  private bounds
  private destroyed = false
  private maximized = false
  private minimized = false
  /** Whether main itself asked for the navigation that is under way. */
  private asked = false
  private openHandler: OpenHandler | null = null
  private url = ''
  private readonly ipc = new EventEmitter()

  constructor(options: BrowserWindowConstructorOptions) {
    super()
    const { width = 800, height = 600, x = 0, y = 0, webPreferences = {} } = options
    if (!webPreferences.sandbox || !webPreferences.contextIsolation)
      throw new Error('The stand-in runs only sandboxed, isolated preloads.')
    this.bounds = { x, y, width, height }
    state.webPreferences = { ...webPreferences }
    this.webContents = this.contents()
    state.windows.add(this)
    appEvents.emit('web-contents-created', eventOf({}), this.webContents)
    this.page = this.open()
    // biome-ignore lint/correctness/noConstructorReturn: what the stand-in lacks is to be an error.
    return strict('BrowserWindow', this)
  }

  private contents() {
    const events = new EventEmitter()
    return strict(
      'webContents',
      Object.assign(events, {
        ipc: strict('ipc', {
          on: (name: string, listener: (...args: unknown[]) => void) => this.ipc.on(name, listener),
        }),
        isDestroyed: () => this.destroyed,
        send: (channel: string, ...args: unknown[]) => void this.deliver(channel, structuredClone(args)),
        reload: () => void this.reload(),
        forcefullyCrashRenderer: () => void this.crash(),
        setWindowOpenHandler: (handler: OpenHandler) => {
          this.openHandler = handler
        },
      }) satisfies EventEmitter & Partial<Record<keyof WebContents, unknown>>,
    )
  }

  private async open(): Promise<Page> {
    const { context } = browser()
    const page = this.isRouted ? await this.another() : (context.pages()[0] ?? (await context.newPage()))
    await page.setViewportSize({ width: this.bounds.width, height: this.bounds.height })
    await page.emulateMedia({ colorScheme: isDark() ? 'dark' : 'light' })
    await page.exposeBinding(binding, ({ frame }, channel: string, args: unknown[]) => {
      const senderFrame = {
        parent: frame.parentFrame(),
        origin: originOf(frame),
        url: toElectron(frame.url()),
      }
      this.ipc.emit(channel, { senderFrame }, ...args)
    })
    const { preload } = state.webPreferences
    if (typeof preload !== 'string') throw new Error('The window has no preload.')
    await page.addInitScript({ content: preloadScript(readFileSync(preload, 'utf8')) })
    this.current = page
    if (!this.isRouted) {
      this.isRouted = true
      context.on('page', (other) => {
        // What was denied a window has one for a while here: long enough that main was asked, on a busy machine too.
        if (other !== this.current && !this.isOpening) setTimeout(() => void other.close(), deniedMs).unref()
      })
      await context.route('**/*', (route) => this.answer(route))
    }
    page.on('crash', () =>
      this.webContents.emit('render-process-gone', eventOf({}), { reason: 'crashed', exitCode: 5 }),
    )
    page.on('download', (download) => {
      let saving = Promise.resolve()
      const item = {
        getURL: () => download.url().replace('https://heartline.test', 'heartline://app'),
        getFilename: () => download.suggestedFilename(),
        setSaveDialogOptions: () => undefined,
        setSavePath: (path: string) => {
          // Another client that came later has the file, and tells so by itself.
          saving = download.saveAs(path).catch(() => undefined)
        },
        once: (_done: 'done', listener: (event: object, state: 'completed') => void) =>
          void saving.then(() => listener(eventOf({}), 'completed')),
      }
      const event = eventOf({})
      sessionEvents.emit('will-download', event, strict('DownloadItem', item), this.webContents)
      state.downloads.push(`${event.defaultPrevented ? 'denied' : 'offered'} ${item.getFilename()}`)
      if (event.defaultPrevented) void download.cancel()
    })
    page.on('dialog', (dialog) => {
      if (dialog.type() !== 'beforeunload') return
      const event = eventOf({})
      this.webContents.emit('will-prevent-unload', event)
      void (event.defaultPrevented ? dialog.accept() : dialog.dismiss())
    })
    return page
  }

  private async another(): Promise<Page> {
    const { context } = browser()
    this.isOpening = true
    const page = await context.newPage()
    this.isOpening = false
    return page
  }

  /** Everything that a page asks for goes through what main installed. */
  private async answer(route: Route): Promise<void> {
    const request = route.request()
    const url = toElectron(request.url())
    const frame = request.isNavigationRequest() ? frameOf(request) : null
    if (frame === 'new' || (frame && frame.page() !== this.current)) {
      const response = this.openHandler?.({ url })
      if (response?.action !== 'deny') throw new Error('The stand-in opens no second window.')
      state.prevented.push(`window ${url}`)
      return route.abort()
    }
    if (frame && !this.asked && this.isPrevented(url, frame.parentFrame() === null)) {
      state.prevented.push(`navigation ${url}`)
      return route.abort('aborted')
    }
    let cancel = false
    state.installed.beforeRequest?.({ url }, (response) => {
      cancel = response.cancel === true
    })
    const handler = state.installed.protocol.get(URL.parse(url)?.protocol.slice(0, -1) ?? '')
    if (cancel || !isPageUrl(request.url()) || handler === undefined) {
      state.prevented.push(`request ${url}`)
      return route.abort('blockedbyclient')
    }
    const response = await handler(new Request(url, { method: request.method() }))
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    })
  }

  private isPrevented(url: string, isMainFrame: boolean): boolean {
    const details = { url, isMainFrame, isSameDocument: false, frame: null }
    const events = [eventOf(details), ...(isMainFrame ? [eventOf(details)] : [])]
    this.webContents.emit('will-frame-navigate', events[0])
    if (events[1]) this.webContents.emit('will-navigate', events[1])
    return events.some((event) => event.defaultPrevented)
  }

  private async deliver(channel: string, args: unknown[]): Promise<void> {
    const page = await this.page
    const call = `window.${deliver}?.(${JSON.stringify(channel)}, ${JSON.stringify(args)})`
    // A page that is gone or on its way to another document hears nothing, as in Electron.
    await page.evaluate(call).catch(() => undefined)
  }

  private async navigate(how: (page: Page) => Promise<unknown>): Promise<void> {
    const page = await this.page
    this.asked = true
    await how(page).finally(() => {
      this.asked = false
    })
    this.webContents.emit('did-finish-load')
  }

  async loadURL(url: string): Promise<void> {
    this.url = url
    await this.navigate((page) => page.goto(toChromium(url)))
    // On Wayland it may never come (electron#48859).
    if (process.env.STAND_IN_WAYLAND !== '1') this.emit('ready-to-show')
  }

  /** A page whose process is gone cannot be taken up again here: another takes its place, at the same address. */
  private async reload(): Promise<void> {
    const last = await this.page
    const address = last.url() === 'about:blank' ? toChromium(this.url) : last.url()
    this.page = this.open()
    await this.navigate((page) => page.goto(address))
    await last.close()
  }

  async crash(): Promise<void> {
    const page = await this.page
    const session = await page.context().newCDPSession(page)
    // Nothing answers this any more.
    session.send('Page.crash').catch(() => undefined)
  }

  async theme(): Promise<void> {
    await (await this.page).emulateMedia({ colorScheme: isDark() ? 'dark' : 'light' })
  }

  /** Whether it closed; a page may ask to stay. */
  async close(): Promise<boolean> {
    this.emit('close', eventOf({}))
    const page = await this.page
    const closed = new Promise<boolean>((resolve) => {
      page.once('close', () => resolve(true))
      page.on('dialog', () => setTimeout(() => resolve(page.isClosed()), 500))
    })
    await page.close({ runBeforeUnload: true })
    const done = await closed
    if (done) this.gone()
    return done
  }

  destroy(): void {
    void this.page.then((page) => page.close())
    this.gone()
  }

  private gone(): void {
    if (this.destroyed) return
    this.destroyed = true
    state.windows.delete(this)
    this.webContents.emit('destroyed')
    this.emit('closed')
    windowClosed()
  }

  resize(width: number, height: number): void {
    this.bounds = { ...this.bounds, width, height }
    this.emit('resize')
  }

  show(): void {
    this.shown = true
  }
  focus(): void {
    this.shown = true
  }
  restore(): void {
    this.minimized = false
  }
  maximize(): void {
    this.maximized = true
  }
  isMaximized(): boolean {
    return this.maximized
  }
  isMinimized(): boolean {
    return this.minimized
  }
  isFullScreen(): boolean {
    return false
  }
  isDestroyed(): boolean {
    return this.destroyed
  }
  getNormalBounds() {
    return this.bounds
  }
}

/** A window that is about to be opened has no frame yet, which Playwright says by throwing. */
function frameOf(request: Asked): Frame | 'new' {
  try {
    return request.frame()
  } catch (error) {
    if (error instanceof Error && error.message.includes('Frame for this navigation request')) return 'new'
    throw error
  }
}

type Used =
  | 'loadURL'
  | 'show'
  | 'focus'
  | 'restore'
  | 'isMaximized'
  | 'maximize'
  | 'isDestroyed'
  | 'getNormalBounds'
/** Fails to compile where these methods are not as Electron's. */
export type AsReal = BrowserWindow extends Pick<Real, Used> ? true : never
true satisfies AsReal
