/**
 * JSON laid out, character by character: numbers keep every digit, and a text that was cut is laid out as far as it
 * goes. Null where the text is no JSON object or list.
 * @param cut whether only the beginning of the text was kept
 */
export function layOut(text: string, cut: boolean): string | null {
  if (!/^\s*[{[]/.test(text)) return null
  if (!cut && !isJson(text)) return null
  let result = ''
  let depth = 0
  let inString = false
  const line = () => `\n${'  '.repeat(Math.min(depth, 40))}`
  for (let index = 0; index < text.length; index++) {
    const letter = text[index] ?? ''
    if (inString) {
      result += letter
      if (letter === '\\') {
        index += 1
        result += text[index] ?? ''
      } else if (letter === '"') inString = false
    } else if (letter === '"') {
      inString = true
      result += letter
    } else if (letter === '{' || letter === '[') {
      const close = letter === '{' ? '}' : ']'
      const next = nextLetter(text, index + 1)
      if (text[next] === close) {
        result += letter + close
        index = next
        continue
      }
      depth += 1
      result += letter + line()
    } else if (letter === '}' || letter === ']') {
      depth = Math.max(0, depth - 1)
      result += line() + letter
    } else if (letter === ',') result += letter + line()
    else if (letter === ':') result += ': '
    else if (!/\s/.test(letter)) result += letter
  }
  return result
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}

function nextLetter(text: string, from: number): number {
  let index = from
  while (index < text.length && /\s/.test(text[index] ?? '')) index += 1
  return index
}
