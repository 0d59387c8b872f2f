import type { TransitionRecord } from '../monitor/recording.ts'
import type { Range } from '../monitor/series/history.ts'
import { historyError, isDamage } from './errors.ts'
import { createParts, type Parts } from './parts.ts'
import { writeAgain } from './removed.ts'
import type { Batch, HistoryStore, PackedRecall, Transitions } from './types.ts'
import { dropEmptyLog, isWritable, openAnew, openVault, type Vault, type VaultOptions } from './vault.ts'

export interface StoreOptions extends VaultOptions {
  /** Bytes on the disk, at most. */
  readonly cap: number
}

/** A history that lasts only as long as the run takes memory, not disk. */
const memoryCap = 64 * 2 ** 20

/**
 * Opens the history in `file`. A damaged one is set aside, whenever the damage is found; one that cannot be used at
 * all is left alone, and the history is in memory. Throws a `HistoryError` only where memory fails, too.
 */
export function openHistoryStore(file: string, options: StoreOptions): HistoryStore {
  let cap = options.cap
  let vault = openVault(file, options)
  let parts = createParts(vault.db)

  const capNow = (): number => (vault.file === null ? Math.min(cap, memoryCap) : cap)

  /** Runs `work`; where damage is found, on a new file. */
  function guarded<Result>(work: (parts: Parts) => Result): Result {
    try {
      return work(parts)
    } catch (error) {
      if (!isDamage(error) || vault.file === null) throw historyError(error, vault.file)
    }
    try {
      vault.db.close()
      use(openAnew(file, options))
      return work(parts)
    } catch (error) {
      throw historyError(error, vault.file)
    }
  }

  function use(next: Vault): void {
    vault = next
    parts = createParts(next.db)
  }

  /** What is written to a file that was removed would be gone with this run. */
  function keepInPlace(): void {
    if (vault.isInPlace()) return
    const trouble = writeAgain(vault.db, file, options.wall())
    vault.db.close()
    use(openVault(file, options))
    options.tell(trouble)
  }

  /** A file that could only be read when it was opened stays so in SQLite's hands, whatever was mended since. */
  function openForWriting(): boolean {
    if (vault.file === null || !isWritable(vault.file)) return false
    vault.db.close()
    dropEmptyLog(file)
    use(openVault(file, options))
    return true
  }

  function write(batch: Batch): void {
    try {
      keepInPlace()
      guarded((here) => here.write(batch))
    } catch (error) {
      const refusal = historyError(error, vault.file)
      if (refusal.code !== 'history-read-only' || !openForWriting()) throw refusal
      guarded((here) => here.write(batch))
    }
  }

  return {
    write,
    recall: (ids, now) => guarded((here) => recalled(here, ids, now)),
    chart: (id, range) => guarded((here) => chart(here, id, range)),
    transitions: (ids, from, to, limit) => guarded((here) => transitions(here, ids, { from, to, limit })),
    incidents: (query) => guarded((here) => here.incidents.find(query)),
    incident: (id) => guarded((here) => here.incidents.get(id)),
    tidy: (now) => guarded(({ tidy }) => tidy(now, capNow())),
    setCap(bytes) {
      cap = bytes
    },
    era: () => parts.meta.get('era') ?? 0,
    until: () => parts.meta.get('until'),
    state: () => ({
      file: vault.file,
      size: vault.size(),
      cap: capNow(),
      since: parts.meta.get('since'),
    }),
    close() {
      if (vault.db.isOpen) vault.db.close()
    },
  }
}

function recalled({ recall }: Parts, ids: readonly string[], now: number): ReadonlyMap<string, PackedRecall> {
  const found = new Map<string, PackedRecall>()
  for (const id of ids) {
    const known = recall(id, now)
    if (known !== null) found.set(id, known)
  }
  return found
}

function chart(parts: Parts, id: string, range: Range) {
  const endpoint = parts.endpoints.find(id)
  return endpoint === null ? null : parts.chart(endpoint, range)
}

interface Window {
  readonly from: number
  readonly to: number
  readonly limit: number
}

function transitions(
  { endpoints, past }: Parts,
  ids: readonly string[],
  { from, to, limit }: Window,
): readonly Transitions[] {
  const all = ids.flatMap((id) => {
    const endpoint = endpoints.find(id)
    return endpoint === null
      ? []
      : [{ endpoint: id, transitions: past.transitions(endpoint, from, to, limit) }]
  })
  const times = all.flatMap((each) => each.transitions.map(({ at }) => at)).sort((a, b) => b - a)
  const oldest = times[limit - 1] ?? Number.NEGATIVE_INFINITY
  const isNew = ({ at }: TransitionRecord): boolean => at >= oldest
  return all.map((each) => ({ ...each, transitions: each.transitions.filter(isNew) }))
}
