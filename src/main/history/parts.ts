import type { DatabaseSync } from 'node:sqlite'
import { createChartReader } from './chart-reader.ts'
import { createEndpoints } from './endpoints.ts'
import { createFolding } from './folding.ts'
import { createIncidents } from './incidents.ts'
import { createMeta } from './meta.ts'
import { createPast } from './past.ts'
import { createRecall } from './recall.ts'
import { createRetention } from './retention.ts'
import { createTransact } from './rows.ts'
import { createSlots } from './slots.ts'
import { createTierRows, type Tier, tiers } from './tiers.ts'
import { createTrimming } from './trimming.ts'
import { createWriter } from './writer.ts'

export type Parts = ReturnType<typeof createParts>

/** Everything that works on one open file. */
export function createParts(db: DatabaseSync) {
  const meta = createMeta(db)
  const endpoints = createEndpoints(db)
  /** What is held in memory of the file goes back with it. */
  const transact = createTransact(db, () => {
    meta.reload()
    endpoints.reload()
  })
  const slots = createSlots(db, meta)
  const past = createPast(db)
  const incidents = createIncidents(db)
  const [tens, minutes, hours] = tiers
  const rows = {
    tens: createTierRows(db, tens),
    minutes: createTierRows(db, minutes),
    hours: createTierRows(db, hours),
  }
  const rowsOf = ({ name }: Tier) => rows[name]

  const retention = createRetention({ db, transact, meta, endpoints, rowsOf })
  const { dropTier } = retention
  const trimming = createTrimming({ db, transact, meta, endpoints, slots, rowsOf, dropTier })
  const folding = createFolding({ transact, meta, endpoints, slots, rowsOf })
  return {
    meta,
    endpoints,
    transact,
    rowsOf,
    past,
    incidents,
    write: createWriter({ db, transact, meta, endpoints, slots, incidents }),
    recall: createRecall({ db, meta, endpoints, slots, past }),
    chart: createChartReader({ meta, slots, past, rowsOf }),
    tidy: (now: number, cap: number): boolean =>
      trimming.step(cap) || retention.step(now) || folding.fold() || folding.foldLate() || folding.drop(),
  }
}
