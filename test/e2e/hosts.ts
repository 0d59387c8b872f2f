import type { Browser, Page } from 'playwright-core'
import { startDesktop } from '../helpers/electron/desktop.ts'
import { startHeartline } from './heartline.ts'
import { openPage } from './stage.ts'

/** The built program with its page open, whichever way it is shown. */
export interface Shown {
  readonly page: Page
  /** Errors and warnings of the page's console. */
  readonly complaints: readonly string[]
  close(): Promise<void>
}

export interface Host {
  readonly name: string
  /** Starts the built program with these arguments (`Home.args` of heartline.ts), and opens its page. */
  show(args: readonly string[], browser: Browser): Promise<Shown>
}

/**
 * The two ways that people meet Heartline. A flow that must work in both is written once:
 * `test.each(hosts)('... ($name)', async (host) => { const { page } = await host.show(home.args, browser) ... })`.
 * The desktop's name says what it ran on.
 */
export const hosts: readonly Host[] = [
  {
    name: 'browser mode',
    async show(args, browser) {
      const heartline = await startHeartline(args)
      const { page, context, complaints } = await openPage(browser, heartline.url)
      return {
        page,
        complaints,
        async close() {
          await context.close()
          await heartline.signal('SIGTERM')
        },
      }
    },
  },
  {
    name: 'desktop, on the stand-in for Electron',
    async show(args) {
      const desktop = await startDesktop(args)
      return { page: await desktop.page(), complaints: desktop.complaints, close: () => desktop.close() }
    },
  },
]
