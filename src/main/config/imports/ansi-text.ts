const letters: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/** The text of `$'…'`; bytes by number are UTF-8. */
export function ansiText(inner: string): string {
  return inner.replace(
    /((?:\\x[0-9a-f]{1,2}|\\[0-7]{1,3})+)|\\u([0-9a-f]{1,4})|\\U([0-9a-f]{1,8})|\\([\s\S])/gi,
    (whole, bytes: string | undefined, short?: string, long?: string, letter?: string) => {
      if (bytes !== undefined) return bytesText(bytes)
      const code = Number.parseInt(short ?? long ?? '', 16)
      if (letter === undefined) return code <= 0x10ffff ? String.fromCodePoint(code) : whole
      return letters[letter] ?? letter
    },
  )
}

function bytesText(written: string): string {
  const bytes = [...written.matchAll(/\\x([0-9a-f]{1,2})|\\([0-7]{1,3})/gi)].map((match) =>
    match[1] === undefined ? Number.parseInt(match[2] ?? '', 8) : Number.parseInt(match[1], 16),
  )
  return Buffer.from(bytes).toString('utf8')
}
