import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const program = join(import.meta.dirname, '..', '..', 'out', 'main', 'serve.js')

/** The built Heartline in browser mode, as a process. */
export interface Heartline {
  readonly url: string
  /** Sends a signal and, where it ends the process, waits for that. */
  signal(name: 'SIGTERM' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): Promise<void>
}

/** Starts it, and waits for the line that says where it is. */
export async function startHeartline(args: readonly string[]): Promise<Heartline> {
  const child = spawn(process.execPath, [program, '--browser', '--no-open', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await readyUrl(child)
  return {
    url,
    async signal(name) {
      const ended = name === 'SIGTERM' || name === 'SIGKILL' ? once(child, 'exit') : null
      if (child.exitCode === null && child.signalCode === null) child.kill(name)
      else return
      await ended
    },
  }
}

async function readyUrl({ stdout, pid }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('The process has no standard output.')
  for await (const line of createInterface(stdout)) {
    if (line.startsWith('{')) {
      stdout.resume()
      return (JSON.parse(line) as { url: string }).url
    }
  }
  throw new Error(`Heartline (process ${pid}) ended before it was ready: see its standard error above.`)
}

/** A folder with a configuration and a place for data, and how to write both. */
export interface Home {
  readonly args: readonly string[]
  readonly file: string
  configure(yaml: string): Promise<void>
  remove(): Promise<void>
}

export async function makeHome(yaml: string): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), 'heartline-e2e-'))
  const file = join(folder, 'heartline.yaml')
  await writeFile(file, yaml)
  return {
    file,
    args: ['--config', file, '--data-dir', join(folder, 'data')],
    configure: (text) => writeFile(file, text),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/**
 * A server with a healthy stream, one that is not there until the gate opens, one that asks for patience, and one that
 * wants the bearer `hunter2`.
 */
export interface Streams {
  readonly url: string
  /** How often this path was asked for. */
  requests(path: string): number
  /** How many streams of this path are open. */
  open(path: string): number
  openGate(): void
  close(): Promise<void>
}

export async function serveStreams(): Promise<Streams> {
  let gate = false
  const open = new Map<ServerResponse, string | undefined>()
  const beat = setInterval(() => {
    for (const stream of open.keys()) stream.write(`event: heartbeat\ndata: {}\n\n`)
  }, 300)
  const stream = (answer: ServerResponse, url: string | undefined) => {
    answer.writeHead(200, { 'Content-Type': 'text/event-stream', 'X-Heartbeat-Interval': '1' })
    answer.write(': here\n\n')
    open.set(answer, url)
    answer.on('close', () => open.delete(answer))
  }
  const asked: (string | undefined)[] = []
  const server = createServer((request, answer) => {
    asked.push(request.url)
    if (request.url === '/busy') answer.writeHead(503, { 'Retry-After': '30' }).end()
    else if (request.url === '/gate' && !gate) answer.writeHead(404).end()
    else if (request.url === '/guarded' && request.headers.authorization !== 'Bearer hunter2')
      answer.writeHead(401).end()
    else stream(answer, request.url)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: (path) => asked.filter((url) => url === path).length,
    open: (path) => [...open.values()].filter((url) => url === path).length,
    openGate: () => {
      gate = true
    },
    async close() {
      clearInterval(beat)
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
