import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { HistoryView } from '../../../src/shared/view.ts'
import { type ServeProcess, serveProcess } from '../../helpers/serve.ts'

/** A server of streams whose ids grow by one, and that replays what was missed. */
export interface Source {
  readonly origin: string
  /** The Last-Event-ID of each request, oldest first, by path; null for none. */
  asked(path: string): readonly (string | null)[]
  /** Events that were made so far on each path. */
  made(path: string): number
  /** Makes no events for the while. */
  pause(isPaused: boolean): void
}

interface Stream {
  made: number
  readonly asked: (string | null)[]
  readonly open: Set<ServerResponse>
}

/** Makes an event on each path every `everyMs`, whoever listens. Closed when the test is over. */
export async function source(everyMs = 50): Promise<Source> {
  const streams = new Map<string, Stream>()
  let isPaused = false

  function streamOf(path: string): Stream {
    const known = streams.get(path)
    if (known) return known
    const begun: Stream = { made: 0, asked: [], open: new Set() }
    streams.set(path, begun)
    return begun
  }

  const server = createServer((request, response) => {
    const stream = streamOf(request.url ?? '')
    const last = request.headers['last-event-id']
    stream.asked.push(typeof last === 'string' ? last : null)
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-replay': 'yes' })
    response.write(': hello\n\n')
    if (typeof last === 'string')
      for (let id = Number(last) + 1; id <= stream.made; id++) response.write(eventOf(id))
    stream.open.add(response)
    request.on('close', () => stream.open.delete(response))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const timer = setInterval(() => {
    if (isPaused) return
    for (const stream of streams.values()) {
      stream.made += 1
      for (const response of stream.open) response.write(eventOf(stream.made))
    }
  }, everyMs)
  onTestFinished(() => {
    clearInterval(timer)
    server.closeAllConnections()
    server.close()
  })
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: (path) => streamOf(path).asked,
    made: (path) => streamOf(path).made,
    pause(next) {
      isPaused = next
    },
  }
}

function eventOf(id: number): string {
  return `id: ${id}\ndata: {"n":${id}}\n\n`
}

/** Heartline as a process, that can be ended and started again on the same data. */
export interface Installation {
  readonly dataDir: string
  start(): Promise<Running>
}

export interface Running {
  readonly process: ServeProcess
  /** A GET on the local API, as JSON. */
  get<Answer>(path: string): Promise<Answer>
  history(id: string, from?: number): Promise<HistoryView>
  /** Ends it in order, with exit status 0. */
  end(): Promise<void>
}

export interface InstallationOptions {
  /** Id and URL of each endpoint. */
  readonly endpoints: readonly (readonly [string, string])[]
  /** In a folder of its own where this is left out. */
  readonly dataDir?: string
}

/** All is gone when the test is over. */
export async function installation({
  endpoints,
  dataDir: given,
}: InstallationOptions): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), 'heartline-history-'))
  const dataDir = given ?? join(folder, 'data')
  const config = join(folder, 'heartline.yaml')
  const lines = endpoints.map(([id, url]) => `  - { id: ${id}, name: ${id}, url: "${url}" }\n`)
  await writeFile(config, `version: 1\nendpoints:\n${lines.join('')}`)
  const started: ServeProcess[] = []
  onTestFinished(async () => {
    for (const one of started) await one.kill()
    await rm(folder, { recursive: true, force: true })
  })
  return {
    dataDir,
    async start() {
      const process = serveProcess(['--config', config, '--data-dir', dataDir, '--no-open'])
      started.push(process)
      const { api, token } = await process.ready
      return runningOf(process, api, token)
    },
  }
}

function runningOf(process: ServeProcess, api: string, token: string): Running {
  async function get<Answer>(path: string): Promise<Answer> {
    const response = await fetch(`${api}${path}`, { headers: { authorization: `Bearer ${token}` } })
    return JSON.parse(await response.text())
  }
  return {
    process,
    get,
    history: (id, from) =>
      get(
        `/history?endpoint=${id}&points=1000${from === undefined ? '' : `&from=${new Date(from).toISOString()}`}`,
      ),
    async end() {
      process.child.kill('SIGTERM')
      const status = await process.ended
      if (status !== 0) throw new Error(`It ended with ${status}: ${process.stderr()}`)
    },
  }
}

export function total(column: readonly number[] | undefined): number {
  return (column ?? []).reduce((sum, value) => sum + value, 0)
}

/** Milliseconds in all phases together. */
export function timeIn({ phaseMs }: HistoryView): number {
  return Object.values(phaseMs).reduce((sum, column) => sum + total(column), 0)
}
