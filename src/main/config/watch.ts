import { createHash } from 'node:crypto'
import { watch as watchFolder } from 'node:fs'
import { dirname } from 'node:path'
import type { Clock } from '../monitor/clock.ts'
import { type FileContent, readContent } from './load.ts'

/** The parts of the world that watching touches; tests bring their own. */
export interface WatchWorld {
  readonly clock: Clock
  readonly read: (file: string) => Promise<FileContent>
  /** Calls `onEvent` when something in `folder` may have changed, `onError` once when it can watch no longer. */
  readonly watch: (folder: string, onEvent: () => void, onError: () => void) => () => void
}

export interface FileWatch {
  /** Looks at once instead of at the next sign; resolves when it has been told. */
  check(): Promise<void>
  close(): void
}

/** An editor writes in several steps, and an atomic replace is several events. Milliseconds. */
const debounce = 100
/** Some editors delete a file and write it anew: gone means gone for this long. */
const goneAfter = 500
/** For folders that cannot be watched (network shares, links to elsewhere), and for the folder itself coming back. */
const pollEvery = 2000

export function systemWatchWorld(clock: Clock): WatchWorld {
  return { clock, read: readContent, watch: watchFolderEvents }
}

/**
 * Tells `onChange` whenever the content of `file` differs from what it was, beginning with `known`. Watches the folder,
 * so that it survives an atomic replace, the file's vanishing and its coming back; a slow poll stands behind the
 * system's events, which no platform promises. What is told is judged by content, never by time stamps.
 */
export function watchConfig(
  file: string,
  known: FileContent,
  onChange: (content: FileContent) => void,
  world: WatchWorld,
): FileWatch {
  let told = digest(known)
  let closed = false
  let stopFolder: (() => void) | null = null
  let cancelSoon: (() => void) | null = null
  let cancelPoll: () => void = () => undefined
  let looking: Promise<void> = Promise.resolve()
  let missingSince: number | null = null

  function look(): Promise<void> {
    // One after the other: two readings under way could be told in the wrong order.
    looking = looking.then(lookNow, lookNow)
    return looking
  }

  async function lookNow(): Promise<void> {
    if (closed) return
    const content = await world.read(file)
    if (closed) return
    const now = digest(content)
    if (content.kind !== 'missing') missingSince = null
    if (now === told) return
    if (content.kind === 'missing' && !goneLongEnough()) return
    told = now
    onChange(content)
  }

  function goneLongEnough(): boolean {
    const now = world.clock.now()
    missingSince ??= now
    if (now - missingSince >= goneAfter) return true
    lookSoon(goneAfter)
    return false
  }

  function lookSoon(ms: number): void {
    cancelSoon?.()
    cancelSoon = world.clock.after(ms, () => {
      cancelSoon = null
      void look()
    })
  }

  function watchAgain(): void {
    if (closed || stopFolder !== null) return
    stopFolder = world.watch(
      dirname(file),
      () => {
        if (!closed) lookSoon(debounce)
      },
      () => {
        stopFolder?.()
        stopFolder = null
      },
    )
  }

  function poll(): void {
    watchAgain()
    void look()
    cancelPoll = world.clock.after(pollEvery, poll)
  }

  watchAgain()
  cancelPoll = world.clock.after(pollEvery, poll)

  return {
    check: look,
    close() {
      closed = true
      stopFolder?.()
      stopFolder = null
      cancelSoon?.()
      cancelPoll()
    },
  }
}

function digest(content: FileContent): string {
  if (content.kind !== 'text') return content.kind === 'missing' ? 'missing' : `unreadable ${content.reason}`
  return createHash('sha256').update(content.text).digest('hex')
}

function watchFolderEvents(folder: string, onEvent: () => void, onError: () => void): () => void {
  try {
    const watcher = watchFolder(folder, { persistent: false }, onEvent)
    // Windows reports the deletion of the watched folder as an error; the poll finds it when it is back.
    watcher.on('error', onError)
    return () => watcher.close()
  } catch (error) {
    if (!(error instanceof Error)) throw error
    // No such folder, or no more watches to be had: the poll does it alone, and tries again.
    queueMicrotask(onError)
    return () => undefined
  }
}
