import type { IncidentKind } from '../../shared/view.ts'
import { counted } from '../ui/counted.ts'

/** The word that stands beside the shape of each kind. */
export const kindWords: Readonly<Record<IncidentKind, string>> = {
  outage: 'Outage',
  replay: 'Replay',
  'local-network': 'Local network',
  asleep: 'Asleep',
}

/** What each kind means, for a hint. */
export const kindMeanings: Readonly<Record<IncidentKind, string>> = {
  outage: 'An endpoint was down',
  replay: 'After a reconnection the server left events out, or sent none of what was missed',
  'local-network': 'The network of this machine was away: nothing could be watched',
  asleep: 'This machine slept: nothing could be watched',
}

/** What a flapping one is. */
export const flappingMeans = 'More than three outages within ten minutes, merged into this one'

/** Names that are read at a glance; more are a number. */
const fewNames = 2

/** `orders`, `orders and billing`, `12 endpoints`. */
export function endpointsWords(names: readonly string[]): string {
  return names.length > fewNames || names.length === 0
    ? counted(names.length, 'endpoint')
    : names.join(' and ')
}
