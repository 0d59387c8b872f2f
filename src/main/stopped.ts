import * as z from 'zod'
import { openKept } from './kept.ts'

/** Which endpoints the user stopped: a stop outlives a restart (1-model.md). */
export interface StoppedStore {
  /** As the last run left it. */
  readonly ids: ReadonlySet<string>
  /** Writes the whole set, soon; what was saved later wins. */
  save(ids: readonly string[]): void
  /** Done when everything saved so far is on the disk, or was reported as not to be written. */
  settled(): Promise<void>
}

const schema = z.object({ version: z.literal(1), stopped: z.array(z.string()) })
const what = 'Which endpoints are stopped'

/**
 * Opens the file; it need not exist. `report` is told a sentence where it was damaged, and where it cannot be written.
 * Rejects with a `StartError` where it cannot be read.
 */
export async function openStopped(file: string, report: (sentence: string) => void): Promise<StoppedStore> {
  const kept = await openKept<z.infer<typeof schema>>({
    file,
    schema,
    initial: { version: 1, stopped: [] },
    what,
    whenDamaged: 'Endpoints that were stopped are watched again.',
    say: report,
  })
  let reported: Promise<unknown> = Promise.resolve()
  let told: string | null = null

  async function write(stopped: readonly string[]): Promise<void> {
    const trouble = await kept.save({ version: 1, stopped: [...stopped] })
    // Each of a thousand stops would say it.
    if (trouble !== null && trouble !== told)
      report(`${what} cannot be kept in ${file}: ${trouble}. They will be watched after a restart.`)
    told = trouble
  }

  return {
    ids: new Set(kept.value().stopped),
    save(ids) {
      const written = write(ids)
      reported = reported.then(() => written)
    },
    settled: async () => {
      await reported
    },
  }
}
