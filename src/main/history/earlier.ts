import type { IncidentRecord } from '../monitor/incidents/types.ts'
import type { Recalled } from '../monitor/recording.ts'
import type { History } from './types.ts'

/** What earlier runs left for this one. */
export interface Earlier {
  /** By endpoint. */
  readonly recalled: ReadonlyMap<string, Recalled>
  /** Newest first. */
  readonly incidents: readonly IncidentRecord[]
  /** Epoch ms up to which anybody watched; null where nothing is on record. */
  readonly until: number | null
}

/** Incidents are held in memory for so long; older ones are read where they are asked for. */
const incidentsMs = 30 * 86_400_000
const mostIncidents = 1000

/** `now` in epoch ms. Without a history in time, nothing. Never rejects. */
export async function recallEarlier(history: History, ids: readonly string[], now: number): Promise<Earlier> {
  const [recalled, incidents] = await Promise.all([
    history.recall(ids),
    history.incidents({
      from: now - incidentsMs,
      // Those of a clock that went ahead, too.
      to: Number.MAX_SAFE_INTEGER,
      kinds: [],
      limit: mostIncidents,
    }),
  ])
  return { recalled, incidents, until: history.until }
}
