import { expect, test } from 'vitest'
import { proxyFor } from '../../../../../src/main/monitor/connection/proxyFor.ts'

const lower = { http_proxy: 'http://plain:1', https_proxy: 'http://secure:2' }

test.each([
  ['http://a.example/', lower, 'http://plain:1'],
  ['https://a.example/', lower, 'http://secure:2'],
  ['https://a.example/', { http_proxy: 'http://plain:1' }, null],
  ['http://a.example/', { HTTP_PROXY: 'http://upper:1' }, 'http://upper:1'],
  ['http://a.example/', { HTTP_PROXY: 'http://upper:1', http_proxy: 'http://lower:1' }, 'http://lower:1'],
  ['http://a.example/', { http_proxy: ' ', ALL_PROXY: 'http://all:1' }, 'http://all:1'],
  ['http://a.example/', { http_proxy: 'proxy:3128' }, 'http://proxy:3128'],
  ['http://a.example/', {}, null],
])('%s with %j goes by %s', (url, env, proxy) => {
  expect(proxyFor(new URL(url), env)).toBe(proxy)
})

const everywhere = { all_proxy: 'http://plain:1' }

test.each([
  ['http://a.example/', 'a.example', true],
  ['http://b.a.example/', 'a.example', true],
  ['http://b.a.example/', '.a.example', true],
  ['http://a.example/', '.a.example', true],
  ['http://b.a.example/', '*.a.example', true],
  ['http://ba.example/', 'a.example', false],
  ['http://A.Example/', 'a.EXAMPLE', true],
  ['http://a.example./', 'a.example', true],
  ['http://a.example/', 'x, y a.example', true],
  ['http://a.example/', '*', true],
  ['http://a.example:81/', 'a.example:81', true],
  ['http://a.example/', 'a.example:80', true],
  ['https://a.example/', 'a.example:80', false],
  ['http://10.1.2.3/', '10.0.0.0/8', true],
  ['http://11.1.2.3/', '10.0.0.0/8', false],
  ['http://10.1.2.3/', '10.1.2.3', true],
  ['http://10.1.2.3/', '2.3', false],
  ['http://10.1.2.3/', '10.0.0.0/99', false],
  ['http://a.example/', '10.0.0.0/8', false],
  ['http://[2001:db8::1]/', '2001:db8::/32', true],
  ['http://[2001:db8::1]/', '[2001:db8::1]:80', true],
  ['http://[2001:db8::1]/', '2001:db8::1', true],
  ['http://[2001:db9::1]/', '2001:db8::/32', false],
  ['http://a.example/', 'a:b:c', false],
  ['http://a.example/', '', false],
])('%s with no_proxy %j is direct: %s', (url, no_proxy, direct) => {
  expect(proxyFor(new URL(url), { ...everywhere, no_proxy })).toBe(direct ? null : 'http://plain:1')
  expect(proxyFor(new URL(url), { ...everywhere, NO_PROXY: no_proxy })).toBe(direct ? null : 'http://plain:1')
})

test.each(['http://localhost/', 'http://a.localhost:9/', 'http://127.3.2.1/', 'http://[::1]:80/'])(
  'loopback is always direct: %s',
  (url) => {
    expect(proxyFor(new URL(url), lower)).toBeNull()
  },
)
