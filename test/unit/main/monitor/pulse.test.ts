import { expect, it, test } from 'vitest'
import { siteOf } from '../../../../src/main/monitor/pulse.ts'

test.each([
  ['stream.example.com:8443', null, 'stream.example.com'],
  ['stream.example.com', 'office', 'stream.example.com'],
  ['10.0.0.7:80', null, '10.0.0.7'],
  ['[2001:db8::1]:8443', null, '[2001:db8::1]'],
  ['[2001:db8::1]', null, '[2001:db8::1]'],
])('%s with the label %s is the site %s', (host, network, site) => {
  expect(siteOf(host, network)).toBe(site)
})

test.each([
  'localhost:9000',
  '127.0.0.1',
  '127.8.0.1:80',
  '[::1]:9000',
  '[::1]',
  '[::ffff:7f00:1]:9000',
  'app.localhost',
])('%s is loopback: no site without a label, and one of its own with it', (host) => {
  expect(siteOf(host, null)).toBeNull()
  expect(siteOf(host, 'lab')).toMatch(/^lab /)
  expect(siteOf(host, 'lab')).not.toBe(siteOf(host, 'other'))
})

it('is one site on all of its ports', () => {
  expect(siteOf('127.0.0.2:9000', 'lab')).toBe(siteOf('127.0.0.2:9001', 'lab'))
  expect(siteOf('127.0.0.1:9000', 'lab')).not.toBe(siteOf('127.0.0.2:9000', 'lab'))
})
