import * as z from 'zod'
import type { Refusal } from './answers.ts'

/** What a query asks for, or why it is not to be understood. */
export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Refusal }

const time = z.union([z.iso.datetime({ offset: true }), z.iso.date()])

/**
 * `from` and `to` as epoch ms: without `to` it ends now (`now`, epoch ms), without `from` it begins `usual`
 * milliseconds before its end.
 */
export function parseSpan(
  query: Readonly<Record<string, string>>,
  now: number,
  usual: number,
): Parsed<{ readonly from: number; readonly to: number }> {
  const to = query.to === undefined ? now : parseTime(query.to)
  if (to === null) return badTime('to')
  const from = query.from === undefined ? to - usual : parseTime(query.from)
  if (from === null) return badTime('from')
  if (from >= to) return bad('from is not before to.', 'Swap them, or leave one out.')
  return { ok: true, value: { from, to } }
}

function parseTime(text: string): number | null {
  // A plus sign that was not escaped arrives as a blank.
  const parsed = time.safeParse(text.replace(/ (?=\d\d:\d\d$)/, '+'))
  return parsed.success ? Date.parse(parsed.data) : null
}

function badTime(name: string): Parsed<never> {
  return bad(`${name} is not a time in ISO 8601 with its zone.`, `For example ${name}=2026-11-20T12:00:00Z.`)
}

export function bad(message: string, hint: string): Parsed<never> {
  return { ok: false, refusal: { status: 400, code: 'bad-query', message, hint } }
}
