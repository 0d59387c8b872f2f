import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** Browser mode as a process of its own, from source. */
export interface ServeProcess {
  readonly child: ChildProcess
  stdout(): string
  stderr(): string
  /** The parsed ready line. Rejects with what the process wrote if it ends before. */
  readonly ready: Promise<{ readonly url: string; readonly api: string; readonly token: string }>
  /** Exit status, or the signal's name. */
  readonly ended: Promise<number | string>
  /** Ends it if it still runs. */
  kill(): Promise<void>
}

const program = join(import.meta.dirname, '..', '..', 'src', 'main', 'serve.ts')

export function serveProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ServeProcess {
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: '/nonexistent', HOME: '/nonexistent', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const text = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    text.stdout += more
  })
  child.stderr.setEncoding('utf8').on('data', (more: string) => {
    text.stderr += more
  })
  // `close` comes after the last output.
  const ended = once(child, 'close').then(([code, signal]) => code ?? signal)
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const line = text.stdout.split('\n').find((candidate) => candidate.startsWith('{'))
      if (line && text.stdout.includes(`${line}\n`)) resolve(line)
    })
    ended.then((how) => reject(new Error(`It ended with ${how}: ${text.stderr}`)))
  }).then((line) => JSON.parse(line))
  // A test that expects the end does not look at this one.
  ready.catch(() => undefined)
  return {
    child,
    stdout: () => text.stdout,
    stderr: () => text.stderr,
    ready,
    ended,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
