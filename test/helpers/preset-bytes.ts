import type { PresetName } from '../../src/shared/settings.ts'
import type { Sourced, Verdict } from '../../src/shared/view.ts'

/** One connection as its server plays it. `chunks` are written one after the other. */
export interface PlayedConnection {
  /** Response headers beside `Content-Type: text/event-stream`, lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly chunks: readonly string[]
}

/** What a real server of each preset sends (3-wire.md), and what Heartline must make of it. */
export interface PresetPlay {
  /** The preset that headers and first bytes speak for; null where they speak for none. */
  readonly suggested: PresetName | null
  readonly first: PlayedConnection
  /** The connection after the first was lost, asked for with the last id where there is one. */
  readonly second: PlayedConnection
  readonly expected: {
    readonly interval: Sourced
    readonly silence: Sourced
    /** On the first connection. */
    readonly heartbeats: number
    /** The id to resume from after the first connection. */
    readonly resumeFrom: string | null
    /** The verdict on the second connection once 2 s have passed. */
    readonly verdict: Verdict
    /** What the second connection told of its end: nothing, or how it is to be taken. */
    readonly told: 'nothing' | 'rotation' | 'final' | 'retry' | 'terminal'
    /** The id to resume from after the second connection, verdicts that forget it apart. */
    readonly lastId: string | null
    /** Whether a close after so many ms is on the server's schedule. */
    readonly scheduled: number | null
  }
}

const nothing: Sourced = { ms: null, source: null }
const byPreset = (ms: number): Sourced => ({ ms, source: 'preset' })
const byHeader = (ms: number): Sourced => ({ ms, source: 'header' })

export const presetPlays: Readonly<Record<PresetName, PresetPlay>> = {
  standard: {
    suggested: null,
    first: {
      headers: {},
      chunks: [': hello\n\n', 'event: ping\ndata: 1\n\n', 'id: 1\ndata: a\n\n', 'id: 2\ndata: b\n\n'],
    },
    second: { headers: {}, chunks: ['id: 3\ndata: c\n\n'] },
    expected: {
      interval: nothing,
      silence: nothing,
      heartbeats: 2,
      resumeFrom: '2',
      verdict: 'complete',
      told: 'nothing',
      lastId: '3',
      scheduled: null,
    },
  },
  'heartline-gateway': {
    suggested: 'heartline-gateway',
    first: {
      headers: {
        'x-connection-id': '0b57a3a4-1f7e-4d5b-9a38-b54a7c5f6b1e',
        'x-trace-id': 'c0ffee00c0ffee00c0ffee00c0ffee00',
        'x-heartbeat-interval': '7',
        'x-silence-threshold': '21',
        'x-stream-max-seconds': '60',
      },
      chunks: [
        'retry: 3000\n\n',
        'event: heartbeat\ndata: {"stream_id":"s","timestamp":"2026-11-20T12:00:00.250Z","heartbeat_count":1}\n\n',
        'id: 41\nevent: content_chunk\ndata: {"n":1}\n\n',
        'id: 42\nevent: content_chunk\ndata: {"n":2}\n\n',
      ],
    },
    second: {
      headers: { 'x-connection-id': '7f0c2a52-9f0f-4be2-8f0e-5d4ff3e4f6a7', 'x-heartbeat-interval': '7' },
      chunks: [
        'event: replay-truncated\ndata: {"requested":"42","first":"60","last":"99","limit":1000}\n\n',
        'id: 60\nevent: content_chunk\ndata: {"n":3}\n\n',
        'event: complete\ndata: {"reason":"duration_cap","duration":60}\n\n',
      ],
    },
    expected: {
      interval: byHeader(7000),
      silence: byHeader(21_000),
      heartbeats: 1,
      resumeFrom: '42',
      verdict: 'truncated',
      told: 'rotation',
      lastId: '60',
      scheduled: 60_000,
    },
  },
  mercure: {
    suggested: null,
    first: {
      headers: {},
      chunks: [':\n', 'id: urn:uuid:5c4a4f0a-0d9d-4d6b-8a6e-3a1f4fd1c0a7\ndata: {"status":"out"}\n\n', ':\n'],
    },
    second: { headers: { 'last-event-id': 'earliest' }, chunks: [':\n'] },
    expected: {
      interval: byPreset(40_000),
      silence: nothing,
      heartbeats: 2,
      resumeFrom: 'urn:uuid:5c4a4f0a-0d9d-4d6b-8a6e-3a1f4fd1c0a7',
      verdict: 'truncated',
      told: 'nothing',
      lastId: 'urn:uuid:5c4a4f0a-0d9d-4d6b-8a6e-3a1f4fd1c0a7',
      scheduled: 595_000,
    },
  },
  nchan: {
    suggested: 'nchan',
    first: {
      headers: {},
      chunks: [
        ': hi\n\n',
        'event: ping\n\n',
        'id: 1700000000:0\ndata: a\n\n',
        'id: 1700000000:1\ndata: b\n\n',
      ],
    },
    second: { headers: {}, chunks: [': hi\n\n', 'id: 1700000009:0\ndata: c\n\n', ':410: Gone\n'] },
    expected: {
      interval: nothing,
      silence: nothing,
      heartbeats: 1,
      resumeFrom: '1700000000:1',
      verdict: 'unknown',
      told: 'terminal',
      lastId: '1700000009:0',
      scheduled: null,
    },
  },
  'django-eventstream': {
    suggested: 'django-eventstream',
    first: {
      headers: {},
      chunks: [
        `:${' '.repeat(2048)}\n\n`,
        'event: stream-open\ndata:\n\n',
        'event: keep-alive\ndata:\n\n',
        'id: room:11\nevent: message\ndata: {"text":"a"}\n\n',
        'id: room:12\nevent: message\ndata: {"text":"b"}\n\n',
      ],
    },
    second: {
      headers: {},
      chunks: [
        'id: room:40\nevent: stream-reset\ndata: {"channels":["room"]}\n\n',
        'id: error\nevent: stream-error\ndata: {"condition":"internal-error","text":"Try later"}\n\n',
      ],
    },
    expected: {
      interval: byPreset(20_000),
      silence: nothing,
      heartbeats: 1,
      resumeFrom: 'room:12',
      verdict: 'truncated',
      told: 'retry',
      lastId: 'room:40',
      scheduled: null,
    },
  },
  fanout: {
    suggested: 'fanout',
    first: {
      headers: {},
      chunks: [
        'event: stream-open\ndata:\n\n',
        'event: keep-alive\ndata:\n\n',
        'id: test:7\ndata: a\n\n',
        'id: test:8\ndata: b\n\n',
      ],
    },
    second: {
      headers: {},
      chunks: [
        'event: stream-open\ndata:\n\n',
        'id: test:30\ndata: c\n\n',
        'event: stream-error\ndata: {"condition":"gone"}\n\n',
      ],
    },
    expected: {
      interval: byPreset(55_000),
      silence: nothing,
      heartbeats: 1,
      resumeFrom: 'test:8',
      verdict: 'unknown',
      told: 'retry',
      lastId: 'test:30',
      scheduled: null,
    },
  },
  wikimedia: {
    suggested: 'wikimedia',
    first: {
      headers: {},
      chunks: [
        ':ok\n\n',
        'event: message\nid: [{"topic":"eqiad.change","partition":0,"offset":1},{"topic":"codfw.change","partition":0,"timestamp":1700000000000}]\ndata: {"wiki":"enwiki"}\n\n',
      ],
    },
    second: { headers: {}, chunks: [':ok\n\n'] },
    expected: {
      interval: nothing,
      silence: nothing,
      heartbeats: 0,
      resumeFrom:
        '[{"topic":"eqiad.change","partition":0,"offset":1},{"topic":"codfw.change","partition":0,"timestamp":1700000000000}]',
      verdict: 'unknown',
      told: 'nothing',
      lastId:
        '[{"topic":"eqiad.change","partition":0,"offset":1},{"topic":"codfw.change","partition":0,"timestamp":1700000000000}]',
      scheduled: 900_000,
    },
  },
  launchdarkly: {
    suggested: 'launchdarkly',
    first: { headers: {}, chunks: ['event: put\ndata: {"path":"/","data":{"flags":{}}}\n\n', ':\n', ':\n'] },
    second: { headers: {}, chunks: ['event: put\ndata: {"path":"/","data":{"flags":{}}}\n\n'] },
    expected: {
      interval: byPreset(180_000),
      silence: nothing,
      heartbeats: 2,
      resumeFrom: null,
      verdict: 'snapshot',
      told: 'nothing',
      lastId: null,
      scheduled: null,
    },
  },
  ntfy: {
    suggested: 'ntfy',
    first: {
      headers: {},
      chunks: [
        'event: open\ndata: {"id":"V89FeEvS1sKK","time":1791440372,"event":"open","topic":"t"}\n\n',
        'data: {"id":"hwQ2YpKdmg","time":1791440380,"event":"message","topic":"t","message":"Disk full"}\n\n',
        'event: keepalive\ndata: {"id":"njQ3eY9toNfB","time":1791440417,"event":"keepalive","topic":"t"}\n\n',
      ],
    },
    second: {
      headers: {},
      chunks: [
        'event: open\ndata: {"id":"X11FeEvS1sKK","time":1791440472,"event":"open","topic":"t"}\n\n',
        'data: {"id":"kwQ2YpKdmh","time":1791440480,"event":"message","topic":"t","message":"Disk empty"}\n\n',
      ],
    },
    expected: {
      interval: byPreset(45_000),
      silence: nothing,
      heartbeats: 1,
      resumeFrom: 'hwQ2YpKdmg',
      verdict: 'unknown',
      told: 'nothing',
      lastId: 'kwQ2YpKdmh',
      scheduled: null,
    },
  },
  centrifugo: {
    suggested: 'centrifugo',
    first: {
      headers: {},
      chunks: [
        '\n',
        'data: {"connect":{"client":"c1","version":"6","subs":{"news":{"recoverable":true,"epoch":"x","offset":4}},"ping":25}}\n\n',
        'data: {"channel":"news","pub":{"data":{"code":1},"offset":5}}\n\n',
        'data: {}\n\n',
      ],
    },
    second: {
      headers: {},
      chunks: [
        'data: {"connect":{"client":"c2","subs":{"news":{"recoverable":true,"epoch":"y","recovered":false}},"ping":25}}\n\n',
        'data: {"disconnect":{"code":3001,"reason":"shutdown"}}\n\n',
      ],
    },
    expected: {
      interval: byPreset(25_000),
      silence: nothing,
      heartbeats: 1,
      resumeFrom: '5',
      verdict: 'truncated',
      told: 'retry',
      lastId: '5',
      scheduled: null,
    },
  },
  'home-assistant': {
    suggested: 'home-assistant',
    first: {
      headers: {},
      chunks: ['data: ping\n\n', 'data: {"event_type":"state_changed"}\n\n', 'data: ping\n\n'],
    },
    second: { headers: {}, chunks: ['data: ping\n\n'] },
    expected: {
      interval: byPreset(50_000),
      silence: nothing,
      heartbeats: 2,
      resumeFrom: null,
      verdict: 'unknown',
      told: 'nothing',
      lastId: null,
      scheduled: null,
    },
  },
}
