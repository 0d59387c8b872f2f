import type { PhaseName } from '../../../shared/view.ts'
import type { Cells } from './rollups.ts'
import { addTo, countAt } from './slots.ts'

/**
 * Time of a slot turns out to be another phase's: taken from its longest phases first, since the slot knows how long
 * each was, not when. What was stopped stays so.
 */
export function move(cells: Cells, place: number, ms: number, into: PhaseName): void {
  const { phaseMs, conditionMs } = cells
  const others = [...phaseMs.cells.keys()]
    .filter((name) => name !== into && name !== 'stopped')
    .map((name) => ({ name, ms: countAt(phaseMs, name, place) }))
    .sort((a, b) => b.ms - a.ms)
  let left = ms
  for (const other of others) {
    const taken = Math.min(left, other.ms)
    if (taken === 0) break
    addTo(phaseMs, other.name, place, -taken)
    addTo(phaseMs, into, place, taken)
    left -= taken
  }
  // What nobody looked at was in no condition either.
  for (const name of conditionMs.cells.keys()) take(cells, name, place, ms)
}

/**
 * A slot's silence takes the place of what its live time seemed to lack: each moment has one condition. What was no live
 * time seemed to be a rotation, and was trouble.
 */
export function silence(cells: Cells, place: number, ms: number): void {
  const { phaseMs, conditionMs } = cells
  const known = countAt(conditionMs, 'silent', place)
  const silent = Math.max(0, Math.min(ms, countAt(phaseMs, 'live', place) - known))
  for (const name of ['late', 'deaf', 'unproven']) take(cells, name, place, silent)
  addTo(conditionMs, 'silent', place, silent)
  const underWay = countAt(phaseMs, 'connecting', place) + countAt(phaseMs, 'waiting', place)
  const trouble = Math.min(ms - silent, underWay - countAt(conditionMs, 'trouble', place))
  if (trouble <= 0) return
  take(cells, 'slow', place, trouble)
  addTo(conditionMs, 'trouble', place, trouble)
}

function take({ conditionMs }: Cells, condition: string, place: number, ms: number): void {
  addTo(conditionMs, condition, place, -Math.min(ms, countAt(conditionMs, condition, place)))
}
