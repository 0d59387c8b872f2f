import type { Cause } from '../../../shared/model/state.ts'
import { span } from '../../../shared/span.ts'

/** How the streams stand after a time in which nobody looked. Names as people know them. */
export interface Standing {
  readonly back: number
  readonly failed: readonly string[]
  /** Neither back nor given up. */
  readonly trying: readonly string[]
  /** Of these, how many nobody can look at yet. */
  readonly away: number
}

const began: Readonly<Record<Cause, string>> = {
  sleep: 'Asleep for',
  offline: 'Offline for',
  local: "This machine's network was at fault for",
}
/** Beyond this a list of names is no sentence any more. */
const mostNames = 5

/** "Asleep for 7 h 12 min. 48 of 50 streams are back; 2 failed: orders, billing." `isFinal`: nothing more is awaited. */
export function digestSentence(cause: Cause, ms: number, standing: Standing, isFinal: boolean): string {
  const lasted = `${began[cause]} ${span(Math.round(ms / 1000) * 1000)}.`
  const { back, failed, trying } = standing
  const all = back + failed.length + trying.length
  if (all === 0) return lasted
  if (back === all) return `${lasted} ${all === 1 ? 'The one stream is' : `All ${all} streams are`} back.`
  return `${lasted} ${[backWords(back, all), ...failedWords(failed), ...tryingWords(standing, isFinal)].join('; ')}.`
}

function backWords(back: number, all: number): string {
  if (all === 1) return 'The one stream is not back'
  return `${back} of ${all} streams ${back === 1 ? 'is' : 'are'} back`
}

function failedWords(failed: readonly string[]): readonly string[] {
  return failed.length === 0 ? [] : [`${failed.length} failed: ${listed(failed)}`]
}

/** While they are awaited their number is enough: it changes with each moment. */
function tryingWords({ trying, away }: Standing, isFinal: boolean): readonly string[] {
  const count = trying.length
  if (count === 0) return []
  if (isFinal) return [`${count} ${count === 1 ? 'is' : 'are'} still trying: ${listed(trying)}`]
  if (away === count) return [`${count} ${count === 1 ? 'waits' : 'wait'} for the network`]
  return [`${count} ${count === 1 ? 'is' : 'are'} connecting`]
}

function listed(names: readonly string[]): string {
  const rest = names.length - mostNames
  return rest > 1 ? `${names.slice(0, mostNames).join(', ')} and ${rest} more` : names.join(', ')
}
