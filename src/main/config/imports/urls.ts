import type { Candidate, LineProblem, Reading } from './reading.ts'

/** An address, or one whose beginning is a reference. */
const address = /(?:https?:\/\/|\$\{(?:env|secret):)[^\s"'<>]*/i
/** Characters; a longer one is no line of such a list, and would only be searched for long. */
const longestLine = 16 * 1024
const header = /^\W*(?:(?:name|title)\W+(?:url|address)|(?:url|address)(?:\W+(?:name|title))?)\W*$/i

/**
 * A list of URLs, one a line: alone, or with a name before or after it, parted by a tab, comma, semicolon, colon or
 * space. Empty lines and those that begin with `#` mean nothing, bullets are passed over.
 */
export function readUrls(text: string): Reading {
  const candidates: Candidate[] = []
  const problems: LineProblem[] = []
  for (const [index, whole] of text.split(/\r\n|\n|\r/).entries()) {
    const content = whole.trim().replace(/^(?:[-*•]|\d+[.)])\s+/, '')
    if (content === '' || content.startsWith('#') || (index === 0 && header.test(content))) continue
    const read = content.length > longestLine ? null : readLine(content)
    if (read === null) problems.push(noUrl(index + 1, content))
    else candidates.push({ line: index + 1, fields: read, remarks: [] })
  }
  return { candidates, problems }
}

function readLine(content: string): { url: string; name?: string } | null {
  const found = address.exec(content)
  if (found === null) return null
  // A comma belongs to the URL (ids=1,2) unless it is the last thing before a space.
  const url = found[0].replace(/[,;]+$/, '')
  const rest = [content.slice(0, found.index), content.slice(found.index + found[0].length)]
  const name = rest.map(bare).find((part) => part !== '')
  return name === undefined ? { url } : { url, name }
}

/** Without the marks that part it from the URL. */
function bare(text: string): string {
  return text.replace(/^[\s,;:|"'<>=#]+|[\s,;:|"'<>=]+$/g, '')
}

function noUrl(line: number, content: string): LineProblem {
  const shown = content.length > 60 ? `${content.slice(0, 60)}…` : content
  const message = `No http or https URL stands here: ${JSON.stringify(shown)}.`
  const hint = /^[\w.-]+\.[a-z]{2,}(?:[:/]|$)/i.test(content)
    ? 'Write it whole, with https:// before it.'
    : 'Each line is one URL, with or without a name.'
  return { line, message, hint }
}
