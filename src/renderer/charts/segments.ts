import type { ChartView } from '../../shared/screens.ts'
import { phases } from '../../shared/view.ts'
import { type ShownState, shownState } from '../fleet/state.ts'

/** A stretch of one state; epoch ms. */
export interface Segment {
  readonly from: number
  readonly to: number
  readonly state: ShownState
  /** Why it began; empty where only the steps tell that it was. */
  readonly reason: string
}

/** In a step of several states the worst is shown. */
const worst: readonly ShownState[] = [
  'failed',
  'waiting',
  'connecting',
  'unwatched',
  'late',
  'deaf',
  'unproven',
  'live',
  'stopped',
]

/**
 * The states over time: exactly from the transitions, and from the time in each phase before the first of them.
 * What was before the monitor began is no segment at all.
 */
export function segmentsOf(chart: ChartView): readonly Segment[] {
  const before = known.get(chart)
  if (before !== undefined) return before
  const segments = derived(chart)
  known.set(chart, segments)
  return segments
}

/** Asked for at every move of the cursor. */
const known = new WeakMap<ChartView, readonly Segment[]>()

function derived(chart: ChartView): readonly Segment[] {
  const end = Date.parse(chart.to)
  const changes = chart.transitions.map((transition) => ({ ...transition, at: Date.parse(transition.at) }))
  const firstChange = changes[0]?.at ?? end
  const stepped = chart.t
    .filter((t) => t < firstChange)
    .map((t, index) => ({
      from: Math.max(t, knownFrom(chart, index, firstChange, end)),
      to: Math.min(t + chart.stepMs, firstChange),
      state: stepState(chart, index),
    }))
  const segments: Segment[] = []
  for (const { from, to, state } of stepped)
    if (state !== null && to > from) extend(segments, { from, to, state, reason: '' })
  for (const [index, change] of changes.entries()) {
    const to = changes[index + 1]?.at ?? end
    if (to > change.at)
      extend(segments, { from: change.at, to, state: shownState(change), reason: change.reason })
  }
  return segments
}

function extend(segments: Segment[], next: Segment): void {
  const last = segments.at(-1)
  if (last && last.state === next.state && last.to === next.from && next.reason === '')
    segments[segments.length - 1] = { ...last, to: next.to }
  else segments.push(next)
}

/** Where the monitor began within the step of the first change, what was before in that step was not watched. */
function knownFrom(
  { t, stepMs, phaseMs }: ChartView,
  index: number,
  firstChange: number,
  end: number,
): number {
  const stepEnd = Math.min((t[index] ?? 0) + stepMs, end)
  if (stepEnd <= firstChange) return 0
  const watched = phases.reduce((sum, phase) => sum + (phaseMs[phase]?.[index] ?? 0), 0)
  return firstChange - Math.max(0, watched - (stepEnd - firstChange))
}

/** The worst state of a step; null where nothing was watched in it. */
function stepState({ phaseMs, healthMs }: ChartView, index: number): ShownState | null {
  const there = new Set<ShownState>()
  for (const phase of phases) if ((phaseMs[phase]?.[index] ?? 0) > 0) there.add(phase)
  for (const health of ['late', 'deaf', 'unproven'] as const)
    if ((healthMs[health]?.[index] ?? 0) > 0) there.add(health)
  // Nobody heard of it any more: the outage had begun, though it was found later.
  if ((healthMs.silent?.[index] ?? 0) > 0) there.add('waiting')
  return worst.find((state) => there.has(state)) ?? null
}

/** The segment at a moment; null where nothing is known. */
export function segmentAt(segments: readonly Segment[], at: number): Segment | null {
  return segments.find(({ from, to }) => at >= from && at < to) ?? null
}
