import { EventSource } from 'eventsource'

/** What the client reads: one chunk after the other, each parsed before the next is asked for. */
export interface ChunkReader {
  read(): Promise<{ done: false; value: Uint8Array } | { done: true }>
  cancel(): Promise<void>
}

export interface ClientSink {
  /** Every event of the server, whatever its type: also those named `error` or `open`. */
  message(event: MessageEvent): void
  /** The client gave up by itself. */
  broken(reason: string): void
}

/** The client asks its URL for nothing but each event's `origin`, which nobody reads and this one gives cheaply. */
const placeholder = new URL('about:blank')

/**
 * `eventsource` on an answer that was judged already: one instance a connection. Closing it before the body
 * ends keeps it from ever arming its own reconnection.
 */
class StreamClient extends EventSource {
  readonly #sink: ClientSink

  constructor(reader: ChunkReader, sink: ClientSink) {
    const body = { getReader: () => reader }
    const answer = { body, url: '', status: 200, redirected: false, headers: eventStream }
    // The scanner holds the limits, in bytes; the client's own is in characters and would end it unseen.
    super(placeholder, { fetch: () => Promise.resolve(answer), maxBufferSize: Number.POSITIVE_INFINITY })
    this.#sink = sink
  }

  /** No listener is ever added: events are told here, without the cost of a dispatch. */
  override dispatchEvent(event: Event): boolean {
    if (event instanceof MessageEvent) this.#sink.message(event)
    else if (event.type === 'error') this.#sink.broken('message' in event ? String(event.message) : '')
    return true
  }
}

const eventStream = { get: (name: string) => (name === 'content-type' ? 'text/event-stream' : null) }

/** Starts to read at once. `close` is idempotent; nothing is told after it. */
export function openClient(reader: ChunkReader, sink: ClientSink): { close(): void } {
  return new StreamClient(reader, sink)
}
