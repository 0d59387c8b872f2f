import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Body, badEvent, knownKeys, oneLine } from './body.ts'
import { answerJson, RequestError, readJsonObject } from './http.ts'
import type { To } from './hub.ts'
import { isLogged, type OutEvent } from './wire.ts'

/** One open stream, as `GET /internal/connections` tells of it. */
export interface ConnectionView {
  readonly token: string
  readonly topic: string
  readonly path: string
  readonly traceId: string
  readonly address: string
  /** Epoch milliseconds. */
  readonly openedAt: number
}

export interface InternalOptions {
  /** What callers must show. */
  readonly key: string
  connections(): readonly ConnectionView[]
  isConnected(token: string): boolean
  publish(to: To, event: OutEvent): Promise<number>
  /** Ends a stream with `complete`, whose reason is what is `said`. */
  close(token: string, said: string): void
}

type Answer = { readonly status: number; readonly body: unknown }
type Route = (request: IncomingMessage) => Promise<Answer>

/** `/internal/...`: how a backend speaks to the clients. @throws {RequestError} from what it returns. */
export function createInternalRoutes(options: InternalOptions) {
  const { connections, isConnected, publish, close } = options
  const isKey = keyCheck(options.key)

  const mustBeConnected = (token: string): void => {
    if (isConnected(token)) return
    throw new RequestError(
      404,
      'unknown-token',
      `No connection has the token ${JSON.stringify(token)}: it never had, or it is closed.`,
    )
  }

  const routes: Readonly<Record<string, { readonly method: 'GET' | 'POST'; readonly route: Route }>> = {
    '/internal/send': {
      method: 'POST',
      route: async (request) => {
        const { to, event } = readSend(await readJsonObject(request))
        if (to.token !== undefined) mustBeConnected(to.token)
        return { status: 202, body: { reached: await publish(to, event) } }
      },
    },
    '/internal/close': {
      method: 'POST',
      route: async (request) => {
        const body = await readJsonObject(request)
        knownKeys('A close', body, ['token', 'reason'])
        const [token, said] = [oneLine(body, 'token'), oneLine(body, 'reason', 'server_closed')]
        mustBeConnected(token)
        close(token, said)
        return { status: 202, body: { reached: 1 } }
      },
    },
    '/internal/connections': {
      method: 'GET',
      route: async () => ({ status: 200, body: { connections: connections().map(viewOf) } }),
    },
  }

  return async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    if (!isKey(request.headers.authorization)) {
      response.setHeader('WWW-Authenticate', 'Bearer')
      throw new RequestError(
        401,
        'wrong-key',
        'The key is missing or wrong: send the header "Authorization: Bearer ..." with the INTERNAL_KEY of the gateway.',
      )
    }
    const found = Object.hasOwn(routes, path) ? routes[path] : undefined
    if (found === undefined) {
      const names = Object.keys(routes).join(', ')
      throw new RequestError(404, 'not-found', `There is nothing at ${path}: there are ${names}.`)
    }
    if (request.method !== found.method) {
      response.setHeader('Allow', found.method)
      throw new RequestError(405, 'method-not-allowed', `${path} answers ${found.method} only.`)
    }
    const { status, body } = await found.route(request)
    answerJson(response, status, body)
  }
}

/** `{ to: { token } or { topic }, event, data, id }`; without `to`, everyone. */
function readSend(body: Body): { readonly to: To; readonly event: OutEvent } {
  knownKeys('A send', body, ['to', 'event', 'data', 'id'])
  const to = readTo(body.to)
  const event = oneLine(body, 'event')
  if (body.data === undefined) throw badEvent('"data" is missing: send text, or anything else that JSON has.')
  if (body.id === undefined) return { to, event: { event, data: body.data } }
  const id = oneLine(body, 'id')
  if (isLogged(event)) return { to, event: { event, data: body.data, id } }
  throw badEvent(`Events of the type ${event} have no id: leave "id" out, or choose another type.`)
}

function readTo(to: unknown): To {
  if (to === undefined) return {}
  const isObject = typeof to === 'object' && to !== null && !Array.isArray(to)
  const named: Body = isObject ? { ...to } : {}
  knownKeys('"to"', named, ['token', 'topic'])
  if (Object.keys(named).length !== 1) {
    throw badEvent(
      `"to" is ${JSON.stringify(to)}, but it must be {"token": ...} or {"topic": ...}: leave it out for everyone.`,
    )
  }
  return named.token === undefined ? { topic: oneLine(named, 'topic') } : { token: oneLine(named, 'token') }
}

/** Without the query, which may carry what only the client and the backend are to know. */
const viewOf = ({ token, topic, path, traceId, address, openedAt }: ConnectionView): unknown => ({
  token,
  topic,
  path,
  traceId,
  address,
  openedAt: new Date(openedAt).toISOString(),
})

/** Takes the same time for every wrong key: the digests are of one length, and compared whole. */
function keyCheck(key: string): (authorization: string | undefined) => boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  const right = digest(key)
  return (authorization) => {
    const shown = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
    return timingSafeEqual(digest(shown ?? ''), right) && shown !== undefined
  }
}
