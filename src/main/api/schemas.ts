import * as z from 'zod'
import { type Failure, failureKinds } from '../../shared/model/failure.ts'
import {
  choosers,
  type DrillView,
  type EndpointDetail,
  type EndpointView,
  type ErrorView,
  type HistoryView,
  healths,
  type IncidentView,
  incidentKinds,
  phases,
  verdicts,
} from '../../shared/view.ts'

/**
 * The API's answers for its OpenAPI document. `satisfies` ties each schema to the type that the code uses; a test
 * holds real answers against the document.
 */

const time = z.iso.datetime().describe('ISO 8601 in UTC')
const text = z.string().nullable()
const count = z.int().min(0)
const milliseconds = z.number().describe('Milliseconds')
const phase = z.enum(phases)
const health = z.enum(healths).nullable().describe('Set while live, null otherwise')
const chosenBy = z.enum(choosers).nullable().describe('Who chose the delay')
const delayMs = milliseconds.nullable().describe('Milliseconds, from waiting until live')

export const failure = z.strictObject({
  kind: z.enum(failureKinds),
  message: z.string().describe('One sentence for a person'),
  hint: z.string().describe('What to do about it'),
  terminal: z.boolean().describe('Retrying by itself is not worth it'),
  status: z.int().nullable().describe('The HTTP status, where there was one'),
}) satisfies z.ZodType<Failure>

const latency = z.strictObject({
  measure: z.enum(['delay', 'lateness']),
  count,
  p50: milliseconds,
  p95: milliseconds,
  p99: milliseconds,
  max: milliseconds,
})

const view = z.strictObject({
  id: z.string(),
  name: z.string(),
  url: z.string().describe('Values of secret-looking query keys struck out'),
  group: text,
  tags: z.array(z.string()),
  phase,
  health,
  since: time.describe('When the phase began'),
  attempt: count.describe('Under way or to come; the last one while live, 0 while stopped'),
  maxAttempts: count,
  retryAt: time.nullable(),
  delayMs,
  chosenBy,
  failure: failure.nullable().describe('The last one, until the endpoint is stable again'),
  lastSignAt: time.nullable().describe('The last received line'),
  lastEventAt: time.nullable(),
  lastEventId: text,
  traceId: text,
  latency: latency.nullable(),
  counters: z.strictObject({
    connections: count,
    attempts: count,
    events: count,
    bytes: count,
    heartbeats: count,
    silences: count,
    rotations: count,
    duplicates: count,
  }),
  replay: z.strictObject({
    complete: count,
    truncated: count,
    failed: count,
    snapshot: count,
    unknown: count,
    last: z.enum([...verdicts, 'pending']).nullable(),
  }),
  rehydrations: z.strictObject({ ok: count, failed: count }),
  uptime: z.number().min(0).max(1).nullable().describe('Since the start'),
  flapping: z.boolean(),
  degraded: z
    .strictObject({ since: time, lastOkAt: time.nullable(), status: z.int().nullable() })
    .nullable()
    .describe('Set while the fallback is polled'),
})

export const endpointView = view satisfies z.ZodType<EndpointView>

const sourced = z.strictObject({
  ms: milliseconds.nullable(),
  source: z.enum(['config', 'header', 'preset', 'learned']).nullable(),
})

const facts = z.strictObject({
  status: z.int().nullable(),
  headers: z.record(z.string(), z.string()).describe('Response headers, lower case; secrets struck out'),
  httpVersion: text,
  remoteAddress: text,
  redirects: z.array(z.string()),
  timing: z.strictObject({
    dns: milliseconds.nullable(),
    connect: milliseconds.nullable(),
    tls: milliseconds.nullable(),
    firstByte: milliseconds.nullable(),
  }),
  interval: sourced,
  silence: sourced,
  clockOffsetMs: milliseconds.nullable(),
})

const attempt = z.strictObject({
  attempt: count,
  at: time,
  result: z.enum(['live', ...failureKinds]),
  durationMs: milliseconds,
  delayMs: milliseconds.nullable(),
  chosenBy,
  status: z.int().nullable(),
  address: text,
  traceId: text,
})

const event = z.strictObject({
  at: time,
  kind: z.enum(['event', 'comment']),
  type: z.string(),
  data: z.string(),
  lastEventId: text,
  bytes: count,
  cut: z.boolean().describe('Only the beginning of the data, the type or the id was kept'),
})

export const endpointDetail = view.extend({
  facts,
  attempts: z.array(attempt).max(200).describe('Oldest first, the newest 200'),
  events: z.array(event).max(200).describe('Oldest first, the newest 200'),
}) satisfies z.ZodType<EndpointDetail>

const counts = z.record(z.string(), z.array(count))
const values = z.array(milliseconds.nullable()).describe('Milliseconds; null where nothing was measured')

export const history = z.strictObject({
  from: time,
  to: time,
  stepMs: z.number(),
  t: z.array(z.number()).describe('Epoch milliseconds of each step'),
  attempts: counts.describe('By result: live, or the kind of the failure'),
  latency: z.strictObject({
    measure: z.enum(['delay', 'lateness']).nullable(),
    p50: values,
    p95: values,
    p99: values,
    max: values,
  }),
  replay: counts.describe('By verdict'),
  phaseMs: z.record(z.string(), z.array(z.number())).describe('Milliseconds in each phase'),
  events: z.array(count),
  transitions: z.array(z.strictObject({ at: time, phase, health, reason: z.string() })),
}) satisfies z.ZodType<HistoryView>

export const incident = z.strictObject({
  id: z.string(),
  kind: z.enum(incidentKinds),
  endpoints: z.array(z.string()).describe('Ids of the endpoints that it concerns'),
  start: time,
  end: time.nullable().describe('Null while it lasts'),
  durationMs: milliseconds.describe('So far, while it lasts'),
  cause: z.string().describe('One sentence'),
  flapping: z.boolean().describe('More than three outages within ten minutes, merged into this one'),
  notes: z.string().describe('What people wrote about it'),
  acknowledgedAt: time.nullable(),
}) satisfies z.ZodType<IncidentView>

export const drill = z.strictObject({
  endpoint: z.string(),
  at: time,
  from: z.string().describe('The Last-Event-ID that was sent'),
  verdict: z.enum(verdicts),
  evidence: z.string().describe('One sentence on what the verdict rests on'),
  expected: count.nullable().describe('Known events after that id; null where the tail does not hold it'),
  returned: count.nullable().describe('Of these, how many came back'),
  missing: z.array(z.string()).max(20).describe('Ids of known events that did not come back'),
  doubled: count,
  outOfOrder: count,
  received: count.describe('Events that arrived at all, heartbeats apart'),
  status: z.int().nullable(),
  firstEventMs: milliseconds.nullable(),
  durationMs: milliseconds,
  failure: z.strictObject({ message: z.string(), hint: z.string() }).nullable(),
}) satisfies z.ZodType<DrillView>

export const error = z.strictObject({
  error: z.strictObject({ code: z.string(), message: z.string(), hint: z.string() }),
}) satisfies z.ZodType<ErrorView>
