import { describe, expect, test } from 'vitest'
import { hexDump } from '../../../../src/renderer/endpoint/tail/bytes.ts'
import { layOut } from '../../../../src/renderer/endpoint/tail/layout.ts'
import { visible } from '../../../../src/renderer/endpoint/tail/visible.ts'

const said = (text: string, lines = false) =>
  visible(text, { lines, search: '' })
    .map((piece) => (piece.kind === 'mark' ? `[${piece.text}]` : piece.text))
    .join('')

describe('nothing of a payload is invisible or able to act', () => {
  test.each([
    ['control characters', 'a\u0000b\u0007\u007f\u0085', 'a[\\u0000]b[\\u0007][\\u007f][\\u0085]'],
    ['marks of direction', '\u202egnp.exe\u2066\u2069\u061c', '[\\u202e]gnp.exe[\\u2066][\\u2069][\\u061c]'],
    ['what has no width', 'pay\u200bpal\ufeff\u2060', 'pay[\\u200b]pal[\\ufeff][\\u2060]'],
    ['halves of pairs', 'a\ud800b', 'a[\\ud800]b'],
    ['line ends and tabs in one line', 'a\nb\tc\r', 'a[↵]b[\\t]c[\\r]'],
    ['plain text, also of other scripts', 'שלום 😀 é', 'שלום 😀 é'],
  ])('%s', (_, text, shown) => {
    expect(said(text)).toBe(shown)
  })

  test('line ends stay where the whole is shown', () => {
    expect(said('a\n\tb\u0000', true)).toBe('a\n\tb[\\u0000]')
  })

  test('what the search finds is marked, whatever the case, and nothing else', () => {
    const pieces = visible('Order ORDER (x)', { lines: false, search: 'order' })
    expect(pieces.filter(({ kind }) => kind === 'found').map(({ text }) => text)).toEqual(['Order', 'ORDER'])
    expect(pieces.map(({ text }) => text).join('')).toBe('Order ORDER (x)')
  })
})

describe('JSON laid out', () => {
  test('keeps every digit, escapes, and what stands in texts', () => {
    expect(layOut('{"id":12345678901234567890,"s":"a,{\\"b\\":[","e":{},"l":[1,[]]}', false)).toBe(
      '{\n  "id": 12345678901234567890,\n  "s": "a,{\\"b\\":[",\n  "e": {},\n  "l": [\n    1,\n    []\n  ]\n}',
    )
  })

  test('goes as far as a cut text does', () => {
    expect(layOut('{"a":[1,{"b":"un', true)).toBe('{\n  "a": [\n    1,\n    {\n      "b": "un')
  })

  test('other text is left alone', () => {
    expect(layOut('{not json}', false)).toBeNull()
    expect(layOut('12', false)).toBeNull()
  })
})

test('bytes are those of UTF-8, with what of them can be printed', () => {
  expect(hexDump('aé\u0000')).toBe(`0000  61 c3 a9 00${' '.repeat(36)}  a···`)
  expect(hexDump('x'.repeat(40)).split('\n')).toHaveLength(3)
  expect(hexDump('x'.repeat(100_000), 64).split('\n')).toHaveLength(4)
})
