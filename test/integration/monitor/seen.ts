import type { HistoryView } from '../../../src/shared/view.ts'
import type { Engine } from '../../helpers/engine.ts'

/** The history since the engine began, and well before; a slot beyond now, as the two clocks may differ. */
export function historyOf(it: Engine, id = 'it', points = 400): HistoryView {
  const to = it.clock.wall() + 10_000
  const history = it.fleet.history(id, { from: to - 3_600_000, to, points })
  if (history === null) throw new Error(`There is no endpoint ${id}.`)
  return history
}

/** Each change of phase or health with its reason, oldest first. */
export function transitions(it: Engine, id = 'it'): HistoryView['transitions'] {
  return historyOf(it, id).transitions
}

export function total(column: readonly number[] = []): number {
  return column.reduce((sum, value) => sum + value, 0)
}
