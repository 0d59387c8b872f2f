import type { WatchedView } from '../../src/shared/screens.ts'
import type { EndpointDetail, EndpointView, HistoryView } from '../../src/shared/view.ts'

/** An endpoint view as 7-interfaces.md shows it, with what the test is about put in. */
export function viewOf(id: string, over: Partial<WatchedView> = {}): WatchedView {
  return {
    id,
    name: `Endpoint ${id}`,
    url: `https://stream.example.com/sse/${id}`,
    group: null,
    tags: [],
    phase: 'live',
    health: 'fresh',
    since: '2026-11-20T12:00:00.000Z',
    attempt: 1,
    maxAttempts: 50,
    retryAt: null,
    delayMs: null,
    chosenBy: null,
    failure: null,
    lastSignAt: null,
    lastEventAt: null,
    lastEventId: null,
    traceId: null,
    latency: null,
    counters: {
      connections: 1,
      attempts: 1,
      events: 0,
      bytes: 0,
      heartbeats: 0,
      silences: 0,
      rotations: 0,
      duplicates: 0,
    },
    replay: { complete: 0, truncated: 0, failed: 0, snapshot: 0, unknown: 0, last: null },
    rehydrations: { ok: 0, failed: 0 },
    uptime: null,
    flapping: false,
    degraded: null,
    stoppedBy: null,
    awayCause: null,
    intervalMs: null,
    rotationEveryMs: null,
    downSince: null,
    replayEvidence: null,
    remarks: [],
    demo: false,
    ...over,
  }
}

/** The same without what only the interface's rows have. */
export function outsideView(view: WatchedView): EndpointView {
  const {
    stoppedBy,
    awayCause,
    intervalMs,
    rotationEveryMs,
    downSince,
    replayEvidence,
    remarks,
    demo,
    ...outside
  } = view
  return outside
}

export function detailOf(view: EndpointView): EndpointDetail {
  return {
    ...view,
    facts: {
      status: 200,
      headers: { 'x-trace-id': 'abc' },
      httpVersion: '1.1',
      remoteAddress: '127.0.0.1:9000',
      redirects: [],
      timing: { dns: 0.2, connect: 0.4, tls: null, firstByte: 2.1 },
      interval: { ms: 5000, source: 'header' },
      silence: { ms: null, source: null },
      clockOffsetMs: -3.2,
    },
    attempts: [
      {
        attempt: 1,
        at: '2026-11-20T12:00:00.000Z',
        result: 'refused',
        durationMs: 1.2,
        delayMs: 4000,
        chosenBy: 'backoff',
        status: null,
        address: '127.0.0.1:9000',
        traceId: null,
      },
    ],
    events: [
      {
        at: '2026-11-20T12:00:01.000Z',
        kind: 'event',
        type: 'message',
        data: '<b>',
        lastEventId: '12',
        bytes: 64,
        cut: false,
      },
    ],
  }
}

export function historyOf(from: number, to: number): HistoryView {
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    stepMs: 10_000,
    t: [from],
    attempts: { refused: [1] },
    latency: { measure: 'delay', p50: [null], p95: [1.5], p99: [2], max: [2] },
    replay: { truncated: [0] },
    phaseMs: { live: [10_000] },
    events: [3],
    transitions: [{ at: new Date(from).toISOString(), phase: 'live', health: 'fresh', reason: 'opened' }],
  }
}
