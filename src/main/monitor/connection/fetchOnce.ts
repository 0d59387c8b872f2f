import { type Failure, failureOf, statusFailure } from '../../../shared/model/failure.ts'
import type { Clock } from '../clock.ts'
import { decodeBody } from './decode.ts'
import { type Exchange, startExchange } from './exchange.ts'
import { damagedEncoding } from './failures.ts'
import { requestHeaders } from './headers.ts'
import type { ConnectionRequest } from './types.ts'

export interface FetchOptions {
  /** Bytes of the body, decoded. */
  readonly limit: number
  readonly timeoutMs: number
  readonly clock: Clock
  /** Ends the request early; the answer is then what is known so far, with a failure. */
  readonly signal?: AbortSignal
}

export interface FetchResult {
  /** Null where no response came. */
  readonly status: number | null
  /** Counted and discarded. */
  readonly bytes: number
  readonly durationMs: number
  /** Null for a whole body with a 2xx status. */
  readonly error: Failure | null
}

const defaultHeaders = { Accept: '*/*', 'Cache-Control': 'no-cache', 'Accept-Encoding': 'identity' }

/** One GET on the transport of the streams, for re-hydration and fallback polling. Never rejects. */
export function fetchOnce(
  request: Omit<ConnectionRequest, 'lastEventId' | 'maxFrame'>,
  { limit, timeoutMs, clock, signal }: FetchOptions,
): Promise<FetchResult> {
  const start = clock.now()
  let status: number | null = null
  let bytes = 0
  return new Promise((resolve) => {
    let over = false
    const cancelTimer = clock.after(timeoutMs, () => finish(timedOut(timeoutMs)))
    const abort = () => finish(failureOf('reset', { message: 'The request was cancelled.' }))
    const headers = requestHeaders(request, defaultHeaders, null)
    const exchange: Exchange = startExchange({ ...request, headers }, request.secretHeaders, clock, {
      answered(answer) {
        status = answer.status
        if (status < 200 || status > 299) return finish(statusFailure(status))
        const body = decodeBody(answer.body, answer.headers['content-encoding'], (error) =>
          finish(damagedEncoding(error)),
        )
        if (!body)
          return finish(failureOf('content-type', { message: 'The answer is compressed in an unknown way.' }))
        body.on('data', (chunk: Buffer) => {
          bytes += chunk.length
          if (bytes > limit) finish(overLimit(limit))
        })
        body.on('end', () => finish(null))
      },
      failed(failure, answer) {
        status = answer?.status ?? status
        finish(failure)
      },
    })
    if (signal?.aborted) abort()
    else signal?.addEventListener('abort', abort, { once: true })

    function finish(error: Failure | null): void {
      if (over) return
      over = true
      cancelTimer()
      signal?.removeEventListener('abort', abort)
      exchange.close()
      resolve({ status, bytes, durationMs: clock.now() - start, error })
    }
  })
}

function timedOut(ms: number): Failure {
  return failureOf('connect-timeout', {
    message: `No whole answer within ${ms / 1000} s.`,
    hint: 'The host may be down, or the answer very slow to make.',
  })
}

function overLimit(limit: number): Failure {
  return failureOf('frame-too-large', {
    message: `The answer is over the limit of ${limit} bytes.`,
    hint: 'Does the URL point at the state itself, and not at a stream or a download?',
    terminal: true,
  })
}
