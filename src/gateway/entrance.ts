import type { IncomingMessage, ServerResponse } from 'node:http'
import { type CallbackResult, createCallbackPoster, type HttpError } from './callback.ts'
import type { Environment } from './environment.ts'
import { endToEnd } from './headers.ts'
import { answerError, RequestError } from './http.ts'
import type { StreamInfo } from './plan.ts'
import { createSeats } from './seats.ts'
import type { Settings } from './settings.ts'
import type { EndReason } from './stream.ts'

export interface EntranceOptions {
  readonly settings: Settings
  readonly environment: Environment
  /** With so many callbacks under way, of both kinds, nobody else is let in. */
  readonly mostCallbacks: number
  /** Told a sentence when callbacks begin to fail, and when they work again. */
  tell(sentence: string): void
}

export interface Visitor {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly info: StreamInfo
}

/** Who may have a stream: a place for its address, and the backend's word (5-gateway, "Connections"). */
export interface Entrance {
  /**
   * Calls `open` in the turn in which the visitor is let in and still there; without a callback, at once. `left`
   * must be called when the stream is over: it frees the place and tells the backend, once.
   * @throws {RequestError} 429, 503 or 504; a refusal by the backend goes to the client as it is, and throws nothing.
   */
  enter(visitor: Visitor, open: (left: (reason: EndReason) => void) => void): Promise<void>
  /** Nobody is let in from now on. */
  shut(): void
  /** Resolves when the backend has answered everything, at most `withinMs` milliseconds later: then it is left. */
  settled(withinMs: number): Promise<void>
}

export function createEntrance({ settings, environment, mostCallbacks, tell }: EntranceOptions): Entrance {
  const { callbackUrl: url, callbackTimeoutSeconds } = settings
  const timeoutMs = callbackTimeoutSeconds * 1000
  const poster = url === null ? null : createCallbackPoster({ url, timeoutMs, environment })
  const seats = createSeats(settings.maxConnectionsPerClient)
  const underway = new Set<Promise<unknown>>()
  let isShut = false
  let failing = false

  const track = <T>(work: Promise<T>): Promise<T> => {
    const over = work.finally(() => underway.delete(settledEitherWay))
    const settledEitherWay = over.catch(() => undefined)
    underway.add(settledEitherWay)
    return over
  }

  const tellTurn = (result: CallbackResult): void => {
    if (failing === (result.kind !== 'ok')) return
    failing = !failing
    if (result.kind === 'ok') tell('Disconnect callbacks are answered again.')
    else tell(`A disconnect callback failed (${result.kind}): the backend was not told. The streams go on.`)
  }
  const sayGoodbye = async (info: StreamInfo, reason: EndReason): Promise<void> => {
    const { token, url, traceId } = info
    const result = await poster?.post({ action: 'disconnect', token, reason, request: { url } }, traceId)
    if (result !== undefined) tellTurn(result)
  }
  const farewell = (info: StreamInfo, freeSeat: () => void): ((reason: EndReason) => void) => {
    let gone = false
    return (reason) => {
      if (gone) return
      gone = true
      freeSeat()
      if (poster !== null) void track(sayGoodbye(info, reason))
    }
  }

  const ask = async ({ request, info }: Visitor): Promise<CallbackResult> => {
    if (poster === null) return { kind: 'ok' }
    const { token, url, traceId } = info
    const body = { action: 'connect', token, request: { url, headers: endToEnd(request.headers) } }
    return poster.post(body, traceId)
  }

  const enterAsked = async (
    visitor: Visitor,
    freeSeat: () => void,
    open: (left: (reason: EndReason) => void) => void,
  ): Promise<void> => {
    const { response, info } = visitor
    const result = await ask(visitor)
    if (result.kind !== 'ok') {
      freeSeat()
      refuse(response, result)
      return
    }
    const left = farewell(info, freeSeat)
    // The backend counts this token as connected, although no stream ever was.
    if (isShut || response.destroyed) {
      left(isShut ? 'shutdown' : 'client_closed')
      response.destroy()
      return
    }
    open(left)
  }

  return {
    async enter(visitor, open) {
      const { response, info } = visitor
      response.setHeader('X-Trace-ID', info.traceId)
      if (poster === null && settings.callbackRequired) throw missing()
      if (underway.size >= mostCallbacks) {
        response.setHeader('Retry-After', '1')
        throw crowded(underway.size)
      }
      const freeSeat = seats.take(info.address)
      if (poster === null) open(farewell(info, freeSeat))
      else await track(enterAsked(visitor, freeSeat, open))
    },

    shut() {
      isShut = true
    },

    async settled(withinMs) {
      const cancel = environment.after(withinMs, () => poster?.abandon())
      while (underway.size > 0) await Promise.all(underway)
      cancel()
    },
  }
}

const missing = (): RequestError =>
  new RequestError(
    503,
    'callback-missing',
    'Streams need a callback here, and none is set: set CALLBACK_URL, or CALLBACK_REQUIRED to 0, and start the gateway anew.',
  )

const crowded = (count: number): RequestError =>
  new RequestError(
    503,
    'too-many-callbacks',
    `${count} callbacks wait for the backend, and no more may: connect again later.`,
  )

function refuse(response: ServerResponse, result: Exclude<CallbackResult, { kind: 'ok' }>): void {
  switch (result.kind) {
    case 'timeout':
      throw new RequestError(504, 'callback-timeout', `${result.message} Connect again later.`)
    case 'network':
      throw new RequestError(503, 'callback-unreachable', `${result.message} Connect again later.`)
    case 'http_error':
      passOn(response, result)
  }
}

function passOn(response: ServerResponse, { status, headers, body }: HttpError): void {
  if (response.destroyed) return
  if (body === null) {
    const message = `The backend refused with status ${status}; what it said is too long to pass on.`
    answerError(response, new RequestError(status, 'callback-refused', message))
    return
  }
  // The gateway's own trace id stands: it is what the client, the backend and the streams know.
  const { 'x-trace-id': _, 'content-length': __, ...rest } = headers
  for (const [name, value] of Object.entries(rest)) response.setHeader(name, value)
  response.statusCode = status
  response.end(body)
}
