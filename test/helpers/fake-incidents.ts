import type { CallResult } from '../../src/shared/contract.ts'
import type { Handlers } from '../../src/shared/rpc/server.ts'
import type { IncidentDetail, IncidentEvidence, WatchingView } from '../../src/shared/screens.ts'
import type { IncidentView, PhaseName } from '../../src/shared/view.ts'

type Asked = keyof Handlers & `incidents.${string}`

/** Incidents that are what the test says, behind the contract's commands. */
export interface FakeIncidents {
  readonly handlers: Pick<Handlers, Asked>
  /** What was asked, apart from the looks: `note ID: text`, `export csv A,B`. */
  readonly calls: string[]
  put(...incidents: IncidentView[]): void
  find(id: string): IncidentView | undefined
  /** In the place of what is made up. */
  setDetail(id: string, detail: Partial<IncidentDetail>): void
  /** From now on all is refused with this sentence; with null no longer. */
  refuse(message: string | null): void
  counts(): WatchingView['incidents']
}

export function fakeIncidents(...initial: IncidentView[]): FakeIncidents {
  const incidents = new Map(initial.map((incident) => [incident.id, incident]))
  const details = new Map<string, Partial<IncidentDetail>>()
  const calls: string[] = []
  let refusal: string | null = null

  const answer = <T>(make: () => T): CallResult<T> =>
    refusal === null
      ? { ok: true, value: make() }
      : { ok: false, error: { code: 'refused', message: refusal, hint: 'Try again later.' } }
  const all = () => [...incidents.values()].toSorted((a, b) => Date.parse(b.start) - Date.parse(a.start))
  function change(incident: IncidentView, part: Partial<IncidentView>): IncidentView {
    const changed = { ...incident, ...part }
    incidents.set(changed.id, changed)
    return changed
  }
  const unknown = (id: string): CallResult<never> => ({
    ok: false,
    error: { code: 'unknown-incident', message: `There is no incident "${id}".`, hint: '' },
  })

  return {
    calls,
    put(...changed) {
      for (const incident of changed) incidents.set(incident.id, incident)
    },
    find: (id) => incidents.get(id),
    setDetail: (id, detail) => details.set(id, detail),
    refuse(message) {
      refusal = message
    },
    counts: () => ({
      open: all().filter(({ end }) => end === null).length,
      unacknowledged: all().filter(({ acknowledgedAt }) => acknowledgedAt === null).length,
    }),
    handlers: {
      'incidents.list': ({ from, to, kinds, limit }) =>
        answer(() => {
          const fitting = all().filter(
            ({ kind, start, end }) =>
              (kinds.length === 0 || kinds.includes(kind)) &&
              Date.parse(start) <= to &&
              (end === null || Date.parse(end) >= from),
          )
          return { incidents: fitting.slice(0, limit), more: fitting.length > limit }
        }),
      'incidents.detail': ({ id }) => {
        const incident = incidents.get(id)
        if (incident === undefined) return unknown(id)
        return answer(() => ({ ...detailOf(incident), ...details.get(id) }))
      },
      'incidents.note': ({ id, notes }) => {
        calls.push(`note ${id}: ${notes}`)
        const incident = incidents.get(id)
        if (incident === undefined) return unknown(id)
        return answer(() => change(incident, { notes }))
      },
      'incidents.acknowledge': ({ ids, acknowledged }) => {
        calls.push(`${acknowledged ? 'acknowledge' : 'take back'} ${ids.join()}`)
        const acknowledgedAt = acknowledged ? new Date().toISOString() : null
        return answer(() =>
          all()
            .filter(({ id }) => ids.includes(id))
            .map((incident) => change(incident, { acknowledgedAt })),
        )
      },
      'incidents.export': ({ ids, format }) => {
        calls.push(`export ${format} ${ids?.join()}`)
        return answer(() => ({ text: `${format} of ${ids?.join()}`, name: `incidents.${format}` }))
      },
    },
  }
}

export function incidentOf(id: string, over: Partial<IncidentView> = {}): IncidentView {
  const start = over.start ?? '2026-11-20T11:20:00.000Z'
  const end = over.end === undefined ? new Date(Date.parse(start) + 180_000).toISOString() : over.end
  return {
    id,
    kind: 'outage',
    endpoints: ['orders'],
    start,
    end,
    durationMs: end === null ? 0 : Date.parse(end) - Date.parse(start),
    cause: 'The server refused the connection.',
    flapping: false,
    notes: '',
    acknowledgedAt: null,
    ...over,
  }
}

function detailOf(incident: IncidentView): IncidentDetail {
  const { start, endpoints } = incident
  const later = (ms: number) => new Date(Date.parse(start) + ms).toISOString()
  return {
    incident,
    timeline: timelineOf(incident, later),
    evidence: endpoints.map((endpoint) => evidenceOf(endpoint, later)),
  }
}

function timelineOf(
  { start, end, endpoints, cause }: IncidentView,
  later: (ms: number) => string,
): IncidentDetail['timeline'] {
  const step = (at: string, phase: PhaseName, reason: string) =>
    endpoints.map((endpoint) => ({
      at,
      endpoint,
      phase,
      health: phase === 'live' ? ('fresh' as const) : null,
      reason,
    }))
  return [
    ...step(start, 'waiting', cause),
    ...step(later(4000), 'connecting', 'Attempt 2.'),
    ...(end === null ? [] : step(end, 'live', 'The stream is open.')),
  ]
}

function evidenceOf(endpoint: string, later: (ms: number) => string): IncidentEvidence {
  const url = `https://stream.example.com/sse/${endpoint}?token=•••`
  return {
    endpoint,
    name: endpoint,
    url,
    requestHeaders: { Accept: 'text/event-stream', Authorization: '•••', 'Last-Event-ID': '1041' },
    responseHeaders: { 'content-type': 'text/event-stream', 'x-trace-id': 'f3c1a9' },
    status: 503,
    remoteAddress: '203.0.113.7:443',
    lastEventId: '1041',
    attempts: [1, 2, 3].map((attempt) => ({
      attempt,
      at: later(attempt * 4000),
      result: attempt === 3 ? ('live' as const) : ('http-status' as const),
      durationMs: 31.4,
      delayMs: attempt === 3 ? null : 4000,
      chosenBy: attempt === 3 ? null : ('retry-after' as const),
      status: attempt === 3 ? 200 : 503,
      address: '203.0.113.7:443',
      traceId: `4bf92f3577b34da6a3ce929d0e0e473${attempt}`,
    })),
    curl: `curl -N -H 'Accept: text/event-stream' -H 'Authorization: •••' -H 'Last-Event-ID: 1041' '${url}'`,
  }
}
