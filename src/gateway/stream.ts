import type { ServerResponse } from 'node:http'
import type { Cancel, Environment } from './environment.ts'
import type { Member } from './hub.ts'
import { createInbox, type Inbox } from './inbox.ts'
import { createOutlet, type Outlet, type OutletLimits } from './outlet.ts'
import type { StreamInfo, StreamPlan } from './plan.ts'
import { type EventFrame, eventFrame, type Frame, frameText, retryMs } from './wire.ts'

export type EndReason = 'client_closed' | 'server_closed' | 'duration_cap' | 'shutdown'

/** A step between the stream and its socket: passes a frame on, now, later, changed, or never. */
export type FrameFilter = (frame: Frame, pass: (frame: Frame) => void) => void

export interface Stream extends Member {
  readonly info: StreamInfo
  readonly outlet: Outlet
  /** Writes the head, `retry:`, and the replay; then live events and heartbeats. */
  open(): void
  /**
   * Announces the end with an event `complete`, past any filter when it is a shutdown, and ends. `said` stands in the
   * event in place of the reason.
   */
  finish(reason: EndReason, said?: string): void
  /** Sends a frame through the filters. */
  send(frame: Frame): void
  /** Writes a frame past the filters. */
  sendRaw(frame: Frame): void
  setFilters(filters: readonly FrameFilter[]): void
}

export interface StreamOptions {
  readonly info: StreamInfo
  readonly plan: StreamPlan
  readonly response: ServerResponse
  readonly limits: OutletLimits
  readonly environment: Environment
  /** Called once, however the stream ended. */
  closed(reason: EndReason): void
}

const round = (value: number): number => Math.round(value * 1000) / 1000

export function createStream({ info, plan, response, limits, environment, closed }: StreamOptions): Stream {
  const openedAt = environment.now()
  const timers: Cancel[] = []
  let reason: EndReason = 'client_closed'
  let filters: readonly FrameFilter[] = []
  let chunks = 0
  let tokens = 0
  let heartbeats = 0

  const outlet = createOutlet(response, limits, environment, () => {
    // Dropped while it took the rest too slowly: that was not why the stream ended.
    if (!response.writableEnded) reason = 'server_closed'
  })

  const sendRaw = (frame: Frame): void => {
    if (frame.kind === 'end') outlet.end()
    else outlet.write(frameText(frame, info.traceId), inbox.heldBytes())
  }
  const passFrom = (index: number, frame: Frame): void => {
    const filter = filters[index]
    if (filter === undefined) sendRaw(frame)
    else filter(frame, (passed) => passFrom(index + 1, passed))
  }
  const send = (frame: Frame): void => {
    if (filters.length === 0) sendRaw(frame)
    else passFrom(0, frame)
  }

  const inbox: Inbox = createInbox({
    info,
    plan,
    environment,
    drained: () => outlet.drained(),
    isOpen: () => !response.destroyed,
    overflow: limits.bytes,
    drop: () => {
      reason = 'server_closed'
      response.destroy()
    },
    send: (frame) => {
      chunks += frame.seq === null ? 0 : 1
      tokens += tokensOf(frame)
      send(frame)
    },
  })

  const seconds = (): number => round((environment.now() - openedAt) / 1000)

  const heartbeat = (): Frame => {
    heartbeats += 1
    if (plan.heartbeatStyle === 'comment') return { kind: 'comment', text: 'heartbeat' }
    const data = {
      stream_id: info.token,
      timestamp: new Date(plan.clock()).toISOString(),
      uptime_seconds: seconds(),
      total_chunks: chunks,
      total_tokens: tokens,
      heartbeat_count: heartbeats,
      remaining_seconds: plan.maxSeconds > 0 ? Math.max(0, round(plan.maxSeconds - seconds())) : null,
      max_duration: plan.maxSeconds > 0 ? plan.maxSeconds : null,
    }
    return eventFrame({ event: 'heartbeat', data }, null, null)
  }

  const finish = (why: EndReason, said: string = why): void => {
    if (response.destroyed || response.writableEnded) return
    reason = why
    const out = why === 'shutdown' ? sendRaw : send
    const data = { stream_id: info.token, reason: said, duration: seconds() }
    out(eventFrame({ event: 'complete', data }, null, null))
    out({ kind: 'end' })
  }

  response.on('close', () => {
    for (const cancel of timers) cancel()
    closed(reason)
  })

  return {
    token: info.token,
    topic: info.topic,
    info,
    outlet,
    deliver: (frame) => inbox.deliver(frame),
    send,
    sendRaw,
    finish,
    setFilters(next) {
      filters = next
    },
    open() {
      response.writeHead(200, headersOf(info, plan))
      // Node sends the head with the first bytes of the body, and a filter may hold these back.
      response.flushHeaders()
      send({ kind: 'retry', ms: retryMs })
      const beat = plan.heartbeatSeconds
      if (beat > 0) timers.push(environment.every(beat * 1000, () => send(heartbeat())))
      const cap = plan.maxSeconds
      if (cap > 0) timers.push(environment.after(cap * 1000, () => finish('duration_cap')))
      inbox.open()
    },
  }
}

/** A header that would say "0" is left out: a client would take it for a duration. */
function headersOf(info: StreamInfo, plan: StreamPlan): Record<string, string> {
  return {
    'Content-Type': plan.contentType,
    'Cache-Control': 'no-cache, no-transform',
    'X-Accel-Buffering': 'no',
    'X-Connection-ID': info.token,
    'X-Trace-ID': info.traceId,
    ...secondsHeader('X-Stream-Max-Seconds', plan.maxSeconds),
    ...secondsHeader('X-Heartbeat-Interval', plan.heartbeatSeconds),
    ...secondsHeader('X-Silence-Threshold', plan.silenceSeconds),
  }
}

function secondsHeader(name: string, value: number): Record<string, string> {
  return value > 0 ? { [name]: String(value) } : {}
}

/** Senders of generated text put a count of tokens into their data; others count none. */
function tokensOf({ data }: EventFrame): number {
  if (typeof data !== 'object' || data === null || !('tokens' in data)) return 0
  return typeof data.tokens === 'number' && Number.isFinite(data.tokens) ? data.tokens : 0
}
