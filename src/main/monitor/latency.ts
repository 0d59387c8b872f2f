import type { Measure } from '../../shared/view.ts'

/** One measured heartbeat. Milliseconds. */
export interface Sample {
  readonly measure: Measure
  /** Never below 0: a heartbeat that is early, or the fastest, counts as 0. */
  readonly ms: number
  /** delay: arrival minus the server's time, the clocks as they are. lateness: gap minus interval, early < 0. */
  readonly raw: number
}

export interface Beat {
  /** Arrival, monotonic and by the wall clock. */
  readonly at: number
  readonly wall: number
  /** The server's time in the heartbeat, epoch ms; null for none. */
  readonly sentAt: number | null
  /** Known interval, or null. */
  readonly interval: number | null
  /** The event loop lagged, so that the arrival is not known well enough. */
  readonly isVoid: boolean
}

/** Measures an endpoint's heartbeats; the clock offset is estimated for each connection anew. */
export interface LatencyMeter {
  /** A new connection: the offset estimate and the gaps begin anew. */
  opened(): void
  /** Null where nothing can be measured: void, the first one, no interval known, no time where one is due. */
  beat(beat: Beat): Sample | null
  /** An event postponed the next heartbeat: its lateness counts from here (`Rules.beatsWhenQuiet`). */
  postponed(at: number): void
  /**
   * Local clock minus the server's, plus the fastest way; ms, null where heartbeats carry no time. Before the first
   * heartbeat of a connection that of the one before is shown.
   */
  clockOffset(): number | null
  /** Another stream: its server has another clock. */
  forget(): void
}

/** The offset is the smallest difference of the newest five to six minutes, kept as a minimum for each minute. */
const windowMinutes = 6
const minute = 60_000
/** The wall clock may be slewed by 0.1 % at most; what goes beyond, and beyond a timer's noise, is a step. */
const slewShare = 0.001
const stepMs = 50

/** `offsetBefore`: the clock offset as it was in an earlier run, to be shown until there is a newer one. */
export function createLatencyMeter(offsetBefore: number | null = null): LatencyMeter {
  const minima = createMinima()
  let shownBefore = offsetBefore
  let previousAt: number | null = null
  let clockDrift: { readonly at: number; readonly drift: number } | null = null
  let measure: Measure | null = null

  /** Whether the wall clock was set since the beat before: it then went another way than the monotonic one. */
  function wasStepped({ at, wall }: Beat): boolean {
    const drift = wall - at
    const before = clockDrift
    clockDrift = { at, drift }
    return before !== null && Math.abs(drift - before.drift) > stepMs + (at - before.at) * slewShare
  }

  function delay(beat: Beat, sentAt: number): Sample | null {
    const stepped = wasStepped(beat)
    if (stepped) minima.clear()
    previousAt = beat.at
    measure = 'delay'
    if (beat.isVoid) return null
    const raw = beat.wall - sentAt
    minima.add(beat.at, raw)
    return { measure: 'delay', ms: Math.max(0, raw - (minima.smallest() ?? raw)), raw }
  }

  function lateness(beat: Beat): Sample | null {
    const gap = previousAt === null ? null : beat.at - previousAt
    previousAt = beat.isVoid ? null : beat.at
    if (beat.isVoid || gap === null || beat.interval === null) return null
    measure = 'lateness'
    shownBefore = null
    const raw = gap - beat.interval
    return { measure: 'lateness', ms: Math.max(0, raw), raw }
  }

  const clockOffset = (): number | null => minima.smallest() ?? shownBefore

  return {
    opened() {
      shownBefore = clockOffset()
      minima.clear()
      previousAt = null
      clockDrift = null
    },
    beat(beat) {
      if (beat.sentAt !== null) return delay(beat, beat.sentAt)
      // One heartbeat without a time does not turn a series of delays into one of lateness.
      return measure === 'delay' ? null : lateness(beat)
    },
    postponed(at) {
      previousAt = at
    },
    clockOffset,
    forget() {
      minima.clear()
      shownBefore = null
      measure = null
    },
  }
}

interface Minima {
  add(at: number, value: number): void
  smallest(): number | null
  clear(): void
}

/** The smallest value of a sliding window, in fixed memory: one minimum for each of its minutes. */
function createMinima(): Minima {
  const slots = new Float64Array(windowMinutes).fill(Number.POSITIVE_INFINITY)
  let newest: number | null = null

  return {
    add(at, value) {
      const now = Math.floor(at / minute)
      const first = newest === null ? now - windowMinutes + 1 : Math.max(newest + 1, now - windowMinutes + 1)
      for (let index = first; index <= now; index++) slots[index % windowMinutes] = Number.POSITIVE_INFINITY
      newest = Math.max(newest ?? now, now)
      const slot = newest % windowMinutes
      slots[slot] = Math.min(slots[slot] ?? value, value)
    },
    smallest() {
      let smallest = Number.POSITIVE_INFINITY
      for (const value of slots) if (value < smallest) smallest = value
      return smallest === Number.POSITIVE_INFINITY ? null : smallest
    },
    clear() {
      slots.fill(Number.POSITIVE_INFINITY)
      newest = null
    },
  }
}
