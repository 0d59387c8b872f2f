import { isDeepStrictEqual } from 'node:util'
import { editConfig } from '../edit/edit.ts'
import { meaningOf } from '../edit/meaning.ts'
import type { ConfigError } from '../errors.ts'
import type { Rewritten } from '../store.ts'
import { difference } from './difference.ts'
import { cannot, putBack, wholeLines } from './put-back.ts'
import { type WrittenItem, writtenItems } from './source.ts'

/**
 * The text with one change taken back. Where the file is as the change left it, that is the text from before, to the
 * byte. Where it was changed meanwhile, only what the change did to single endpoints is taken back, as long as nobody
 * else touched these. Throws `cannot-undo` with a sentence where somebody did.
 */
export function undone(change: Rewritten, now: string | null): string {
  if (now === change.after && change.before !== null) return change.before
  if (now === null) throw cannot('The configuration file is gone.')
  const before = byId(change.before ?? '')
  const after = byId(change.after)
  const removed = [...before.values()].filter(({ id }) => !after.has(id))
  const added = [...after.values()].filter(({ id }) => !before.has(id))
  const updated = [...after.values()].filter(({ id, value }) => {
    const old = before.get(id)
    return old !== undefined && !isDeepStrictEqual(old.value, value)
  })
  const restored = updated.reduce((text, item) => restoreOne(text, item, before.get(item.id) ?? item), now)
  return putBack(withoutAdded(restored, added), removed)
}

/** What was added goes, where it is still as it came. What is gone already needs no undoing. */
function withoutAdded(text: string, added: readonly WrittenItem[]): string {
  const current = byId(text)
  const there = added.filter(({ id }) => current.has(id))
  for (const { id, value } of there) {
    if (!isDeepStrictEqual(current.get(id)?.value, value)) throw changedSince(id)
  }
  return there.length === 0 ? text : editConfig(text, { kind: 'removeAll', ids: there.map(({ id }) => id) })
}

/** Back to what it said, by its own lines where these are as the change left them. */
function restoreOne(text: string, left: WrittenItem, old: WrittenItem): string {
  const current = byId(text).get(left.id)
  if (current === undefined) throw cannot(`The endpoint ${left.id} was removed meanwhile.`)
  if (!isDeepStrictEqual(current.value, left.value)) throw changedSince(left.id)
  const keys = difference(left.value, old.value)
  const byValue = editConfig(text, { kind: 'update', id: left.id, keys })
  const untouched = current.lines?.text.trimEnd() === left.lines?.text.trimEnd()
  if (!untouched || current.lines === null || old.lines === null) return byValue
  const { from, to } = current.lines
  const byLines = text.slice(0, from) + wholeLines(old.lines.text, text) + text.slice(to)
  // Lines with an anchor in them may say something to others too.
  return isDeepStrictEqual(meaningOf(byLines), meaningOf(byValue)) ? byLines : byValue
}

function byId(text: string): ReadonlyMap<string, WrittenItem> {
  return new Map(writtenItems(text).map((item) => [item.id, item]))
}

function changedSince(id: string): ConfigError {
  return cannot(`The endpoint ${id} was changed again meanwhile.`)
}
