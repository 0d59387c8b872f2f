import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import { connect } from 'node:net'
import { createGateway, type Gateway, type GatewayOptions } from '../../../src/gateway/gateway.ts'

export interface ReceivedEvent {
  readonly event: string
  readonly id: string | null
  readonly data: string
  /** The data as JSON, or an empty object. */
  readonly json: Readonly<Record<string, unknown>>
}

/** One answer as it comes in. */
export interface Client {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  text(): string
  events(): readonly ReceivedEvent[]
  named(event: string): readonly ReceivedEvent[]
  /** Resolves once `done` holds; rejects after `ms` with what had come so far. */
  until(done: () => boolean, ms?: number): Promise<void>
  /** Resolves to `end`, or to the code of the error that broke it off. */
  readonly ended: Promise<string>
  close(): void
}

const live = new Set<() => void>()

/** Sends one GET on a socket of its own; rejects with the system's error where there is no answer. */
export function open(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Client> {
  return new Promise((resolve, reject) => {
    const agent = new Agent({ keepAlive: false })
    const sent = request(url, { headers, agent }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (piece: string) => {
        text += piece
      })
      const ended = new Promise<string>((settle) => {
        response.once('end', () => settle('end'))
        response.once('error', (error: NodeJS.ErrnoException) => settle(error.code ?? error.message))
      })
      const events = () => parseEvents(text)
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        text: () => text,
        events,
        named: (name) => events().filter(({ event }) => event === name),
        until: (done, ms = 3000) => waitFor(done, ms, () => text),
        ended,
        close: () => sent.destroy(),
      })
    })
    const close = (): void => void sent.destroy()
    live.add(close)
    sent.once('close', () => live.delete(close))
    sent.on('error', reject)
    sent.end()
  })
}

/** Checks every few milliseconds, for what no event tells of. */
export function waitFor(done: () => boolean, ms: number, seen: () => string = () => ''): Promise<void> {
  return new Promise((resolve, reject) => {
    const deadline = Date.now() + ms
    const check = (): void => {
      if (done()) resolve()
      else if (Date.now() > deadline) reject(new Error(`Not within ${ms} ms; seen: ${seen()}`))
      else setTimeout(check, 3)
    }
    check()
  })
}

function parseEvents(text: string): readonly ReceivedEvent[] {
  const blocks = text.split('\n\n').slice(0, -1)
  return blocks.flatMap((block) => {
    const lines = block.split('\n')
    const field = (name: string) =>
      lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2))
    const data = field('data').join('\n')
    if (!lines.some((line) => line.startsWith('data: '))) return []
    return [{ event: field('event')[0] ?? 'message', id: field('id')[0] ?? null, data, json: objectOf(data) }]
  })
}

function objectOf(data: string): Readonly<Record<string, unknown>> {
  return data.startsWith('{') ? JSON.parse(data) : {}
}

export interface Running {
  readonly gateway: Gateway
  readonly url: string
}

const gateways = new Set<Gateway>()

/** A gateway with the lab on, a free port, no duration cap, and heartbeats every 20 ms unless told otherwise. */
export async function start(options: GatewayOptions = {}): Promise<Running> {
  const gateway = createGateway({
    closeWithinMs: 100,
    ...options,
    settings: { port: 0, lab: true, heartbeatSeconds: 0.02, streamMaxSeconds: 0, ...options.settings },
  })
  gateways.add(gateway)
  const { url } = await gateway.listen()
  return { gateway, url }
}

/** For `afterEach`: hangs up, and closes every gateway. */
export async function cleanUp(): Promise<void> {
  for (const close of live) close()
  await Promise.all([...gateways].map((gateway) => gateway.close()))
  gateways.clear()
}

/** A client that asks and never reads: only the system's buffers take anything. */
export function deadReader(url: string): Promise<void> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.pause()
      socket.write(`GET /sse/flood HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`, () => resolve())
    })
    socket.on('error', () => socket.destroy())
  })
}

/** A JSON request to the lab's API. */
export async function call(
  method: string,
  url: string,
  body?: unknown,
): Promise<{ status: number; json: unknown }> {
  const headers = { 'Content-Type': 'application/json' }
  const response = await fetch(url, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, json: await response.json() }
}

/** The code of the error with which a promise is rejected. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no error',
    (error: NodeJS.ErrnoException) => error.code ?? error.message,
  )
}
