/** More than 3 outages in 10 minutes are one outage marked flapping, until 10 quiet minutes (1-model.md). */
const outagesAllowed = 3
const windowMs = 600_000

/** The newest begins of outages, at most four, and whether they are one flapping outage. */
export interface Flapping {
  readonly begins: readonly number[]
  readonly marked: boolean
}

export const steady: Flapping = { begins: [], marked: false }

/** An outage began at `at`. */
export function countOutage(flapping: Flapping, at: number): Flapping {
  const marked = isFlapping(flapping, at)
  const begins = [...flapping.begins, at].slice(-(outagesAllowed + 1))
  const first = begins[0] ?? at
  return { begins, marked: marked || (begins.length > outagesAllowed && at - first < windowMs) }
}

/** Whether the mark still stands at `at`: quiet for 10 minutes ends it. */
export function isFlapping({ begins, marked }: Flapping, at: number): boolean {
  const last = begins.at(-1)
  return marked && last !== undefined && at - last < windowMs
}
