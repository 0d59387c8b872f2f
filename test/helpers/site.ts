import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSite, type Site } from '../../src/main/api/site.ts'
import { createIncidentBook, type IncidentBook } from '../../src/main/monitor/incidents/book.ts'
import { createNoticeBoard } from '../../src/main/rpc/sources.ts'
import type { AppInfo } from '../../src/shared/contract.ts'
import { fakeContract, fakeRoutes } from './contract.ts'
import { type FakeFleet, fakeFleet } from './fake-fleet.ts'
import { type ManualTimers, manualTimers } from './manual-timers.ts'
import { viewOf } from './views.ts'

export interface TestSite {
  readonly site: Site
  readonly fleet: FakeFleet
  readonly book: IncidentBook
  readonly reports: string[]
  readonly rendererDir: string
  readonly timers: ManualTimers
  ask(path: string, options?: Ask): Promise<Answer>
  close(): Promise<void>
}

export interface Ask {
  readonly method?: string
  /** `Host` included; `Authorization` is sent unless `bare`. */
  readonly headers?: Readonly<Record<string, string>>
  readonly bare?: boolean
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly json: unknown
}

export const testToken = 'a-token-for-tests'
/** The wall clock of the test site: 2026-11-20T12:00:00Z. */
export const testWall = Date.UTC(2026, 10, 20, 12)

const info = (): AppInfo => ({
  version: '1.2.3',
  mode: 'browser',
  configFile: 'heartline.yaml',
  dataDir: 'data',
  demo: false,
  lookedAt: null,
  startedAt: testWall,
  problems: [],
})

/** Browser mode on a fake fleet, on a real socket. */
export async function testSite(options: { readonly allowHosts?: readonly string[] } = {}): Promise<TestSite> {
  const book = createIncidentBook()
  const fleet = fakeFleet(viewOf('orders'), viewOf('billing', { phase: 'failed', health: null }))
  const reports: string[] = []
  const timers = manualTimers()
  const rendererDir = await mkdtemp(join(tmpdir(), 'heartline-renderer-'))
  await mkdir(join(rendererDir, 'assets'))
  await writeFile(join(rendererDir, 'index.html'), '<!doctype html><title>Heartline</title>')
  await writeFile(join(rendererDir, 'assets', 'main-abc123.js'), 'export {}')
  const site = await openSite({
    host: '127.0.0.1',
    port: 0,
    token: testToken,
    allowHosts: options.allowHosts ?? [],
    routes: fakeRoutes(fleet, () => testWall, { book }),
    contract: {
      ...fakeContract({ fleet, notices: createNoticeBoard(), info }),
      after: timers.after,
      report: (error, where) => reports.push(`${where}: ${String(error)}`),
    },
    rendererDir,
  })
  return {
    site,
    fleet,
    book,
    reports,
    rendererDir,
    timers,
    ask: (path, ask) => askRaw(site.port, path, ask),
    async close() {
      await site.close()
      await rm(rendererDir, { recursive: true })
    },
  }
}

/** Sends the path as it is written: `fetch` would tidy it up, and choose Host by itself. */
export function askRaw(port: number, path: string, ask: Ask = {}): Promise<Answer> {
  const authorization = ask.bare ? {} : { Authorization: `Bearer ${testToken}` }
  return new Promise((resolve, reject) => {
    const asked = request({
      host: '127.0.0.1',
      port,
      path,
      method: ask.method ?? 'GET',
      headers: { ...authorization, ...ask.headers },
      agent: false,
    })
    asked.on('error', reject)
    asked.on('response', async (response) => {
      const text = (await response.setEncoding('utf8').toArray()).join('')
      const isJson = response.headers['content-type']?.startsWith('application/json') && text !== ''
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        text,
        json: isJson ? JSON.parse(text) : undefined,
      })
    })
    asked.end()
  })
}
