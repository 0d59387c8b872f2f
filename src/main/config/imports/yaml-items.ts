/** A stretch of a YAML file that can be read by itself, and the line of the file before its first one. */
export interface Stretch {
  readonly text: string
  /** What has to be added to a line of it. */
  readonly offset: number
}

/** Items read at a time: the file is read in stretches, so that other work is not held up. */
const itemsAtOnce = 100

/**
 * A file's list of endpoints in stretches of some items, each with the list's key before it; null where it cannot be
 * parted: no list in block style, or anchors that reach across. `atOnce` items make a stretch.
 */
export function stretches(text: string, atOnce = itemsAtOnce): readonly Stretch[] | null {
  if (/(?:^|[\s[{,:-])[&*][\w-]/m.test(text)) return null
  const lines = text.split(/(?<=\n)/)
  const key = lines.findIndex((line) => /^endpoints:\s*(?:#.*)?\r?\n?$/.test(line))
  const first = lines.findIndex((line, index) => index > key && !/^\s*(?:#.*)?\r?\n?$/.test(line))
  const indent = /^( *)-(?:\s|$)/.exec(lines[first] ?? '')?.[1]
  if (indent === undefined || (key < 0 && indent !== '')) return null
  const isItem = new RegExp(`^${indent}-(?:\\s|$)`)
  const begins = lines.flatMap((line, index) => (index >= first && isItem.test(line) ? [index] : []))
  const head = key < 0 ? [] : [{ text: lines.slice(0, first).join(''), offset: 0 }]
  const rest = begins
    .filter((_, place) => place % atOnce === 0)
    .map((begin, place): Stretch => {
      const end = begins[(place + 1) * atOnce] ?? lines.length
      const items = lines.slice(begin, end).join('')
      return key < 0 ? { text: items, offset: begin } : { text: `endpoints:\n${items}`, offset: begin - 1 }
    })
  return [...head, ...rest]
}
