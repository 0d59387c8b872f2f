import type { StripState, StripView } from '../../../shared/screens.ts'
import type { PhaseName } from '../../../shared/view.ts'
import type { Condition, Mark, Recorded } from './history.ts'
import { placeOf, slotCount, slotMs } from './slots.ts'

export type Strip = Omit<StripView, 'id'>

const slotsOfStep = 3
const stepMs = slotsOfStep * slotMs
const stepCount = slotCount / slotsOfStep

/** What counts for a step however short it was, the worst first. */
const byWorst: readonly (readonly [Extract<PhaseName, 'failed' | 'live'> | Condition, StripState])[] = [
  ['failed', 'f'],
  ['trouble', 'w'],
  ['slow', 'w'],
  ['silent', 'w'],
  ['deaf', 'd'],
  ['late', 'l'],
  ['unproven', 'p'],
  ['live', 'v'],
]

type Cells = ArrayLike<number> | undefined

/** The last hour in 120 steps of 30 s, each by its worst; the last one holds `now` (epoch ms). */
export function stripView(recorded: Recorded, now: number): Strip {
  const first = Math.floor(now / stepMs) - stepCount + 1
  const steps = Array.from({ length: stepCount }, (_, index) => placesOf(recorded, first + index))
  const { phaseMs, conditionMs, marks } = recorded.cells
  const spent = [...phaseMs.cells.values()]
  const [stopped, unwatched] = [phaseMs.cells.get('stopped'), phaseMs.cells.get('unwatched')]
  const ranked = byWorst.map(([name, letter]) => ({
    letter,
    cells: phaseMs.cells.get(name) ?? conditionMs.cells.get(name),
  }))

  function stateOf(places: readonly number[]): StripState {
    let all = 0
    for (const cells of spent) all += sum(cells, places)
    const [wasStopped, wasUnwatched] = [sum(stopped, places), sum(unwatched, places)]
    if (wasStopped * 2 > all) return 's'
    if (wasUnwatched * 2 > all) return 'u'
    for (const { cells, letter } of ranked) if (sum(cells, places) > 0) return letter
    if (wasUnwatched > 0) return 'u'
    return wasStopped > 0 ? 's' : '.'
  }

  const counts = (mark: Mark): number[] => {
    const cells = marks.cells.get(mark)
    return steps.map((places) => sum(cells, places))
  }
  return {
    from: first * stepMs,
    stepMs,
    states: steps.map(stateOf).join(''),
    attempts: counts('retries'),
    rotations: counts('rotations').flatMap((count, step) => (count > 0 ? [step] : [])),
  }
}

/** The places of a step's slots that are kept. */
function placesOf({ newest }: Recorded, step: number): number[] {
  if (newest === null) return []
  const slots = Array.from({ length: slotsOfStep }, (_, index) => step * slotsOfStep + index)
  return slots.filter((slot) => slot <= newest && slot > newest - slotCount).map(placeOf)
}

function sum(cells: Cells, places: readonly number[]): number {
  if (cells === undefined) return 0
  let total = 0
  for (const place of places) total += cells[place] ?? 0
  return total
}
