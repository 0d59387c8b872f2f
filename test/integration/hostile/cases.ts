import {
  answer,
  type Behaviour,
  brief,
  head,
  inTurn,
  stream,
  streamHead,
} from '../../helpers/hostile-server.ts'
import { slow } from './rig.ts'

/** A server's behaviour on a path of its own, and what the API has to say of it. */
export interface Case {
  readonly behaviour: Behaviour
  readonly settings?: object
  /** What the detail settles at. */
  readonly expected: object
}

const gateway = { preset: 'heartline-gateway', ...slow }
const failed = (kind: string, status: number | null = null) => ({
  phase: 'failed',
  attempt: 1,
  retryAt: null,
  failure: { kind, status, terminal: true },
  counters: { attempts: 1 },
  attempts: [{ attempt: 1, result: kind, status, delayMs: null, chosenBy: null }],
})
const waiting = (kind: string, status: number | null, result: string, more: object = {}) => ({
  phase: 'waiting',
  health: null,
  failure: { kind, status, terminal: false },
  counters: { attempts: 1, connections: result === 'live' ? 1 : 0 },
  attempts: [{ attempt: 1, result }],
  ...more,
})
const live = (more: object) => ({
  phase: 'live',
  failure: null,
  retryAt: null,
  delayMs: null,
  chosenBy: null,
  ...more,
})

