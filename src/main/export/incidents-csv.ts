import type { IncidentEvidence } from '../../shared/screens.ts'
import type { IncidentView } from '../../shared/view.ts'

/** An incident with what was on record of it. */
export interface IncidentCase {
  readonly incident: IncidentView
  readonly evidence: readonly IncidentEvidence[]
}

const columns: readonly (readonly [title: string, cell: (of: IncidentCase) => string])[] = [
  ['id', ({ incident }) => incident.id],
  ['kind', ({ incident }) => incident.kind],
  ['endpoints', ({ incident }) => incident.endpoints.join(' ')],
  ['names', ({ evidence }) => evidence.map(({ name }) => name).join(', ')],
  ['start', ({ incident }) => incident.start],
  ['end', ({ incident }) => incident.end ?? ''],
  ['durationMs', ({ incident }) => String(incident.durationMs)],
  ['cause', ({ incident }) => incident.cause],
  ['flapping', ({ incident }) => String(incident.flapping)],
  ['notes', ({ incident }) => incident.notes],
  ['acknowledgedAt', ({ incident }) => incident.acknowledgedAt ?? ''],
  ['traceIds', ({ evidence }) => traceIds(evidence).join(' ')],
]

/** RFC 4180: a header, then one record for each incident; UTF-8 without a byte order mark, times ISO 8601 in UTC. */
export function incidentsCsv(cases: readonly IncidentCase[]): string {
  const rows = [columns.map(([title]) => title), ...cases.map((of) => columns.map(([, cell]) => cell(of)))]
  return rows.map((cells) => `${cells.map(field).join(',')}\r\n`).join('')
}

/** Of the requests during an incident, each once. */
export function traceIds(evidence: readonly IncidentEvidence[]): readonly string[] {
  return [...new Set(evidence.flatMap(({ attempts }) => attempts.flatMap(({ traceId }) => traceId ?? [])))]
}

/** A spreadsheet takes a text that begins like this for a formula, also behind blanks. */
const formula = /^\s*[=+\-@\t\r\n＝＋－＠]/

function field(text: string): string {
  const harmless = formula.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
