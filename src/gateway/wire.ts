/** What a sender hands in. `data` that is no string goes out as JSON; objects get the connection's `trace_id`. */
export interface OutEvent {
  readonly event: string
  readonly data: unknown
  readonly id?: string | undefined
}

export interface EventFrame {
  readonly kind: 'event'
  readonly event: string
  readonly id: string | null
  /** Place in the topic's log, from 1; null for what is not in the log. */
  readonly seq: number | null
  readonly data: unknown
  /** The block as text; the trace id of the connection goes between the two, where `after` is not null. */
  readonly before: string
  readonly after: string | null
}

/** One thing on its way to a client; the end of the stream is one too, so that a fault can hold it back. */
export type Frame =
  | EventFrame
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'retry'; readonly ms: number }
  | { readonly kind: 'end' }

/** The reconnection time that every stream begins with, milliseconds (5-gateway: `retry: 3000` first). */
export const retryMs = 3000

/** Types that carry no id and never enter the log (5-gateway, "Connections"). */
const unlogged: ReadonlySet<string> = new Set([
  'heartbeat',
  'degraded',
  'restored',
  'replay-truncated',
  'replay-failed',
  'complete',
  'error',
])

export const isLogged = (event: string): boolean => !unlogged.has(event)

/**
 * Renders an event once for all its receivers.
 * @throws {RangeError} for a type or an id that would break the format [spec: a line ends at CR or LF; an id
 *   with NUL is ignored].
 */
export function eventFrame(out: OutEvent, id: string | null, seq: number | null): EventFrame {
  refuseControls('event type', out.event)
  if (id !== null) refuseControls('id', id)
  const head = eventHead(out, id)
  const { event, data } = out
  if (isPlainObject(data) && !Object.hasOwn(data, 'trace_id')) {
    const json = JSON.stringify(data)
    const rest = json === '{}' ? '"}' : `",${json.slice(1)}`
    return { kind: 'event', event, id, seq, data, before: `${head}data: {"trace_id":"`, after: `${rest}\n\n` }
  }
  const text = typeof data === 'string' ? data : (JSON.stringify(data) ?? '')
  const lines = text.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`)
  return { kind: 'event', event, id, seq, data, before: `${head}${lines.join('')}\n`, after: null }
}

/** The bytes of a frame as text; the end has none. */
export function frameText(frame: Frame, traceId: string): string {
  switch (frame.kind) {
    case 'event':
      return frame.after === null ? frame.before : frame.before + traceId + frame.after
    case 'comment':
      return `: ${frame.text}\n\n`
    case 'retry':
      return `retry: ${frame.ms}\n\n`
    case 'end':
      return ''
  }
}

function eventHead({ event, data }: OutEvent, id: string | null): string {
  const worthARetry = event === 'error' && isPlainObject(data) && data.retryable === true
  const retry = worthARetry ? `retry: ${retryMs}\n` : ''
  return `${retry}event: ${event}\n${id === null ? '' : `id: ${id}\n`}`
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !('toJSON' in value)
}

function refuseControls(what: string, text: string): void {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0 || code === 10 || code === 13) {
      throw new RangeError(
        `The ${what} ${JSON.stringify(text)} has a line break or NUL in it: send it without.`,
      )
    }
  }
}
