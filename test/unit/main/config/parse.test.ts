import { describe, expect, it } from 'vitest'
import { builtIn } from '../../../../src/main/config/merge.ts'
import { endpointWith, mistakesIn, settingsOf } from './around.ts'

describe('the settings', () => {
  it('of an endpoint that says nothing are the built-in ones', () => {
    expect(settingsOf(endpointWith())).toEqual([
      {
        id: 'a',
        name: 'a',
        url: 'https://h/sse',
        group: null,
        tags: [],
        enabled: true,
        preset: 'standard',
        headers: {},
        connectTimeout: 10_000,
        maxFrame: 1_048_576,
        retry: { base: 1000, cap: 30_000, maxAttempts: 50, stableAfter: 30_000 },
        recheck: 300_000,
        network: null,
        headersFrom: null,
        resume: true,
        snapshotUrl: null,
        fallback: null,
        http2: false,
        tls: { insecure: false },
        proxy: null,
      },
    ])
  })

  it('take every key of the format, with times in milliseconds and sizes in bytes', () => {
    const [settings] = settingsOf(`version: 1
endpoints:
  - id: orders
    name: Orders, production
    url: https://\${env:HOST}/sse/orders
    group: Shop
    tags: [prod, eu]
    enabled: false
    preset: heartline-gateway
    headers: { Authorization: "Bearer \${secret:orders-token}" }
    heartbeat: { events: [heartbeat], comments: false, data: "{}", interval: 5s, timestamp: a.timestamp }
    silence: 15s
    ids: { kind: numeric, ignore: [error], path: id }
    replay: { truncated: [t], failed: [f], header: X-From, field: recovered, snapshot: true, badIdStatus: 400 }
    complete: { events: [complete], rotation: [duration_cap, shutdown] }
    errors: { events: [error], retryable: retryable, comments: true, code: code }
    deaf: { events: [degraded], restored: [restored] }
    expect: { events: [order], within: 10m }
    rotation: { every: 15m }
    connectTimeout: 5s
    maxFrame: 64KB
    retry: { base: 500ms, cap: 1m, maxAttempts: 20, stableAfter: 0s }
    recheck: 0
    network: office-vpn
    headersFrom: { command: [./token, --fresh], header: X-Token, prefix: "T " }
    resume: false
    snapshotUrl: https://h/orders
    fallback: { url: https://h/orders, every: 45s }
    http2: true
    tls: { ca: ca.pem, cert: client.pem, key: client.key, insecure: true }
    proxy: http://proxy.example.com:3128
`)
    expect(settings).toEqual({
      id: 'orders',
      name: 'Orders, production',
      url: `https://\${env:HOST}/sse/orders`,
      group: 'Shop',
      tags: ['prod', 'eu'],
      enabled: false,
      preset: 'heartline-gateway',
      headers: { Authorization: `Bearer \${secret:orders-token}` },
      heartbeat: {
        events: ['heartbeat'],
        comments: false,
        data: '{}',
        interval: 5000,
        timestamp: 'a.timestamp',
      },
      silence: 15_000,
      ids: { kind: 'numeric', ignore: ['error'], path: 'id' },
      replay: {
        truncated: ['t'],
        failed: ['f'],
        header: 'X-From',
        field: 'recovered',
        snapshot: true,
        badIdStatus: 400,
      },
      complete: { events: ['complete'], rotation: ['duration_cap', 'shutdown'] },
      errors: { events: ['error'], retryable: 'retryable', comments: true, code: 'code' },
      deaf: { events: ['degraded'], restored: ['restored'] },
      expect: { events: ['order'], within: 600_000 },
      rotation: { every: 900_000 },
      connectTimeout: 5000,
      maxFrame: 65_536,
      retry: { base: 500, cap: 60_000, maxAttempts: 20, stableAfter: 0 },
      recheck: 0,
      network: 'office-vpn',
      headersFrom: { command: ['./token', '--fresh'], header: 'X-Token', prefix: 'T ' },
      resume: false,
      snapshotUrl: 'https://h/orders',
      fallback: { url: 'https://h/orders', every: 45_000 },
      http2: true,
      tls: { ca: 'ca.pem', cert: 'client.pem', key: 'client.key', insecure: true },
      proxy: 'http://proxy.example.com:3128',
    })
  })

  it.each(['0', '0s'])('take recheck: %s as never', (recheck) => {
    expect(settingsOf(endpointWith(`recheck: ${recheck}`))[0]?.recheck).toBe(0)
  })

  it.each([
    'version: 1',
    'version: 1\nendpoints:',
    'version: 1\ndefaults:\nendpoints: []',
    '\uFEFFversion: 1\r\nendpoints:\r\n',
  ])('are none for %j', (text) => {
    expect(settingsOf(text)).toEqual([])
  })

  it('take JSON too, since it is YAML', () => {
    expect(settingsOf('{"version":1,"endpoints":[{"id":"a","url":"http://h"}]}')[0]?.id).toBe('a')
  })

  it('take merge keys and aliases, as often as a fleet needs them', () => {
    const many = Array.from({ length: 600 }, (_, n) => `  - { <<: *base, id: e${n}, url: http://h }`).join(
      '\n',
    )
    const all = settingsOf(`version: 1\ndefaults: &base { tags: [x], silence: 5s }\nendpoints:\n${many}\n`)
    expect(all).toHaveLength(600)
    expect(all[599]).toMatchObject({ id: 'e599', tags: ['x'], silence: 5000 })
  })
})

