import type { ChartView } from '../../shared/screens.ts'
import { phases } from '../../shared/view.ts'
import { type ShownState, shownState } from '../fleet/state.ts'
import { type Part, partsOf, placed, type Segment, tolerance } from './parts.ts'

/**
 * The states over time. The time in each phase is what counts: what is found afterwards (a sleep, a fault of this
 * machine, a silence before an outage) changes it, and no transition. Where the transitions agree with it they tell
 * to the millisecond when a state began; elsewhere each state of a step is as wide as it was long.
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
  const told = toldSegments(chart)
  const end = Date.parse(chart.to)
  const segments: Segment[] = []
  let next = 0
  for (const [index, from] of chart.t.entries()) {
    const to = Math.min(from + chart.stepMs, end)
    while (next < told.length && (told[next]?.to ?? 0) <= from) next++
    const within = cut(told, next, from, to)
    const parts = partsOf(chart, index)
    const exact = agrees(within, parts, to - from)
    const found = exact ? within : placed(parts, { from, to }, around(segments, chart, index))
    for (const segment of found) extend(segments, segment)
  }
  return segments
}

/** What the transitions tell, each until the next one; nothing before the first. */
function toldSegments({ transitions, to }: ChartView): readonly Segment[] {
  const end = Date.parse(to)
  const changes = transitions.map((change) => ({ ...change, at: Date.parse(change.at) }))
  return changes.flatMap((change, index) => {
    const until = changes[index + 1]?.at ?? end
    if (until <= change.at) return []
    return { from: change.at, to: until, state: shownState(change), reason: change.reason }
  })
}

/** The segments from the one numbered `first` on, as far as they lie between two moments. */
function cut(told: readonly Segment[], first: number, from: number, to: number): readonly Segment[] {
  const within: Segment[] = []
  for (let index = first; index < told.length; index++) {
    const segment = told[index]
    if (segment === undefined || segment.from >= to) break
    const reason = segment.from >= from ? segment.reason : ''
    within.push({
      state: segment.state,
      reason,
      from: Math.max(from, segment.from),
      to: Math.min(to, segment.to),
    })
  }
  return within
}

/** Whether the transitions tell the same time in each phase as the step does. */
function agrees(told: readonly Segment[], parts: readonly Part[], stepMs: number): boolean {
  if (parts.some(({ isFoundLater }) => isFoundLater)) return false
  return phases.every((phase) => {
    const isOfPhase = ({ state }: { readonly state: ShownState }) => phaseOf(state) === phase
    const toldMs = told.filter(isOfPhase).reduce((sum, { from, to }) => sum + to - from, 0)
    const stepped = parts.filter(isOfPhase).reduce((sum, { ms }) => sum + ms, 0)
    return Math.abs(toldMs - stepped) <= tolerance(stepMs)
  })
}

const phaseOf = (state: ShownState) =>
  state === 'late' || state === 'deaf' || state === 'unproven' ? 'live' : state

/** What goes on into a step, and what follows it; null where nothing is known of that. */
function around(
  segments: readonly Segment[],
  chart: ChartView,
  index: number,
): { readonly before: ShownState | null; readonly after: ShownState | null } {
  const last = segments.at(-1)
  const following = index + 1 < chart.t.length ? partsOf(chart, index + 1) : []
  return {
    before: last !== undefined && last.to === chart.t[index] ? last.state : null,
    after: following.length === 1 ? (following[0]?.state ?? null) : null,
  }
}

function extend(segments: Segment[], next: Segment): void {
  const last = segments.at(-1)
  if (last && last.state === next.state && last.to === next.from && next.reason === '')
    segments[segments.length - 1] = { ...last, to: next.to }
  else segments.push(next)
}

/** The segment at a moment; null where nothing is known. */
export function segmentAt(segments: readonly Segment[], at: number): Segment | null {
  return segments.find(({ from, to }) => at >= from && at < to) ?? null
}
