import { type IncidentKind, type IncidentView, incidentKinds } from '../../shared/view.ts'
import { parsed } from '../fleet/arrangement.ts'
import { kindWords } from './words.ts'

const hour = 3_600_000

/** How far back the list goes; `ms` is null for all that is kept. */
export const ranges = [
  { name: 'day', label: '24 h', words: 'the last 24 h', ms: 24 * hour },
  { name: 'week', label: '7 d', words: 'the last 7 days', ms: 7 * 24 * hour },
  { name: 'month', label: '30 d', words: 'the last 30 days', ms: 30 * 24 * hour },
  { name: 'all', label: 'All', words: 'all the time that is kept', ms: null },
] as const
export type Range = (typeof ranges)[number]

/** Blips are shorter. */
export const longMs = 10_000

/** What the list leaves out. */
export interface Filter {
  readonly range: Range['name']
  /** Empty for all. */
  readonly kinds: readonly IncidentKind[]
  /** Only those that last. */
  readonly open: boolean
  readonly unacknowledged: boolean
  /** Only those that lasted `longMs`, or last. */
  readonly long: boolean
  /** Only those of one endpoint, by its id. */
  readonly endpoint: string | null
  readonly search: string
}

export const plain: Filter = {
  range: 'week',
  kinds: [],
  open: false,
  unacknowledged: false,
  long: false,
  endpoint: null,
  search: '',
}

/** All that there is in the same time. */
export const unfiltered = ({ range }: Filter): Filter => ({ ...plain, range })

/** Whether anything but the time narrows the list. */
export function narrows({ kinds, open, unacknowledged, long, endpoint, search }: Filter): boolean {
  return kinds.length > 0 || open || unacknowledged || long || endpoint !== null || search.trim() !== ''
}

export function rangeOf({ range }: Filter): Range {
  return ranges.find(({ name }) => name === range) ?? ranges[1]
}

/** The monitor's clock may be ahead of this one: what begins there now is in the span all the same. */
const aheadMs = 24 * hour

/** The span to ask for, epoch ms. */
export function spanOf(filter: Filter, now: number): { readonly from: number; readonly to: number } {
  const { ms } = rangeOf(filter)
  return { from: ms === null ? 0 : Math.max(0, now - ms), to: now + aheadMs }
}

/** Those that the filter leaves, those that last on top; `nameOf` tells how an endpoint is called. */
export function matching(
  incidents: readonly IncidentView[],
  filter: Filter,
  nameOf: (endpoint: string) => string,
): readonly IncidentView[] {
  const { kinds, open, unacknowledged, long, endpoint } = filter
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean)
  const left = incidents.filter(
    (incident) =>
      (kinds.length === 0 || kinds.includes(incident.kind)) &&
      (!open || incident.end === null) &&
      (!unacknowledged || incident.acknowledgedAt === null) &&
      (!long || incident.end === null || incident.durationMs >= longMs) &&
      (endpoint === null || incident.endpoints.includes(endpoint)) &&
      (words.length === 0 || tells(incident, words, nameOf)),
  )
  // One that has lasted since yesterday would be below all that came and went since.
  return left.toSorted((a, b) => Number(b.end === null) - Number(a.end === null))
}

/** Whether all words stand in what one reads of it. */
function tells(
  { kind, cause, notes, endpoints, flapping }: IncidentView,
  words: readonly string[],
  nameOf: (endpoint: string) => string,
): boolean {
  const about = [kindWords[kind], cause, notes, flapping ? 'flapping' : '']
  const text = [...about, ...endpoints, ...endpoints.map(nameOf)].join('\n').toLowerCase()
  return words.every((word) => text.includes(word))
}

/** What was kept of a filter: not the search and the endpoint, which belong to one visit. */
export function recall(text: string | null): Filter {
  const kept = parsed(text)
  const kinds = Array.isArray(kept.kinds) ? kept.kinds : []
  return {
    ...plain,
    range: ranges.find(({ name }) => name === kept.range)?.name ?? plain.range,
    kinds: incidentKinds.filter((kind) => kinds.includes(kind)),
    open: kept.open === true,
    unacknowledged: kept.unacknowledged === true,
    long: kept.long === true,
  }
}
