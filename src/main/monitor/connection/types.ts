import type { Failure } from '../../../shared/model/failure.ts'
import type { TimingView } from '../../../shared/view.ts'

/** One request, everything resolved: no reference to a secret is left in it. */
export interface ConnectionRequest {
  readonly url: URL
  /** Names of headers whose values are secrets: left behind on a redirect to another origin. */
  readonly headers: Readonly<Record<string, string>>
  readonly secretHeaders: ReadonlySet<string>
  /** Null for a fresh start. Sent as UTF-8 bytes; not sent where it cannot be a header or is over 4 KB. */
  readonly lastEventId: string | null
  /** Bytes for one line and for one event. */
  readonly maxFrame: number
  readonly http2: boolean
  readonly tls: {
    readonly ca?: string | undefined
    readonly cert?: string | undefined
    readonly key?: string | undefined
    readonly insecure: boolean
  }
  /** Proxy URL with credentials, or null for a direct connection. */
  readonly proxy: string | null
}

/** What the response headers told. Header names are lower case. */
export interface ResponseFacts {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly httpVersion: string
  readonly remoteAddress: string | null
  /** The URLs that redirected, in order. */
  readonly redirects: readonly string[]
  readonly timing: TimingView
  /** False where the Last-Event-ID was held back (not a header value, or over 4 KB). */
  readonly lastEventIdSent: boolean
}

export interface ReceivedEvent {
  readonly type: string
  readonly data: string
  /** The sticky last event id as the standard has it. */
  readonly lastEventId: string
  /** The id that this very block carries, or null. */
  readonly ownId: string | null
  /** Bytes on the wire, decoded from any content encoding. */
  readonly bytes: number
}

/**
 * What a connection tells, in the order of the stream. After `failed`, `ended` or `noContent`, and after
 * `close()`, nothing more is told. `at` is `Clock.now()` at the chunk's arrival.
 */
export interface ConnectionSink {
  opened(facts: ResponseFacts): void
  /** At least one complete line came; `bytes` counts the chunk. A chunk without one gives `signs: 0`. */
  received(at: number, bytes: number, signs: number): void
  event(at: number, event: ReceivedEvent): void
  /** The text after the colon, one leading space removed. */
  comment(at: number, text: string): void
  /** A block that the standard does not dispatch: no data. Its id counts all the same. */
  block(at: number, block: { readonly type: string; readonly ownId: string | null }): void
  /** A valid `retry:` field, unclamped. */
  retry(ms: number): void
  /** Everything of the chunk was told. */
  consumed(at: number, lastEventId: string | null): void
  /** `facts` where response headers came, `retryAfter` the header's raw text. */
  failed(failure: Failure, facts: ResponseFacts | null, retryAfter: string | null): void
  /** A clean, unannounced end of the body. */
  ended(): void
  /** 204: the server wants no further connection. */
  noContent(facts: ResponseFacts): void
}

export interface Connection {
  /** Another limit for what comes from now on, in bytes. */
  setMaxFrame(bytes: number): void
  /** Idempotent; frees the socket at once. */
  close(): void
}
