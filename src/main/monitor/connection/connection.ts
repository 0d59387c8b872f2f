import { type Failure, failureOf, statusFailure } from '../../../shared/model/failure.ts'
import type { Clock } from '../clock.ts'
import type { Answer } from './answer.ts'
import { type ByteBudget, createByteBudget } from './byteBudget.ts'
import { decodeBody } from './decode.ts'
import { type Exchange, startExchange } from './exchange.ts'
import { damagedEncoding } from './failures.ts'
import { type Feed, openFeed } from './feed.ts'
import { isSendableId, requestHeaders } from './headers.ts'
import type { Connection, ConnectionRequest, ConnectionSink, ResponseFacts } from './types.ts'

/** What each request for a stream says, where the configuration does not say it otherwise. */
export const defaultHeaders = {
  Accept: 'text/event-stream',
  'Cache-Control': 'no-cache',
  'Accept-Encoding': 'identity',
}
/** [spec] the essence of the MIME type; parameters do not matter, the stream is always UTF-8. */
const eventStreamType = /^[\t\n\r ]*text\/event-stream[\t\n\r ]*(?:;|$)/i

/**
 * Opens one connection and tells `sink` of everything on it, in the order of the stream. Nothing is told
 * within this call. Deadlines are the caller's, who closes the connection. `budget` holds the bytes that all
 * connections may keep together; by default this one is alone.
 */
export function openConnection(
  request: ConnectionRequest,
  sink: ConnectionSink,
  clock: Clock,
  budget: ByteBudget = createByteBudget(Number.POSITIVE_INFINITY),
): Connection {
  const resumeFrom = request.lastEventId
  const lastEventIdSent = resumeFrom !== null && isSendableId(resumeFrom)
  let { maxFrame } = request
  let over = false
  let facts: ResponseFacts | null = null
  let feed: Feed | null = null

  const headers = requestHeaders(request, defaultHeaders, lastEventIdSent ? resumeFrom : null)
  const exchange: Exchange = startExchange({ ...request, headers }, request.secretHeaders, clock, {
    answered(answer, redirects) {
      facts = factsOf(answer, redirects)
      const refusal = refusalOf(answer)
      if (answer.status === 204) finish(() => sink.noContent(factsOf(answer, redirects)))
      else if (refusal) failed(refusal)
      else stream(answer, facts)
    },
    failed(failure, answer, redirects) {
      if (answer) facts = factsOf(answer, redirects)
      if (feed) feed.fail(failure)
      else failed(failure)
    },
  })

  function factsOf(answer: Answer, redirects: readonly string[]): ResponseFacts {
    const { body: _body, ...head } = answer
    return { ...head, redirects: [...redirects], lastEventIdSent }
  }

  function stream(answer: Answer, opened: ResponseFacts): void {
    const encoding = answer.headers['content-encoding']
    const source = decodeBody(answer.body, encoding, (error) => feed?.fail(damagedEncoding(error)))
    if (!source) {
      failed(unknownEncoding(encoding ?? ''))
      return
    }
    sink.opened(opened)
    if (over) return
    feed = openFeed({
      source,
      sink,
      clock,
      budget,
      maxFrame,
      lastEventId: resumeFrom,
      finished: (failure) => (failure ? failed(failure) : finish(() => sink.ended())),
    })
  }

  function failed(failure: Failure): void {
    finish(() => sink.failed(failure, facts, facts?.headers['retry-after'] ?? null))
  }

  /** Everything is freed before the last word is told: the listener may open the next connection at once. */
  function finish(tell: () => void): void {
    if (over) return
    close()
    tell()
  }

  function close(): void {
    if (over) return
    over = true
    feed?.close()
    // Whoever keeps the connection must not keep the client and its buffers.
    feed = null
    exchange.close()
  }

  function setMaxFrame(bytes: number): void {
    maxFrame = bytes
    feed?.setMaxFrame(bytes)
  }

  return { setMaxFrame, close }
}

/** Why an answer is no stream, or null where it is one. */
function refusalOf(answer: Answer): Failure | null {
  if (answer.status !== 200) return statusFailure(answer.status)
  const type = answer.headers['content-type']
  if (type !== undefined && eventStreamType.test(type)) return null
  const shown = type === undefined ? 'has no Content-Type' : `is ${JSON.stringify(type.slice(0, 100))}`
  return failureOf('content-type', { message: `The answer ${shown}, not text/event-stream.`, status: 200 })
}

function unknownEncoding(encoding: string): Failure {
  return failureOf('content-type', {
    message: `The answer is compressed as ${JSON.stringify(encoding.slice(0, 100))}, which cannot be read here.`,
    hint: 'Heartline asks for no compression: does the server or a proxy compress event streams?',
    status: 200,
  })
}
