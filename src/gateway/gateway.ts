import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createEntrance } from './entrance.ts'
import { type Environment, systemEnvironment } from './environment.ts'
import { answerError, answerJson, RequestError } from './http.ts'
import { createHub, type To } from './hub.ts'
import { createInternalRoutes } from './internal.ts'
import { createLab, type Lab } from './lab/lab.ts'
import type { Script } from './lab/script.ts'
import { closeServer, listenOn, outliveErrors } from './listen.ts'
import { createMemoryLog, type EventLog } from './log.ts'
import { defaultOutletLimits, type OutletLimits } from './outlet.ts'
import { planOf, type StreamInfo } from './plan.ts'
import { defaultSettings, type Settings } from './settings.ts'
import { createStream, type Stream } from './stream.ts'
import { traceIdOf } from './trace.ts'
import type { OutEvent } from './wire.ts'

export interface GatewayOptions {
  /** Over the defaults of 7-interfaces; `port: 0` picks a free one. */
  readonly settings?: Partial<Settings>
  readonly environment?: Partial<Environment>
  readonly log?: EventLog
  readonly limits?: Partial<OutletLimits>
  /** A log that has not answered after this has failed; milliseconds, 5 s by default. */
  readonly replayTimeoutMs?: number
  /** With so many callbacks under way, further clients are refused; 1,000 by default. */
  readonly mostCallbacks?: number
  /**
   * Streams that have not ended this long after `close` are cut, and callbacks that are unanswered as long after that
   * are given up; milliseconds, 2 s by default.
   */
  readonly closeWithinMs?: number
  /** With the lab on: extra listening ports that the fault `refuse` closes, by name. */
  readonly doors?: readonly string[]
  readonly scripts?: readonly Script[]
}

export interface Connection extends StreamInfo {
  readonly openedAt: number
}

export interface Gateway {
  /** Rejects with the system's error (`EADDRINUSE` and the like) when the port cannot be had. */
  listen(): Promise<{ readonly url: string; readonly port: number }>
  /** Stops accepting, tells each client `complete` with reason `shutdown`, and resolves when all are gone. */
  close(): Promise<void>
  /** Resolves to how many connections were reached. @throws {RangeError} for a type or id with a line break. */
  publish(to: To, event: OutEvent): Promise<number>
  connections(): readonly Connection[]
  /** Null unless the settings have `lab`. */
  readonly lab: Lab | null
}

const prefix = '/sse/'

/** The reference gateway (5-gateway.md): one process, the log in memory. */
export function createGateway(options: GatewayOptions = {}): Gateway {
  const settings: Settings = { ...defaultSettings(options.settings?.heartbeatStyle), ...options.settings }
  const environment: Environment = { ...systemEnvironment, ...options.environment }
  const limits: OutletLimits = { ...defaultOutletLimits, ...options.limits }
  const log = options.log ?? createMemoryLog(settings.logSize)
  const hub = createHub(log)
  const streams = new Map<string, { readonly stream: Stream; readonly openedAt: number }>()
  let closing = false

  const basePlan = planOf(settings, log, options.replayTimeoutMs ?? 5000, environment.now)
  const mostCallbacks = options.mostCallbacks ?? 1000
  const entrance = createEntrance({ settings, environment, mostCallbacks, tell: warn })

  const openStream = async (
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<void> => {
    const info = infoOf(request, path, environment)
    const visit = lab?.visit(request, response, info) ?? null
    if (visit !== null && (await visit.answer())) return
    if (response.destroyed || closing) {
      response.destroy()
      return
    }
    await entrance.enter({ request, response, info }, (left) => {
      const stream = createStream({
        info,
        plan: visit?.plan(basePlan) ?? basePlan,
        response,
        limits,
        environment,
        closed: (reason) => {
          hub.leave(stream)
          streams.delete(info.token)
          visit?.closed()
          left(reason)
        },
      })
      streams.set(info.token, { stream, openedAt: environment.now() })
      hub.join(stream)
      visit?.opening(stream)
      stream.open()
      visit?.opened()
    })
  }

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
    if (lab !== null && (path === '/lab' || path.startsWith('/lab/'))) return lab.route(request, response)
    if (internal !== null && path.startsWith('/internal/')) return internal(request, response, path)
    const isStream = path.startsWith(prefix) && path.length > prefix.length
    if (!isStream && path !== '/healthz') {
      throw new RequestError(
        404,
        'not-found',
        'There is nothing at this path: streams are at /sse/TOPIC, health at /healthz.',
      )
    }
    if (request.method !== 'GET') {
      response.setHeader('Allow', 'GET')
      throw new RequestError(405, 'method-not-allowed', 'This path answers GET only.')
    }
    if (isStream) return openStream(request, response, path)
    answerJson(response, closing ? 503 : 200, {
      status: closing ? 'closing' : 'ok',
      connections: streams.size,
    })
  }

  const connections = (): readonly Connection[] =>
    [...streams.values()].map(({ stream, openedAt }) => ({ ...stream.info, openedAt }))

  const internal =
    settings.internalKey === null
      ? null
      : createInternalRoutes({
          key: settings.internalKey,
          connections,
          isConnected: (token) => streams.has(token),
          publish: (to, event) => hub.publish(to, event),
          close: (token, said) => streams.get(token)?.stream.finish('server_closed', said),
        })

  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    route(request, response).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) response.destroy()
      else answerError(response, error)
    })
  }

  const server = createServer(handle)
  outliveErrors(server, warn)
  const lab: Lab | null = settings.lab
    ? createLab({
        environment,
        host: settings.host,
        doors: options.doors ?? [],
        scripts: options.scripts ?? [],
        log,
        handle,
        tell: warn,
        publish: (to, event) => hub.publish(to, event),
        streams: () => [...streams.values()].map(({ stream }) => stream),
      })
    : null

  return {
    lab,
    publish: (to, event) => hub.publish(to, event),
    connections,

    async listen() {
      const port = await listenOn(server, settings.port, settings.host)
      await lab?.listen()
      return { url: `http://${urlHost(settings.host)}:${port}`, port }
    },

    async close() {
      closing = true
      entrance.shut()
      lab?.stop()
      const within = options.closeWithinMs ?? 2000
      const closed = [closeServer(server, within, environment), lab?.close(within)]
      for (const { stream } of streams.values()) stream.finish('shutdown')
      await Promise.all(closed)
      await entrance.settled(within)
    },
  }
}

function infoOf(request: IncomingMessage, path: string, environment: Environment): StreamInfo {
  const lastEventId = request.headers['last-event-id']
  return {
    token: environment.uuid(),
    topic: path.slice(prefix.length),
    path,
    url: request.url ?? path,
    traceId: traceIdOf(request.headers, environment.uuid),
    address: request.socket.remoteAddress ?? '',
    // Headers arrive as Latin-1; the standard has clients send the id as UTF-8 [spec: Last-Event-ID].
    lastEventId: Buffer.from(String(lastEventId ?? ''), 'latin1').toString('utf8'),
  }
}

function warn(sentence: string): void {
  process.emitWarning(sentence, 'GatewayWarning')
}

const urlHost = (host: string): string => {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
