import { createHash } from 'node:crypto'
import type { Left, State } from '../../shared/model/state.ts'
import type { EndpointSettings } from '../../shared/settings.ts'
import { round } from './histogram.ts'
import type { EarlierLosses, Losses } from './losses.ts'
import type { EndpointMemory, Recalled } from './recording.ts'
import type { ReplayLedger } from './replay.ts'
import type { Vigil } from './vigil.ts'

export interface MemorySources {
  /** As it is configured. */
  readonly url: string
  readonly state: State
  readonly vigil: Pick<Vigil, 'learnedInterval' | 'clockOffset'>
  readonly ledger: Pick<ReplayLedger, 'contiguousPrefix'>
  readonly losses: Pick<Losses, 'lastGoodAt' | 'lostAt'>
  /** What turns the parts' times into epoch ms. */
  readonly shift: number
}

/**
 * Of the text as it is configured: references in place of secrets, so that none can be found out by guessing, and
 * another value of one makes no other stream.
 */
export function hashOf(url: string): string {
  return createHash('sha256').update(url).digest('hex')
}

/** What an earlier run left for the parts that go on with it. */
export interface Earlier {
  /** Null where the stream is new. */
  readonly memory: EndpointMemory | null
  readonly state: Left
  readonly losses: EarlierLosses
}

/**
 * Another URL is another stream, and so is the fault lab's, which begins its log anew with each run: ids and times of
 * the one before mean nothing to it. `shift` as in `Clock`.
 */
export function earlierOf(
  { url, demo }: Pick<EndpointSettings, 'url' | 'demo'>,
  recalled: Recalled | null,
  shift: number,
): Earlier {
  const memory = recalled?.memory ?? null
  if (recalled === null || demo || memory?.urlHash !== hashOf(url))
    return { memory: null, state: {}, losses: { good: null, lost: null } }
  const { lastEventId, everLive, mustRehydrate, goodUntil, lostSince } = memory
  return {
    memory,
    state: { lastEventId, everLive, mustRehydrate },
    losses: {
      // A stream that was live was heard of until the end of what is on record.
      good: everLive ? { at: (goodUntil ?? recalled.until) - shift, lastEventId } : null,
      lost: lostSince === null ? null : { at: lostSince - shift, lastEventId: null },
    },
  }
}

/** Gives what an endpoint must not forget where it changed since the last time; else null. */
export function createMemoryWatch(
  recalled: EndpointMemory | null,
): (sources: MemorySources) => EndpointMemory | null {
  let told = recalled
  let hashed: { readonly url: string; readonly hash: string } | null = null

  function urlHash(url: string): string {
    if (hashed?.url !== url) hashed = { url, hash: hashOf(url) }
    return hashed.hash
  }

  return (sources) => {
    const memory = memoryOf(sources, urlHash(sources.url))
    if (told !== null && isSame(told, memory)) return null
    told = memory
    return memory
  }
}

function memoryOf({ state, vigil, ledger, losses, shift }: MemorySources, urlHash: string): EndpointMemory {
  const { lastEventId, everLive, mustRehydrate } = state.memory
  const offset = vigil.clockOffset()
  const epoch = (at: number | null): number | null => (at === null ? null : Math.round(at + shift))
  return {
    urlHash,
    lastEventId,
    everLive,
    mustRehydrate,
    contiguousPrefix: ledger.contiguousPrefix(),
    learnedInterval: vigil.learnedInterval(),
    clockOffset: offset === null ? null : round(offset),
    stopped: state.phase === 'stopped',
    goodUntil: state.phase === 'live' ? null : epoch(losses.lastGoodAt()),
    lostSince: epoch(losses.lostAt()),
  }
}

const keys = [
  'lastEventId',
  'clockOffset',
  'stopped',
  'goodUntil',
  'lostSince',
  'everLive',
  'mustRehydrate',
  'contiguousPrefix',
  'learnedInterval',
  'urlHash',
] as const satisfies readonly (keyof EndpointMemory)[]

function isSame(a: EndpointMemory, b: EndpointMemory): boolean {
  for (const key of keys) if (a[key] !== b[key]) return false
  return true
}
