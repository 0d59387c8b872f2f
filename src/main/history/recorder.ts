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
  /** Whether what happens to this endpoint is to outlive the run. */
  readonly isKept: (id: string) => boolean
  /** Time may have gone by that the clock did not see: before it is asked, it is to be put right. */
  readonly beforeRecording: () => void
}

/** A crash loses at most a second (2-architecture.md, "History"), what it takes to get to the disk included. */
const everyMs = 800

export function createRecorder(ports: RecorderPorts): Recorder {
  const { clock, fleet, incidents, history, isKept, beforeRecording } = ports
  let cancel = clock.after(everyMs, tick)

  function tick(): void {
    flush()
    cancel = clock.after(everyMs, tick)
  }

  function flush(): void {
    beforeRecording()
    const at = clock.now()
    const recorded = fleet.record(at).filter(({ id }) => isKept(id))
    // What was recorded may have ended an incident; what is drained after it is not older.
    const { put, withdrawn } = incidents.drain()
    const found = put.filter(({ endpoints }) => endpoints.length === 0 || endpoints.some(isKept))
    if (recorded.length + found.length + withdrawn.length === 0) return
    history.write({
      until: at + clock.shift(),
      endpoints: recorded.map(encoded),
      incidents: { put: found, withdrawn },
    })
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
