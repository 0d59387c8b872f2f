const iso =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(?:([Zz])|([+-])(\d\d):?(\d\d)?)?$/

/** Epoch seconds stay below this until the year 5138, epoch milliseconds are above it since 1973. */
const firstMilliseconds = 1e11
const lastMilliseconds = 8.64e15

/**
 * The time in a heartbeat as epoch ms with fractions: ISO 8601 (a time without a zone is UTC, 1-model.md), or
 * epoch seconds or milliseconds as a number or as digits. Null for anything else.
 */
export function parseServerTime(value: unknown): number | null {
  if (typeof value === 'number') return fromEpoch(value)
  if (typeof value !== 'string' || value.length > 64) return null
  const exact = fromExactIso(value)
  if (exact !== null) return exact
  const text = value.trim()
  if (/^\d{1,16}(\.\d{1,9})?$/.test(text)) return fromEpoch(Number(text))
  const match = iso.exec(text)
  return match ? fromIso(match) : null
}

function fromEpoch(value: number): number | null {
  if (!(value > 0 && value <= lastMilliseconds)) return null
  return value < firstMilliseconds ? value * 1000 : value
}

function fromIso(match: RegExpExecArray): number | null {
  const at = (index: number): number => Number(match[index] ?? 0)
  const [year, month, day, hour, minute, second] = [at(1), at(2), at(3), at(4), at(5), at(6)]
  const time = Date.UTC(year, month - 1, day, hour, minute, second)
  // Date.UTC carries a 31st of February over; a time that is none is not taken. A leap second is.
  const date = new Date(time)
  const isReal = hour < 24 && minute < 60 && second <= 60 && month >= 1 && month <= 12
  if (!isReal || (second < 60 && date.getUTCDate() !== day)) return null
  const fraction = match[7] === undefined ? 0 : Number(`0.${match[7]}`) * 1000
  const zone = (match[9] === '-' ? -1 : 1) * (at(10) * 60 + at(11)) * 60_000
  return time + fraction - zone
}

/** `2026-11-20T12:00:00.000Z`: the places of its digits and of its marks. */
const exactLength = 24
const zero = 48

let knownDate = ''
let knownDay = 0

/**
 * What `toISOString` writes, read without a pattern: most heartbeats carry it, and their date is that of the one
 * before. Null for anything else, which the pattern then judges.
 */
function fromExactIso(text: string): number | null {
  if (text.length !== exactLength || text.charCodeAt(10) !== 84 || text.charCodeAt(23) !== 90) return null
  if (text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58 || text.charCodeAt(19) !== 46) return null
  const hour = two(text, 11)
  const minute = two(text, 14)
  const second = two(text, 17)
  const fraction = two(text, 20) * 10 + one(text, 22)
  if (!(hour < 24 && minute < 60 && second < 60 && fraction < 1000)) return null
  if (knownDate === '' || !text.startsWith(knownDate)) return newDate(text)
  return knownDay + hour * 3_600_000 + minute * 60_000 + second * 1000 + fraction
}

/** Reads the whole by the pattern, and keeps its date for those that follow. */
function newDate(text: string): number | null {
  const match = iso.exec(text)
  const time = match === null ? null : fromIso(match)
  if (time === null) return null
  knownDate = text.slice(0, 10)
  knownDay = Math.floor(time / 86_400_000) * 86_400_000
  return time
}

function two(text: string, at: number): number {
  return one(text, at) * 10 + one(text, at + 1)
}

/** A digit; where there is none, so much that no range takes it. */
function one(text: string, at: number): number {
  const digit = text.charCodeAt(at) - zero
  return digit >= 0 && digit <= 9 ? digit : 1000
}
