import type { EventLog } from './log.ts'
import type { HeartbeatStyle, Settings } from './settings.ts'

/** How one stream is to be served: the gateway's settings, or what the lab made of them. Zero turns off. */
export interface StreamPlan {
  readonly heartbeatSeconds: number
  readonly heartbeatStyle: HeartbeatStyle
  readonly maxSeconds: number
  readonly silenceSeconds: number
  readonly contentType: string
  readonly log: EventLog
  readonly replayLimit: number
  readonly replayTimeoutMs: number
  readonly chunkDelayMs: number
  /** The clock that heartbeats tell; epoch milliseconds. */
  clock(): number
}

/** Who is connected, and with what. */
export interface StreamInfo {
  readonly token: string
  readonly topic: string
  readonly path: string
  /** The path with its query, as it was asked for. */
  readonly url: string
  readonly traceId: string
  readonly address: string
  /** Empty where the client sent none. */
  readonly lastEventId: string
}

/** The plan that the settings make; `clock` tells epoch milliseconds. */
export function planOf(
  settings: Settings,
  log: EventLog,
  replayTimeoutMs: number,
  clock: () => number,
): StreamPlan {
  return {
    heartbeatSeconds: settings.heartbeatSeconds,
    heartbeatStyle: settings.heartbeatStyle,
    maxSeconds: settings.streamMaxSeconds,
    silenceSeconds: settings.silenceThresholdSeconds,
    contentType: 'text/event-stream',
    log,
    replayLimit: settings.replayLimit,
    replayTimeoutMs,
    chunkDelayMs: settings.chunkDelayMs,
    clock,
  }
}
