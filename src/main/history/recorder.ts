import type { Clock } from '../monitor/clock.ts'
import type { IncidentBook } from '../monitor/incidents/book.ts'
import type { Recording } from '../monitor/recording.ts'
import type { Fleet } from '../monitor/types.ts'
import { encodeRollup } from './codec.ts'
import type { EndpointBatch, History } from './types.ts'

/** Brings what happened to the history: once a second, and when it is asked to. */
export interface Recorder {
  /** What happened up to now is on its way to the history. */
  flush(): void
  /** Flushes the last time. */
  close(): void
}

export interface RecorderPorts {
  readonly clock: Pick<Clock, 'after' | 'now' | 'shift'>
  readonly fleet: Pick<Fleet, 'record'>
  readonly incidents: Pick<IncidentBook, 'drain'>
  readonly history: Pick<History, 'write'>
}

/** A crash loses at most that (2-architecture.md, "History"). */
const everyMs = 1000

export function createRecorder({ clock, fleet, incidents, history }: RecorderPorts): Recorder {
  let cancel = clock.after(everyMs, tick)

  function tick(): void {
    flush()
    cancel = clock.after(everyMs, tick)
  }

  function flush(): void {
    const at = clock.now()
    const endpoints = fleet.record(at).map(encoded)
    // What was recorded may have ended an incident; what is drained after it is not older.
    const found = incidents.drain()
    if (endpoints.length + found.put.length + found.withdrawn.length === 0) return
    history.write({ until: at + clock.shift(), endpoints, incidents: found })
  }

  return {
    flush,
    close() {
      cancel()
      flush()
    },
  }
}

function encoded({ slots, ...recording }: Recording): EndpointBatch {
  return {
    ...recording,
    slots: slots.map(({ at, era, rollup }) => ({ at, era, body: encodeRollup(rollup) })),
  }
}
