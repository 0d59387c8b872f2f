import { spawn } from 'node:child_process'
import { copyFile, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileTrouble } from './config/errors.ts'
import { StartError } from './problem.ts'

/** The fault lab that the demo watches, as a process of its own. */
export interface Lab {
  /** What the demo's configuration refers to. */
  readonly env: { readonly HEARTLINE_DEMO_URL: string; readonly HEARTLINE_DEMO_DOOR: string }
  close(): void
}

export interface LabOptions {
  /** The gateway's program file. */
  readonly program: string
  /** Told one sentence if the lab ends by itself. */
  readonly onEnd: (sentence: string) => void
  /** Runs `task` once after `ms`; the returned function cancels it. */
  readonly after: (ms: number, task: () => void) => () => void
  /** As a child of Node by default; Electron runs programs in its own way. */
  readonly run?: RunLab
}

/** The lab as a process that ends when this one is gone, however it went. */
export interface LabProcess {
  readonly stdout: Readable
  /** How it ended, in words. */
  readonly ended: Promise<string>
  /** Asks it to end. */
  end(): void
  kill(): void
}

/** Starts the program with nothing but `env` in its environment. */
export type RunLab = (program: string, env: Readonly<Record<string, string>>) => LabProcess

const patienceMs = 10_000

/** Starts the lab and waits until it is ready. Rejects with a `StartError`. */
export async function startLab({ program, onEnd, after, run = runInNode }: LabOptions): Promise<Lab> {
  const child = run(program, { LAB: '1', DEMO: '1', PORT: '0' })
  const env = await ready(child, after).catch((error: unknown) => {
    child.kill()
    throw error
  })

  let closing = false
  child.ended.then((how) => {
    if (!closing)
      onEnd(`The fault lab ended by itself (${how}): its streams will not come back. Start the demo again.`)
  })
  return {
    env,
    close() {
      closing = true
      child.end()
    },
  }
}

function runInNode(program: string, env: Readonly<Record<string, string>>): LabProcess {
  // It ends when its standard input does. Detached, so that Ctrl+C reaches only this process, which then ends it in
  // order.
  const child = spawn(process.execPath, [program, '--end-with-stdin'], {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
    windowsHide: true,
  })
  // Writing nothing, it still may fail when the other end is gone.
  child.stdin.on('error', () => child.stdin.destroy())
  return {
    stdout: child.stdout,
    ended: new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message))
      child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit status ${code}`))
    }),
    end: () => child.stdin.end(),
    kill: () => child.kill('SIGKILL'),
  }
}

function ready({ stdout, ended }: LabProcess, after: LabOptions['after']): Promise<Lab['env']> {
  return new Promise((resolve, reject) => {
    const refuse = (why: string) =>
      reject(
        new StartError(
          'demo-lab',
          `The fault lab of the demo did not start (${why}).`,
          'Start the demo again.',
        ),
      )
    const cancel = after(patienceMs, () => refuse(`no word from it in ${patienceMs / 1000} s`))
    ended.then((how) => {
      cancel()
      refuse(how)
    })
    const lines = createInterface({ input: stdout })
    const broken = (why: string) => {
      cancel()
      refuse(why)
    }
    // Once it is ready, its output says nothing that is waited for: its end is told by `ended`.
    lines.on('error', (error) => broken(`its output could not be read: ${error.message}`))
    lines.on('line', (line) => {
      const read = readyLine(line)
      if (read === null) return
      if ('trouble' in read) return broken(read.trouble)
      cancel()
      resolve(read)
    })
  })
}

/** Null for a line that is not the ready line. */
function readyLine(line: string): Lab['env'] | { readonly trouble: string } | null {
  if (!line.startsWith('{')) return null
  const told = parsed(line)
  if (told === undefined) return { trouble: `its ready line is no JSON: ${line.slice(0, 80)}` }
  if (typeof told !== 'object' || told === null || !('url' in told) || !('door' in told)) return null
  return { HEARTLINE_DEMO_URL: String(told.url), HEARTLINE_DEMO_DOOR: String(told.door) }
}

/** Undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Puts the demo's configuration to `file`, new at each start. Rejects with a `StartError`. */
export async function placeDemoConfig(source: string, file: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true })
    await copyFile(source, file)
  } catch (error) {
    throw new StartError(
      'demo-config',
      `The demo's configuration cannot be put to ${file}: ${fileTrouble(error)}.`,
      'Choose another folder with --data-dir.',
      { cause: error },
    )
  }
}
