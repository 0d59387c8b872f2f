/** A contestant without an engine: opens connections in the manner that its first argument names, and counts events. */
import { setTimeout as sleep } from 'node:timers/promises'
import { EventSource } from 'eventsource'
import { Agent, request } from 'undici'
import { systemClock } from '../../src/main/monitor/clock.ts'
import { openConnection } from '../../src/main/monitor/connection/connection.ts'

type Open = (url: string, seen: () => void) => void

const dispatcher = new Agent({ bodyTimeout: 0, headersTimeout: 0, connections: null })
const clock = systemClock()
const nothing = (): void => undefined

const manners: Readonly<Record<string, Open>> = {
  'global-fetch': (url, seen) => new EventSource(url).addEventListener('heartbeat', seen),
  'undici-request': (url, seen) =>
    new EventSource(url, { fetch: fetchByRequest }).addEventListener('heartbeat', seen),
  connection: (url, seen) =>
    openConnection(
      {
        url: new URL(url),
        headers: {},
        secretHeaders: new Set(),
        lastEventId: null,
        maxFrame: 1024 * 1024,
        http2: false,
        tls: { insecure: false },
        proxy: null,
      },
      {
        opened: nothing,
        received: nothing,
        event: seen,
        comment: nothing,
        block: nothing,
        retry: nothing,
        consumed: nothing,
        failed: (failure) => process.send?.({ failed: failure.message }),
        ended: nothing,
        noContent: nothing,
      },
      clock,
    ),
}

async function fetchByRequest(url: string | URL, { headers }: { headers: Record<string, string> }) {
  const answer = await request(url, { dispatcher, headers })
  const chunks: AsyncIterator<Uint8Array> = answer.body[Symbol.asyncIterator]()
  const get = (name: string): string | null => {
    const value = answer.headers[name]
    return typeof value === 'string' ? value : null
  }
  const reader = {
    async read() {
      const { done, value } = await chunks.next()
      return done ? ({ done: true } as const) : { done: false as const, value }
    },
    async cancel() {
      await chunks.return?.()
    },
  }
  return {
    status: answer.statusCode,
    url: String(url),
    redirected: false,
    headers: { get },
    body: { getReader: () => reader },
  }
}

async function openAll(open: Open, url: string, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    open(url, () => {
      events++
    })
    if (index % 50 === 49) await sleep(20)
  }
}

let events = 0
const open = manners[process.argv[2] ?? '']
if (!open)
  throw new Error(`No manner of opening is called ${process.argv[2]}: ${Object.keys(manners).join(', ')}.`)
process.on('message', (message: { open?: string; count?: number; ask?: string }) => {
  if (message.open) openAll(open, message.open, message.count ?? 0)
  if (message.ask === 'events') process.send?.({ events })
})
process.send?.({ started: true })
