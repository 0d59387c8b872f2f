import type { PresetName, StreamRules } from '../../shared/settings.ts'

/**
 * What each kind of server sends (the table of 3-wire.md), as data. A preset only gives defaults: the server's
 * own word and then the configuration override each key.
 */
export interface Preset extends StreamRules {
  readonly title: string
  /** How the server is known: any of these response headers, or any of these lines among the first bytes. */
  readonly signature: { readonly headers: readonly string[]; readonly lines: readonly RegExp[] }
}

const second = 1000
const minute = 60 * second

const none = { headers: [], lines: [] } as const
const replayEvents = { truncated: ['replay-truncated'], failed: ['replay-failed'] } as const

/** In the order in which they are suggested: the most telling signature first. */
export const presets: Readonly<Record<PresetName, Preset>> = {
  standard: {
    title: 'Any server',
    signature: none,
    heartbeat: { events: ['heartbeat', 'ping', 'keepalive', 'keep-alive'], comments: true },
    ids: { kind: 'any' },
    replay: replayEvents,
  },
  'heartline-gateway': {
    title: 'Heartline gateway',
    signature: { headers: ['x-connection-id', 'x-heartbeat-interval'], lines: [] },
    heartbeat: { events: ['heartbeat'], comments: false, interval: 5 * second, timestamp: 'timestamp' },
    silence: 15 * second,
    ids: { kind: 'numeric' },
    replay: replayEvents,
    complete: { events: ['complete'], rotation: ['duration_cap', 'shutdown'] },
    errors: { events: ['error'], retryable: 'retryable' },
    deaf: { events: ['degraded'], restored: ['restored'] },
  },
  mercure: {
    title: 'Mercure',
    // 1.x and 0.x; the second one only answers a request that had an id.
    signature: { headers: ['mercure-last-event-id', 'last-event-id'], lines: [] },
    heartbeat: { events: [], comments: true, interval: 40 * second, whenQuiet: true },
    ids: { kind: 'opaque' },
    replay: { header: 'Mercure-Last-Event-ID, Last-Event-ID' },
    rotation: { every: 600 * second },
  },
  nchan: {
    title: 'nginx with nchan',
    signature: { headers: [], lines: [/^: hi$/] },
    heartbeat: { events: ['ping'], comments: false },
    ids: { kind: 'opaque' },
    errors: { comments: true },
  },
  'django-eventstream': {
    title: 'django-eventstream',
    // It pads its first comment with 2,048 spaces, so that proxies let go of it.
    signature: { headers: [], lines: [/^: {2048}$/] },
    heartbeat: { events: ['keep-alive'], comments: false, interval: 20 * second, whenQuiet: true },
    ids: { kind: 'any', ignore: ['error'] },
    replay: { truncated: ['stream-reset'] },
    errors: { events: ['stream-error'], retryable: 'retryable' },
  },
  fanout: {
    title: 'Fanout',
    signature: { headers: [], lines: [/^event: ?stream-open$/] },
    heartbeat: { events: ['keep-alive'], comments: false, interval: 55 * second, whenQuiet: true },
    ids: { kind: 'opaque', ignore: ['error'] },
    errors: { events: ['stream-error'], retryable: 'retryable' },
  },
  wikimedia: {
    title: 'Wikimedia EventStreams',
    signature: { headers: [], lines: [/^:ok$/] },
    heartbeat: { events: [], comments: false },
    ids: { kind: 'opaque' },
    replay: { badIdStatus: 400 },
    rotation: { every: 15 * minute },
  },
  launchdarkly: {
    title: 'LaunchDarkly',
    signature: { headers: ['ld-region'], lines: [/^event: ?put$/] },
    heartbeat: { events: [], comments: true, interval: 3 * minute },
    ids: { kind: 'none' },
    replay: { snapshot: true },
  },
  ntfy: {
    title: 'ntfy',
    signature: { headers: [], lines: [/^event: ?open$/] },
    heartbeat: { events: ['keepalive'], comments: false, interval: 45 * second },
    ids: { kind: 'opaque', path: 'id' },
  },
  centrifugo: {
    title: 'Centrifugo',
    signature: { headers: [], lines: [/^data: ?\{"connect":\{/] },
    heartbeat: { events: [], comments: false, data: '{}', interval: 25 * second, whenQuiet: true },
    ids: { kind: 'opaque', path: 'pub.offset' },
    replay: { field: 'recovered, connect.recovered, connect.subs.*.recovered, subscribe.recovered' },
    errors: { code: 'disconnect.code, code' },
  },
  'home-assistant': {
    title: 'Home Assistant',
    signature: { headers: [], lines: [/^data: ?ping$/] },
    heartbeat: { events: [], comments: false, data: 'ping', interval: 50 * second, whenQuiet: true },
    ids: { kind: 'none' },
    replay: { snapshot: false },
  },
}
