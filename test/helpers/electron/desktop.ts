import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, chromium, type Download, type Page } from 'playwright-core'
import { waitUntil } from '../wait.ts'
import type { Keychain, Order, Report, Told } from './control.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const program = join(root, 'out', 'main', 'index.js')

/** The built desktop app on the stand-in for Electron. */
export interface Desktop {
  /** What it runs on; a run says so. */
  readonly host: 'stand-in'
  /** The window's page as it is now: a page whose process was killed is another one afterwards. */
  page(): Promise<Page>
  order(order: Order): Promise<unknown>
  report(): Promise<Report>
  /** The text of the first file that the page was offered a place for; waits for one. */
  savedFile(): Promise<string>
  /** Errors and warnings of the page's console. */
  readonly complaints: readonly string[]
  stdout(): string
  stderr(): string
  signal(name: 'SIGINT' | 'SIGTERM' | 'SIGHUP'): void
  /** Exit status, or the signal's name. */
  readonly ended: Promise<number | string>
  close(): Promise<void>
}

export interface DesktopOptions {
  readonly keychain?: Keychain
  readonly dark?: boolean
  readonly packaged?: boolean
  /** A display on which a hidden window is never ready to be shown. */
  readonly wayland?: boolean
}

/** Starts the built main with these arguments. It may end before it has a window: then `page` rejects. */
export async function startDesktop(args: readonly string[], options: DesktopOptions = {}): Promise<Desktop> {
  const child = fork(program, args, {
    execArgv: ['--disable-warning=ExperimentalWarning', '--import', join(import.meta.dirname, 'register.ts')],
    // As Electron's own: behind the program stands the app's folder.
    env: {
      ...process.env,
      ...(options.keychain && { STAND_IN_KEYCHAIN: options.keychain }),
      ...(options.dark && { STAND_IN_DARK: '1' }),
      ...(options.packaged && { STAND_IN_PACKAGED: '1' }),
      ...(options.wayland && { STAND_IN_WAYLAND: '1' }),
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const text = { stdout: '', stderr: '' }
  child.stdout?.setEncoding('utf8').on('data', (more: string) => {
    text.stdout += more
  })
  child.stderr?.setEncoding('utf8').on('data', (more: string) => {
    text.stderr += more
  })
  const complaints: string[] = []
  const downloads: Download[] = []
  const watched = new WeakSet<Page>()
  let browser: Browser | null = null
  let isGone = false
  const ended = once(child, 'close').then(([code, signal]) => {
    isGone = true
    return (code ?? signal) as number | string
  })
  const endpoint = endpointOf(child)
  // A test that expects the end does not look at this one.
  endpoint.catch(() => undefined)

  async function page(): Promise<Page> {
    await waitUntil(
      () => isGone || text.stdout.includes('{"window":true}'),
      30_000,
      () => text.stderr,
    )
    if (isGone) throw new Error(`The app ended without a window: ${text.stderr}`)
    browser ??= await chromium.connectOverCDP(await endpoint)
    const pages = () =>
      browser
        ?.contexts()[0]
        ?.pages()
        .filter((one) => one.url().startsWith('https://heartline.test')) ?? []
    await waitUntil(
      () => pages().length > 0,
      10_000,
      () => text.stderr,
    )
    const current = pages().at(-1)
    if (current === undefined) throw new Error('The window has no page.')
    watch(current)
    return current
  }

  function watch(one: Page): void {
    if (watched.has(one)) return
    watched.add(one)
    // The stand-in answers them; without a listener, this end would do so too.
    one.on('dialog', () => undefined)
    // Of two clients, Chromium gives the file to the one that came last: this one.
    one.on('download', (download) => downloads.push(download))
    one.on('pageerror', (error) => complaints.push(error.message))
    one.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
  }

  async function order(what: Order): Promise<unknown> {
    await endpoint
    child.send(what)
    const gone = ended.then(() => {
      throw new Error(`The app has ended: ${text.stderr}`)
    })
    const [told] = (await Promise.race([once(child, 'message'), gone])) as [Told]
    if (told.type === 'failed') throw new Error(told.message)
    return told.type === 'done' ? told.value : null
  }

  return {
    host: 'stand-in',
    page,
    order,
    report: async () => (await order({ type: 'report' })) as Report,
    async savedFile() {
      await waitUntil(async () => {
        const report = (await order({ type: 'report' })) as Report
        return report.downloads.some((said) => said.startsWith('offered')) && downloads.length > 0
      })
      return readFile((await downloads[0]?.path()) ?? '', 'utf8')
    },
    complaints,
    stdout: () => text.stdout,
    stderr: () => text.stderr,
    signal: (name) => void child.kill(name),
    ended,
    async close() {
      await browser?.close()
      if (!isGone) child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await ended
      clearTimeout(timer)
    },
  }
}

async function endpointOf(child: ChildProcess): Promise<string> {
  const [told] = (await once(child, 'message')) as [Told]
  if (told.type !== 'chromium') throw new Error('The stand-in told something else first.')
  return told.endpoint
}
