import type { Clock } from './clock.ts'
import { type Fetched, isFetched } from './rehydration.ts'

/** The stream is down and its fallback URL is polled instead. Times are `Clock.now()`. */
export interface Degraded {
  readonly since: number
  readonly lastOkAt: number | null
  readonly status: number | null
}

/** Polls one URL while it is on; nothing where none is configured. */
export interface Fallback {
  readonly degraded: Degraded | null
  /** Begins to poll at once and then every `every` ms after an answer; nothing new while it is on. */
  begin(): void
  end(): void
  /** The settings changed: begin what is wanted and configured now, end what is configured no more. */
  reconsider(): void
}

export function createFallback(options: {
  readonly clock: Clock
  /** Milliseconds; null where no fallback is configured. */
  readonly every: () => number | null
  readonly fetch: () => Promise<Fetched>
  readonly onChange: () => void
}): Fallback {
  const { clock, every, fetch, onChange } = options
  let degraded: Degraded | null = null
  let cancel: (() => void) | null = null
  /** An answer that comes after the end, or in a later round, is of no use. */
  let round = 0
  /** Whether the stream is down so long that the URL should be polled, configured or not. */
  let wanted = false

  async function poll(mine: number): Promise<void> {
    const result = await fetch()
    if (mine !== round || degraded === null) return
    const lastOkAt = isFetched(result) ? clock.now() : degraded.lastOkAt
    degraded = { ...degraded, lastOkAt, status: result.status }
    const pause = every()
    if (pause !== null) cancel = clock.after(pause, () => void poll(mine))
    onChange()
  }

  function start(): void {
    if (degraded !== null || every() === null) return
    degraded = { since: clock.now(), lastOkAt: null, status: null }
    round++
    onChange()
    void poll(round)
  }

  function halt(): void {
    if (degraded === null) return
    degraded = null
    round++
    cancel?.()
    cancel = null
    onChange()
  }

  return {
    get degraded() {
      return degraded
    },
    begin() {
      wanted = true
      start()
    },
    end() {
      wanted = false
      halt()
    },
    reconsider() {
      if (wanted && every() !== null) start()
      else halt()
    },
  }
}
