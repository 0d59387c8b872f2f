import type { Trouble, WatchingView } from '../../../shared/screens.ts'
import type { Clock } from '../clock.ts'
import type { IncidentBook } from '../incidents/book.ts'
import type { Fleet } from '../types.ts'
import { createLocalFault } from './local-fault.ts'

/** Judges whether this machine itself can see anything: asleep, offline, its network at fault. */
export interface Watching {
  view(): WatchingView
  onChange(listener: (view: WatchingView) => void): () => void
  /** The system says that it goes to sleep, or that it is back. Either may be missing, doubled or early. */
  suspend(): void
  resume(): void
  /** The system says that there is no network; and that there may be one. */
  offline(): void
  online(): void
  /** Before anything is judged: has time gone by in which this process did not run? */
  look(): void
  /** What the memory suffers from, by whom it is told; null where it is over. */
  trouble(from: string, trouble: Trouble | null): void
  /** The digest was read. */
  dismiss(digest: string): void
  begin(): void
  close(): void
}

export interface WatchingPorts {
  readonly clock: Clock
  /** In [0, 1). */
  readonly random: () => number
  readonly fleet: Pick<Fleet, 'tell' | 'pulses' | 'onTurn' | 'retry'>
  readonly incidents: IncidentBook
}

export function createWatching({ clock, random, fleet, incidents }: WatchingPorts): Watching {
  const listeners = new Set<(view: WatchingView) => void>()
  const troubles = new Map<string, Trouble>()
  const view = (): WatchingView => ({
    away: local.away(),
    digest: null,
    incidents: incidents.counts(),
    troubles: [...troubles.values()],
  })
  const tell = (): void => {
    for (const listener of listeners) listener(view())
  }
  const local = createLocalFault({ clock, random, fleet, incidents, onChange: tell })
  return {
    view,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    suspend: () => undefined,
    resume: () => undefined,
    offline: () => local.offline(),
    online: () => local.online(),
    look: () => undefined,
    trouble(from, trouble) {
      if (trouble === null) troubles.delete(from)
      else troubles.set(from, trouble)
      tell()
    },
    dismiss: () => undefined,
    begin: () => undefined,
    close: () => local.close(),
  }
}
