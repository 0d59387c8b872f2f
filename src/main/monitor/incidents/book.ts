import { longestNote } from '../../../shared/limits.ts'
import type { WatchingView } from '../../../shared/screens.ts'
import type { IncidentLog, IncidentRecord } from './types.ts'

/** The incidents of this run and the newest of those before it; what the history lacks is told by `drain`. */
export interface IncidentBook extends IncidentLog {
  find(id: string): IncidentRecord | null
  /** It holds the incident, or knows that there is none any more: what lies on the disk is of before. */
  knows(id: string): boolean
  /** Each returns the incident afterwards; `known` is taken in where the book does not hold it any more. */
  note(id: string, notes: string, known: IncidentRecord | null): IncidentRecord | null
  acknowledge(id: string, at: number | null, known: IncidentRecord | null): IncidentRecord | null
  counts(): WatchingView['incidents']
  /** From an earlier run. One that was left open ends at `until`, epoch ms: nobody saw more of it. */
  load(records: readonly IncidentRecord[], until: number): void
  /** What changed since it was last asked. */
  drain(): { readonly put: readonly IncidentRecord[]; readonly withdrawn: readonly string[] }
  onChange(listener: () => void): () => void
}

/** Incidents that are held; those still open are held whatever their number. */
const held = 1000
/** The same where nobody asks for what changed: there is no history then. */
const heldAtMost = 2 * held
/** Characters of the evidence of one incident, as JSON. */
const longestEvidence = 256 * 1024

export function createIncidentBook(): IncidentBook {
  const records = new Map<string, IncidentRecord>()
  const changed = new Set<string>()
  const withdrawn = new Set<string>()
  /** The newest of all that were withdrawn. */
  const gone = new Set<string>()
  const listeners = new Set<() => void>()

  function tell(): void {
    for (const listener of listeners) listener()
  }

  function keep(record: IncidentRecord): IncidentRecord {
    records.set(record.id, record)
    changed.add(record.id)
    withdrawn.delete(record.id)
    gone.delete(record.id)
    trim()
    tell()
    return record
  }

  /** The oldest that are over, once what changed of them was drained. */
  function trim(): void {
    for (const [id, { end }] of records) {
      if (records.size <= held) return
      if (end === null || (changed.has(id) && records.size <= heldAtMost)) continue
      records.delete(id)
      changed.delete(id)
    }
  }

  function amend(
    id: string,
    known: IncidentRecord | null,
    change: (record: IncidentRecord) => IncidentRecord,
  ): IncidentRecord | null {
    const record = records.get(id) ?? known
    return record === null || gone.has(id) ? null : keep(change(record))
  }

  const newest = (): IncidentRecord[] => [...records.values()].sort((a, b) => b.start - a.start)

  return {
    put(found) {
      const { notes = '', acknowledgedAt = null } = records.get(found.id) ?? {}
      keep({ ...found, evidence: bounded(found.evidence), notes, acknowledgedAt })
    },
    withdraw(id, into) {
      const record = records.get(id)
      if (record === undefined) return
      records.delete(id)
      changed.delete(id)
      withdrawn.add(id)
      gone.add(id)
      forget(gone, held)
      forget(withdrawn, heldAtMost)
      const heir = into === undefined ? undefined : records.get(into)
      if (heir === undefined) tell()
      else keep({ ...heir, notes: together(heir.notes, record.notes) })
    },
    newest,
    find: (id) => records.get(id) ?? null,
    knows: (id) => records.has(id) || gone.has(id),
    note: (id, notes, known) => amend(id, known, (record) => ({ ...record, notes })),
    acknowledge: (id, acknowledgedAt, known) => amend(id, known, (record) => ({ ...record, acknowledgedAt })),
    counts() {
      const counts = { open: 0, unacknowledged: 0 }
      for (const { end, acknowledgedAt } of records.values()) {
        if (end === null) counts.open++
        if (acknowledgedAt === null) counts.unacknowledged++
      }
      return counts
    },
    load(earlier, until) {
      // The oldest first: they are the first to go.
      for (const record of earlier.toSorted((a, b) => a.start - b.start)) {
        if (records.has(record.id)) continue
        records.set(
          record.id,
          record.end === null ? { ...record, end: Math.max(record.start, until) } : record,
        )
        if (record.end === null) changed.add(record.id)
      }
      tell()
    },
    drain() {
      const put = [...changed].flatMap((id) => records.get(id) ?? [])
      const gone = [...withdrawn]
      changed.clear()
      withdrawn.clear()
      trim()
      return { put, withdrawn: gone }
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** What people wrote is never lost, short of the longest note. */
function together(notes: string, more: string): string {
  return [notes, more]
    .filter((text) => text !== '')
    .join('\n\n')
    .slice(0, longestNote)
}

/** The oldest, until `most` are left. */
function forget(ids: Set<string>, most: number): void {
  for (const id of ids) {
    if (ids.size <= most) return
    ids.delete(id)
  }
}

/** Of the first endpoints, as much as there is room for. */
function bounded(evidence: IncidentRecord['evidence']): IncidentRecord['evidence'] {
  let left = longestEvidence
  return evidence.filter((item) => {
    left -= JSON.stringify(item).length
    return left >= 0
  })
}
