import type { IncidentEvidence } from '../../../shared/screens.ts'
import type { IncidentSink } from './types.ts'

/** More endpoints of one incident say nothing new. */
const mostEndpoints = 20

/** What is on record of the first endpoints that an incident of this machine's network concerns. */
export function machineEvidence(
  endpoints: readonly string[],
  start: number,
  evidence: (id: string, from: number) => IncidentEvidence | null,
): readonly IncidentEvidence[] {
  return endpoints.slice(0, mostEndpoints).flatMap((id) => evidence(id, start) ?? [])
}

/** The same log, for those who judge the machine alone: what they tell of its network comes with evidence. */
export function withMachineEvidence<Log extends IncidentSink>(
  log: Log,
  evidence: (id: string, from: number) => IncidentEvidence | null,
): Log {
  return {
    ...log,
    put(found) {
      const isBare = found.kind === 'local-network' && found.evidence.length === 0
      if (!isBare) log.put(found)
      else log.put({ ...found, evidence: machineEvidence(found.endpoints, found.start, evidence) })
    },
  }
}
