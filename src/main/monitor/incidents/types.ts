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
  /** It turned out to be no incident, or a part of another one. */
  withdraw(id: string): void
}

export const noIncidents: IncidentSink = { put: () => undefined, withdraw: () => undefined }
