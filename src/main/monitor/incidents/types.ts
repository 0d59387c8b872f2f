import type { IncidentEvidence } from '../../../shared/screens.ts'
import type { IncidentKind } from '../../../shared/view.ts'

/** An incident as it is kept. Times are epoch ms. */
export interface IncidentRecord {
  readonly id: string
  readonly kind: IncidentKind
  readonly endpoints: readonly string[]
  readonly start: number
  readonly end: number | null
  readonly cause: string
  readonly flapping: boolean
  readonly notes: string
  readonly acknowledgedAt: number | null
  readonly evidence: readonly IncidentEvidence[]
}

/** What the monitor found; what people wrote to it is not its own. */
export type Found = Omit<IncidentRecord, 'notes' | 'acknowledgedAt'>

/** Where the monitor's parts tell of incidents. */
export interface IncidentSink {
  /** A new one, or one that is known by its id, as it is now. */
  put(incident: Found): void
  /** It turned out to be no incident, or a part of the one that `into` names, which takes its notes over. */
  withdraw(id: string, into?: string): void
}

/** The same for those who also read what is on record. */
export interface IncidentLog extends IncidentSink {
  /** Newest first: by start. */
  newest(): readonly IncidentRecord[]
}

/** `subject`: what tells it from others of its kind that were found at the same time. `foundAt` in epoch ms. */
export function incidentId(kind: IncidentKind, subject: string, foundAt: number): string {
  // To the microsecond, as far as the clock goes.
  const when = Math.round(foundAt * 1000).toString(36)
  return [kind, subject, when].filter((part) => part !== '').join('-')
}
