import type { WatchedView } from '../../shared/screens.ts'

/** What comes in over all endpoints. */
export interface Traffic {
  readonly eventsPerSecond: number
  readonly bytesPerSecond: number
}

/** Patches come ten times a second, or once while the page is hidden: a mean over less would flicker. */
const meanOverMs = 5000

export interface TrafficMeter {
  /** A view and the one before it, as patches bring them. */
  note(before: WatchedView | undefined, after: WatchedView): void
  /** The mean of the last seconds; null until there was a second. `at` in epoch ms. */
  rate(at: number): Traffic | null
  /** Begins anew: what was missed in between has no time of its own. */
  reset(): void
}

/** Makes rates of the counters that the views carry. */
export function createTrafficMeter(): TrafficMeter {
  let events = 0
  let bytes = 0
  let marks: { readonly at: number; readonly events: number; readonly bytes: number }[] = []
  return {
    note(before, after) {
      if (before === undefined) return
      // A monitor that was started anew counts from nothing.
      events += Math.max(0, after.counters.events - before.counters.events)
      bytes += Math.max(0, after.counters.bytes - before.counters.bytes)
    },
    rate(at) {
      marks = [...marks.filter((mark) => at - mark.at <= meanOverMs && mark.at < at), { at, events, bytes }]
      const [first] = marks
      if (first === undefined || at - first.at < 900) return null
      const seconds = (at - first.at) / 1000
      return {
        eventsPerSecond: (events - first.events) / seconds,
        bytesPerSecond: (bytes - first.bytes) / seconds,
      }
    },
    reset() {
      marks = []
    },
  }
}
