import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { createGateway } from '../../../src/gateway/gateway.ts'
import type { Settings } from '../../../src/gateway/settings.ts'
import { createClient } from '../../../src/shared/rpc/client.ts'
import { socketTransport } from '../../../src/shared/rpc/socket.ts'
import type { Digest, WatchingView } from '../../../src/shared/screens.ts'
import type { EndpointView, HistoryView } from '../../../src/shared/view.ts'
import { serveProcess } from '../../helpers/serve.ts'
import { waitUntil } from '../../helpers/wait.ts'

export const streams = 50

/** Browser mode as a process that watches 50 streams of a gateway in this one, and can be stopped. */
export interface Sleeper {
  stop(): void
  go(): void
  views(): Promise<readonly EndpointView[]>
  /** Resolves to the milliseconds it took until all views fit; rejects after `ms`. */
  until(fits: (view: EndpointView) => boolean, ms?: number): Promise<number>
  /** Milliseconds that each endpoint spent unwatched, by the metrics. */
  unwatched(): Promise<readonly number[]>
  /** The same for one of them, by its history. */
  unwatchedHistory(id: string): Promise<number>
  /** Each digest that was told, as it was told last. */
  digests(): readonly Digest[]
}

export async function sleeper(settings: Partial<Settings> = {}): Promise<Sleeper> {
  const gateway = createGateway({
    closeWithinMs: 50,
    settings: {
      port: 0,
      heartbeatSeconds: 0.5,
      silenceThresholdSeconds: 3,
      streamMaxSeconds: 0,
      ...settings,
    },
  })
  const { url } = await gateway.listen()
  onTestFinished(() => gateway.close())
  const folder = await mkdtemp(join(tmpdir(), 'heartline-asleep-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const config = join(folder, 'heartline.yaml')
  await writeFile(config, configOf(url))
  const program = serveProcess([
    ...['--browser', '--no-open', '--config', config],
    ...['--data-dir', join(folder, 'data')],
  ])
  onTestFinished(() => program.kill())
  const { api, token } = await program.ready
  const headers = { Authorization: `Bearer ${token}` }
  const digests = new Map<string, Digest>()

  const socket = new WebSocket(`${api.replace('http', 'ws').replace(/api$/, 'rpc')}`, { headers })
  onTestFinished(() => socket.close())
  const hear = ({ digest }: WatchingView): void => {
    if (digest !== null) digests.set(digest.id, digest)
  }
  createClient(socketTransport(socket)).subscribe('watching', { snapshot: hear, patch: hear })

  const get = async (path: string): Promise<Response> => fetch(`${api}${path}`, { headers })
  const views = async () => (await (await get('/endpoints')).json()) as readonly EndpointView[]

  return {
    stop: () => void program.child.kill('SIGSTOP'),
    go: () => void program.child.kill('SIGCONT'),
    views,
    async until(fits, ms = 10_000) {
      const begun = performance.now()
      let seen: readonly EndpointView[] = []
      await waitUntil(
        async () => {
          seen = await views()
          return seen.length === streams && seen.every(fits)
        },
        ms,
        () =>
          JSON.stringify(
            seen.find((view) => !fits(view)),
            null,
            1,
          ),
      )
      return performance.now() - begun
    },
    async unwatched() {
      const text = await (await fetch(api.replace(/api$/, 'metrics'), { headers })).text()
      const lines = text.matchAll(/^heartline_phase_seconds_total\{.*phase="unwatched".*\} (\S+)$/gm)
      return [...lines].map(([, seconds]) => Number(seconds) * 1000)
    },
    async unwatchedHistory(id) {
      const history = (await (await get(`/history?endpoint=${id}&points=100`)).json()) as HistoryView
      return (history.phaseMs.unwatched ?? []).reduce((sum, ms) => sum + ms, 0)
    },
    digests: () => [...digests.values()],
  }
}

function configOf(url: string): string {
  const lines = ['version: 1', 'defaults: { preset: heartline-gateway }', 'endpoints:']
  for (let number = 0; number < streams; number++)
    lines.push(`  - { id: s${number}, url: ${url}/sse/s${number} }`)
  return lines.join('\n')
}
