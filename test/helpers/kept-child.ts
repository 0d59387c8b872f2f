import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'

/** Kills the process whose id it got, once its input ends: its parent is gone then, however that came about. */
const guardian = 'read -r line; kill -9 "$1" 2>/dev/null'

/**
 * A server that a test started outlives neither the test's process nor its folder's use: it is killed when that
 * process exits, and also where that is killed itself, which no handler of its own would see.
 * @returns resolves when the child has ended
 */
export function keepChild(child: ChildProcess): Promise<void> {
  const ended = once(child, 'close').then(() => undefined)
  // A program that is not there has no id, and tells so with an error.
  if (child.pid === undefined) return ended
  const kill = (): void => void child.kill('SIGKILL')
  const guard = spawn('/bin/sh', ['-c', guardian, 'sh', String(child.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Not ended by the terminal with the test's process: it has still to do.
    detached: true,
  })
  guard.unref()
  process.once('exit', kill)
  return ended.finally(() => {
    process.off('exit', kill)
    // Before its input ends: the id may be another's by now.
    guard.kill('SIGKILL')
  })
}

/** Removes a folder when the process exits; @returns what removes it now. */
export function keepFolder(folder: string): () => void {
  const remove = (): void => {
    process.off('exit', remove)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  process.once('exit', remove)
  return remove
}
