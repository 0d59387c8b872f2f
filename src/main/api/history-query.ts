import * as z from 'zod'
import { maxPoints } from '../../shared/limits.ts'
import type { Refusal } from './answers.ts'

/** What `GET /api/history` asks for; times in epoch milliseconds. */
export interface HistoryQuery {
  readonly endpoint: string
  readonly range: { readonly from: number; readonly to: number; readonly points: number }
}

const hourMs = 3_600_000
/** An hour in steps of ten seconds. */
const defaultPoints = 360

const time = z.union([z.iso.datetime({ offset: true }), z.iso.date()])

/**
 * Reads the query: without `to` it ends now (`now`, epoch ms), without `from` it begins an hour before its end.
 * Gives a refusal where a value is not to be understood.
 */
export function parseHistoryQuery(
  query: Readonly<Record<string, string>>,
  now: number,
): { readonly ok: true; readonly value: HistoryQuery } | { readonly ok: false; readonly refusal: Refusal } {
  if (!query.endpoint)
    return bad('endpoint is missing.', 'Give the id: ?endpoint=ID. GET /api/endpoints lists them.')
  const to = query.to === undefined ? now : parseTime(query.to)
  if (to === null) return badTime('to')
  const from = query.from === undefined ? to - hourMs : parseTime(query.from)
  if (from === null) return badTime('from')
  if (from >= to) return bad('from is not before to.', 'Swap them, or leave one out.')
  const points = query.points === undefined ? defaultPoints : parsePoints(query.points)
  if (points === null)
    return bad(`points is not a whole number from 1 to ${maxPoints}.`, 'For example points=360.')
  return { ok: true, value: { endpoint: query.endpoint, range: { from, to, points } } }
}

function parseTime(text: string): number | null {
  // A plus sign that was not escaped arrives as a blank.
  const parsed = time.safeParse(text.replace(/ (?=\d\d:\d\d$)/, '+'))
  return parsed.success ? Date.parse(parsed.data) : null
}

function parsePoints(text: string): number | null {
  const points = /^\d{1,6}$/.test(text) ? Number(text) : 0
  return points >= 1 && points <= maxPoints ? points : null
}

function badTime(name: string) {
  return bad(`${name} is not a time in ISO 8601 with its zone.`, `For example ${name}=2026-11-20T12:00:00Z.`)
}

function bad(message: string, hint: string): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { status: 400, code: 'bad-query', message, hint } }
}
