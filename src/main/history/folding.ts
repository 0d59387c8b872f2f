import { addBody } from './codec.ts'
import type { Endpoints } from './endpoints.ts'
import type { Meta } from './meta.ts'
import type { Transact } from './rows.ts'
import type { Slots } from './slots.ts'
import type { Tally } from './tally.ts'
import { hourMs, type Tier, type TierRows, tallyIn, tiers } from './tiers.ts'
import type { SlotBody } from './types.ts'

export interface FoldingParts {
  readonly transact: Transact
  readonly meta: Meta
  readonly endpoints: Endpoints
  readonly slots: Slots
  readonly rowsOf: (tier: Tier) => TierRows
}

/**
 * An hour's slots are written again for another hour at most (silence and unwatched time are found out afterwards);
 * ten minutes more, for a clock that was set a little.
 */
const settledAfterMs = hourMs + 600_000

/** Endpoints of a piece: 9,000 slots, some 30 ms. */
const atOnce = 25

/**
 * Makes slots into the rollups of all tiers, hour by hour, a piece at a time. The slots count until the hour is whole:
 * then `folded` moves on in one transaction with the last piece, and its rows count from there. A crash before that
 * leaves rows behind that the next run writes again.
 */
export interface Folding {
  /** True where there may be more to do. */
  fold(): boolean
  /** The same for slots of hours that were folded before they came. They are added, and gone in the same transaction. */
  foldLate(): boolean
  /** Drops slots that are folded. */
  drop(): boolean
}

export function createFolding({ transact, meta, endpoints, slots, rowsOf }: FoldingParts): Folding {
  /** The hour that is being folded, and the last endpoint that is done. */
  let under: { readonly hour: number; readonly done: number } | null = null

  const isSettled = (hour: number): boolean =>
    (hour + 1) * hourMs + settledAfterMs <= (meta.get('until') ?? 0)

  function hourOf(at: number | null): number | null {
    const hour = at === null ? null : Math.floor(at / hourMs)
    return hour !== null && isSettled(hour) ? hour : null
  }

  function units(bodies: readonly SlotBody[], { unitMs }: Tier): Map<number, Tally> {
    const tallies = new Map<number, Tally>()
    for (const { at, body } of bodies) {
      addBody(tallyIn(tallies, Math.floor(at / unitMs) * unitMs), { bytes: body, at: 0 })
    }
    return tallies
  }

  /** Tiers that still hold this hour. */
  const tiersAt = (hour: number): Tier[] => tiers.filter(({ from }) => (meta.get(from) ?? 0) <= hour)

  function put(endpoint: number, hour: number): void {
    const bodies = slots.read(endpoint, hour * hourMs, (hour + 1) * hourMs)
    for (const tier of tiersAt(hour)) rowsOf(tier).put(endpoint, units(bodies, tier))
  }

  function addLate(endpoint: number, hour: number): void {
    const [from, to] = [hour * hourMs, (hour + 1) * hourMs]
    const bodies = slots.readLate(endpoint, from, to)
    if (bodies.length === 0) return
    for (const tier of tiersAt(hour)) rowsOf(tier).add(endpoint, units(bodies, tier))
    slots.dropLate(endpoint, from, to)
  }

  return {
    fold() {
      const hour = hourOf(slots.oldest())
      if (hour === null) return false
      const done = under?.hour === hour ? under.done : 0
      const left = endpoints.all().filter((endpoint) => endpoint > done)
      const piece = left.slice(0, atOnce)
      transact(() => {
        for (const endpoint of piece) put(endpoint, hour)
        if (left.length === piece.length) meta.set('folded', hour + 1)
      })
      under = { hour, done: piece.at(-1) ?? done }
      return true
    },
    foldLate() {
      const hour = hourOf(slots.oldestLate())
      if (hour === null) return false
      transact(() => {
        for (const endpoint of endpoints.all()) addLate(endpoint, hour)
      })
      return true
    },
    drop: () => slots.drop((meta.get('folded') ?? 0) * hourMs),
  }
}
