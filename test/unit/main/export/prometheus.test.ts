import { describe, expect, it } from 'vitest'
import { prometheusText } from '../../../../src/main/export/prometheus.ts'
import type { EndpointFigures } from '../../../../src/main/monitor/types.ts'

const orders: EndpointFigures = {
  id: 'orders',
  group: null,
  phase: 'live',
  connections: 3,
  attempts: { live: 3, refused: 7 },
  latency: [
    {
      measure: 'delay',
      buckets: [
        { le: 5, count: 1 },
        { le: 2500, count: 4 },
      ],
      count: 5,
      sum: 4321.5,
    },
  ],
  replay: { complete: 2, truncated: 1 },
  silences: 1,
  rotations: 4,
  events: 90412,
  bytes: 10412311,
  phaseMs: { stopped: 0, connecting: 250, live: 61_000, waiting: 4000, failed: 0, unwatched: 0 },
}

describe('metrics', () => {
  it('give every figure of an endpoint under its name', () => {
    expect(prometheusText([orders])).toBe(`\
# HELP heartline_endpoint_phase Whether the endpoint is in this phase (0 or 1).
# TYPE heartline_endpoint_phase gauge
heartline_endpoint_phase{endpoint="orders",phase="stopped"} 0
heartline_endpoint_phase{endpoint="orders",phase="connecting"} 0
heartline_endpoint_phase{endpoint="orders",phase="live"} 1
heartline_endpoint_phase{endpoint="orders",phase="waiting"} 0
heartline_endpoint_phase{endpoint="orders",phase="failed"} 0
heartline_endpoint_phase{endpoint="orders",phase="unwatched"} 0
# HELP heartline_connections_total Connections that went live.
# TYPE heartline_connections_total counter
heartline_connections_total{endpoint="orders"} 3
# HELP heartline_attempts_total Requests by their result: live, or the kind of the failure.
# TYPE heartline_attempts_total counter
heartline_attempts_total{endpoint="orders",reason="live"} 3
heartline_attempts_total{endpoint="orders",reason="refused"} 7
# HELP heartline_heartbeat_latency_seconds Heartbeat latency: delay above the fastest where heartbeats carry a time, lateness otherwise.
# TYPE heartline_heartbeat_latency_seconds histogram
heartline_heartbeat_latency_seconds_bucket{endpoint="orders",measure="delay",le="0.005"} 1
heartline_heartbeat_latency_seconds_bucket{endpoint="orders",measure="delay",le="2.5"} 4
heartline_heartbeat_latency_seconds_bucket{endpoint="orders",measure="delay",le="+Inf"} 5
heartline_heartbeat_latency_seconds_sum{endpoint="orders",measure="delay"} 4.3215
heartline_heartbeat_latency_seconds_count{endpoint="orders",measure="delay"} 5
# HELP heartline_replay_total Reconnections with a Last-Event-ID by the verdict on their replay.
# TYPE heartline_replay_total counter
heartline_replay_total{endpoint="orders",verdict="complete"} 2
heartline_replay_total{endpoint="orders",verdict="truncated"} 1
# HELP heartline_silences_total Connections that were replaced because they went silent.
# TYPE heartline_silences_total counter
heartline_silences_total{endpoint="orders"} 1
# HELP heartline_rotations_total Closes that were announced or on schedule.
# TYPE heartline_rotations_total counter
heartline_rotations_total{endpoint="orders"} 4
# HELP heartline_events_total Events received.
# TYPE heartline_events_total counter
heartline_events_total{endpoint="orders"} 90412
# HELP heartline_received_bytes_total Bytes of the streams received.
# TYPE heartline_received_bytes_total counter
heartline_received_bytes_total{endpoint="orders"} 10412311
# HELP heartline_phase_seconds_total Time spent in each phase.
# TYPE heartline_phase_seconds_total counter
heartline_phase_seconds_total{endpoint="orders",phase="stopped"} 0
heartline_phase_seconds_total{endpoint="orders",phase="connecting"} 0.25
heartline_phase_seconds_total{endpoint="orders",phase="live"} 61
heartline_phase_seconds_total{endpoint="orders",phase="waiting"} 4
heartline_phase_seconds_total{endpoint="orders",phase="failed"} 0
heartline_phase_seconds_total{endpoint="orders",phase="unwatched"} 0
`)
  })

  it('put group only where it is set, with its special characters escaped', () => {
    const text = prometheusText([orders, { ...orders, id: 'b', group: 'a\\b"c\nd' }])
    expect(text).toContain('heartline_silences_total{endpoint="orders"} 1\n')
    expect(text).toContain('heartline_silences_total{endpoint="b",group="a\\\\b\\"c\\nd"} 1\n')
  })

  it('keep the samples of one name together under one heading', () => {
    const lines = prometheusText([orders, { ...orders, id: 'b' }]).split('\n')
    expect(lines.filter((line) => line === '# TYPE heartline_connections_total counter')).toHaveLength(1)
    const first = lines.indexOf('heartline_connections_total{endpoint="orders"} 3')
    expect(lines[first + 1]).toBe('heartline_connections_total{endpoint="b"} 3')
  })

  it('leave out what has no sample', () => {
    expect(prometheusText([])).toBe('')
    expect(prometheusText([{ ...orders, latency: [], replay: {} }])).not.toMatch(/latency|replay/)
  })
})
