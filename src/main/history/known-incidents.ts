import { longestTimeline } from '../../shared/limits.ts'
import type { IncidentDetail, IncidentEvidence } from '../../shared/screens.ts'
import type { IncidentBook } from '../monitor/incidents/book.ts'
import { machineEvidence } from '../monitor/incidents/machine-evidence.ts'
import { overlaps } from '../monitor/incidents/span.ts'
import type { IncidentRecord } from '../monitor/incidents/types.ts'
import { incidentView } from '../monitor/incidents/view.ts'
import type { Fleet } from '../monitor/types.ts'
import type { History, IncidentQuery } from './types.ts'

/** What lies on the disk. */
export type IncidentPast = Pick<History, 'incidents' | 'incident' | 'transitions'>

export interface KnownIncidentsPorts {
  readonly book: IncidentBook
  readonly fleet: Pick<Fleet, 'history' | 'evidence'>
  /** Null where there is no disk. */
  readonly past: IncidentPast | null
  /** Epoch ms. */
  readonly wall: () => number
}

/** Incidents, from the book where that reaches, else from the disk. */
export interface KnownIncidents {
  /** Those that lasted into the span or began in it, newest first; `more`: there are older ones than `limit` brings. */
  list(query: IncidentQuery): Promise<{ readonly records: readonly IncidentRecord[]; readonly more: boolean }>
  /** Null for an unknown id; so are the two below. */
  find(id: string): Promise<IncidentRecord | null>
  /** What is on record of it; of one that lasts as it is now. */
  evidence(record: IncidentRecord): readonly IncidentEvidence[]
  detail(record: IncidentRecord): Promise<IncidentDetail>
  note(id: string, notes: string): Promise<IncidentRecord | null>
  acknowledge(id: string, acknowledged: boolean): Promise<IncidentRecord | null>
}

/** Milliseconds that a timeline shows before an incident's begin and after its end. */
const around = 60_000

type Timeline = IncidentDetail['timeline']

export function createKnownIncidents({ book, fleet, past, wall }: KnownIncidentsPorts): KnownIncidents {
  async function list(query: IncidentQuery): ReturnType<KnownIncidents['list']> {
    const kinds = new Set(query.kinds)
    const fits = ({ kind, start, end }: IncidentRecord): boolean =>
      (kinds.size === 0 || kinds.has(kind)) && overlaps({ start, end }, query)
    const known = book.newest().filter(fits)
    // One more than is asked for: whether there are older ones.
    const older = (await past?.incidents({ ...query, limit: query.limit + 1 })) ?? []
    const added = older.filter(({ id }) => !book.knows(id))
    const all = [...known, ...added].sort((a, b) => b.start - a.start)
    return { records: all.slice(0, query.limit), more: all.length > query.limit }
  }

  async function find(id: string): Promise<IncidentRecord | null> {
    if (book.knows(id)) return book.find(id)
    return (await past?.incident(id)) ?? null
  }

  async function timeline({ endpoints, start, end }: IncidentRecord): Promise<Timeline> {
    const [from, to] = [start - around, (end ?? wall()) + around]
    const written = async (until: number): Promise<Timeline> => {
      const kept = (await past?.transitions(endpoints, from, until, longestTimeline)) ?? []
      return kept.flatMap(({ endpoint, transitions }) =>
        transitions.map((transition) => ({ ...transition, at: iso(transition.at), endpoint })),
      )
    }
    // The disk tells the newest: how it began is asked for apart.
    const begin = await written(Math.min(to, start + around))
    const whole = await written(to)
    const fresh = endpoints.flatMap((endpoint) =>
      (fleet.history(endpoint, { from, to, points: 1 })?.transitions ?? []).map((transition) => ({
        ...transition,
        endpoint,
      })),
    )
    return bothEnds(inOrder([...begin, ...whole, ...fresh]))
  }

  function evidence({ kind, endpoints, start, end, evidence }: IncidentRecord): readonly IncidentEvidence[] {
    if (end !== null || kind === 'asleep') return evidence
    const fresh = machineEvidence(endpoints, start, fleet.evidence)
    return fresh.length === 0 ? evidence : fresh
  }

  return {
    list,
    find,
    evidence,
    detail: async (record) => ({
      incident: incidentView(record, wall()),
      timeline: await timeline(record),
      evidence: evidence(record),
    }),
    note: async (id, notes) => book.note(id, notes, await find(id)),
    acknowledge: async (id, acknowledged) =>
      book.acknowledge(id, acknowledged ? wall() : null, await find(id)),
  }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}

/** Oldest first; what both the disk and the memory hold stands once. */
function inOrder(timeline: Timeline): Timeline {
  const byKey = new Map(
    timeline.map((entry) => [[entry.at, entry.endpoint, entry.phase, entry.reason].join('\n'), entry]),
  )
  return [...byKey.values()].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

/** How it began and how it ended tell more than what was in between. */
function bothEnds(timeline: Timeline): Timeline {
  const half = longestTimeline / 2
  return timeline.length <= longestTimeline
    ? timeline
    : [...timeline.slice(0, half), ...timeline.slice(-half)]
}
