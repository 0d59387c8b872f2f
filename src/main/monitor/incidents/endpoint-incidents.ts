import type { IncidentEvidence } from '../../../shared/screens.ts'
import type { AttemptView } from '../../../shared/view.ts'
import type { Clock } from '../clock.ts'
import type { Observer } from '../observer.ts'
import { createOutages, type Outage, type Outages } from '../outages.ts'
import { evidenceOf, type Requester, striker } from './evidence.ts'
import { createReplayIncidents, type ReplayIncident, type ReplayIncidents } from './replay-incidents.ts'
import type { Span } from './span.ts'
import { type Found, type IncidentLog, incidentId } from './types.ts'

/** What happens to one endpoint, told to the book with its evidence. */
export interface EndpointIncidents {
  readonly outages: Outages
  readonly replays: ReplayIncidents
  /** What is on record of the time since `from`, epoch ms. */
  evidence(from: number): IncidentEvidence
  /** The endpoint is gone: what lasts ends now. */
  close(): void
}

export interface EndpointIncidentPorts {
  readonly clock: Clock
  readonly log: IncidentLog
  /** Its newest request, and by which settings. */
  readonly requester: () => Requester
  readonly observer: () => Pick<Observer, 'facts' | 'refusal'>
  /** The newest `most` of those that were sent between `from` and `to`, epoch ms; oldest first. */
  readonly attempts: (from: number, to: number, most: number) => readonly AttemptView[]
  /** The id to resume from as it is now. */
  readonly lastEventId: () => string | null
  /** Up to when nothing was missed, `Clock.now()`. */
  readonly lastGoodAt: () => number | null
}

const mostAttempts = 50

export function createEndpointIncidents(ports: EndpointIncidentPorts): EndpointIncidents {
  const { clock, log, requester } = ports
  /** The id before the outage that was told last: it may be forgotten while that lasts. */
  let idBefore: string | null = null

  const id = (): string => requester().settings.id
  const idOf =
    (kind: Found['kind']) =>
    (foundAt: number): string =>
      incidentId(kind, id(), foundAt)

  function evidence({ start, end }: Span, lastEventId: string | null): IncidentEvidence {
    const { refusal, facts } = ports.observer()
    const isOfIt = refusal !== null && refusal.at + clock.shift() >= start
    const attempts = ports.attempts(start, end ?? Number.POSITIVE_INFINITY, mostAttempts)
    return evidenceOf({
      ...requester(),
      // That which was refused says more of an outage than that which ended it.
      answer: isOfIt ? refusal.facts : facts,
      lastEventId,
      attempts,
    })
  }

  function put(kind: Found['kind'], incident: ReplayIncident | Outage, lastEventId: string | null): void {
    log.put({
      flapping: false,
      ...incident,
      cause: striker(requester())(incident.cause),
      kind,
      endpoints: [id()],
      evidence: [evidence(incident, lastEventId)],
    })
  }

  const outages = createOutages({
    clock,
    idOf: idOf('outage'),
    onOutage(outage) {
      if (outage.end === null) idBefore = ports.lastEventId()
      put('outage', outage, idBefore)
    },
    onWithdrawn: (outage, into) => log.withdraw(outage.id, into?.id),
  })

  const replays = createReplayIncidents({
    clock,
    idOf: idOf('replay'),
    lastGoodAt: ports.lastGoodAt,
    rehydrates: () => requester().settings.snapshotUrl !== null,
    onIncident: (incident) => put('replay', incident, requester().requested?.lastEventId ?? null),
  })

  return {
    outages,
    replays,
    evidence: (from) => evidence({ start: from, end: null }, ports.lastEventId() ?? idBefore),
    close() {
      outages.ended(clock.now())
      replays.close()
    },
  }
}
