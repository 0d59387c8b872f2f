import type { CallResult } from '../../../shared/contract.ts'
import { mostIncidents } from '../../../shared/limits.ts'
import type { IncidentDetail } from '../../../shared/screens.ts'
import { type IncidentFormat, incidentsFileName, incidentsText } from '../../export/incidents.ts'
import type { KnownIncidents } from '../../history/known-incidents.ts'
import type { IncidentRecord } from '../../monitor/incidents/types.ts'
import { incidentView } from '../../monitor/incidents/view.ts'
import type { IncidentHandlers } from '../handlers.ts'

export interface IncidentHandlerPorts {
  readonly incidents: KnownIncidents
  /** Epoch ms. */
  readonly wall: () => number
}

/** Carries out what is asked of incidents. */
export function incidentHandlers({ incidents, wall }: IncidentHandlerPorts): IncidentHandlers {
  const all = (span: { readonly from: number; readonly to: number }) =>
    incidents.list({ ...span, kinds: [], limit: mostIncidents })

  async function named(ids: readonly string[]): Promise<readonly IncidentRecord[]> {
    const records = await Promise.all(ids.map(incidents.find))
    return records.filter((record) => record !== null).sort((a, b) => b.start - a.start)
  }

  /** The report alone tells a timeline. */
  async function detailFor(format: IncidentFormat, record: IncidentRecord): Promise<IncidentDetail> {
    if (format === 'markdown') return incidents.detail(record)
    return { incident: incidentView(record, wall()), timeline: [], evidence: incidents.evidence(record) }
  }

  return {
    async 'incidents.list'(query) {
      const { records, more } = await incidents.list(query)
      const now = wall()
      return { ok: true, value: { incidents: records.map((record) => incidentView(record, now)), more } }
    },
    async 'incidents.detail'({ id }) {
      const record = await incidents.find(id)
      return found(id, record && (await incidents.detail(record)))
    },
    async 'incidents.note'({ id, notes }) {
      const record = await incidents.note(id, notes)
      return found(id, record && incidentView(record, wall()))
    },
    async 'incidents.acknowledge'({ ids, acknowledged }) {
      const records = await Promise.all(ids.map((id) => incidents.acknowledge(id, acknowledged)))
      const now = wall()
      return { ok: true, value: records.flatMap((record) => (record ? [incidentView(record, now)] : [])) }
    },
    async 'incidents.export'({ ids, format, ...span }) {
      const { records, more } = ids === null ? await all(span) : { records: await named(ids), more: false }
      const details: IncidentDetail[] = []
      // One after the other: each may ask the disk, and others want to as well.
      for (const record of records) details.push(await detailFor(format, record))
      const text = incidentsText(format, { ...span, details, more })
      return { ok: true, value: { text, name: incidentsFileName(format, span) } }
    },
  }
}

function found<T>(id: string, value: T | null): CallResult<T> {
  if (value !== null) return { ok: true, value }
  return {
    ok: false,
    error: {
      code: 'unknown-incident',
      message: `No incident has the id ${JSON.stringify(id)}.`,
      hint: 'It may have become a part of another one, or be older than what is kept.',
    },
  }
}
