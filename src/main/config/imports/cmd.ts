import type { ShellCommand, ShellReading } from './shell.ts'

/** Whether the text is quoted for cmd.exe, where `^` is what `\` is elsewhere. */
export function isCmd(text: string): boolean {
  return /\^"|\^[ \t]*$/m.test(text) && !/\\[ \t]*$/m.test(text)
}

/**
 * Splits text into commands and their words as cmd.exe does: `^` takes the meaning of the letter behind it (not between plain quotes), and the program's own
 * start-up reads `\"` and quotes out of what is left.
 */
export function readCmd(text: string): ShellReading {
  const commands: ShellCommand[] = []
  const unclosed: number[] = []
  let line = 1
  let begun = 1
  let raw = ''
  let isQuoted = false

  function endCommand(): void {
    const { words, isOpen } = argumentsOf(raw)
    if (isOpen) unclosed.push(begun)
    else if (words.length > 0) commands.push({ line: begun, words, substitutes: false })
    raw = ''
    isQuoted = false
  }

  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? ''
    if (raw.trim() === '') begun = line
    if (letter === '\n') line++
    if (letter === '^' && !isQuoted) {
      at++
      if (text[at] === '\n') line++
      // The end of a line that is taken away goes with it; one more behind it stays as what it is.
      else raw += text[at] ?? ''
      if (text[at] === '\n' && text[at + 1] === '\n') raw += text[++at]
    } else if (letter === '\n' || (!isQuoted && (letter === '&' || letter === '|'))) endCommand()
    else {
      if (letter === '"') isQuoted = !isQuoted
      raw += letter
    }
  }
  endCommand()
  return { commands, unclosed }
}

/** The words of a command line as a Windows program takes them apart. */
function argumentsOf(raw: string): { readonly words: readonly string[]; readonly isOpen: boolean } {
  const words: string[] = []
  let word: string | null = null
  let isQuoted = false
  for (const [part] of raw.matchAll(/\\+"?|""|"|\s|[^\\"\s]+/g)) {
    if (/^\s$/.test(part) && !isQuoted) {
      if (word !== null) words.push(word)
      word = null
    } else if (part === '"') {
      isQuoted = !isQuoted
      word ??= ''
    } else if (part === '""') word = (word ?? '') + (isQuoted ? '"' : '')
    else if (part.startsWith('\\') && part.endsWith('"')) {
      const slashes = part.length - 1
      word = (word ?? '') + '\\'.repeat(slashes >> 1) + (slashes % 2 === 1 ? '"' : '')
      if (slashes % 2 === 0) isQuoted = !isQuoted
    } else word = (word ?? '') + part
  }
  if (word !== null) words.push(word)
  return { words, isOpen: isQuoted }
}
