import type { Health } from '../../shared/view.ts'

/** What the watchdog judges a live connection by. All times are monotonic ms. */
export interface Signs {
  readonly liveSince: number
  readonly lastSignAt: number | null
  readonly lastHeartbeatAt: number | null
  /** Null where no interval is known. */
  readonly interval: number | null
  /** Null where no threshold is known: then nothing is ever silent. */
  readonly silence: number | null
  /** Events postpone the heartbeats of this server, so that they count as well (`Rules.beatsWhenQuiet`). */
  readonly beatsWhenQuiet: boolean
  /** Null where no event is expected. */
  readonly expectWithin: number | null
  /** Since when expected events are waited for: a rotation does not start it anew. */
  readonly expectSince: number
  readonly lastExpectedAt: number | null
  /** The server said that it is cut off from its source. */
  readonly toldDeaf: boolean
}

export interface Judgement {
  readonly health: Health
  /** The connection is to be replaced. */
  readonly silent: boolean
  /** When the judgement can change by time alone; null for never. */
  readonly nextCheckAt: number | null
}

const lateAfterIntervals = 1.5

/** Judges a live connection. Late goes over deaf, deaf over unproven (1-model.md, "Words"). */
export function judge(signs: Signs, now: number): Judgement {
  const lateAt = lateTime(signs)
  const silentAt = silentTime(signs)
  const deafAt = deafTime(signs)
  const silent = now >= silentAt
  return {
    health: health(signs, now, lateAt, deafAt),
    silent,
    nextCheckAt: next(now, lateAt, silentAt, deafAt),
  }
}

function health(signs: Signs, now: number, lateAt: number, deafAt: number): Health {
  if (now >= lateAt) return 'late'
  if (signs.toldDeaf || now >= deafAt) return 'deaf'
  return signs.interval === null && signs.silence === null ? 'unproven' : 'fresh'
}

function lateTime(signs: Signs): number {
  if (signs.interval === null) return Number.POSITIVE_INFINITY
  const beatAt = signs.lastHeartbeatAt ?? signs.liveSince
  const from = signs.beatsWhenQuiet ? Math.max(beatAt, signs.lastSignAt ?? beatAt) : beatAt
  return from + signs.interval * lateAfterIntervals
}

function silentTime(signs: Signs): number {
  if (signs.silence === null) return Number.POSITIVE_INFINITY
  return (signs.lastSignAt ?? signs.liveSince) + signs.silence
}

function deafTime(signs: Signs): number {
  if (signs.expectWithin === null) return Number.POSITIVE_INFINITY
  return Math.max(signs.expectSince, signs.lastExpectedAt ?? signs.expectSince) + signs.expectWithin
}

/** The earliest deadline that is still ahead. */
function next(now: number, lateAt: number, silentAt: number, deafAt: number): number | null {
  let earliest = Number.POSITIVE_INFINITY
  if (lateAt > now) earliest = lateAt
  if (silentAt > now && silentAt < earliest) earliest = silentAt
  if (deafAt > now && deafAt < earliest) earliest = deafAt
  return earliest === Number.POSITIVE_INFINITY ? null : earliest
}
