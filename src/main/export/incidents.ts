import { assertNever } from '../../shared/assert.ts'
import { incidentsCsv } from './incidents-csv.ts'
import { incidentsJson } from './incidents-json.ts'
import { incidentsMarkdown, type Report } from './incidents-markdown.ts'

export type IncidentFormat = 'csv' | 'json' | 'markdown'

const endings: Readonly<Record<IncidentFormat, string>> = { csv: 'csv', json: 'json', markdown: 'md' }

/** Incidents as a file of that format. Secrets were struck out when they were put on record. */
export function incidentsText(format: IncidentFormat, report: Report): string {
  switch (format) {
    case 'csv':
      return incidentsCsv(report.details)
    case 'json':
      return incidentsJson(report.details)
    case 'markdown':
      return incidentsMarkdown(report)
    default:
      return assertNever(format)
  }
}

/** What the file may be called: `heartline-incidents-2026-11-20-to-2026-11-21.csv`. */
export function incidentsFileName(format: IncidentFormat, { from, to }: Pick<Report, 'from' | 'to'>): string {
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10)
  return `heartline-incidents-${day(from)}-to-${day(to)}.${endings[format]}`
}
