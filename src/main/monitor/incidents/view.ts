import type { IncidentView } from '../../../shared/view.ts'
import type { IncidentRecord } from './types.ts'

/** As the API and the screens show it; `now` in epoch ms. */
export function incidentView(record: IncidentRecord, now: number): IncidentView {
  const { id, kind, endpoints, start, end, cause, flapping, notes, acknowledgedAt } = record
  return {
    id,
    kind,
    endpoints,
    start: new Date(start).toISOString(),
    end: end === null ? null : new Date(end).toISOString(),
    durationMs: Math.max(0, Math.round((end ?? now) - start)),
    cause,
    flapping,
    notes,
    acknowledgedAt: acknowledgedAt === null ? null : new Date(acknowledgedAt).toISOString(),
  }
}
