import { assertNever } from '../../shared/assert.ts'
import type { WatchedView } from '../../shared/screens.ts'
import type { EndpointView } from '../../shared/view.ts'

/** What a row shows: the phase, and while live the health that is not fresh. The worst first. */
export const shownStates = [
  'failed',
  'waiting',
  'connecting',
  'late',
  'deaf',
  'unproven',
  'live',
  'unwatched',
  'stopped',
] as const
export type ShownState = (typeof shownStates)[number]

/** The word that stands beside the shape of each state. */
export const stateWords: Readonly<Record<ShownState, string>> = {
  failed: 'Failed',
  waiting: 'Reconnecting',
  connecting: 'Connecting',
  late: 'Late',
  deaf: 'Deaf',
  unproven: 'Unproven',
  live: 'Live',
  unwatched: 'Unwatched',
  stopped: 'Stopped',
}

export function shownState(view: Pick<EndpointView, 'phase' | 'health'>): ShownState {
  if (view.phase !== 'live') return view.phase
  switch (view.health) {
    case 'late':
    case 'deaf':
    case 'unproven':
      return view.health
    case 'fresh':
    case null:
      return 'live'
    default:
      return assertNever(view.health)
  }
}

/** Whether a retry means something: it opens a connection now instead of later or never. */
export function canRetry(view: Pick<EndpointView, 'phase'>): boolean {
  return view.phase === 'failed' || view.phase === 'waiting' || view.phase === 'connecting'
}

/** How many endpoints are in each state. */
export function tally(states: Iterable<ShownState>): Readonly<Record<ShownState, number>> {
  const counts = Object.fromEntries(shownStates.map((state) => [state, 0])) as Record<ShownState, number>
  for (const state of states) counts[state] += 1
  return counts
}

/** The demo's streams beside one's own stand in no file; with `--demo` (`demoOnly`) the file is the demo's. */
export function isInFile({ demo }: Pick<WatchedView, 'demo'>, demoOnly: boolean): boolean {
  return !demo || demoOnly
}
