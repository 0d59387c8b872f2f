import { type ChildProcess, spawn } from 'node:child_process'
import { errorCode, fileTrouble } from './errors.ts'

/** What a command printed, or why there is nothing, as the end of a sentence. */
export type Outcome = { readonly text: string } | { readonly trouble: string }

export interface CommandOptions {
  /** The folder that it runs in. */
  readonly baseDir: string
  readonly timeoutMs: number
  /** Ends the command: its answer is not wanted any more. */
  readonly signal?: AbortSignal
}

/** Bytes: no header is longer. */
const longest = 64 * 1024
const byHand = 'Run it by hand to see why.'

/**
 * Runs a program without a shell, with nothing on its standard input, and tells what it printed, once. It is ended at
 * its time, when it prints too much, or by the signal, and with it all that it started: a shell's children too.
 */
export function runCommand(
  program: string,
  args: readonly string[],
  { baseDir, timeoutMs, signal }: CommandOptions,
  settled: (outcome: Outcome) => void,
): void {
  if (signal?.aborted) {
    settled({ trouble: unwanted })
    return
  }
  const child = spawn(program, args, {
    cwd: baseDir,
    stdio: ['ignore', 'pipe', 'ignore'],
    // A group of its own, so that it can be ended as a whole. Windows has no groups.
    detached: process.platform !== 'win32',
    windowsHide: true,
  })
  const chunks: Buffer[] = []
  let bytes = 0
  const timer = setTimeout(() => end(tooLate(timeoutMs)), timeoutMs)
  const abort = (): void => end(unwanted)
  signal?.addEventListener('abort', abort)

  function settle(outcome: Outcome): void {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
    child.removeAllListeners()
    // What ends late is of no interest, but must not be an unhandled error either.
    child.on('error', () => undefined)
    child.stdout.destroy()
    settled(outcome)
  }

  function end(trouble: string): void {
    killGroup(child)
    settle({ trouble })
  }

  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    chunks.push(chunk)
    if (bytes > longest) end('printed over 64KB: too long for a header.')
  })
  child.stdout.on('error', (error) => end(`gave no output that could be read: ${fileTrouble(error)}.`))
  child.on('error', (error) => settle({ trouble: startTrouble(error) }))
  child.on('close', (code, killedBy) => {
    if (code === 0) settle({ text: Buffer.concat(chunks).toString('utf8') })
    else
      settle({
        trouble: killedBy ? `was ended by ${killedBy}. ${byHand}` : `ended with status ${code}. ${byHand}`,
      })
  })
}

const unwanted = 'was ended, because its answer is no longer wanted.'

function tooLate(timeoutMs: number): string {
  return `did not answer within ${timeoutMs / 1000} s and was ended. ${byHand}`
}

function startTrouble(error: Error): string {
  const code = errorCode(error)
  if (code === 'ENOENT') return 'was not found. Name it with its whole path, or add its folder to PATH.'
  if (code === 'EACCES') return 'may not be run: it is not executable for this user.'
  return `could not be run: ${fileTrouble(error)}.`
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  if (process.platform === 'win32') {
    child.kill('SIGKILL')
    return
  }
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch (error) {
    // It ended by itself meanwhile, or runs as somebody else (sudo) and is out of reach: nobody waits for it any more.
    const code = errorCode(error)
    if (code !== 'ESRCH' && code !== 'EPERM') throw error
  }
}
