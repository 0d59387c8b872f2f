import { isDeepStrictEqual } from 'node:util'
import { editConfig } from '../edit/edit.ts'
import { meaningOf } from '../edit/meaning.ts'
import { isPlain, type Plain } from '../edit/plain.ts'
import { eolOf } from '../edit/render.ts'
import { type ConfigError, configError } from '../errors.ts'
import { startOfList, type WrittenItem, writtenItems } from './source.ts'

/**
 * The text with endpoints that were taken away in it again: with their own lines behind those that they stood behind,
 * else at the end of the list with their values alone. `removed` in the order of the file that they come from.
 */
export function putBack(text: string, removed: readonly WrittenItem[]): string {
  if (removed.length === 0) return text
  const there = new Set(writtenItems(text).map(({ id }) => id))
  const twice = removed.find(({ id }) => there.has(id))
  if (twice !== undefined) throw cannot(`Another endpoint has the id ${twice.id} by now.`)
  const withLines = inserted(text, removed)
  if (withLines !== null && holds(withLines, text, removed)) return withLines
  const endpoints = removed.map(({ id, value }) => ({ ...value, id }))
  return editConfig(text, { kind: 'addAll', endpoints })
}

/** Null where there is no place for lines. */
function inserted(text: string, removed: readonly WrittenItem[]): string | null {
  const there = new Map(writtenItems(text).map(({ id, lines }) => [id, lines]))
  const ends = new Map([...there].map(([id, lines]) => [id, lines?.to]))
  const pieces = new Map<number, string>()
  for (const item of removed) {
    const behind = item.after === null ? startOfList(text) : ends.get(item.after)
    const ahead = item.before === null ? undefined : there.get(item.before.id)?.from
    const place = placeOf(text, item, behind, ahead)
    if (item.lines === null || place === null || text[place - 1] !== '\n') return null
    // The next one that was removed stands behind this one.
    ends.set(item.id, place)
    pieces.set(place, (pieces.get(place) ?? '') + wholeLines(item.lines.text, text))
  }
  const places = [...pieces].toSorted(([a], [b]) => b - a)
  return places.reduce((result, [at, piece]) => result.slice(0, at) + piece + result.slice(at), text)
}

/**
 * Where an item's lines go, between the end of the one before it and the start of the one behind it, as far as these
 * are there. Comments and empty lines that stood before it were left, and stand before it again.
 */
function placeOf(
  text: string,
  { lines, before }: WrittenItem,
  behind: number | null | undefined,
  ahead: number | undefined,
): number | null {
  const lead = lines?.lead ?? ''
  if (typeof behind === 'number' && text.startsWith(lead, behind)) return behind + lead.length
  if (ahead === undefined || before === null) return behind ?? null
  return text.slice(0, ahead).endsWith(before.lead) ? ahead - before.lead.length : ahead
}

/** With a line break behind the last line, as the file has them. */
export function wholeLines(lines: string, text: string): string {
  return lines.endsWith('\n') ? lines : lines + eolOf(text)
}

/** Whether the text says what it said, and what was put back, and nothing else. */
function holds(text: string, before: string, removed: readonly WrittenItem[]): boolean {
  const ids = new Set<unknown>(removed.map(({ id }) => id))
  const now = meaning(text)
  const old = meaning(before)
  if (now === null || old === null) return false
  const back = now.endpoints.filter((item) => isPlain(item) && ids.has(item.id))
  const rest = now.endpoints.filter((item) => !back.includes(item))
  return (
    isDeepStrictEqual({ ...now, endpoints: rest }, old) &&
    isDeepStrictEqual(
      back,
      removed.map(({ value }) => value),
    )
  )
}

function meaning(text: string): (Plain & { readonly endpoints: readonly unknown[] }) | null {
  const value = meaningOf(text)
  return isPlain(value) && Array.isArray(value.endpoints) ? { ...value, endpoints: value.endpoints } : null
}

export function cannot(why: string): ConfigError {
  return configError('cannot-undo', `This cannot be taken back any more. ${why}`)
}
