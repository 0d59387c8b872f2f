/** More than 3 outages in 10 minutes are one outage marked flapping, until 10 quiet minutes (1-model.md). */
const outagesAllowed = 3
const windowMs = 600_000

/** The newest begins of outages, at most four, and whether they are one flapping outage. */
export interface Flapping {
  readonly begins: readonly number[]
  readonly marked: boolean
  /** The end of the newest outage; null while one is under way, and before the first. */
  readonly quietSince: number | null
}

export const steady: Flapping = { begins: [], marked: false, quietSince: null }

/** An outage was found at `at`. */
export function countOutage(flapping: Flapping, at: number): Flapping {
  const begins = [...flapping.begins, at].slice(-(outagesAllowed + 1))
  const isCluster = begins.length > outagesAllowed && at - (begins[0] ?? at) < windowMs
  return { begins, marked: isCluster || isFlapping(flapping, at), quietSince: null }
}

/** The outage under way is over at `at`. */
export function endOutage(flapping: Flapping, at: number): Flapping {
  return { ...flapping, quietSince: at }
}

/** Whether the mark still stands at `at`: 10 quiet minutes end it. */
export function isFlapping({ marked, quietSince }: Flapping, at: number): boolean {
  return marked && (quietSince === null || at - quietSince < windowMs)
}
