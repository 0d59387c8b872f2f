import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const places = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/snap/bin/chromium']

const isExecutable = (path: string) => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * The Chromium that the tests drive: `CHROMIUM_PATH`, one of the usual names on `PATH`, a usual place, or
 * Playwright's own.
 * @returns its path, or null where there is none
 */
export const findChromium = (env: NodeJS.ProcessEnv = process.env): string | null => {
  if (env.CHROMIUM_PATH) return env.CHROMIUM_PATH
  const onPath = (env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
  return [...onPath, ...places, chromium.executablePath()].find(isExecutable) ?? null
}

const say = (path: string) => spawnSync(path, ['--version', '--no-sandbox'], { encoding: 'utf8' })

/** @returns the path of a Chromium that answers, or null */
const working = () => {
  const path = findChromium()
  return path !== null && say(path).status === 0 ? path : null
}

const run = (command: string, args: readonly string[]) => {
  console.error(`$ ${command} ${args.join(' ')}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync(command, args, { stdio: ['ignore', 2, 2], env }).status === 0
}

const installFromDebian = () => {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return
  run('apt-get', ['update']) && run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'])
}

const installFromPlaywright = () => {
  run(process.execPath, [join('node_modules', 'playwright-core', 'cli.js'), 'install', 'chromium'])
}

/**
 * Finds a Chromium that works, and installs one where there is none: Debian's as root on Debian, else Playwright's.
 * @returns its path
 * @throws one sentence that says what to do, where all of it failed
 */
export const ensureChromium = (): string => {
  for (const install of [() => undefined, installFromDebian, installFromPlaywright]) {
    install()
    const path = working()
    if (path) return path
  }
  throw new Error(
    'The tests need a Chromium, and none was found or could be installed: ' +
      'install one ("apt-get install chromium" as root), or set CHROMIUM_PATH to the one to use.',
  )
}
