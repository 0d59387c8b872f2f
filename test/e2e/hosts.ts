import type { Browser, Page } from 'playwright-core'
import { groundHere } from '../helpers/electron/choose.ts'
import { startDesktop } from '../helpers/electron/desktop.ts'
import { type RunningApp, startInstalled } from '../helpers/electron/installed.ts'
import { startHeartline } from './heartline.ts'
import { openPage } from './stage.ts'

/** The built program with its page open, whichever way it is shown. */
export interface Shown {
  readonly page: Page
  /** Errors and warnings of the page's console. */
  readonly complaints: readonly string[]
  /** Does what offers a file, and gives the text of the file that was saved. */
  saved(offer: () => Promise<unknown>): Promise<string>
  /** Ends the program in order. */
  close(): Promise<void>
}

export interface Host {
  readonly name: string
  readonly isDesktop: boolean
  /** Starts the built program with these arguments (`Home.args` of heartline.ts), and opens its page. */
  show(args: readonly string[], browser: Browser): Promise<Shown>
}

const ground = await groundHere()

/** The desktop app on Electron where it is installed and has a display, on the stand-in elsewhere. */
const startApp = (args: readonly string[]): Promise<RunningApp> =>
  ground.kind === 'electron' ? startInstalled(ground.program, args) : startStandIn(args)

async function startStandIn(args: readonly string[]): Promise<RunningApp> {
  // As on Electron under test, where the person's keychain is left alone.
  const desktop = await startDesktop(args, { keychain: 'basic_text' })
  return {
    page: () => desktop.page(),
    menu: async (label) => void (await desktop.order({ type: 'menu', label })),
    savedFile: () => desktop.savedFile(),
    complaints: desktop.complaints,
    close: () => desktop.close(),
  }
}

/**
 * The two ways that people meet Heartline. A flow that must work in both is written once:
 * `test.each(hosts)('... ($name)', async (host) => { const { page } = await host.show(home.args, browser) ... })`.
 * The desktop's name says what it ran on.
 */
export const hosts: readonly Host[] = [
  {
    name: 'browser mode',
    isDesktop: false,
    async show(args, browser) {
      const heartline = await startHeartline(args)
      const { page, context, complaints } = await openPage(browser, heartline.url)
      return {
        page,
        complaints,
        async saved(offer) {
          const [download] = await Promise.all([page.waitForEvent('download'), offer()])
          return (await (await download.createReadStream()).toArray()).join('')
        },
        async close() {
          await context.close()
          await heartline.signal('SIGTERM')
        },
      }
    },
  },
  {
    name: ground.name,
    isDesktop: true,
    async show(args) {
      const app = await startApp(args)
      return {
        page: await app.page(),
        complaints: app.complaints,
        async saved(offer) {
          await offer()
          return app.savedFile()
        },
        close: () => app.close(),
      }
    },
  },
]
