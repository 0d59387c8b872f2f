import { ansiText } from './ansi-text.ts'

/** One command of a shell, its words as the program would get them. */
export interface ShellCommand {
  /** Where it begins, from 1. */
  readonly line: number
  readonly words: readonly string[]
  /** It holds `$(…)` or backticks, whose output nobody knows before it runs. */
  readonly substitutes: boolean
}

export interface ShellReading {
  readonly commands: readonly ShellCommand[]
  /** Lines at which a quote is opened that nothing closes. */
  readonly unclosed: readonly number[]
}

/**
 * Splits text into commands and their words, as bash does: quotes of all four kinds, line continuations, comments,
 * `;`, `&&` and `|`. A variable becomes the reference that means the same here, `${env:NAME}`. Nothing is run.
 */
export function readShell(text: string): ShellReading {
  const commands: ShellCommand[] = []
  const unclosed: number[] = []
  let at = 0
  let line = 1
  let words: string[] = []
  let word: string | null = null
  let begun = 1
  let substitutes = false

  function take(length: number): string {
    const taken = text.slice(at, at + length)
    at += length
    for (const letter of taken) if (letter === '\n') line++
    return taken
  }

  function add(part: string): void {
    if (word === null && words.length === 0) begun = line
    word = (word ?? '') + part
  }

  function endWord(): void {
    if (word !== null) words.push(word)
    word = null
  }

  function endCommand(): void {
    endWord()
    if (words.length > 0) commands.push({ line: begun, words, substitutes })
    words = []
    substitutes = false
  }

  /** The rest of a command whose quote stays open is lost, up to the next line that begins another one. */
  function abandon(from: number): void {
    unclosed.push(from)
    word = null
    words = []
    const next = /\n[ \t]*(?:[$>] )?curl(?:\.exe)?\s/g
    next.lastIndex = at
    take((next.exec(text)?.index ?? text.length) - at)
  }

  function readQuoted(pattern: RegExp, meaning: (inner: string) => string): void {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match === null) {
      const from = line
      take(1)
      abandon(from)
      return
    }
    add(meaning(match[1] ?? ''))
    take(match[0].length)
  }

  function readDollar(): void {
    rest.lastIndex = at
    const match = rest.exec(text)
    const [whole = '$', substitution, reference, braced, name] = match ?? []
    if (substitution !== undefined) substitutes = true
    const variable = braced ?? name
    add(variable === undefined || reference !== undefined ? whole : `\${env:${variable}}`)
    take(whole.length)
  }

  while (at < text.length) {
    const letter = text[at] ?? ''
    const two = text.slice(at, at + 2)
    if (two === '\\\n') take(2)
    else if (letter === '\\') {
      add(text.slice(at + 1, at + 2))
      take(2)
    } else if (letter === "'") readQuoted(single, (inner) => inner)
    else if (two === "$'") readQuoted(ansi, ansiText)
    else if (letter === '"' || two === '$"') readQuoted(double, doubleText)
    else if (letter === '$' || letter === '`') readDollar()
    else if (letter === '\n' || letter === ';' || letter === '|') {
      endCommand()
      take(1)
    } else if (letter === '&' && !isInAddress(word, text[at + 1])) {
      endCommand()
      take(1)
    } else if (letter === ' ' || letter === '\t') {
      endWord()
      take(1)
    } else if (letter === '#' && word === null) skipComment()
    else {
      add(letter)
      take(1)
    }
  }
  endCommand()
  return { commands, unclosed }

  function skipComment(): void {
    const end = text.indexOf('\n', at)
    take((end < 0 ? text.length : end) - at)
  }

  function doubleText(inner: string): string {
    return inner.replace(inDouble, (whole, escaped, substitution, reference, braced, name) => {
      if (escaped !== undefined) return escaped === '\n' ? '' : escaped
      if (substitution !== undefined) substitutes = true
      const variable = braced ?? name
      return substitution !== undefined || reference !== undefined ? whole : `\${env:${variable}}`
    })
  }
}

const single = /'([^']*)'/y
const ansi = /\$'((?:[^'\\]|\\[\s\S])*)'/y
const double = /\$?"((?:[^"\\]|\\[\s\S])*)"/y
const dollars =
  '(\\$\\([^)]*\\)|`[^`]*`)|(\\$\\{(?:env|secret):[^}]*\\})|\\$\\{([A-Za-z_]\\w*)\\}|\\$([A-Za-z_]\\w*)'
const rest = new RegExp(`${dollars}|[$\`]`, 'y')
const inDouble = new RegExp(`\\\\([\\\\"$\`\\n])|${dollars}`, 'g')

/** People paste `?a=1&b=2` without quotes: a shell would end the command there, which nobody means. */
function isInAddress(word: string | null, next: string | undefined): boolean {
  return word !== null && /^https?:\/\/.*\?/i.test(word) && next !== undefined && /[\w%]/.test(next)
}
