import { type Browser, chromium } from 'playwright-core'
import { findChromium } from '../../scripts/chromium.ts'

/**
 * Flags that keep Chromium to the test: as root it has no sandbox, a test machine has no GPU, and of its own accord
 * it would call home at each start.
 */
export const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Starts a headless Chromium with a new, empty profile.
 * @throws where there is none; `npm test` installs one
 */
export const launchBrowser = async (): Promise<Browser> => {
  const executablePath = findChromium()
  if (executablePath === null)
    throw new Error('No Chromium was found: run "npm test", which installs one, or set CHROMIUM_PATH to one.')
  return chromium.launch({ executablePath, headless: true, args: flags })
}
