import { maxPoints } from '../../shared/limits.ts'
import { bad, type Parsed, parseSpan } from './query.ts'

/** What `GET /api/history` asks for; times in epoch milliseconds. */
export interface HistoryQuery {
  readonly endpoint: string
  readonly range: { readonly from: number; readonly to: number; readonly points: number }
}

const hourMs = 3_600_000
/** An hour in steps of ten seconds. */
const defaultPoints = 360

/** Reads the query; without `from` it is the hour before its end. `now` in epoch ms. */
export function parseHistoryQuery(
  query: Readonly<Record<string, string>>,
  now: number,
): Parsed<HistoryQuery> {
  if (!query.endpoint)
    return bad('endpoint is missing.', 'Give the id: ?endpoint=ID. GET /api/endpoints lists them.')
  const span = parseSpan(query, now, hourMs)
  if (!span.ok) return span
  const points = query.points === undefined ? defaultPoints : parsePoints(query.points)
  if (points === null)
    return bad(`points is not a whole number from 1 to ${maxPoints}.`, 'For example points=360.')
  return { ok: true, value: { endpoint: query.endpoint, range: { ...span.value, points } } }
}

function parsePoints(text: string): number | null {
  const points = /^\d{1,6}$/.test(text) ? Number(text) : 0
  return points >= 1 && points <= maxPoints ? points : null
}
