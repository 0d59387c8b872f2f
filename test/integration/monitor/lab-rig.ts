import { onTestFinished } from 'vitest'
import { createGateway, type Gateway } from '../../../src/gateway/gateway.ts'
import type { Settings } from '../../../src/gateway/settings.ts'
import { type Engine, type EngineOptions, engine, type Written } from '../../helpers/engine.ts'

/** The gateway with its fault lab on, asked over HTTP as anyone would. */
export interface LabRig {
  readonly gateway: Gateway
  readonly url: string
  /** Switches a fault on for `/sse/it`. Durations are seconds. */
  fault(fault: string, params?: object, more?: object): Promise<void>
  /** Lifts everything. */
  lift(): Promise<void>
  /** Opens another port of the gateway; `refuse` closes it. */
  door(name: string): Promise<string>
  /** The requests for `/sse/it` that the server saw. */
  requests(): Promise<number>
  /** The Last-Event-IDs of those requests, oldest first. */
  resumed(): Promise<readonly (string | null)[]>
  /** Events with the next ids, on topic `it`. */
  say(...data: readonly string[]): Promise<void>
  /** An engine with one endpoint on `/sse/it`. */
  watch(more?: Partial<Written>, options?: EngineOptions): Engine
}

export async function labRig(settings: Partial<Settings> = {}): Promise<LabRig> {
  const gateway = createGateway({
    closeWithinMs: 50,
    settings: { port: 0, lab: true, heartbeatSeconds: 0.05, streamMaxSeconds: 0, ...settings },
  })
  const { url } = await gateway.listen()
  onTestFinished(() => gateway.close())

  async function ask(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    const response = await fetch(url + path, {
      method,
      headers: { 'Content-Type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return JSON.parse(text)
  }
  const seen = () => ask('GET', '/lab/requests?path=/sse/it')

  return {
    gateway,
    url,
    async fault(fault, params = {}, more = {}) {
      const target = 'door' in more ? {} : { path: '/sse/it' }
      await ask('POST', '/lab/faults', { ...target, fault, params, ...more })
    },
    async lift() {
      await ask('DELETE', '/lab/faults')
    },
    door: async (name) => String((await ask('POST', '/lab/doors', { name })).url),
    requests: async () => Number((await seen()).requests),
    async resumed() {
      const { newest } = await seen()
      return (newest as { lastEventId: string | null }[]).map(({ lastEventId }) => lastEventId)
    },
    async say(...data) {
      for (const text of data) await gateway.publish({ topic: 'it' }, { event: 'order', data: text })
    },
    watch: (more, options) => engine({ url: `${url}/sse/it`, preset: 'heartline-gateway', ...more }, options),
  }
}
