import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Menu, MenuItem } from 'electron'
import { _electron, type Download, type ElectronApplication, type Page } from 'playwright-core'
import { waitUntil } from '../wait.ts'

const root = join(import.meta.dirname, '..', '..', '..')

/** The built desktop app as a flow meets it, on whichever ground. */
export interface RunningApp {
  page(): Promise<Page>
  /** Clicks an item of the application menu. */
  menu(label: string): Promise<void>
  /** The text of the first file that was saved; waits for one. No dialog is shown: a folder of the test takes it. */
  savedFile(): Promise<string>
  /** Errors and warnings of the page's console. */
  readonly complaints: readonly string[]
  /** Ends it in order. */
  close(): Promise<void>
}

/**
 * Starts it on the installed Electron. The person's keychain is left alone: what the flow stores, it stores with
 * `basic_text`. The system's sandbox is left out, as many test machines give none; the page's own preferences are
 * those of the app.
 */
export async function startInstalled(program: string, args: readonly string[]): Promise<RunningApp> {
  // With it set, Electron is a plain Node.
  const { ELECTRON_RUN_AS_NODE: _, ...inherited } = process.env
  const env: Record<string, string> = {}
  for (const [name, value] of Object.entries(inherited)) if (value !== undefined) env[name] = value
  const app = await _electron.launch({
    executablePath: program,
    args: ['--password-store=basic', '--use-mock-keychain', root, ...args],
    env,
    cwd: root,
    // The app's own theme is what is shown.
    colorScheme: null,
    // Else Playwright has Chromium refuse them.
    acceptDownloads: true,
    timeout: 30_000,
  })
  const folder = await mkdtemp(join(tmpdir(), 'heartline-saved-'))
  const complaints: string[] = []
  const downloads: Download[] = []
  const watched = new WeakSet<Page>()

  const watch = (page: Page): Page => {
    if (watched.has(page)) return page
    watched.add(page)
    page.on('download', (download) => downloads.push(download))
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
    return page
  }

  try {
    await saveTo(app, folder)
  } catch (error) {
    await app.close()
    throw error
  }
  return {
    async page() {
      const first = await app.firstWindow()
      return watch(app.windows().at(-1) ?? first)
    },
    menu: (label) => app.evaluate(clickMenu, label),
    async savedFile() {
      await waitUntil(async () => (await savedNames(app)).length > 0)
      const [name = ''] = await savedNames(app)
      const file = join(folder, name)
      // Where Playwright takes the downloads, Chromium leaves the place aside that is set below.
      return readFile(existsSync(file) ? file : ((await downloads[0]?.path()) ?? file), 'utf8')
    },
    complaints,
    async close() {
      await app.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

// The functions below run in the app's own process: they hold on to nothing around them.

const saveTo = (app: ElectronApplication, folder: string): Promise<void> =>
  app.evaluate(({ session }, place) => {
    const saved: string[] = []
    Object.assign(globalThis, { heartlineSaved: saved })
    // Behind main's own listener, which has denied what it does not want by now.
    session.defaultSession.on('will-download', (event, item) => {
      if (event.defaultPrevented) return
      const name = item.getFilename()
      item.setSavePath(`${place}/${name}`)
      item.once('done', (_event, state) => {
        if (state === 'completed') saved.push(name)
      })
    })
  }, folder)

const savedNames = (app: ElectronApplication): Promise<readonly string[]> =>
  app.evaluate(() => {
    const saved: unknown = Reflect.get(globalThis, 'heartlineSaved')
    return Array.isArray(saved) ? saved.map(String) : []
  })

const clickMenu = (electron: { readonly Menu: typeof Menu }, label: string): void => {
  const all = (items: readonly MenuItem[]): readonly MenuItem[] =>
    items.flatMap((item) => [item, ...(item.submenu ? all(item.submenu.items) : [])])
  const item = all(electron.Menu.getApplicationMenu()?.items ?? []).find((one) => one.label === label)
  if (item === undefined) throw new Error(`The menu has no item "${label}" to click.`)
  item.click()
}
