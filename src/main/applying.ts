import type { EndpointSettings } from '../shared/settings.ts'
import type { Recalled } from './monitor/recording.ts'
import type { Fleet } from './monitor/types.ts'

/** Brings the fleet to what is to be watched. */
export interface Applying {
  begin(recalled: ReadonlyMap<string, Recalled>): void
  /** What is to be watched is other now. */
  refresh(): void
  close(): void
}

export interface ApplyingPorts {
  readonly fleet: Pick<Fleet, 'apply' | 'view'>
  readonly wanted: () => readonly EndpointSettings[]
  /** What is on record of endpoints that are added; null where nothing is kept. */
  readonly recall: ((ids: readonly string[]) => Promise<ReadonlyMap<string, Recalled>>) | null
  /** Whether anything can be on record of it. */
  readonly isKept: (id: string) => boolean
}

/** What is added goes on with what is on record of it; all else changes at once. */
export function createApplying({ fleet, wanted, recall, isKept }: ApplyingPorts): Applying {
  /** Of the newest refresh: one that is overtaken adds nothing. */
  let turn = 0
  let isBegun = false

  async function add(ids: readonly string[], recallThem: NonNullable<typeof recall>): Promise<void> {
    const mine = turn
    const recalled = await recallThem(ids)
    if (turn === mine) fleet.apply(wanted(), recalled)
  }

  return {
    begin(recalled) {
      isBegun = true
      fleet.apply(wanted(), recalled)
    },
    refresh() {
      // What changes before the begin, the begin takes in.
      if (!isBegun) return
      turn += 1
      const all = wanted()
      const ids = all.map(({ id }) => id)
      const added = new Set(ids.filter((id) => isKept(id) && fleet.view(id) === null))
      if (recall === null || added.size === 0) {
        fleet.apply(all)
        return
      }
      fleet.apply(all.filter(({ id }) => !added.has(id)))
      void add([...added], recall)
    },
    close() {
      turn += 1
    },
  }
}
