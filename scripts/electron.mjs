import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { root } from './built.mjs'

/** A download that takes longer is not waited for (2-architecture.md, "How it starts"). */
const downloadWithinMs = 60_000
/** After a download that failed, the next starts do without one for so long: nobody waits a minute at each of them. */
const restMs = 60 * 60 * 1000
const restFile = join(root, 'out', 'electron-download-failed')

const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'))

/**
 * Electron's program; null where its package has not fetched it yet.
 * @returns {string | null}
 */
export const electronProgram = () => {
  const pathFile = join(folder, 'path.txt')
  const named = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : null
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (dist) return join(dist, named ?? 'electron')
  if (named === null) return null
  const program = join(folder, 'dist', named)
  return existsSync(program) ? program : null
}

/**
 * Makes sure that Electron's program is there: since version 42 its package fetches it on first use only.
 * @param {object} [options]
 * @param {readonly string[]} [options.installer] the command that fetches it, and its arguments
 * @param {number} [options.withinMs]
 * @param {() => number} [options.now]
 * @returns {Promise<{ readonly program: string } | { readonly why: string }>}
 */
export const ensureElectron = async ({
  installer = [process.execPath, join(folder, 'install.js')],
  withinMs = downloadWithinMs,
  now = Date.now,
} = {}) => {
  const there = electronProgram()
  if (there !== null) return { program: there }
  if (existsSync(restFile) && now() - statSync(restFile).mtimeMs < restMs)
    return {
      why: 'its download failed a while ago and is tried again after an hour; "npx install-electron" does it now',
    }
  console.error('heartline: fetching Electron, as this is the first start; this may take a minute')
  const failure = await fetched(installer, withinMs)
  const program = electronProgram()
  if (failure === null && program !== null) {
    rmSync(restFile, { force: true })
    return { program }
  }
  mkdirSync(dirname(restFile), { recursive: true })
  writeFileSync(restFile, '')
  return { why: `its download ${failure ?? 'left no program behind'}; "npx install-electron" tries it again` }
}

/**
 * Runs the installer; what goes wrong, in words, or null.
 * @param {readonly string[]} installer
 * @param {number} withinMs
 * @returns {Promise<string | null>}
 */
const fetched = async ([command = '', ...args], withinMs) => {
  // A group of its own, so that what the installer started ends with it.
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: process.platform !== 'win32',
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said = (said + text).slice(-16_384)
  })
  let late = false
  const kill = () => {
    if (process.platform === 'win32' || child.pid === undefined) child.kill('SIGKILL')
    else process.kill(-child.pid, 'SIGKILL')
  }
  const timer = setTimeout(() => {
    late = true
    kill()
  }, withinMs)
  const leave = () => {
    kill()
    process.exit(0)
  }
  process.once('SIGINT', leave).once('SIGTERM', leave)
  const code = await new Promise((resolve) => {
    child.once('error', () => resolve(null)).once('exit', resolve)
  })
  process.off('SIGINT', leave).off('SIGTERM', leave)
  clearTimeout(timer)
  if (late) return `took more than ${withinMs / 1000} s`
  return code === 0 ? null : `failed (${reasonIn(said)})`
}

/** What went wrong, from the installer's stack. */
const reasonIn = (/** @type {string} */ said) => {
  if (/fetch failed|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT/.test(said))
    return 'its server cannot be reached'
  return (
    said
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.slice(0, 120) ?? 'without a word'
  )
}
