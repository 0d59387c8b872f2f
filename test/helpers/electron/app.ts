import { EventEmitter } from 'node:events'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { App } from 'electron'
import { openChromium } from './chromium.ts'
import { state } from './state.ts'
import { eventOf, strict } from './strict.ts'

const events = new EventEmitter()
const paths = new Map<string, string>()
let lock: string | null = null
let quitting = false
let isReady = false

/** Ready once the entry module was evaluated, as Electron is; so a top-level await of it would wait for ever here too. */
const ready = new Promise<void>((resolve, reject) => {
  setImmediate(() => {
    openChromium(state.dark)
      .then((chromium) => {
        state.chromium = chromium
        isReady = true
        process.send?.({ type: 'chromium', endpoint: chromium.endpoint })
        events.emit('ready')
        resolve()
      })
      .catch(reject)
  })
})

/** Electron ends without asking anybody. */
function exit(code = 0): void {
  if (lock !== null) rmSync(lock, { force: true })
  const closing = state.chromium?.close() ?? Promise.resolve()
  void closing.finally(() => process.exit(code))
}

async function closeAll(): Promise<void> {
  events.emit('before-quit', eventOf({}))
  for (const window of [...state.windows])
    if (!(await window.close())) {
      quitting = false
      return
    }
  end()
}

function end(): void {
  const event = eventOf({})
  events.emit('will-quit', event)
  quitting = false
  if (!event.defaultPrevented) exit(0)
}

/** Called by a window that is gone. */
export function windowClosed(): void {
  if (state.windows.size > 0 || quitting) return
  if (events.listenerCount('window-all-closed') === 0) app.quit()
  else events.emit('window-all-closed')
}

export const appEvents = events

/** Synchronous, as Electron's: a file names who holds the lock, and a signal tells that one. */
function takeLock(): boolean {
  const folder = paths.get('userData')
  if (folder === undefined)
    throw new Error('The stand-in wants userData to be set before the lock is asked for.')
  const file = join(folder, 'stand-in-lock')
  const holder = holderOf(file)
  if (holder !== null) {
    process.kill(holder, 'SIGUSR2')
    return false
  }
  writeFileSync(file, String(process.pid))
  lock = file
  process.on('SIGUSR2', () => events.emit('second-instance', eventOf({}), [], '', null))
  return true
}

function holderOf(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    process.kill(pid, 0)
    return pid
  } catch {
    // No file, or a process that is gone: nobody holds it.
    return null
  }
}

const methods = {
  isPackaged: process.env.STAND_IN_PACKAGED === '1',
  setName: () => undefined,
  setPath(name, path) {
    paths.set(name, path)
  },
  requestSingleInstanceLock: takeLock,
  whenReady: () => ready,
  isReady: () => isReady,
  quit() {
    if (quitting) return
    quitting = true
    void closeAll()
  },
  exit,
} satisfies Partial<App>

export const app = strict('app', Object.assign(events, methods))
