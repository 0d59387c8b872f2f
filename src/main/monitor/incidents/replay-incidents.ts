import type { Clock } from '../clock.ts'
import { type Grade, isLossy } from '../replay.ts'

/** A reconnection that did not bring everything. Times are epoch ms. */
export interface ReplayIncident {
  readonly id: string
  readonly start: number
  readonly end: number | null
  readonly cause: string
}

export interface ReplayPorts {
  readonly clock: Clock
  /** For one that was found then, epoch ms. */
  readonly idOf: (foundAt: number) => string
  /** Up to when nothing was missed, `Clock.now()`; null where nobody knows. */
  readonly lastGoodAt: () => number | null
  /** The full state is fetched again after such a verdict. */
  readonly rehydrates: () => boolean
  /** A new one, or one that is other than before. */
  readonly onIncident: (incident: ReplayIncident) => void
}

/** Makes an incident of each replay that was truncated or failed. */
export interface ReplayIncidents {
  graded(grade: Grade): void
  /** A re-hydration is over: one sentence on what it came to. It is the end, whether or not the state is whole. */
  rehydrated(sentence: string): void
  /** Nobody waits any more for what is under way. */
  close(): void
}

export function createReplayIncidents(ports: ReplayPorts): ReplayIncidents {
  const { clock, onIncident } = ports
  let newest: ReplayIncident | null = null

  const epoch = (at: number): number => Math.trunc(at + clock.shift())

  function become(incident: ReplayIncident): void {
    newest = incident
    onIncident(incident)
  }

  /** A wall clock that was set back must not end it before it began. */
  function end(incident: ReplayIncident, cause: string): void {
    become({ ...incident, cause, end: Math.max(incident.start, epoch(clock.now())) })
  }

  return {
    graded(grade) {
      if (!isLossy(grade)) return
      const { at, evidence, replaces } = grade
      // The same reconnection, of which worse is known now; or one whose full state is yet to come.
      const isKnown = newest !== null && (newest.end === null || isLossy(replaces))
      const lossy = (isKnown ? newest : null) ?? {
        id: ports.idOf(at + clock.shift()),
        start: epoch(Math.min(ports.lastGoodAt() ?? at, at)),
      }
      if (ports.rehydrates()) become({ ...lossy, cause: evidence, end: null })
      else end({ ...lossy, cause: evidence, end: null }, evidence)
    },
    rehydrated(sentence) {
      if (newest?.end === null) end(newest, `${newest.cause} ${sentence}`)
    },
    close() {
      if (newest?.end === null) end(newest, newest.cause)
    },
  }
}
