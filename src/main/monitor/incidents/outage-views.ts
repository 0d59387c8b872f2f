import type { OutageView } from '../../../shared/screens.ts'
import type { IncidentRecord } from './types.ts'

/** What an endpoint's screen shows of them. */
const shown = 50

/** Outages of the endpoints that fit, which lasted beyond `since` (epoch ms); in the order of `records`. */
export function outageViews(
  records: readonly IncidentRecord[],
  fits: (endpoint: string) => boolean,
  since: number,
): OutageView[] {
  return records
    .filter(({ kind, end }) => kind === 'outage' && (end === null || end > since))
    .flatMap(({ endpoints, start, end, cause, flapping }) =>
      endpoints.filter(fits).map((id) => ({
        id,
        start: new Date(start).toISOString(),
        end: end === null ? null : new Date(end).toISOString(),
        cause,
        flapping,
      })),
    )
}

/** One endpoint's newest. */
export function newestOutages(records: readonly IncidentRecord[], id: string): OutageView[] {
  return outageViews(records, (endpoint) => endpoint === id, Number.NEGATIVE_INFINITY).slice(0, shown)
}
