import type { Clock } from './clock.ts'

const tickMs = 100
const lagAllowedMs = 100

/** Knows when this process itself was held up, so that it blames no server for it (1-model.md). */
export interface LagWatch {
  /** Whether the event loop lagged over 100 ms around `at`: what was measured then is void. */
  isVoid(at: number): boolean
  close(): void
}

/**
 * A tick every 100 ms. Timers run before sockets in Node's loop: the first tick after a hold-up comes late, and
 * what the sockets then deliver has waited, until a tick is on time again.
 */
export function createLagWatch(clock: Clock): LagWatch {
  let due = clock.now() + tickMs
  let lagged = false
  let cancel = clock.after(tickMs, tick)

  function tick(): void {
    const now = clock.now()
    lagged = now - due > lagAllowedMs
    due = now + tickMs
    cancel = clock.after(tickMs, tick)
  }

  return {
    isVoid: (at) => lagged || at - due > lagAllowedMs,
    close: () => cancel(),
  }
}
