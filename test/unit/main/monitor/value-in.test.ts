import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  compilePath,
  jsonOf,
  type Path,
  payloadOf,
  valueAt,
  valueIn,
} from '../../../../src/main/monitor/payload.ts'

function path(text: string): Path {
  const compiled = compilePath(text)
  if (!compiled) throw new Error(`No path in ${text}.`)
  return compiled
}

function byParser(data: string, at: Path): unknown {
  return valueAt(jsonOf(payloadOf(data)), at)
}

const keys = fc.constantFrom('t', 'u', 't.u', '__proto__', 'a"b', 'tt')
const plain = fc.oneof(fc.string(), fc.double(), fc.integer(), fc.boolean(), fc.constant(null))
const member = fc.tuple(keys, fc.oneof(plain, fc.array(plain, { maxLength: 2 }), fc.record({ t: plain })))
const objects = fc
  .tuple(
    fc.array(member, { maxLength: 4 }),
    fc.constantFrom(',', ', ', ' ,'),
    fc.constantFrom(':', ': ', ' :'),
  )
  .map(([members, comma, colon]) => {
    const parts = members.map(([key, value]) => `${JSON.stringify(key)}${colon}${JSON.stringify(value)}`)
    return `{${parts.join(comma)}}`
  })
/** One character taken out, doubled or put in the place of another. */
const damaged = fc
  .tuple(objects, fc.nat(), fc.constantFrom('', '"', ',', ':', '{', '}', '\\', '0', '\n'))
  .map(([text, seed, mark]) => {
    const at = seed % text.length
    return text.slice(0, at) + mark + text.slice(at + 1)
  })

describe('one value of the data', () => {
  it('is what the parser gives, for any object, whole or damaged', () => {
    fc.assert(
      fc.property(
        fc.oneof(objects, damaged),
        fc.constantFrom('t', 'u', 't.u', '*', 't, u', 'tt'),
        (data, at) => {
          expect(valueIn(payloadOf(data), path(at))).toEqual(byParser(data, path(at)))
        },
      ),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['{"a":"t","t":"x"}', 'x'],
    ['{"t":"x","t":"y"}', 'y'],
    ['{"t": "x", "u": 1}', 'x'],
    ['{"t":"","u":1}', ''],
    ['{"t":"\\u0078"}', 'x'],
    ['{"u":{"t":"x"}}', undefined],
    ['{"t":"x",}', undefined],
    ['{"t":"x"', undefined],
    ['{"u":01,"t":"x"}', undefined],
    ['{"t":"a\nb"}', undefined],
    [`{"t":"${'x'.repeat(2000)}"}`, 'x'.repeat(2000)],
  ])('%s', (data, value) => {
    expect(valueIn(payloadOf(data), path('t'))).toBe(value)
  })

  it('leaves the parser alone where the data is flat', () => {
    const payload = payloadOf('{"t":"2026-11-20T12:00:00.000Z","n":1}')
    expect(valueIn(payload, path('t'))).toBe('2026-11-20T12:00:00.000Z')
    expect(payload.parsed).toBe(false)
  })
})
