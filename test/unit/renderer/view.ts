import type { WatchedView } from '../../../src/shared/screens.ts'

/** Noon, the moment that these tests call now. */
export const noon = Date.parse('2026-11-20T12:00:00.000Z')

/** The time `ms` before noon; negative for later. */
export const ago = (ms: number): string => new Date(noon - ms).toISOString()

/** A live endpoint without any history, with what the test says otherwise. */
export function viewOf(id: string, other: Partial<WatchedView> = {}): WatchedView {
  return {
    id,
    name: id,
    url: `https://stream.example.com/sse/${id}`,
    group: null,
    tags: [],
    phase: 'live',
    health: 'fresh',
    since: ago(60_000),
    attempt: 1,
    maxAttempts: 50,
    retryAt: null,
    delayMs: null,
    chosenBy: null,
    failure: null,
    lastSignAt: ago(1000),
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
    ...other,
  }
}
