import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { readShell } from '../../../../../src/main/config/imports/shell.ts'
import { type CurlRequest, curlCommand, shellQuoted } from '../../../../../src/main/monitor/incidents/curl.ts'

const plain: CurlRequest = {
  url: 'https://stream.example.com/orders',
  headers: {},
  followsRedirects: false,
  http2: false,
  tls: { insecure: false },
  proxy: null,
}

/** As a shell splits it. */
function words(part: Partial<CurlRequest>): readonly string[] {
  return readShell(curlCommand({ ...plain, ...part })).commands[0]?.words ?? []
}

it('shows the stream as it comes, with the headers of the request', () => {
  expect(curlCommand({ ...plain, headers: { Accept: 'text/event-stream', 'Last-Event-ID': '12' } })).toBe(
    "curl -N -H 'Accept: text/event-stream' -H 'Last-Event-ID: 12' https://stream.example.com/orders",
  )
})

it('asks for what the endpoint is set to', () => {
  const tls = { ca: 'my ca.pem', cert: 'client.pem', key: 'client.key', insecure: true }
  const asked = words({ followsRedirects: true, http2: true, tls, proxy: 'http://proxy.example.com:3128' })
  expect(asked.slice(2, -1)).toEqual([
    '-L',
    '--http2',
    '-k',
    ...['--cacert', 'my ca.pem', '--cert', 'client.pem', '--key', 'client.key'],
    ...['--proxy', 'http://proxy.example.com:3128'],
  ])
})

it('sends an empty header, and takes brackets in a URL for what they are', () => {
  expect(words({ headers: { 'X-Empty': '' } })).toContain('X-Empty;')
  expect(words({ url: 'https://example.com/?list[]=1' }).slice(-2)).toEqual([
    '-g',
    'https://example.com/?list[]=1',
  ])
  expect(words({})).not.toContain('-g')
})

it.each([
  "it's",
  '$(touch /tmp/no) `id` "$HOME" \\ !! ; & | > < * ?',
  "'; echo broken; '",
  'ünïcode \t tab',
  '',
  '-n',
])('quotes %j, so that a shell takes it as one word', (word) => {
  expect(execFileSync('sh', ['-c', `printf %s ${shellQuoted(word)}x`], { encoding: 'utf8' })).toBe(`${word}x`)
  expect(words({ headers: { 'X-It': `a${word}` } })).toContain(`X-It: a${word}`)
})
