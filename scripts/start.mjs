import { ensureBuilt, root, run } from './built.mjs'
import { windowTrouble } from './display.mjs'
import { ensureElectron } from './electron.mjs'
import { openWindow } from './window.mjs'

const args = process.argv.slice(2)
const windowless = ['--browser', '--check', '--help', '--version']

/**
 * The desktop app, where this machine can show it.
 * @returns {Promise<import('./window.mjs').Outcome>}
 */
const desktop = async () => {
  const trouble = await windowTrouble({
    platform: process.platform,
    env: process.env,
    uid: process.getuid?.(),
  })
  if (trouble !== null) return { why: trouble }
  const electron = await ensureElectron()
  if ('why' in electron) return electron
  await ensureBuilt()
  return openWindow(electron.program, [root, ...args])
}

if (args.some((argument) => windowless.includes(argument))) await run('serve')
else {
  const outcome = await desktop()
  if ('code' in outcome) process.exit(outcome.code)
  console.error(`heartline: no window, ${outcome.why}; going on in browser mode`)
  await run('serve')
}
