import { join } from 'node:path'
import { chromium as playwright } from 'playwright-core'
import { findProgram, type Program } from './programs.ts'

/** The Chromium that the tests drive; Playwright's own is looked for last, and installed where Debian's cannot be. */
export const chromium: Program = {
  title: 'a Chromium',
  variable: 'CHROMIUM_PATH',
  names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'],
  places: () => [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/snap/bin/chromium',
    playwright.executablePath(),
  ],
  version: ['--version', '--no-sandbox'],
  debian: 'chromium',
  service: null,
  elsewhere: [process.execPath, join('node_modules', 'playwright-core', 'cli.js'), 'install', 'chromium'],
}

/** @returns its path, or null where there is none */
export const findChromium = (): string | null => findProgram(chromium)
