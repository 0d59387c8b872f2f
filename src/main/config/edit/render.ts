import { Document, visit } from 'yaml'

/** How fresh values are written into a file: in its own line endings, in one line where that will do. */

/** A list item in block style, its blocks and lists in flow style: one line for each key. Ends with a line break. */
export function renderItem(value: Readonly<Record<string, unknown>>, column: number): string {
  const indent = ' '.repeat(column)
  return Object.entries(value)
    .map(
      ([key, item], index) =>
        `${indent}${index === 0 ? '- ' : '  '}${inline(key, false)}: ${inline(item, false)}\n`,
    )
    .join('')
}

/** One line, whatever the value. Inside a flow collection more characters need quotes. */
export function inline(value: unknown, inFlow: boolean): string {
  const document = new Document(inFlow ? [value] : value)
  visit(document, {
    Collection(_, node) {
      node.flow = true
    },
  })
  const text = document.toString({ lineWidth: 0, blockQuote: false, flowCollectionPadding: true }).trim()
  const single = text.replace(/\s*\n\s*/g, ' ')
  return inFlow ? single.slice(1, -1).trim().replace(/,$/, '') : single.replace(/, ([\]}])/g, ' $1')
}

export function renderBlock(value: unknown, column: number, text: string): string {
  const lines = new Document(value).toString({ lineWidth: 0 }).trimEnd().split('\n')
  return lines.join(eolOf(text) + ' '.repeat(column))
}

export function eolOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n'
}

export function inEol(text: string, lines: string): string {
  return lines.replace(/\r?\n/g, eolOf(text))
}
