import type { IncidentView, PhaseName } from '../../src/shared/view.ts'
import { type FakeIncidents, fakeIncidents, incidentOf } from '../../test/helpers/fake-incidents.ts'
import type { Actor } from './scene.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** The incident that the picture shows whole. */
export const shownIncident = 'replay-quotes-ws3'

/** What happened to the made-up fleet in the last days. `now` is epoch ms. */
export function incidentsOf(actors: readonly Actor[], now: number): FakeIncidents {
  const iso = (at: number) => new Date(at).toISOString()
  const lasting = ({ view }: Actor): IncidentView[] =>
    view.downSince === null
      ? []
      : [
          incidentOf(`outage-${view.id}`, {
            endpoints: [view.id],
            start: view.downSince,
            end: null,
            cause: view.failure?.message ?? '',
          }),
        ]
  const past = (
    id: string,
    endpoints: readonly string[],
    ago: number,
    lasted: number,
    over: Partial<IncidentView>,
  ): IncidentView =>
    incidentOf(id, { endpoints, start: iso(now - ago), end: iso(now - ago + lasted), ...over })
  const all = actors.filter(({ view }) => view.phase !== 'stopped').map(({ view }) => view.id)
  const fake = fakeIncidents(
    ...actors.flatMap(lasting),
    past(shownIncident, ['quotes-ws3'], 41 * minute, 14 * second, {
      kind: 'replay',
      cause: 'The first new id is 89412, the last known one is 88120: 1,291 events are missing.',
      notes: 'The feed keeps 60 s only. Asked the trading desk for more: TRD-318.',
    }),
    past('outage-checkout', ['checkout'], 36 * minute, 74 * second, {
      cause: 'No sign of life for 15 s.',
      acknowledgedAt: iso(now - 20 * minute),
    }),
    past('outage-quotes-ws1', ['quotes-ws1'], 3 * hour, 8 * minute, {
      cause: 'The connection was reset.',
      flapping: true,
    }),
    past('asleep', all, 11.4 * hour, 7.2 * hour, {
      kind: 'asleep',
      cause: 'Asleep for 7 h 12 min.',
      acknowledgedAt: iso(now - 4 * hour),
    }),
    past('local-network', all, 15 * hour, 4.5 * minute, {
      kind: 'local-network',
      cause: 'All streams on 12 hosts fell silent within ten seconds, and nothing answered.',
      notes: 'The switch on the second floor.',
      acknowledgedAt: iso(now - 14 * hour),
    }),
    past('replay-deploy-events', ['deploy-events'], 22 * hour, 2 * second, {
      kind: 'replay',
      cause: 'The server said so: 1,000 of more. No snapshot is configured.',
    }),
    past('outage-inventory', ['inventory'], 26 * hour, 41 * second, {
      cause: 'The server answered with status 502.',
      acknowledgedAt: iso(now - 25 * hour),
    }),
    past('outage-fraud', ['fraud-signals'], 50 * hour, 19 * minute, {
      cause: 'The certificate has expired.',
      notes: 'Renewed by hand; PAY-77 is about the job that did not.',
      acknowledgedAt: iso(now - 49 * hour),
    }),
  )
  const step = (after: number, phase: PhaseName, reason: string) => ({
    at: iso(now - 41 * minute + after),
    endpoint: 'quotes-ws3',
    phase,
    health: phase === 'live' ? ('fresh' as const) : null,
    reason,
  })
  fake.setDetail(shownIncident, {
    timeline: [
      step(0, 'waiting', 'The server ended the stream without announcing it.'),
      step(4 * second, 'connecting', 'Attempt 1.'),
      step(4 * second, 'waiting', 'The server answered 503 (Service Unavailable).'),
      step(12 * second, 'connecting', 'Attempt 3.'),
      step(12 * second, 'live', 'The stream is open.'),
    ],
  })
  return fake
}
