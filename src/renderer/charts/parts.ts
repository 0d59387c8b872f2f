import type { ChartView } from '../../shared/screens.ts'
import { phases } from '../../shared/view.ts'
import type { ShownState } from '../fleet/state.ts'
import type { Window } from './range.ts'

/** A stretch of one state; epoch ms. */
export interface Segment {
  readonly from: number
  readonly to: number
  readonly state: ShownState
  /** Why it began; empty where only the steps tell that it was. */
  readonly reason: string
}

/** How long a state lasted within a step. */
export interface Part {
  readonly state: ShownState
  readonly ms: number
  /** It seemed to be something else when it was: the end of a live time that was an outage already. */
  readonly isFoundLater: boolean
}

/** From the best to the worst, the order of those of which nothing else tells when they were. */
const order: readonly ShownState[] = [
  'stopped',
  'live',
  'unproven',
  'deaf',
  'late',
  'unwatched',
  'connecting',
  'waiting',
  'failed',
]

/** Two accounts of a step may differ by this much: they are rounded apart. Milliseconds. */
export const tolerance = (stepMs: number): number => Math.max(100, stepMs / 1000)

const lacks = ['late', 'deaf', 'unproven'] as const

/** The states of a step with the time that each of them had; empty where nothing is on record. */
export function partsOf({ phaseMs, healthMs }: ChartView, index: number): readonly Part[] {
  const health = (name: string): number => healthMs[name]?.[index] ?? 0
  const silent = health('silent')
  const lacking = lacks.reduce((sum, name) => sum + health(name), silent)
  const parts: Part[] = phases.map((phase) => {
    const ms = phaseMs[phase]?.[index] ?? 0
    return { state: phase, ms: phase === 'live' ? Math.max(0, ms - lacking) : ms, isFoundLater: false }
  })
  for (const name of lacks) parts.push({ state: name, ms: health(name), isFoundLater: false })
  parts.push({ state: 'waiting', ms: silent, isFoundLater: true })
  return parts.filter(({ ms }) => ms > 0)
}

/**
 * The parts one after the other: first what goes on from before, last what goes on afterwards. Where they do not fill the
 * step, what is missing was before them if nothing was known until then, and after them otherwise.
 */
export function placed(
  parts: readonly Part[],
  { from, to }: Window,
  { before, after }: { readonly before: ShownState | null; readonly after: ShownState | null },
): readonly Segment[] {
  const rank = ({ state }: Part): number =>
    state === before ? -1 : state === after ? order.length : order.indexOf(state)
  const sorted = parts.toSorted((a, b) => rank(a) - rank(b))
  const total = sorted.reduce((sum, { ms }) => sum + ms, 0)
  const room = to - from
  // What is rounded is made to fit; time that came twice, since the clock was set back, has no more room than once.
  const fits = total > room || room - total <= tolerance(room)
  const scale = fits ? room / Math.max(1, total) : 1
  let at = before === null ? to - total * scale : from
  return sorted.map(({ state, ms }) => {
    const begun = at
    at = Math.min(to, at + ms * scale)
    return { from: begun, to: at, state, reason: '' }
  })
}

const watchedPhases = phases.filter((phase) => phase !== 'unwatched' && phase !== 'stopped')

/** Milliseconds of uptime and of outage in a step (1-model.md, "Uptime"), and those in which somebody watched. */
export function shareOf(
  { phaseMs, healthMs }: ChartView,
  index: number,
): { readonly live: number; readonly outage: number; readonly watched: number } {
  const of = (columns: Readonly<Record<string, readonly number[]>>, name: string) =>
    columns[name]?.[index] ?? 0
  const silent = of(healthMs, 'silent')
  return {
    live: Math.max(0, of(phaseMs, 'live') - silent),
    outage: silent + of(phaseMs, 'failed') + of(healthMs, 'trouble'),
    watched: watchedPhases.reduce((sum, phase) => sum + of(phaseMs, phase), 0),
  }
}
