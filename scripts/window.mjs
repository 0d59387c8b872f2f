import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/**
 * How the start of the desktop app ended: it ran and ended with this exit status, or it did not come up, for a reason
 * that a person can mend.
 * @typedef {{ readonly code: number } | { readonly why: string }} Outcome
 */

/** What the app prints on standard output, as a line of its own, once its window is shown. */
export const windowLine = '{"window":true}'
/** A window that is not there by then does not come. */
const comesUpWithinMs = 30_000
/** After this, an app that was told to end is killed. */
const endsWithinMs = 5000
/** Characters of standard error that are kept to tell a reason from. */
const keptTrouble = 64 * 1024

/**
 * Starts the app and waits for its end. What it says on standard error before its window is there is held back: where
 * it does not come up, one line takes the place of Chromium's many.
 * @param {string} binary
 * @param {readonly string[]} args
 * @param {{ readonly withinMs?: number }} [options]
 * @returns {Promise<Outcome>}
 */
export const openWindow = async (binary, args, { withinMs = comesUpWithinMs } = {}) => {
  // With it set, Electron is a plain Node and opens no window.
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  const app = spawn(binary, [...args], { stdio: ['inherit', 'pipe', 'pipe'], env })
  let shown = false
  let late = false
  let held = ''
  const comeUp = () => {
    shown = true
    clearTimeout(timer)
    process.stderr.write(held)
  }
  const timer = setTimeout(() => {
    late = true
    end(app)
  }, withinMs)
  createInterface(app.stdout).on('line', (line) => {
    if (line === windowLine) comeUp()
    else process.stdout.write(`${line}\n`)
  })
  app.stderr.setEncoding('utf8').on('data', (text) => {
    if (shown) process.stderr.write(text)
    else held = (held + text).slice(-keptTrouble)
  })

  let asked = false
  const passOn = (/** @type {NodeJS.Signals} */ signal) => {
    asked = true
    app.kill(signal)
  }
  process.on('SIGINT', passOn).on('SIGTERM', passOn)
  const { code, signal, error } = await ending(app)
  process.off('SIGINT', passOn).off('SIGTERM', passOn)
  clearTimeout(timer)

  if (late) return { why: `it did not come up in ${withinMs / 1000} s` }
  if (shown || asked) return { code: code ?? (asked ? 0 : 1) }
  // Ended by itself and in order: another one runs already, and has shown its window.
  if (code === 0) {
    process.stderr.write(ownLines(held))
    return { code: 0 }
  }
  if (code === 1 && /^heartline: /m.test(held)) {
    process.stderr.write(ownLines(held))
    return { code: 1 }
  }
  return { why: reasonOf({ code, signal, error, text: held }) }
}

/**
 * @typedef {object} End
 * @property {number | null} code
 * @property {NodeJS.Signals | null} signal
 * @property {NodeJS.ErrnoException | null} error
 */

/**
 * @param {import('node:child_process').ChildProcess} app
 * @returns {Promise<End>}
 */
const ending = (app) =>
  new Promise((resolve) => {
    app.once('error', (error) => resolve({ code: null, signal: null, error }))
    app.once('close', (code, signal) => resolve({ code, signal, error: null }))
  })

/** @param {import('node:child_process').ChildProcess} app */
const end = (app) => {
  app.kill('SIGTERM')
  const timer = setTimeout(() => app.kill('SIGKILL'), endsWithinMs)
  app.once('close', () => clearTimeout(timer))
}

/** What the app itself said of why it does not start; not what Chromium said around it. */
const ownLines = (/** @type {string} */ text) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('heartline: '))
    .map((line) => `${line}\n`)
    .join('')

/**
 * Why it did not come up, in words; by its exit first, then by what it is known to say.
 * @param {End & { readonly text: string }} end
 * @returns {string}
 */
const reasonOf = ({ code, signal, error, text }) => {
  const library = /error while loading shared libraries: ([^:\s]+)/.exec(text)?.[1]
  if (library !== undefined)
    return `the system library ${library} is missing; install it with the system's package manager`
  if (error?.code === 'EACCES') return 'its program may not be executed; "npm ci" puts it anew'
  if (error !== null)
    return `its program cannot be run (${error.code ?? error.message}); "npm ci" puts it anew`
  if (/no usable sandbox|setuid_sandbox_host|SUID sandbox helper/i.test(text))
    return 'Chromium finds no sandbox that it may use here; allow unprivileged user namespaces'
  if (/without --no-sandbox is not supported/.test(text))
    return 'Chromium does not run as root; start as another user'
  if (
    /missing X server|cannot open display|unable to open X display|Failed to connect to Wayland/i.test(text)
  )
    return 'the display does not take it; check DISPLAY and who may use it'
  if (code === 127) return 'a part of its program is missing; "npm ci" puts it anew'
  return signal === null ? `it ended with status ${code}` : `it was ended by ${signal}`
}
