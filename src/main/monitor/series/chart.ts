import type { ChartView } from '../../../shared/screens.ts'
import { round } from '../histogram.ts'
import { historyView, type Range, type Recorded, slotsOf, stepsOf, sums } from './history.ts'
import { slotMs } from './slots.ts'

/** More dots than this only cover each other. */
const mostPoints = 4000

/** The history's columns with what only the charts show: the samples themselves, and all that is counted. */
export function chartView(recorded: Recorded, range: Range): ChartView {
  const steps = stepsOf(range)
  const none = steps.firsts.map(() => 0)
  const {
    rotations = none,
    duplicates = none,
    heartbeats = none,
  } = sums(recorded, recorded.cells.marks, steps)
  const {
    late = none,
    deaf = none,
    unproven = none,
    silent = none,
    trouble = none,
  } = sums(recorded, recorded.cells.conditionMs, steps)
  return {
    ...historyView(recorded, range),
    points: pointsOf(recorded, range),
    duplicates,
    rotations,
    heartbeats,
    healthMs: { late, deaf, unproven, silent, trouble },
  }
}

/** Each value that was measured in a slot, at the middle of it. */
function pointsOf(recorded: Recorded, { from, to }: Range): ChartView['points'] {
  const first = Math.floor(from / slotMs)
  const slots = [...slotsOf(recorded, first, Math.max(0, Math.ceil(to / slotMs) - first))]
  const all = slots.flatMap((slot) =>
    recorded.latency.values(slot).map((ms) => ({ t: (slot + 0.5) * slotMs, ms: round(ms) })),
  )
  return thinned(all)
}

/** As columns; where there are too many, every n-th of them. */
export function thinned(all: readonly { readonly t: number; readonly ms: number }[]): ChartView['points'] {
  const stride = Math.ceil(all.length / mostPoints)
  const kept = stride <= 1 ? all : all.filter((_, index) => index % stride === 0)
  return { t: kept.map(({ t }) => t), ms: kept.map(({ ms }) => ms) }
}
