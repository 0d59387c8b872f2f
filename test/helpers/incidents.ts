import type { Found, IncidentRecord } from '../../src/main/monitor/incidents/types.ts'
import type { IncidentEvidence } from '../../src/shared/screens.ts'

/** 2026-11-20T11:00:00Z. */
export const incidentBegin = Date.UTC(2026, 10, 20, 11)

export const evidence: IncidentEvidence = {
  endpoint: 'orders',
  name: 'Orders',
  url: 'https://stream.example.com/orders?token=***',
  requestHeaders: { Accept: 'text/event-stream', Authorization: '***' },
  responseHeaders: { 'retry-after': '4', 'x-trace-id': 'trace-2' },
  status: 503,
  remoteAddress: '192.0.2.7:443',
  lastEventId: '1204',
  attempts: [
    {
      attempt: 1,
      at: '2026-11-20T11:00:01.250Z',
      result: 'http-status',
      durationMs: 12.5,
      delayMs: 4000,
      chosenBy: 'retry-after',
      status: 503,
      address: '192.0.2.7:443',
      traceId: 'trace-1',
    },
  ],
  curl: "curl -N -H 'Authorization: ***' 'https://stream.example.com/orders?token=***'",
}

/** An outage of two minutes of `orders`, as the monitor tells of it. */
export function found(part: Partial<Found> = {}): Found {
  return {
    id: 'outage-orders-1',
    kind: 'outage',
    endpoints: ['orders'],
    start: incidentBegin,
    end: incidentBegin + 120_000,
    cause: 'The server answered 503 (unavailable) instead of a stream.',
    flapping: false,
    evidence: [evidence],
    ...part,
  }
}

/** The same as it is kept. */
export function incidentRecord(part: Partial<IncidentRecord> = {}): IncidentRecord {
  return { ...found(), notes: '', acknowledgedAt: null, ...part }
}
