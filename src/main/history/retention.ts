import type { DatabaseSync } from 'node:sqlite'
import type { Endpoints } from './endpoints.ts'
import type { Meta } from './meta.ts'
import type { Transact } from './rows.ts'
import { hourMs, type Tier, type TierRows, tiers } from './tiers.ts'

export interface RetentionParts {
  readonly db: DatabaseSync
  readonly transact: Transact
  readonly meta: Meta
  readonly endpoints: Endpoints
  readonly rowsOf: (tier: Tier) => TierRows
}

const dayMs = 24 * hourMs
/** A clock that is found this much further on may be wrong, and is believed only after a while. */
const leapMs = dayMs
const doubtMs = hourMs

/** Lets go of what is older than it is to be kept. */
export interface Retention {
  /** True where something was dropped, and more may be to do. `now` in epoch ms. */
  step(now: number): boolean
  /** Lets go of a tier's rollups of before `hour`, counted since the epoch. */
  dropTier(tier: Tier, hour: number): void
}

export function createRetention({ db, transact, meta, endpoints, rowsOf }: RetentionParts): Retention {
  const removeTransitions = db.prepare('DELETE FROM transitions WHERE endpoint = ? AND at < ?')
  const removeSpans = db.prepare('DELETE FROM long_spans WHERE endpoint = ? AND "from" < ? AND "to" < ?')
  let doubtedSince: number | null = null

  /** What a clock says that was set to another year by mistake must not cost what is stored. */
  function isBelieved(now: number): boolean {
    const seen = meta.get('seen') ?? now
    if (now <= seen + leapMs) doubtedSince = null
    else doubtedSince = Math.min(doubtedSince ?? now, now)
    if (doubtedSince !== null && now < doubtedSince + doubtMs) return false
    if (Math.abs(now - seen) >= hourMs || meta.get('seen') === null) meta.set('seen', now)
    return true
  }

  function dropTier(tier: Tier, hour: number): void {
    transact(() => {
      meta.set(tier.from, hour)
      for (const endpoint of endpoints.all()) rowsOf(tier).drop(endpoint, hour * hourMs)
      // Where nothing is kept yet, nothing begins.
      const since = meta.get('since')
      if (tier.name === 'hours' && since !== null) meta.set('since', Math.max(since, hour * hourMs))
    })
  }

  function dropMoments(before: number): void {
    for (const endpoint of endpoints.all()) {
      removeTransitions.run(endpoint, before)
      removeSpans.run(endpoint, before, before)
    }
  }

  return {
    dropTier,
    step(now) {
      if (!isBelieved(now)) return false
      for (const tier of tiers) {
        const { rowMs, keptMs, from } = tier
        const first = Math.floor((now - keptMs) / rowMs) * rowMs
        if (first / hourMs <= (meta.get(from) ?? 0)) continue
        dropTier(tier, first / hourMs)
        if (tier.name === 'hours') dropMoments(first)
        return true
      }
      return false
    },
  }
}
