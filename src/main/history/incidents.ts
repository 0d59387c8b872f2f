import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { incidentKinds } from '../../shared/view.ts'
import type { IncidentRecord } from '../monitor/incidents/types.ts'
import { jsonIn, numberIn, numberOrNull, textIn } from './rows.ts'
import type { IncidentQuery } from './types.ts'

/** Incidents, whole. */
export interface Incidents {
  put(records: readonly IncidentRecord[]): void
  withdraw(ids: readonly string[]): void
  /** Newest first. */
  find(query: IncidentQuery): readonly IncidentRecord[]
  get(id: string): IncidentRecord | null
}

const columns = 'id, kind, start, "end", cause, flapping, notes, acknowledged, endpoints, evidence'

export function createIncidents(db: DatabaseSync): Incidents {
  const replace = db.prepare(
    `INSERT OR REPLACE INTO incidents (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const remove = db.prepare('DELETE FROM incidents WHERE id = ?')
  const one = db.prepare(`SELECT ${columns} FROM incidents WHERE id = ?`)
  const some = db.prepare(`
    SELECT ${columns} FROM incidents
    WHERE start <= ?2 AND ("end" IS NULL OR "end" >= ?1) AND kind IN (SELECT value FROM json_each(?3))
    ORDER BY start DESC LIMIT ?4`)

  return {
    put(records) {
      for (const record of records) {
        replace.run(
          record.id,
          record.kind,
          Math.round(record.start),
          record.end === null ? null : Math.round(record.end),
          record.cause,
          record.flapping ? 1 : 0,
          record.notes,
          record.acknowledgedAt === null ? null : Math.round(record.acknowledgedAt),
          JSON.stringify(record.endpoints),
          JSON.stringify(record.evidence),
        )
      }
    },
    withdraw(ids) {
      for (const id of ids) remove.run(id)
    },
    find({ from, to, kinds, limit }) {
      const wanted = JSON.stringify(kinds.length === 0 ? incidentKinds : kinds)
      return some.all(from, to, wanted, limit).flatMap((row) => incidentOf(row) ?? [])
    },
    get(id) {
      const row = one.get(id)
      return row === undefined ? null : incidentOf(row)
    },
  }
}

/** Null for one of a kind that this version does not know. */
function incidentOf(row: Record<string, SQLOutputValue>): IncidentRecord | null {
  const kind = incidentKinds.find((known) => known === row.kind)
  if (kind === undefined) return null
  return {
    id: textIn(row.id),
    kind,
    start: numberIn(row.start),
    end: numberOrNull(row.end),
    cause: textIn(row.cause),
    flapping: row.flapping === 1,
    notes: textIn(row.notes),
    acknowledgedAt: numberOrNull(row.acknowledged),
    endpoints: jsonIn(row.endpoints),
    evidence: jsonIn(row.evidence),
  }
}
