import * as z from 'zod'
import { openKept } from './kept.ts'

/** When the person last looked away, over restarts too. */
export interface LookedStore {
  /** Epoch ms; null where nobody looked yet. */
  at(): number | null
  /** Resolves with why it cannot be kept, as part of a sentence, or with null. */
  save(at: number): Promise<string | null>
  settled(): Promise<void>
}

const schema = z.object({ version: z.literal(1), lookedAt: z.number().min(0).nullable() })

/** Rejects with a `StartError` where the file cannot be read. */
export async function openLooked(file: string, say: (sentence: string) => void): Promise<LookedStore> {
  const initial: z.infer<typeof schema> = { version: 1, lookedAt: null }
  const kept = await openKept({ file, schema, initial, what: 'The time of the last look', say })
  return {
    at: () => kept.value().lookedAt,
    save: (lookedAt) => kept.save({ version: 1, lookedAt }),
    settled: kept.settled,
  }
}
