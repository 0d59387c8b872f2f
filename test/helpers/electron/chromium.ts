import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Frame } from 'playwright-core'
import { findChromium } from '../../../scripts/chromium.ts'
import { flags } from '../browser.ts'
import { waitUntil } from '../wait.ts'

/** Chromium knows no `heartline:`, so the page has this origin in it, and main is told the other. */
const inChromium = 'https://heartline.test'
const inElectron = 'heartline://app'

export const toElectron = (url: string): string => url.replace(inChromium, inElectron)
export const toChromium = (url: string): string => url.replace(inElectron, inChromium)
export const isPageUrl = (url: string): boolean => url.startsWith(`${inChromium}/`)

export function originOf(frame: Frame): string {
  const url = URL.parse(frame.url())
  return toElectron(url?.origin ?? 'null')
}

export interface Chromium {
  readonly context: BrowserContext
  /** Where another client can connect. */
  readonly endpoint: string
  close(): Promise<void>
}

/** A Chromium of its own, with an empty profile. */
export async function openChromium(dark: boolean): Promise<Chromium> {
  const executablePath = findChromium()
  if (executablePath === null) throw new Error('No Chromium was found: set CHROMIUM_PATH to one.')
  const profile = mkdtempSync(join(tmpdir(), 'heartline-stand-in-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: [...flags, '--remote-debugging-port=0'],
    viewport: null,
    colorScheme: dark ? 'dark' : 'light',
    acceptDownloads: true,
    handleSIGINT: false,
    handleSIGTERM: false,
  })
  const portFile = join(profile, 'DevToolsActivePort')
  let port = ''
  await waitUntil(() => {
    port = lineOf(portFile)
    return port !== ''
  })
  return {
    context,
    endpoint: `http://127.0.0.1:${port}`,
    async close() {
      await context.close()
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Its first line; nothing while Chromium has not written it. */
function lineOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').split('\n')[0] ?? ''
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}
