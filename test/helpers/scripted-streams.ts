import { onTestFinished } from 'vitest'
import type { Clock } from '../../src/main/monitor/clock.ts'
import type {
  ConnectionRequest,
  ConnectionSink,
  ResponseFacts,
} from '../../src/main/monitor/connection/types.ts'
import type { Dialler } from '../../src/main/monitor/dial.ts'
import { createFleet } from '../../src/main/monitor/fleet.ts'
import type { Fleet } from '../../src/main/monitor/types.ts'
import { failureOf } from '../../src/shared/model/failure.ts'

export interface ScriptedFleet {
  readonly fleet: Fleet
  readonly streams: ScriptedStreams
  /** URLs that were asked for besides streams; none of them is answered. */
  readonly fetched: readonly string[]
}

/** A fleet whose connections a test plays. Closed when the test is over. `beforeJudging` as in `FleetOptions`. */
export function scriptedFleet(
  clock: Clock,
  era: number,
  beforeJudging: () => void = () => undefined,
): ScriptedFleet {
  const streams = scriptedStreams(clock.now)
  const fetched: string[] = []
  const fleet = createFleet({
    clock,
    random: () => 0.5,
    dialler: streams,
    fetchOnce({ url }) {
      fetched.push(url.href)
      return new Promise(() => undefined)
    },
    references: { resolve: (text) => text, has: () => false, display: (text) => text, values: () => [] },
    stopped: new Set(),
    onStopped: () => undefined,
    era,
    beforeJudging,
  })
  onTestFinished(() => fleet.close())
  return { fleet, streams, fetched }
}

/** A connection as a test plays it. */
export interface ScriptedStream {
  readonly request: ConnectionRequest
  readonly isClosed: boolean
  /** Status 200 with these headers. */
  open(headers?: Readonly<Record<string, string>>): void
  /** An event, alone in its chunk. */
  event(type: string, data: string, id?: string): void
  refuse(): void
  /** Ends without a word. */
  end(): void
}

export interface ScriptedStreams extends Dialler {
  /** The newest one to an URL; throws where there is none. */
  newest(url: string): ScriptedStream
}

/** A dialler without sockets, on the clock of the test. */
function scriptedStreams(now: () => number): ScriptedStreams {
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

function script(
  sink: ConnectionSink,
  now: () => number,
): Pick<ScriptedStream, 'open' | 'event' | 'refuse' | 'end'> {
  return {
    open: (headers = {}) => sink.opened(answer(headers)),
    event(type, data, id) {
      const bytes = 20 + data.length
      sink.received(now(), bytes, 3)
      sink.event(now(), { type, data, lastEventId: id ?? '', ownId: id ?? null, bytes })
      sink.consumed(now(), id ?? null)
    },
    refuse: () => sink.failed(failureOf('refused'), null, null),
    end: () => sink.ended(),
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