export const cases: Readonly<Record<string, Case>> = {
  'no-content': {
    behaviour: answer(204),
    expected: {
      phase: 'stopped',
      attempt: 0,
      failure: null,
      facts: { status: 204 },
      attempts: [{ status: 204 }],
    },
  },
  page: {
    behaviour: answer(200, { 'Content-Type': 'text/html' }, '<h1>'),
    expected: failed('content-type', 200),
  },
  accepted: { behaviour: answer(202), expected: failed('http-status', 202) },
  loop: { behaviour: answer(302, { Location: '/loop' }), expected: failed('redirects', 302) },
  'not-found': { behaviour: answer(404), expected: failed('http-status', 404) },
  gone: { behaviour: answer(410), expected: failed('http-status', 410) },
  unauthorized: { behaviour: answer(401), expected: failed('credentials', 401) },
  forbidden: { behaviour: answer(403), expected: failed('credentials', 403) },
  'too-many': {
    behaviour: answer(429, { 'Retry-After': '120' }),
    expected: waiting('http-status', 429, 'http-status', { attempt: 2, chosenBy: 'retry-after' }),
  },
  unavailable: {
    behaviour: answer(503, { 'Retry-After': 'later' }),
    expected: waiting('http-status', 503, 'http-status', { attempt: 2, chosenBy: 'backoff' }),
  },
  'cut-before': {
    behaviour: ({ socket }) => socket.resetAndDestroy(),
    expected: waiting('reset', null, 'reset'),
  },
  mute: {
    behaviour: () => undefined,
    settings: { connectTimeout: '200ms' },
    expected: waiting('connect-timeout', null, 'connect-timeout', { attempt: 2 }),
  },
  silent: {
    behaviour: stream(),
    settings: { silence: '200ms' },
    expected: waiting('silence', null, 'live', { counters: { silences: 1, connections: 1 } }),
  },
  'cut-after': {
    behaviour: brief('id: 1\ndata: a\n\ndata: half'),
    expected: waiting('end-of-stream', null, 'live', {
      lastEventId: '1',
      counters: { events: 1 },
      events: [{ data: 'a', lastEventId: '1', bytes: 15 }],
    }),
  },
  endless: {
    behaviour: stream(`data: ${'x'.repeat(70_000)}`),
    settings: { maxFrame: '64KB' },
    expected: waiting('frame-too-large', null, 'live'),
  },
  'retry-zero': {
    behaviour: brief('retry: 0\n\n'),
    settings: { retry: { base: '20s', cap: '30s', maxAttempts: 1 } },
    expected: {
      phase: 'failed',
      attempt: 1,
      maxAttempts: 1,
      failure: { kind: 'end-of-stream', terminal: false },
    },
  },
  'retry-for-ever': {
    behaviour: brief('retry: 99999999999\n\n'),
    expected: waiting('end-of-stream', null, 'live', { chosenBy: 'retry-hint' }),
  },
  names: {
    behaviour: stream(
      'event: error\ndata: 1\n\nevent: open\ndata: 2\n\nevent: __proto__\ndata: 3\n\nevent:\ndata: 4\n\n',
    ),
    expected: live({
      counters: { events: 4 },
      events: [{ type: 'error' }, { type: 'open' }, { type: '__proto__' }, { type: 'message' }],
    }),
  },
  comments: {
    behaviour: stream(': one\n', ':\n', ':three\n'),
    expected: live({
      lastEventAt: null,
      counters: { events: 0, heartbeats: 3, bytes: 15 },
      events: [
        { kind: 'comment', data: 'one', lastEventId: null },
        { kind: 'comment', data: '' },
        { kind: 'comment', data: 'three' },
      ],
    }),
  },
  unproven: { behaviour: stream('data: a\n\n'), expected: live({ health: 'unproven', uptime: 1 }) },
  backlog: {
    behaviour: inTurn(
      brief('id: 1\ndata: a\n\nid: 2\ndata: b\n\n'),
      stream('id: 1\ndata: a\n\nid: 2\ndata: b\n\nid: 3\ndata: c\n\n'),
    ),
    settings: { retry: { base: '10ms' } },
    expected: {
      phase: 'live',
      failure: { kind: 'end-of-stream' },
      counters: { attempts: 2, connections: 2, events: 5, duplicates: 2 },
      replay: { complete: 1, truncated: 0, failed: 0, snapshot: 0, unknown: 0, last: 'complete' },
    },
  },
  hole: {
    behaviour: inTurn(brief('id: 1\ndata: a\n\nid: 2\ndata: b\n\n'), stream('id: 9\ndata: c\n\n')),
    settings: { retry: { base: '10ms' } },
    expected: { phase: 'live', lastEventId: '9', replay: { truncated: 1, complete: 0, last: 'truncated' } },
  },
  flapping: {
    behaviour: ({ socket }) => socket.write(streamHead, () => setTimeout(() => socket.end(), 50)),
    settings: { retry: { base: '10ms', cap: '20ms', maxAttempts: 4 } },
    expected: {
      phase: 'failed',
      attempt: 4,
      flapping: true,
      failure: { kind: 'end-of-stream', terminal: false },
      counters: { attempts: 4, connections: 4 },
      attempts: [1, 2, 3, 4].map((attempt) => ({ attempt, result: 'live' })),
    },
  },
  completed: {
    behaviour: stream('event: complete\ndata: {"reason":"done"}\n\n'),
    settings: gateway,
    expected: { phase: 'stopped', attempt: 0, failure: null, counters: { connections: 1, rotations: 0 } },
  },
  rotated: {
    behaviour: inTurn(brief('id: 4\nevent: complete\ndata: {"reason":"duration_cap"}\n\n'), stream()),
    settings: gateway,
    expected: {
      phase: 'live',
      attempt: 1,
      failure: null,
      counters: { rotations: 1, attempts: 2, connections: 2 },
    },
  },
  'told-final': {
    behaviour: stream('event: error\ndata: {"retryable":false}\n\n'),
    settings: gateway,
    expected: { phase: 'failed', failure: { kind: 'told-error', terminal: true, status: null } },
  },
  'told-passing': {
    behaviour: stream('event: error\ndata: {"retryable":true}\n\n'),
    settings: gateway,
    expected: waiting('told-error', null, 'live', { attempt: 2 }),
  },
  traced: {
    behaviour: ({ socket }) =>
      socket.write(
        `${head(200, { 'Content-Type': 'TEXT/Event-Stream;charset=utf-8', 'X-Trace-ID': 't-1', 'Set-Cookie': 'a=hush', 'X-Heartbeat-Interval': '2' })}\n`,
      ),
    expected: live({
      traceId: 't-1',
      health: 'fresh',
      facts: {
        status: 200,
        httpVersion: '1.1',
        headers: { 'x-trace-id': 't-1', 'set-cookie': '***' },
        interval: { ms: 2000, source: 'header' },
      },
      attempts: [{ attempt: 1, result: 'live', status: 200, traceId: 't-1' }],
    }),
  },
  'slow-http': {
    behaviour: ({ socket }) =>
      socket.write('HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: x\n\n'),
    expected: live({ facts: { httpVersion: '1.0' }, counters: { events: 1, bytes: 9 } }),
  },
  unicode: {
    behaviour: inTurn(brief('id: größe✓\ndata: a\n\n'), stream()),
    settings: { retry: { base: '10ms' } },
    expected: { phase: 'live', lastEventId: 'größe✓', counters: { attempts: 2 } },
  },
}
