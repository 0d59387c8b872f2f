import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { openSite, type Site } from '../../src/main/api/site.ts'
import { createNoticeBoard, type NoticeBoard } from '../../src/main/rpc/sources.ts'
import type { SettingsStore } from '../../src/main/settings.ts'
import type { Handlers } from '../../src/shared/rpc/server.ts'
import type { WatchedView } from '../../src/shared/screens.ts'
import { type FakeContract, fakeContract, fakeRoutes } from '../helpers/contract.ts'
import { type FakeFleet, fakeFleet } from '../helpers/fake-fleet.ts'

export const configFile = '/home/ops/.config/heartline/heartline.yaml'

/** Browser mode as people meet it (page, token, WebSocket), on a fleet that does what the test says. */
export interface Stage {
  readonly fleet: FakeFleet
  readonly notices: NoticeBoard
  readonly site: Site
  close(): Promise<void>
}

export interface StageOptions {
  readonly port?: number
  readonly token?: string
  readonly demo?: boolean
  /** Epoch ms at which the person last looked. */
  readonly lookedAt?: number
  /** Commands that the test answers itself. */
  readonly others?: Partial<Handlers>
  readonly settings?: SettingsStore
  readonly watching?: FakeContract['watching']
}

export async function openStage(views: readonly WatchedView[], options: StageOptions = {}): Promise<Stage> {
  const {
    port = 0,
    token = 'a-token-for-this-test',
    demo = false,
    lookedAt = null,
    others,
    settings,
    watching,
  } = options
  const fleet = fakeFleet(...views)
  const notices = createNoticeBoard()
  const startedAt = Date.now()
  const info = () => ({
    version: '1.2.3',
    mode: 'browser' as const,
    configFile,
    dataDir: '/home/ops/.local/share/heartline',
    demo,
    lookedAt,
    startedAt,
    problems: notices.current(),
  })
  const site = await openSite({
    host: '127.0.0.1',
    port,
    token,
    allowHosts: [],
    routes: fakeRoutes(fleet, Date.now),
    contract: {
      ...fakeContract({
        fleet,
        notices,
        info,
        ...(others && { others }),
        ...(settings && { settings }),
        ...(watching && { watching }),
      }),
      after: (ms, task) => {
        const timer = setTimeout(task, ms)
        return () => clearTimeout(timer)
      },
      report: (error, where) => {
        throw new Error(`${where}: ${String(error)}`)
      },
    },
    rendererDir: join(import.meta.dirname, '..', '..', 'out', 'renderer'),
  })
  return { fleet, notices, site, close: () => site.close() }
}

export interface Look {
  readonly theme?: 'dark' | 'light'
  readonly width?: number
  readonly height?: number
}

/** A page in a browser of its own (cookies, storage), and whatever its console complained of. */
export async function openPage(
  browser: Browser,
  url: string,
  { theme = 'dark', width = 1440, height = 900 }: Look = {},
): Promise<{ readonly page: Page; readonly context: BrowserContext; readonly complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  await page.goto(url)
  return { page, context, complaints }
}

/** The row of the endpoint with this name. */
export const rowOf = (page: Page, name: string): Locator =>
  page.locator('tbody tr').filter({ has: page.getByText(name, { exact: true }) })

/** What axe-core finds wrong, each as one line. */
export async function axeFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  )
}

/** Waits until `look` gives what is wanted; the last thing that it gave is in the error. */
export async function until<T>(
  look: () => Promise<T> | T,
  wanted: (value: T) => boolean,
  ms = 10_000,
): Promise<T> {
  const end = Date.now() + ms
  for (;;) {
    const value = await look()
    if (wanted(value)) return value
    if (Date.now() > end) throw new Error(`Not in ${ms} ms; the last was: ${JSON.stringify(value)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
