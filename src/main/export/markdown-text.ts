/** Text that others wrote, so that it stands in a Markdown document as it is: never markup, never a link. */

/** For a place within a line: a name, a cause. Line breaks become blanks. */
export function inline(text: string): string {
  return escaped(visible(text).replace(/\s*[\r\n]+\s*/g, ' '))
}

/** For a paragraph of its own, line by line as it was written. */
export function quoted(text: string): string {
  const lines = text.split(/\r\n|\r|\n/).map(visible)
  const quotedLines = lines.map((line, index) => {
    const isBroken = line.trim() !== '' && (lines[index + 1]?.trim() ?? '') !== ''
    return `> ${beginning(line)}${isBroken ? '\\' : ''}`.trimEnd()
  })
  return quotedLines.join('\n')
}

/** A block that shows its text to the letter; nothing in it can close it. */
export function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${visible(text)}\n${fence}`
}

export function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [
    line(titles),
    line(titles.map(() => '---')),
    ...rows.map((cells) => line(cells.map((cell) => inline(cell)))),
  ].join('\n')
}

/** What means something anywhere in a line; an address that nobody marked as a link becomes one by its colon or dot. */
function escaped(text: string): string {
  return text
    .replace(/[\\`*_[\]<>|~&!#{}$@]/g, '\\$&')
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/\bwww(?=\.)/gi, '$&\\')
}

/** What means something at the beginning of a line alone; blanks there would make code of it. */
function beginning(line: string): string {
  const [, blanks = '', mark = '', rest = ''] = /^([ \t]*)([-+=]|\d+[.)])?(.*)$/s.exec(line) ?? []
  const indent = blanks.replaceAll('\t', '    ').replaceAll(' ', '&nbsp;')
  return indent + mark.replace(/.$/, '\\$&') + escaped(rest)
}

/** Characters that cannot be seen, or that turn the direction of writing, by their number. */
function visible(text: string): string {
  return text.replace(/(?![\t\r\n])[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0
    return `\\u${code.toString(16).padStart(4, '0')}`
  })
}
