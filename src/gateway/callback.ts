import { type ClientRequest, request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import type { Environment } from './environment.ts'
import { type EndToEndHeaders, endToEnd } from './headers.ts'

/** What became of one callback. Whoever acts on it looks at `kind`, never at the text. */
export type CallbackResult =
  | { readonly kind: 'ok' }
  | HttpError
  | { readonly kind: 'timeout'; readonly message: string }
  | { readonly kind: 'network'; readonly message: string }

/** The backend answered, and not with a 2xx. The body is null where it was too long to pass on. */
export interface HttpError {
  readonly kind: 'http_error'
  readonly status: number
  readonly headers: EndToEndHeaders
  readonly body: Buffer | null
}

export interface CallbackPoster {
  /** Never rejects: what goes wrong is in the result. */
  post(body: unknown, traceId: string): Promise<CallbackResult>
  /** Breaks off what is under way, and refuses what comes later, as `network`. */
  abandon(): void
}

export interface CallbackOptions {
  readonly url: string
  /** For the whole exchange, from the look-up of the name to the last byte of the answer. */
  readonly timeoutMs: number
  readonly environment: Environment
}

/** A refusal is passed on whole up to this size; bytes. */
const answerLimit = 64 * 1024

/** Posts JSON to the backend, on a connection for each: one kept alive may close just as the next is sent. */
export function createCallbackPoster({ url, timeoutMs, environment }: CallbackOptions): CallbackPoster {
  const send = new URL(url).protocol === 'https:' ? secureRequest : plainRequest
  const underway = new Set<ClientRequest>()
  let abandoned = false

  const exchange = (text: string, traceId: string): Promise<CallbackResult> =>
    new Promise((settle) => {
      const headers = {
        'Content-Type': 'application/json',
        'Content-Length': String(Buffer.byteLength(text)),
        'X-Trace-ID': traceId,
      }
      const sent = send(url, { method: 'POST', agent: false, headers })
      const cancel = environment.after(timeoutMs, () => {
        settle({ kind: 'timeout', message: `The callback was not answered within ${timeoutMs / 1000} s.` })
        sent.destroy()
      })
      const lost = (message: string): void =>
        settle({ kind: 'network', message: `The callback was not answered: ${message}.` })
      underway.add(sent)
      sent.once('close', () => {
        cancel()
        underway.delete(sent)
        lost('the connection closed')
      })
      sent.on('error', (error) => lost(error.message))
      sent.once('response', (answer) => {
        const status = answer.statusCode ?? 0
        const isGood = status >= 200 && status < 300
        if (isGood) settle({ kind: 'ok' })
        const refuse = (body: Buffer | null): void =>
          settle({ kind: 'http_error', status, headers: endToEnd(answer.headers), body })
        const pieces: Buffer[] = []
        let size = 0
        answer.on('data', (piece: Buffer) => {
          size += piece.length
          if (size <= answerLimit) pieces.push(piece)
          else {
            refuse(null)
            sent.destroy()
          }
        })
        answer.once('end', () => refuse(Buffer.concat(pieces)))
        answer.once('error', (error) => lost(error.message))
      })
      sent.end(text)
    })

  return {
    async post(body, traceId) {
      if (abandoned) return { kind: 'network', message: 'The callback was not sent: the gateway is closing.' }
      return exchange(JSON.stringify(body), traceId)
    },
    abandon() {
      abandoned = true
      for (const sent of underway) sent.destroy(new Error('the gateway is closing'))
    },
  }
}
