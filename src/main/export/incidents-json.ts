import type { IncidentCase } from './incidents-csv.ts'

/** The incidents as the local API gives them, each with what was on record of it. */
export function incidentsJson(cases: readonly IncidentCase[]): string {
  const whole = cases.map(({ incident, evidence }) => ({ ...incident, evidence }))
  return `${JSON.stringify(whole, null, 2)}\n`
}
