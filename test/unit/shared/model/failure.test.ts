import { describe, expect, test } from 'vitest'
import {
  failureKinds,
  failureOf,
  isHostTrouble,
  isTerminalStatus,
  statusFailure,
} from '../../../../src/shared/model/failure.ts'

const sentence = /^[A-Z0-9].*[.?]$/s
const plain = failureKinds.filter((kind) => kind !== 'http-status')

describe('failures', () => {
  test('the kinds are those of the local API', () => {
    expect([...failureKinds].sort()).toEqual(
      [
        ...['refused', 'reset', 'dns', 'unreachable', 'connect-timeout', 'silence', 'end-of-stream'],
        ...['frame-too-large', 'http-status', 'credentials', 'content-type', 'certificate', 'redirects'],
        'told-error',
      ].sort(),
    )
  })

  test.each(plain)('%s has a sentence and what to do about it', (kind) => {
    const { message, hint, status } = failureOf(kind)
    expect(message).toMatch(sentence)
    expect(hint).toMatch(sentence)
    expect(status).toBeNull()
  })

  test('no two kinds say the same', () => {
    expect(new Set(plain.map((kind) => failureOf(kind).message)).size).toBe(plain.length)
  })

  test.each([200, 206, 301, 400, 401, 404, 407, 408, 410, 418, 425, 429, 500, 503, 599])(
    'status %i has a sentence that names it, and a hint',
    (status) => {
      const failure = statusFailure(status)
      expect(failure.message).toMatch(sentence)
      expect(failure.message).toContain(`${status}`)
      expect(failure.hint).toMatch(sentence)
      expect(failure.status).toBe(status)
    },
  )

  test.each([
    ...['refused', 'reset', 'dns', 'unreachable', 'connect-timeout', 'silence', 'end-of-stream'].map(
      (kind) => [kind, false] as const,
    ),
    ['frame-too-large', false],
    ['told-error', false],
    ['credentials', true],
    ['content-type', true],
    ['certificate', true],
    ['redirects', true],
  ] as const)('%s stops at once: %s', (kind, terminal) => {
    expect(failureOf(kind as (typeof plain)[number]).terminal).toBe(terminal)
  })

  test('408, 425, 429 and 5xx are tried again, every other status stops', () => {
    for (let status = 200; status < 700; status++) {
      const again = status === 408 || status === 425 || status === 429 || (status >= 500 && status <= 599)
      expect(isTerminalStatus(status)).toBe(!again)
      expect(statusFailure(status).terminal).toBe(!again)
    }
  })

  test('401 and 403 speak of the credentials', () => {
    expect(statusFailure(401)).toMatchObject({ kind: 'credentials', terminal: true, status: 401 })
    expect(statusFailure(403)).toMatchObject({ kind: 'credentials', terminal: true, status: 403 })
    expect(statusFailure(407).kind).toBe('http-status')
    expect(statusFailure(407).hint).toContain('proxy')
  })

  test('facts replace the general sentence', () => {
    const facts = { message: 'No sign of life for 15 s.', hint: 'Look there.', terminal: true, status: 200 }
    expect(failureOf('silence', facts)).toEqual({ kind: 'silence', ...facts })
  })

  test('host trouble is what a neighbour on the host would see too', () => {
    const kinds = plain.filter((kind) => isHostTrouble(failureOf(kind)))
    expect(kinds.sort()).toEqual(['connect-timeout', 'dns', 'refused', 'reset', 'unreachable'])
    const statuses = [404, 429, 500, 501, 502, 503, 504, 505].filter((status) =>
      isHostTrouble(statusFailure(status)),
    )
    expect(statuses).toEqual([502, 503, 504])
  })
})
