import type { IncidentView } from '../../shared/view.ts'

/** The new list, with the same objects for what did not change, so that only rows that did are drawn again. */
export function kept(
  before: readonly IncidentView[] | null,
  fresh: readonly IncidentView[],
): readonly IncidentView[] {
  const known = new Map(before?.map((incident) => [incident.id, incident]))
  return fresh.map((incident) => {
    const old = known.get(incident.id)
    return old !== undefined && isSame(old, incident) ? old : incident
  })
}

/** The list in the order and length that it has, each incident as it is known now. */
export function inPlace(
  shown: readonly IncidentView[],
  known: readonly IncidentView[],
): readonly IncidentView[] {
  const now = new Map(known.map((incident) => [incident.id, incident]))
  return shown.map((incident) => now.get(incident.id) ?? incident)
}

/** The duration so far is counted by the page itself. */
function isSame(a: IncidentView, b: IncidentView): boolean {
  const told = ({ durationMs, ...rest }: IncidentView) => JSON.stringify(rest)
  return told(a) === told(b)
}
