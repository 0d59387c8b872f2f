import type { Verdict } from '../../shared/view.ts'
import type { Grade } from '../monitor/replay.ts'
import type { Tally } from './tally.ts'

interface Graded {
  readonly verdict: Verdict
  readonly evidence: string
}

/**
 * The server's word and its ids (`grade`, null where they told nothing), then what the tail knows: an event that was
 * there and did not come back is missing, whatever the server says.
 */
export function verdictOf(grade: Grade | null, tally: Tally): Graded {
  const { expected, returned, missing } = tally.view()
  const isLossy = grade?.verdict === 'truncated' || grade?.verdict === 'failed'
  if (grade !== null && (isLossy || grade.verdict === 'snapshot')) return graded(grade)
  if (expected !== null && returned !== null && returned < expected) {
    const first = missing[0] === undefined ? '' : `, the first of them ${short(missing[0])}`
    return {
      verdict: 'truncated',
      evidence: `${events(expected - returned)} of the ${expected} that are known to follow did not come back${first}.`,
    }
  }
  if (expected !== null && expected > 0)
    return { verdict: 'complete', evidence: `${all(expected)} known to follow came back.` }
  if (grade !== null) return graded(grade)
  return {
    verdict: 'unknown',
    evidence: 'No known event follows this id, and the server said nothing of the replay.',
  }
}

const graded = ({ verdict, evidence }: Grade): Graded => ({ verdict, evidence })
const events = (count: number): string => (count === 1 ? '1 event' : `${count} events`)
const all = (count: number): string => (count === 1 ? 'The 1 event that is' : `All ${count} events that are`)
const short = (id: string): string => JSON.stringify(id.length > 60 ? `${id.slice(0, 60)}…` : id)
