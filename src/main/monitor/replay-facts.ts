import type { EndpointFacts } from '../../shared/screens.ts'
import type { ReplayLedger } from './replay.ts'

/** The newest verdict with what it rests on, or that one is still to come. */
export function replayFacts(
  ledger: Pick<ReplayLedger, 'pendingSince' | 'grade'>,
  iso: (at: number) => string,
): EndpointFacts['replay'] {
  const since = ledger.pendingSince()
  if (since !== null) {
    return { verdict: 'pending', evidence: 'Neither the server nor an id has told yet.', at: iso(since) }
  }
  const grade = ledger.grade()
  return grade && { verdict: grade.verdict, evidence: grade.evidence, at: iso(grade.at) }
}
