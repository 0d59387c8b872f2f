import type { EndpointSettings } from '../../shared/settings.ts'
import type { ConnectionRequest } from './connection/types.ts'
import { type Dialler, materialFailure } from './dial.ts'
import { type Fetched, isFetched, type Rehydrations } from './rehydration.ts'

export interface RefetchPorts {
  readonly dialler: Dialler
  /** One GET, read to its end or its limits; never rejects. */
  readonly fetchOnce: (
    request: ConnectionRequest,
    options: { readonly limit: number; readonly timeoutMs: number; readonly signal: AbortSignal },
  ) => Promise<Fetched>
  readonly rehydrations: Rehydrations
  readonly settings: () => EndpointSettings
  /** Whether nobody looks just now, or only since a moment ago: what fails then counts nothing (1-model.md, rule 7). */
  readonly isExcused: () => boolean
  readonly isLive: () => boolean
  /** Told one sentence on what a re-hydration came to, and whether the state is whole again. */
  readonly onRehydrated: (sentence: string, isWhole: boolean) => void
}

/** An endpoint's requests beside its stream: the snapshot URL and the fallback URL. */
export interface Refetch {
  /** Never rejects: what the request needs and cannot be had is a failure like another. */
  fetch(url: string): Promise<Fetched>
  /** Fetches the full state again and counts it, where there is a URL for it. */
  rehydrate(): void
  /** The stream got through: what is owed since a time that counted nothing can be fetched now. */
  wentLive(): void
  counts(): { readonly ok: number; readonly failed: number }
  /** Ends what is under way; nothing is told or counted afterwards. */
  close(): void
}

/** The answer is counted and thrown away: this much of it is read. */
const limit = 64 * 1024 * 1024
const timeoutMs = 10_000

export function createRefetch(ports: RefetchPorts): Refetch {
  const { dialler, fetchOnce, rehydrations, settings } = ports
  const ending = new AbortController()
  const withdrawals = new Set<() => void>()
  /** The full state could not be fetched when that counted nothing. */
  let owed = false
  let ok = 0
  let failed = 0

  /** A missing variable throws where a missing file rejects: here both reject. */
  async function preparing(url: string): Promise<ConnectionRequest> {
    return dialler.prepare(settings(), url, ending.signal)
  }

  function fetch(url: string): Promise<Fetched> {
    return preparing(url).then(
      (request) => fetchOnce(request, { limit, timeoutMs, signal: ending.signal }),
      (error: unknown) => ({ status: null, bytes: 0, durationMs: 0, error: materialFailure(error) }),
    )
  }

  function rehydrate(): void {
    const { snapshotUrl } = settings()
    owed = false
    if (snapshotUrl === null) return
    let excused = false
    const withdraw = rehydrations.run(
      () => {
        excused = ports.isExcused()
        return fetch(snapshotUrl)
      },
      (result) => {
        withdrawals.delete(withdraw)
        if (ending.signal.aborted) return
        if (!isFetched(result) && (excused || ports.isExcused())) owe()
        else count(result)
      },
    )
    withdrawals.add(withdraw)
  }

  function count(result: Fetched): void {
    if (isFetched(result)) ok++
    else failed++
    ports.onRehydrated(sentence(result), isFetched(result))
  }

  function owe(): void {
    owed = true
    if (ports.isLive()) rehydrate()
  }

  function close(): void {
    ending.abort()
    for (const withdraw of withdrawals) withdraw()
    withdrawals.clear()
  }

  function wentLive(): void {
    if (owed) rehydrate()
  }

  return { fetch, rehydrate, wentLive, counts: () => ({ ok, failed }), close }
}

function sentence({ status, bytes, durationMs, error }: Fetched): string {
  const took = `${Math.round(durationMs)} ms`
  return error === null
    ? `Full state fetched again: status ${status}, ${bytes} bytes in ${took}.`
    : `The full state could not be fetched (${took}): ${error.message}`
}
