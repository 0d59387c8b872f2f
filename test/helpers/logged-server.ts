import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** What a server did, by its own clock (epoch ms). */
export type Logged =
  | { readonly kind: 'request'; readonly at: number; readonly lastEventId: string | null }
  | { readonly kind: 'answer'; readonly at: number; readonly status: number }
  | { readonly kind: 'sent'; readonly at: number; readonly text: string }
  | { readonly kind: 'end'; readonly at: number }

export interface LoggedServer {
  readonly url: string
  readonly log: readonly Logged[]
  /** Answers that follow with these statuses; 200 once they are used up. */
  refuse(...statuses: readonly number[]): void
  /** A stream is open. */
  isOpen(): boolean
  /** Writes to the open stream; throws where there is none. */
  send(text: string): void
  /** Ends it without a word. */
  end(): void
}

/** An SSE server that does nothing but what it is told, and writes all of it down. Closed when the test is over. */
export async function loggedServer(): Promise<LoggedServer> {
  const log: Logged[] = []
  const statuses: number[] = []
  let stream: ServerResponse | null = null

  const server = createServer((request, response) => {
    const sent = request.headers['last-event-id']
    log.push({ kind: 'request', at: Date.now(), lastEventId: typeof sent === 'string' ? sent : null })
    const status = statuses.shift() ?? 200
    log.push({ kind: 'answer', at: Date.now(), status })
    if (status !== 200) {
      response.writeHead(status).end()
      return
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
    stream = response
    response.on('close', () => over(response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })

  /** Whoever ended it. */
  function over(response: ServerResponse): void {
    if (stream !== response) return
    stream = null
    log.push({ kind: 'end', at: Date.now() })
  }

  function opened(): ServerResponse {
    if (stream === null) throw new Error('There is no open stream.')
    return stream
  }

  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/stream`,
    log,
    refuse: (...next) => statuses.push(...next),
    isOpen: () => stream !== null,
    send(text) {
      opened().write(text)
      log.push({ kind: 'sent', at: Date.now(), text })
    },
    end() {
      const response = opened()
      over(response)
      response.end()
    },
  }
}
