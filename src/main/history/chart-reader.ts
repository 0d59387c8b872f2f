import type { ChartView } from '../../shared/screens.ts'
import type { Range } from '../monitor/series/history.ts'
import { chartOf } from './chart-view.ts'
import { addBody } from './codec.ts'
import { phaseColumn } from './columns.ts'
import type { Meta } from './meta.ts'
import type { Past } from './past.ts'
import type { Slots } from './slots.ts'
import { type Steps, stepsOf, tierFor } from './steps.ts'
import { count, type Tally } from './tally.ts'
import { hourMs, type TallyAt, type Tier, type TierRows, tallyIn, tiers } from './tiers.ts'

export interface ChartParts {
  readonly meta: Meta
  readonly slots: Slots
  readonly past: Past
  readonly rowsOf: (tier: Tier) => TierRows
}

const mostTransitions = 2000
/** Half a month of minutes takes some 40 ms; what is longer is made of hours. */
const mostUnits = 21_600

/** Charts of one endpoint over any range, added up from the coarsest tier that its steps can be made of. */
export function createChartReader(parts: ChartParts): (endpoint: number, range: Range) => ChartView {
  const { meta, slots, past, rowsOf } = parts

  /** The length of the finest rollups that are still there for all of the range, and not too many to add up. */
  function finestMs({ from, to }: Range): number {
    const begin = Math.max(from, meta.get('since') ?? 0)
    const fits = (tier: Tier): boolean =>
      (meta.get(tier.from) ?? 0) * hourMs <= begin && (to - begin) / tier.unitMs <= mostUnits
    return (tiers.find(fits) ?? tiers[2]).unitMs
  }

  function addSpans(endpoint: number, { begin, stepMs, count: steps }: Steps, tallyAt: TallyAt): void {
    const end = begin + steps * stepMs
    for (const { phase, from, to } of past.longSpans(endpoint, begin, end)) {
      const last = Math.min(to, end)
      let at = Math.max(from, begin)
      while (at < last) {
        const border = Math.min(last, begin + (Math.floor((at - begin) / stepMs) + 1) * stepMs)
        const tally = tallyAt(at)
        if (tally !== null) count(tally, phaseColumn(phase), border - at)
        at = border
      }
    }
  }

  return (endpoint, range) => {
    const steps = stepsOf(range, finestMs(range))
    const { begin, stepMs } = steps
    const end = begin + steps.count * stepMs
    const tallies = new Map<number, Tally>()
    const tallyAt: TallyAt = (at) => tallyIn(tallies, Math.floor((at - begin) / stepMs))
    const folded = (meta.get('folded') ?? 0) * hourMs
    rowsOf(tierFor(steps)).read(endpoint, begin, Math.min(end, folded), tallyAt)
    for (const { at, body } of slots.read(endpoint, begin, end)) {
      const tally = tallyAt(at)
      if (tally !== null) addBody(tally, { bytes: body, at: 0 })
    }
    addSpans(endpoint, steps, tallyAt)
    const transitions = past.transitions(endpoint, range.from, range.to, mostTransitions)
    return chartOf(range, steps, tallies, transitions)
  }
}
