import { type Failure, failureOf } from '../../../shared/model/failure.ts'
import type { Clock } from '../clock.ts'
import type { Answer, Hop } from './answer.ts'
import { withoutCredentials } from './headers.ts'
import { sendHop } from './hop.ts'
import type { ConnectionRequest } from './types.ts'

export interface Exchange {
  /** Idempotent; frees the sockets at once, and nothing is told after it. */
  close(): void
}

export interface ExchangeSink {
  answered(answer: Answer, redirects: readonly string[]): void
  /** `answer` where it is an answer that makes the failure. */
  failed(failure: Failure, answer: Answer | null, redirects: readonly string[]): void
}

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
const mostRedirects = 5

/** Sends a request and follows its redirects; each hop's sockets are gone before the next one's. */
export function startExchange(
  first: Hop,
  secretHeaders: ConnectionRequest['secretHeaders'],
  clock: Clock,
  sink: ExchangeSink,
): Exchange {
  const redirects: string[] = []
  let over = false
  let endHop = send(first)

  function send(hop: Hop): () => void {
    return sendHop(hop, clock, {
      answered(answer) {
        if (redirectStatuses.has(answer.status)) follow(hop, answer)
        else sink.answered(answer, redirects)
      },
      failed(failure) {
        close()
        sink.failed(failure, null, redirects)
      },
    })
  }

  function follow(hop: Hop, answer: Answer): void {
    endHop()
    const next = nextHop(hop, answer, redirects, secretHeaders)
    redirects.push(shown(hop.url))
    if ('kind' in next) {
      over = true
      sink.failed(next, answer, redirects)
    } else if (!over) endHop = send(next)
  }

  function close(): void {
    over = true
    endHop()
  }

  return { close }
}

function nextHop(
  hop: Hop,
  answer: Answer,
  before: readonly string[],
  secretHeaders: ReadonlySet<string>,
): Hop | Failure {
  const { status } = answer
  const location = answer.headers.location
  if (location === undefined)
    return wrong(status, `The server redirects (${status}) without saying where to.`)
  const url = URL.parse(location, hop.url.href)
  if (!url || !['http:', 'https:'].includes(url.protocol))
    return wrong(status, `The server redirects (${status}) to something that is no http(s) URL.`)
  url.hash = ''
  const target = shown(url)
  if (target === shown(hop.url) || before.includes(target))
    return wrong(status, `The redirects lead in a circle, back to ${url.origin}${url.pathname}.`)
  if (before.length >= mostRedirects) return wrong(status, `More than ${mostRedirects} redirects in a row.`)
  if (url.origin === hop.url.origin) return { ...hop, url }
  const { cert: _cert, key: _key, ...tls } = hop.tls
  return { ...hop, url, tls, headers: withoutCredentials(hop.headers, secretHeaders) }
}

function wrong(status: number, message: string): Failure {
  return failureOf('redirects', { message, status })
}

/** A URL without the credentials in it. */
function shown(url: URL): string {
  const bare = new URL(url)
  bare.username = ''
  bare.password = ''
  return bare.href
}
