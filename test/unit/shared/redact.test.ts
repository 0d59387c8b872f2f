import { describe, expect, it } from 'vitest'
import { looksSecret, redactHeaders, redactLoose, redactText, redactUrl } from '../../../src/shared/redact.ts'

describe('redactUrl', () => {
  it.each([
    ['https://h/sse?token=abc', 'https://h/sse?token=***'],
    ['https://h/sse?topic=a&access_token=abc&x=1#f', 'https://h/sse?topic=a&access_token=***&x=1#f'],
    ['https://h/sse?apiKey=abc', 'https://h/sse?apiKey=***'],
    ['https://h/sse?X-Amz-Signature=abc&X-Amz-Date=2', 'https://h/sse?X-Amz-Signature=***&X-Amz-Date=2'],
    ['https://h/sse?authorization=eyJ', 'https://h/sse?authorization=***'],
    ['https://h/sse?code=1&country_code=de', 'https://h/sse?code=***&country_code=de'],
    ['https://h/sse?to%6Ben=abc', 'https://h/sse?to%6Ben=***'],
    ['https://h/sse?%zz=1;sig=abc', 'https://h/sse?%zz=1;sig=***'],
    ['https://h/sse#access_token=abc&state=1', 'https://h/sse#access_token=***&state=1'],
    ['https://user:p%40ss@h:8080/sse', 'https://user:***@h:8080/sse'],
    ['https://user:p@ss@h/a@b', 'https://user:***@h/a@b'],
    ['https://ghp_abc@h/sse', 'https://***@h/sse'],
    ['http://h/a@b?email=a@b', 'http://h/a@b?email=a@b'],
    ['https://h/sse?monkey=1&keyboard=2&author=3', 'https://h/sse?monkey=1&keyboard=2&author=3'],
    ['not a url?token=abc', 'not a url?token=***'],
    ['', ''],
  ])('%s', (url, shown) => {
    expect(redactUrl(url)).toBe(shown)
  })

  it('strikes out given values wherever they stand, encoded or not, the longest first', () => {
    expect(redactUrl('https://h/a b/abc?x=a%20b', ['a b', 'abc', 'ab', ''])).toBe('https://h/***/***?x=***')
  })
})

describe('redactText', () => {
  it('leaves a text without secrets alone', () => {
    expect(redactText('fine', ['', 'secret'])).toBe('fine')
  })
})

describe('redactHeaders', () => {
  it('strikes out secret-looking names and the named ones', () => {
    const headers = {
      Authorization: 'Bearer abc',
      'set-cookie': 'a=b',
      'X-Api-Key': 'k',
      'X-Custom': 'hidden',
      'x-trace-id': 't-1',
      'last-event-id': '7',
      'content-type': 'text/event-stream',
    }
    expect(redactHeaders(headers, new Set(['x-custom']))).toEqual({
      Authorization: '***',
      'set-cookie': '***',
      'X-Api-Key': '***',
      'X-Custom': '***',
      'x-trace-id': 't-1',
      'last-event-id': '7',
      'content-type': 'text/event-stream',
    })
  })
})

describe('looksSecret', () => {
  it.each(['session_id', 'sessionId', 'accesstoken', 'client-secret', 'PASSWORD', 'jwt'])('%s', (name) => {
    expect(looksSecret(name)).toBe(true)
  })
  it.each(['topic', 'lastEventID', 'stream', 'since', 'tokenize', 'author'])('not %s', (name) => {
    expect(looksSecret(name)).toBe(false)
  })
})

describe('redactLoose', () => {
  it.each([
    ['Authorization: Bearer abc', 'Authorization: ***'],
    ['Bearer abc', 'Bearer ***'],
    ['curl -H token:abc', 'curl -H token:***'],
    ['see htps://user:abc@h/x?token=abc&a=1', 'see htps://user:***@h/x?token=***&a=1'],
    ['user:abc@h/x', '***@h/x'],
    ['15 seconds', '15 seconds'],
    ['Accept: text/event-stream', 'Accept: text/event-stream'],
    ['https://h:8080/x?a=1', 'https://h:8080/x?a=1'],
  ])('%s', (text, shown) => {
    expect(redactLoose(text)).toBe(shown)
  })
})

describe('a megabyte pasted into a field', () => {
  const size = 1_000_000
  it.each([
    ['one word', 'x'.repeat(size)],
    ['colons', ':'.repeat(size)],
    ['the key of a query', `?${'k'.repeat(size)}=1`],
    ['pairs of user and password', 'u:p'.repeat(size / 4)],
    ['percent signs', `?${'%41'.repeat(size / 4)}=1`],
  ])('is looked through in no time: %s', (_, text) => {
    const began = performance.now()
    redactLoose(redactUrl(text))
    // Milliseconds where it is linear; a pattern that begins anew at each character takes minutes.
    expect(performance.now() - began).toBeLessThan(5000)
  })
})
