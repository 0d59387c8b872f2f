import type {
  ConnectionRequest,
  ConnectionSink,
  ResponseFacts,
} from '../../src/main/monitor/connection/types.ts'
import type { Dialler } from '../../src/main/monitor/dial.ts'
import { failureOf } from '../../src/shared/model/failure.ts'

/** A connection as a test plays it. */
export interface ScriptedStream {
  readonly request: ConnectionRequest
  readonly isClosed: boolean
  /** Status 200 with these headers. */
  open(headers?: Readonly<Record<string, string>>): void
  /** An event, alone in its chunk. */
  event(type: string, data: string, id?: string): void
  refuse(): void
}

export interface ScriptedStreams extends Dialler {
  /** The newest one to an URL; throws where there is none. */
  newest(url: string): ScriptedStream
}

/** A dialler without sockets, on the clock of the test. */
export function scriptedStreams(now: () => number): ScriptedStreams {
  const streams: ScriptedStream[] = []
  return {
    prepare: (settings, address) => ({
      url: new URL(address),
      headers: {},
      secretHeaders: new Set(),
      lastEventId: null,
      maxFrame: settings.maxFrame,
      http2: false,
      tls: { insecure: false },
      proxy: null,
    }),
    open(request, sink) {
      let isClosed = false
      streams.push({
        request,
        get isClosed() {
          return isClosed
        },
        ...script(sink, now),
      })
      return {
        setMaxFrame: () => undefined,
        close() {
          isClosed = true
        },
      }
    },
    newest(url) {
      const stream = streams.findLast(({ request }) => request.url.href === url)
      if (stream === undefined) throw new Error(`Nothing was requested of ${url}.`)
      return stream
    },
  }
}

function script(sink: ConnectionSink, now: () => number): Pick<ScriptedStream, 'open' | 'event' | 'refuse'> {
  return {
    open: (headers = {}) => sink.opened(answer(headers)),
    event(type, data, id) {
      const bytes = 20 + data.length
      sink.received(now(), bytes, 3)
      sink.event(now(), { type, data, lastEventId: id ?? '', ownId: id ?? null, bytes })
      sink.consumed(now(), id ?? null)
    },
    refuse: () => sink.failed(failureOf('refused'), null, null),
  }
}

function answer(headers: Readonly<Record<string, string>>): ResponseFacts {
  return {
    status: 200,
    headers,
    httpVersion: '1.1',
    remoteAddress: '127.0.0.1:9',
    redirects: [],
    timing: { dns: null, connect: null, tls: null, firstByte: null },
    lastEventIdSent: true,
  }
}
