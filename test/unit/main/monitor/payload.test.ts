import { describe, expect, it } from 'vitest'
import {
  compilePath,
  jsonOf,
  mayHold,
  type Path,
  payloadOf,
  textAt,
  valueAt,
  valuesAt,
} from '../../../../src/main/monitor/payload.ts'

function path(text: string): Path {
  const compiled = compilePath(text)
  if (!compiled) throw new Error(`No path in ${text}.`)
  return compiled
}

describe('compilePath', () => {
  it('gives null where there is no path', () => {
    expect([null, undefined, '', ' , '].map((text) => compilePath(text))).toEqual([null, null, null, null])
  })
})

describe('values at a path', () => {
  const json = { a: { b: [{ ok: true }, { ok: false }] }, 'x-y': 1, n: null }

  it('follows keys, places in lists and wildcards', () => {
    expect(valueAt(json, path('x-y'))).toBe(1)
    expect(valueAt(json, path('a.b.1.ok'))).toBe(false)
    expect(valuesAt(json, path('a.b.*.ok'))).toEqual([true, false])
    expect(valuesAt(json, path('missing, a.b.0.ok'))).toEqual([true])
    expect(valueAt(json, path('n.deeper'))).toBeUndefined()
  })

  it('reaches own keys only', () => {
    expect(valueAt({}, path('constructor'))).toBeUndefined()
    expect(valueAt({}, path('__proto__.constructor'))).toBeUndefined()
    expect(valueAt('text', path('length'))).toBeUndefined()
    expect(valueAt([], path('length'))).toBe(0)
  })

  it('gives text and finite numbers as text', () => {
    expect(textAt({ id: 5 }, path('id'))).toBe('5')
    expect(textAt({ id: 'x' }, path('id'))).toBe('x')
    expect(textAt({ id: { deep: 1 } }, path('id'))).toBeNull()
  })
})

describe('payloads', () => {
  it('parses once, and takes what is not JSON for undefined', () => {
    const payload = payloadOf('{"a":1}')
    expect(jsonOf(payload)).toBe(jsonOf(payload))
    expect(jsonOf(payloadOf('not json'))).toBeUndefined()
    expect(jsonOf(payloadOf(''))).toBeUndefined()
  })

  it('does not parse what could hold the event loop up', () => {
    expect(jsonOf(payloadOf(`"${'a'.repeat(300_000)}"`))).toBeUndefined()
    expect(jsonOf(payloadOf(`"${'a'.repeat(200_000)}"`))).toBeDefined()
  })

  it('sees without parsing that a value cannot be there', () => {
    expect(mayHold('{"other":1}', path('error.code'))).toBe(false)
    expect(mayHold('{"error":{"code":1}}', path('error.code'))).toBe(true)
    expect(mayHold('{"b":1}', path('a, b'))).toBe(true)
    expect(mayHold('{"b":1}', path('a.*'))).toBe(true)
  })
})
