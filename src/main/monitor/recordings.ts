import type { Endpoint } from './endpoint.ts'
import type { Eras, Recalled, Recording } from './recording.ts'

/** What the fleet's endpoints did, for whoever records it. */
export interface Recordings {
  /** For an endpoint that is added now; null where nobody records. */
  erasOf(id: string, recalled: Recalled | null): Eras | null
  /** Its last word, before it is closed. `at` as in `take`. */
  departs(endpoint: Endpoint, at: number): void
  /** Up to `at` (`Clock.now()`), of these and of those that departed. */
  take(endpoints: Iterable<Endpoint>, at: number): readonly Recording[]
}

/** `era` as in `FleetOptions`. */
export function createRecordings(era: number | undefined): Recordings {
  const eras = era === undefined ? null : countingFrom(era)
  /** Ids that were watched before in this run. */
  const known = new Set<string>()
  let departed: Recording[] = []

  return {
    erasOf(id, recalled) {
      // What is on record of one that comes again without it must not be written over.
      const isBack = known.has(id) && recalled === null
      known.add(id)
      return eras !== null && isBack ? { ...eras, first: eras.next() } : eras
    },
    departs(endpoint, at) {
      if (eras !== null) departed.push(endpoint.record(at))
    },
    take(endpoints, at) {
      const gone = departed
      departed = []
      return [...gone, ...Array.from(endpoints, (endpoint) => endpoint.record(at))]
    },
  }
}

function countingFrom(first: number): Eras {
  let newest = first
  return { first, next: () => ++newest }
}
