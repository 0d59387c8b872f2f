import type { Digest, Trouble, WatchingView } from '../../../shared/screens.ts'
import type { SystemClock } from '../clock.ts'
import type { IncidentBook } from '../incidents/book.ts'
import { incidentId } from '../incidents/types.ts'
import type { Fleet } from '../types.ts'
import { createAway } from './away.ts'
import { clockTrouble } from './clock-set.ts'
import { createDigests } from './digest.ts'
import { createLocalFault } from './local-fault.ts'
import { pollNetwork } from './network-poll.ts'
import { createOffline } from './offline.ts'
import { createWakeWatch } from './wake.ts'

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
  readonly clock: SystemClock
  /** In [0, 1). */
  readonly random: () => number
  readonly fleet: Pick<Fleet, 'tell' | 'pulses' | 'onTurn' | 'retry'>
  readonly incidents: IncidentBook
  /** Whether the system has a network, asked now and then: false is certain, true is a hint. */
  readonly isOnline: () => boolean
}

/** For how long it is said that the clock was set. */
const clockToldMs = 10 * 60_000
/** Many incidents can come at once. */
const coalesceMs = 50

export function createWatching(ports: WatchingPorts): Watching {
  const { clock, random, fleet, incidents, isOnline } = ports
  const listeners = new Set<(view: WatchingView) => void>()
  const troubles = new Map<string, Trouble>()
  let forgetClock: (() => void) | null = null
  let endPoll: (() => void) | null = null
  let cancelTelling: (() => void) | null = null

  const digests = createDigests({ clock, fleet, onChange: tell, onDigest: keepSleep })
  const away = createAway({ clock, pulses: fleet.pulses, digests, onChange: tell })
  const local = createLocalFault({
    ...{ clock, random, fleet, incidents },
    beforeJudging: () => wakes.look(),
    onChange: tell,
    onOver: digests.begin,
  })
  const { offline, online, woke } = createOffline({ clock, fleet, incidents, away, local })
  const wakes = createWakeWatch({
    clock,
    onAsleep(at) {
      fleet.tell({ type: 'asleep' })
      away.begin('sleep', at)
    },
    onWake({ from, lost }) {
      if (lost > 0) local.slept(from)
      woke()
      away.begin('sleep', from)
      away.end('sleep', () => fleet.tell({ type: 'wake', lost }))
      // Whoever is back at the machine may have a network again.
      if (lost === 0) local.hint()
    },
    onClockSet(by) {
      trouble('clock', clockTrouble(by, clock.wall()))
      forgetClock?.()
      forgetClock = clock.after(clockToldMs, () => trouble('clock', null))
    },
  })
  const unsubscribe = incidents.onChange(tell)

  function view(): WatchingView {
    const own = away.view()
    return {
      // A sleep explains all else; a fault that the system tells of too was there before its word.
      away: own?.cause === 'sleep' ? own : (local.away() ?? own),
      digest: digests.current(),
      incidents: incidents.counts(),
      troubles: [...troubles.values()],
    }
  }

  function tell(): void {
    if (listeners.size === 0) return
    cancelTelling ??= clock.after(coalesceMs, () => {
      cancelTelling = null
      const now = view()
      for (const listener of listeners) listener(now)
    })
  }

  function trouble(from: string, found: Trouble | null): void {
    if (found === null) troubles.delete(from)
    else troubles.set(from, found)
    tell()
  }

  /** Each sleep is an incident, with what came of it as far as known. */
  function keepSleep({ cause, from, to, sentence }: Digest, endpoints: readonly string[]): void {
    if (cause !== 'sleep') return
    incidents.put({
      id: incidentId('asleep', '', Date.parse(to)),
      kind: 'asleep',
      endpoints,
      start: Date.parse(from),
      end: Date.parse(to),
      cause: sentence,
      flapping: false,
      evidence: [],
    })
  }

  return {
    view,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    suspend: wakes.suspend,
    resume: wakes.resume,
    offline,
    online,
    look: wakes.look,
    trouble,
    dismiss: digests.dismiss,
    begin() {
      wakes.begin()
      endPoll = pollNetwork({ clock, isOnline, onOffline: offline, onOnline: online })
    },
    close() {
      endPoll?.()
      unsubscribe()
      forgetClock?.()
      cancelTelling?.()
      wakes.close()
      local.close()
      digests.close()
    },
  }
}
