/** A piece of a payload: text as it came, or something invisible made visible. */
export interface Piece {
  readonly text: string
  readonly kind: 'text' | 'mark' | 'found'
}

/**
 * What would act on the page's text or hide in it: control characters, marks that turn the direction of writing,
 * characters without width, separators, and halves of pairs.
 */
const hidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\udb40[\udc00-\udc7f]/g

export interface VisibleOptions {
  /** Line ends and tabs stay what they are. */
  readonly lines: boolean
  /** Lower case; what matches is marked. Empty for none. */
  readonly search: string
}

/** The text in pieces, nothing of it invisible or able to act. */
export function visible(text: string, { lines, search }: VisibleOptions): readonly Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const match of text.matchAll(hidden)) {
    const [found] = match
    if (lines && (found === '\n' || found === '\t')) continue
    if (match.index > from) pieces.push(...marked(text.slice(from, match.index), search))
    pieces.push({ text: markOf(found), kind: 'mark' })
    from = match.index + found.length
  }
  if (from < text.length) pieces.push(...marked(text.slice(from), search))
  return pieces
}

function markOf(found: string): string {
  const code = found.codePointAt(0) ?? 0
  if (found === '\n') return '↵'
  if (found === '\t') return '\\t'
  if (found === '\r') return '\\r'
  return `\\u${code.toString(16).padStart(4, '0')}`
}

function marked(text: string, search: string): readonly Piece[] {
  if (search === '') return [{ text, kind: 'text' }]
  const pieces: Piece[] = []
  let from = 0
  const folded = text.toLowerCase()
  // Where lower case has another length, places would not fit: then nothing is marked.
  let at = folded.length === text.length ? folded.indexOf(search) : -1
  while (at !== -1) {
    if (at > from) pieces.push({ text: text.slice(from, at), kind: 'text' })
    pieces.push({ text: text.slice(at, at + search.length), kind: 'found' })
    from = at + search.length
    at = folded.indexOf(search, from)
  }
  if (from < text.length) pieces.push({ text: text.slice(from), kind: 'text' })
  return pieces
}
