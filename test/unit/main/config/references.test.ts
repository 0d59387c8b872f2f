import { describe, expect, it } from 'vitest'
import {
  createReferences,
  environmentSecrets,
  secretVariable,
} from '../../../../src/main/config/references.ts'
import { env, surroundings } from './around.ts'

const { references } = surroundings

describe('references', () => {
  it('become their values, as many as there are', () => {
    expect(references.resolve(`https://\${env:HOST}/\${env:HOST}?t=\${secret:orders-token}`)).toBe(
      'https://stream.example.com/stream.example.com?t=sekret-1',
    )
    expect(references.resolve('plain $HOST {x}')).toBe('plain $HOST {x}')
  })

  it('do not resolve what a value holds', () => {
    const nested = createReferences({ env: { A: `\${env:B}$&`, B: 'b' }, secrets: environmentSecrets({}) })
    expect(nested.resolve(`\${env:A}`)).toBe(`\${env:B}$&`)
  })

  it('read the environment anew each time, and lose the line break at the end of a value', () => {
    const changing: Record<string, string> = { A: 'one\r\n' }
    const read = createReferences({ env: changing, secrets: environmentSecrets(changing) })
    expect(read.resolve(`\${env:A}`)).toBe('one')
    changing.A = 'two'
    expect(read.resolve(`\${env:A}`)).toBe('two')
  })

  it.each([
    [
      `\${env:NOPE}`,
      'The environment variable NOPE is not set. Set NOPE in the environment that Heartline starts in.',
    ],
    [
      `x\${secret:no-pe}`,
      'There is no secret named no-pe. Set HEARTLINE_SECRET_NO_PE in the environment that Heartline starts in.',
    ],
  ])('without a value throw a sentence: %s', (text, sentence) => {
    expect(() => references.resolve(text)).toThrow(sentence)
  })

  it('throw with a code', () => {
    expect(() => references.resolve(`\${env:NOPE}`)).toThrow(
      expect.objectContaining({ code: 'reference-missing' }),
    )
  })

  it.each([
    [`\${env:A}`, true],
    [`a\${secret:b}c`, true],
    [`\${env:A`, true],
    ['plain', false],
    ['{env:A}', false],
  ])('are seen in %s: %s', (text, seen) => {
    expect(references.has(text)).toBe(seen)
    expect(references.has(text)).toBe(seen)
  })

  it('tell their values, so that they can be struck out', () => {
    expect(references.values(`\${env:HOST}/\${secret:orders-token}\${env:NOPE}`)).toEqual([
      'stream.example.com',
      'sekret-1',
    ])
  })
})

describe('a URL that is shown', () => {
  it.each([
    [`https://\${env:HOST}/sse`, 'https://stream.example.com/sse'],
    [`https://\${env:HOST}:9000/sse?a=1`, 'https://stream.example.com:9000/sse?a=1'],
    [`https://h/\${env:TOKEN}/sse`, 'https://h/***/sse'],
    [`https://h/sse?x=\${env:TOKEN}`, 'https://h/sse?x=***'],
    [`https://h/sse?token=abc`, 'https://h/sse?token=***'],
    [`https://u:\${env:TOKEN}@h/sse`, 'https://u:***@h/sse'],
    [`https://\${env:TOKEN}@h/sse`, 'https://***@h/sse'],
    [`https://\${secret:orders-token}/sse`, 'https://***/sse'],
    [`https://h/sekret-1/\${secret:orders-token}`, 'https://h/***/***'],
    [`\${env:BASE}/orders`, 'http://u:***@h:1/x?key=***'],
    [`https://\${env:NOPE}/x`, `https://\${env:NOPE}/x`],
  ])('%s', (url, shown) => {
    const known = { ...env, BASE: 'http://u:sekret@h:1/x?key=sekret' }
    expect(createReferences({ env: known, secrets: environmentSecrets(known) }).display(url)).toBe(shown)
  })
})

it('secrets have a variable each', () => {
  expect(secretVariable('orders-token')).toBe('HEARTLINE_SECRET_ORDERS_TOKEN')
})