describe('defaults', () => {
  const merged = (defaults: string, ...lines: readonly string[]) =>
    settingsOf(endpointWith(...lines).replace('endpoints:', `defaults: ${defaults}\nendpoints:`))[0]

  it('hold where the endpoint says nothing, and give way where it does', () => {
    const defaults = '{ group: G, silence: 9s, connectTimeout: 3s, resume: false, network: vpn }'
    expect(merged(defaults)).toMatchObject({
      group: 'G',
      silence: 9000,
      connectTimeout: 3000,
      resume: false,
      network: 'vpn',
    })
    expect(merged(defaults, 'group: null', 'silence: null', 'resume: true', 'network: null')).toMatchObject({
      group: null,
      silence: null,
      resume: true,
      network: null,
    })
  })

  it.each([
    ['retry: { base: 2s, cap: 9s }', 'retry: { cap: 5s }', { retry: { base: 2000, cap: 5000 } }],
    [
      'heartbeat: { events: [a, b], interval: 5s }',
      'heartbeat: { events: [c] }',
      { heartbeat: { events: ['c'], interval: 5000 } },
    ],
    [
      'tls: { ca: a.pem, insecure: true }',
      'tls: { insecure: false }',
      { tls: { ca: 'a.pem', insecure: false } },
    ],
    [
      'replay: { truncated: [t], header: X }',
      'replay: { header: null }',
      { replay: { truncated: ['t'], header: null } },
    ],
    ['ids: { kind: opaque }', 'ids: { path: id }', { ids: { kind: 'opaque', path: 'id' } }],
    [
      'complete: { events: [c] }',
      'complete: { rotation: [r] }',
      { complete: { events: ['c'], rotation: ['r'] } },
    ],
    ['errors: { events: [e] }', 'errors: { comments: true }', { errors: { events: ['e'], comments: true } }],
    ['deaf: { events: [e] }', 'deaf: { restored: [r] }', { deaf: { events: ['e'], restored: ['r'] } }],
    ['expect: { within: 5m }', 'expect: { events: [o] }', { expect: { events: ['o'], within: 300_000 } }],
    ['expect: { events: [o], within: 5m }', 'expect: null', { expect: null }],
    ['rotation: { every: 5m }', 'rotation: null', { rotation: null }],
    [
      'fallback: { url: http://h, every: 5s }',
      'fallback: { every: 7s }',
      { fallback: { url: 'http://h', every: 7000 } },
    ],
    ['tags: [a, b]', 'tags: [c]', { tags: ['c'] }],
    [
      'headersFrom: { file: f, header: X, prefix: "P " }',
      'headersFrom: { command: [c] }',
      { headersFrom: { command: ['c'], header: 'X', prefix: 'P ' } },
    ],
    ['headersFrom: { file: f }', 'headersFrom: null', { headersFrom: null }],
    [
      'headersFrom: { header: X }',
      'headersFrom: { file: f }',
      { headersFrom: { file: 'f', header: 'X', prefix: '' } },
    ],
  ])('with %s and %s', (defaults, line, wanted) => {
    expect(merged(`{ ${defaults} }`, line)).toMatchObject(wanted)
  })

  it('merge headers by name, whatever its case, and null takes one away', () => {
    const settings = merged(
      '{ headers: { authorization: d, X-A: a, X-B: b } }',
      'headers: { Authorization: own, x-b: null }',
    )
    expect(settings?.headers).toEqual({ 'X-A': 'a', Authorization: 'own' })
  })

  it('with half a rule mean nothing to an endpoint that does not fill it', () => {
    const settings = merged('{ expect: { within: 5m }, fallback: { every: 5s }, headersFrom: { header: X } }')
    expect(settings).toMatchObject({ fallback: null, headersFrom: null })
    expect(settings?.expect).toBeUndefined()
  })

  it('let base and cap give way to each other where only one of them is set', () => {
    expect(settingsOf(endpointWith('retry: { base: 2m }'))[0]?.retry).toMatchObject({
      base: 120_000,
      cap: 120_000,
    })
    expect(settingsOf(endpointWith('retry: { cap: 100ms }'))[0]?.retry).toMatchObject({ base: 100, cap: 100 })
    expect(builtIn.retry).toMatchObject({ base: 1000, cap: 30_000 })
  })
})

describe('references', () => {
  it.each([
    `url: http://\${env:HOST}/\${secret:orders-token}`,
    `snapshotUrl: http://\${env:HOST}/`,
    `fallback: { url: "http://\${env:HOST}/" }`,
    `proxy: http://u:\${secret:orders-token}@\${env:HOST}:3128`,
    `headers: { X: "a \${env:TOKEN} b" }`,
  ])('are welcome in %s', (line) => {
    const text = line.startsWith('url')
      ? endpointWith().replace('url: https://h/sse', line)
      : endpointWith(line)
    expect(mistakesIn(text)).toEqual([])
  })
})
