import type { Clock } from '../clock.ts'

export interface NetworkPollPorts {
  readonly clock: Pick<Clock, 'after'>
  /** Whether the system has a network: false is certain, true is a hint. */
  readonly isOnline: () => boolean
  readonly onOffline: () => void
  readonly onOnline: () => void
}

const pollMs = 2000

/** Asks at once and every 2 s, and tells each change; a network that is there from the start is none. */
export function pollNetwork({ clock, isOnline, onOffline, onOnline }: NetworkPollPorts): () => void {
  let wasOnline = true
  let cancel: () => void = () => undefined

  function ask(): void {
    cancel = clock.after(pollMs, ask)
    const is = isOnline()
    if (is === wasOnline) return
    wasOnline = is
    if (is) onOnline()
    else onOffline()
  }

  ask()
  return () => cancel()
}
