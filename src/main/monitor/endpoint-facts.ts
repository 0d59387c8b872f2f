import type { EndpointFacts } from '../../shared/screens.ts'
import type { FactsView } from '../../shared/view.ts'
import type { Clock } from './clock.ts'
import { newestOutages } from './incidents/outage-views.ts'
import type { IncidentLog } from './incidents/types.ts'
import type { Losses } from './losses.ts'
import { newestHeartbeat } from './newest-heartbeat.ts'
import type { Records } from './records.ts'
import type { ReplayLedger } from './replay.ts'
import type { Rules } from './rules.ts'

/** An endpoint's parts, for what its screen shows beside charts and tail. */
export interface FactSources {
  readonly id: string
  readonly clock: Clock
  readonly facts: FactsView
  readonly rules: Rules
  readonly records: Records
  readonly ledger: ReplayLedger
  readonly losses: Losses
  readonly isDown: boolean
  readonly incidents: Pick<IncidentLog, 'newest'>
  /** Milliseconds in each phase up to now. */
  readonly phaseMs: EndpointFacts['phaseMs']
}

/** Looked up when asked for: nothing of it is kept ready. */
export function endpointFacts(sources: FactSources): EndpointFacts {
  const { id, clock, facts, rules, records, ledger, losses, isDown, incidents, phaseMs } = sources
  const shift = clock.shift()
  const iso = (at: number): string => new Date(at + shift).toISOString()
  return {
    facts,
    attempts: records.attempts(),
    heartbeat: newestHeartbeat(records.newestEvents(), rules),
    replay: replayFacts(ledger, iso),
    missed: losses.view(isDown, ledger.missing(), iso),
    rates: records.rates(),
    outages: newestOutages(incidents.newest(), id),
    phaseMs,
  }
}

/** The newest verdict with what it rests on, or that one is still to come. */
function replayFacts(ledger: ReplayLedger, iso: (at: number) => string): EndpointFacts['replay'] {
  const since = ledger.pendingSince()
  if (since !== null) {
    return { verdict: 'pending', evidence: 'Neither the server nor an id has told yet.', at: iso(since) }
  }
  const grade = ledger.grade()
  return grade && { verdict: grade.verdict, evidence: grade.evidence, at: iso(grade.at) }
}
