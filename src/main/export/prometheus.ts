import { phases } from '../../shared/view.ts'
import type { EndpointFigures } from '../monitor/types.ts'

/** Upper bounds of the latency histogram in milliseconds; `+Inf` is added. */
export const latencyBoundsMs = [
  1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000,
] as const

export const prometheusType = 'text/plain; version=0.0.4; charset=utf-8'

type Labels = Readonly<Record<string, string>>

interface Sample {
  /** Added to the family's name: `_bucket`, `_sum`, `_count`. */
  readonly suffix?: string
  readonly labels?: Labels
  readonly value: number
}

interface Family {
  readonly name: string
  readonly type: 'gauge' | 'counter' | 'histogram'
  readonly help: string
  samples(figures: EndpointFigures): readonly Sample[]
}

const seconds = (ms: number): number => ms / 1000

/** One sample for each key of a record. */
function each(label: string, record: Readonly<Record<string, number>>): readonly Sample[] {
  return Object.entries(record).map(([key, value]) => ({ labels: { [label]: key }, value }))
}

/** 7-interfaces.md, "Metrics": people's dashboards know these names. */
const families: readonly Family[] = [
  {
    name: 'heartline_endpoint_phase',
    type: 'gauge',
    help: 'Whether the endpoint is in this phase (0 or 1).',
    samples: (figures) =>
      phases.map((phase) => ({ labels: { phase }, value: phase === figures.phase ? 1 : 0 })),
  },
  {
    name: 'heartline_connections_total',
    type: 'counter',
    help: 'Connections that went live.',
    samples: (figures) => [{ value: figures.connections }],
  },
  {
    name: 'heartline_attempts_total',
    type: 'counter',
    help: 'Requests by their result: live, or the kind of the failure.',
    samples: (figures) => each('reason', figures.attempts),
  },
  {
    name: 'heartline_heartbeat_latency_seconds',
    type: 'histogram',
    help: 'Heartbeat latency: delay above the fastest where heartbeats carry a time, lateness otherwise.',
    samples: (figures) => figures.latency.flatMap(histogram),
  },
  {
    name: 'heartline_replay_total',
    type: 'counter',
    help: 'Reconnections with a Last-Event-ID by the verdict on their replay.',
    samples: (figures) => each('verdict', figures.replay),
  },
  {
    name: 'heartline_silences_total',
    type: 'counter',
    help: 'Connections that were replaced because they went silent.',
    samples: (figures) => [{ value: figures.silences }],
  },
  {
    name: 'heartline_rotations_total',
    type: 'counter',
    help: 'Closes that were announced or on schedule.',
    samples: (figures) => [{ value: figures.rotations }],
  },
  {
    name: 'heartline_events_total',
    type: 'counter',
    help: 'Events received.',
    samples: (figures) => [{ value: figures.events }],
  },
  {
    name: 'heartline_received_bytes_total',
    type: 'counter',
    help: 'Bytes of the streams received.',
    samples: (figures) => [{ value: figures.bytes }],
  },
  {
    name: 'heartline_phase_seconds_total',
    type: 'counter',
    help: 'Time spent in each phase.',
    samples: (figures) =>
      phases.map((phase) => ({ labels: { phase }, value: seconds(figures.phaseMs[phase]) })),
  },
]

function histogram(latency: EndpointFigures['latency'][number]): readonly Sample[] {
  const { measure } = latency
  return [
    ...latency.buckets.map(({ le, count }) => ({
      suffix: '_bucket',
      labels: { measure, le: String(seconds(le)) },
      value: count,
    })),
    { suffix: '_bucket', labels: { measure, le: '+Inf' }, value: latency.count },
    { suffix: '_sum', labels: { measure }, value: seconds(latency.sum) },
    { suffix: '_count', labels: { measure }, value: latency.count },
  ]
}

/** The fleet's figures in Prometheus' text format. A family without a sample is left out. */
export function prometheusText(fleet: readonly EndpointFigures[]): string {
  return families.map((family) => familyText(family, fleet)).join('')
}

function familyText(family: Family, fleet: readonly EndpointFigures[]): string {
  const lines = fleet.flatMap((figures) => {
    const own: Labels = { endpoint: figures.id, ...(figures.group === null ? {} : { group: figures.group }) }
    return family.samples(figures).map(({ suffix = '', labels, value }) => {
      return `${family.name}${suffix}${labelText({ ...own, ...labels })} ${value}\n`
    })
  })
  if (lines.length === 0) return ''
  return `# HELP ${family.name} ${family.help}\n# TYPE ${family.name} ${family.type}\n${lines.join('')}`
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`)
  return `{${pairs.join(',')}}`
}

/** A label's value, as the text format wants backslash, quote and line feed. */
function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
