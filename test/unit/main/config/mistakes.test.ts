import { describe, expect, it } from 'vitest'
import { parseText } from '../../../../src/main/config/document.ts'
import { parseConfig } from '../../../../src/main/config/parse.ts'
import { endpointWith, mistakesIn } from './around.ts'

/** Each row: one line under the endpoint (line 5 of the file), and the one sentence that it must give. */
const lines: readonly (readonly [string, string])[] = [
  ['silence: 15', 'h.yaml:5:14 15 is not a duration. Write 15s for seconds, or 15ms for milliseconds.'],
  ['silence: 15 sec', 'h.yaml:5:14 "15 sec" is not a duration. Write 15s.'],
  [
    'silence: soon',
    'h.yaml:5:14 "soon" is not a duration. Write a number and a unit without a space: 500ms, 15s, 2m, 1h or 1d.',
  ],
  [
    'headers: "Authorization: Bearer hunter2"',
    'h.yaml:5:14 "Authorization: ***" stands here, where a block of names and values is expected.',
  ],
  [
    'fallback: "https://user:hunter2@h/x"',
    'h.yaml:5:15 "https://user:***@h/x" stands here, where a block of keys is expected.',
  ],
  ['silence: 0s', 'h.yaml:5:14 0s is out of range: from 1ms to 24d is possible here.'],
  ['connectTimeout: 25d', 'h.yaml:5:21 25d is out of range: from 1ms to 24d is possible here.'],
  [
    'connectTimeout: [1s]',
    'h.yaml:5:21 A list is not a duration. Write a number and a unit without a space: 500ms, 15s, 2m, 1h or 1d.',
  ],
  ['maxFrame: 64kb', 'h.yaml:5:15 "64kb" is not a size. Write 64KB.'],
  ['maxFrame: 65536', 'h.yaml:5:15 65536 is not a size. Write 64KB.'],
  ['maxFrame: 10B', 'h.yaml:5:15 10B is out of range: from 1KB to 256MB is possible here.'],
  ['recheck: 5', 'h.yaml:5:14 5 is not a duration. Write 5m for five minutes, or 0 for never.'],
  ['retry: { maxAttempts: 0 }', 'h.yaml:5:27 A whole number from 1 to 1000000 is expected here.'],
  ['retry: { maxAttempts: 1.5 }', 'h.yaml:5:27 A whole number from 1 to 1000000 is expected here.'],
  [
    'retry: { base: 60s, cap: 30s }',
    'h.yaml:5:5 The base of retry is longer than its cap. Raise cap, or lower base.',
  ],
  [
    'retry: { maxAtempts: 5 }',
    'h.yaml:5:14 The key "maxAtempts" is not known in retry. Did you mean maxAttempts?',
  ],
  ['retrys: { base: 1s }', 'h.yaml:5:5 The key "retrys" is not known in endpoint 1. Did you mean retry?'],
  ['maxAttempts: 5', 'h.yaml:5:5 The key "maxAttempts" is not known in endpoint 1. It belongs in retry.'],
  [
    'rotation: { each: 5m, every: 5m }',
    'h.yaml:5:17 The key "each" is not known in rotation. Known here: every.',
  ],
  ['rotation: {}', 'h.yaml:5:15 The key every is missing in rotation.'],
  [
    'expect: { events: [order] }',
    'h.yaml:5:5 The rule expect needs both events and within. Write { events: [order], within: 10m }.',
  ],
  [
    'expect: { events: [], within: 1m }',
    'h.yaml:5:5 The rule expect needs both events and within. Write { events: [order], within: 10m }.',
  ],
  ['fallback: { every: 5s }', 'h.yaml:5:5 The block fallback has no url. Add the URL that is polled.'],
  [
    'headersFrom: { header: X-A }',
    'h.yaml:5:5 The block headersFrom needs either file or command, one of the two.',
  ],
  [
    'headersFrom: { file: a, command: [b] }',
    'h.yaml:5:5 The block headersFrom needs either file or command, one of the two.',
  ],
  ['headersFrom: { command: [] }', 'h.yaml:5:29 The command is empty.'],
  ['headersFrom: { command: [a, 5] }', 'h.yaml:5:33 A command is a list of texts. Put numbers in quotes.'],
  ['headersFrom: { file: a, header: "a b" }', 'h.yaml:5:37 "a b" is not the name of a header.'],
  [
    'headersFrom: { file: missing.txt }',
    'h.yaml:5:26 The file /etc/heartline/missing.txt cannot be read: it does not exist. Paths are relative to the folder of this file.',
  ],
  [
    'tls: { ca: missing.pem }',
    'h.yaml:5:16 The file /etc/heartline/missing.pem cannot be read: it does not exist. Paths are relative to the folder of this file.',
  ],
  [
    'tls: { cert: a.pem }',
    'h.yaml:5:5 A client certificate needs both cert and key in tls. Add the one that is missing.',
  ],
  ['tls: { insecure: yes }', 'h.yaml:5:22 "yes" stands here, where true or false is expected. Write true.'],
  ['enabled: 1', 'h.yaml:5:14 1 stands here, where true or false is expected.'],
  ['tags: prod', 'h.yaml:5:11 "prod" stands here, where a list is expected. Write [prod].'],
  ['tags: [prod, 5]', 'h.yaml:5:18 5 stands here, where text is expected. Put it in quotes.'],
  ['tags: [""]', 'h.yaml:5:12 The text is empty. Write one, or leave the key out.'],
  ['name: 2026', 'h.yaml:5:11 2026 stands here, where text is expected. Put it in quotes.'],
  ['name:', 'h.yaml:5:5 Nothing stands here, where text is expected.'],
  ['heartbeat: heartbeat', 'h.yaml:5:16 "heartbeat" stands here, where a block of keys is expected.'],
  ['preset: standart', 'h.yaml:5:13 "standart" is not possible here. Did you mean standard?'],
  [
    'ids: { kind: uuid }',
    'h.yaml:5:18 "uuid" is not possible here. It is one of any, numeric, opaque, none.',
  ],
  ['replay: { badIdStatus: 99 }', 'h.yaml:5:28 A whole number from 400 to 599 is expected here.'],
  ['headers: { "a b": x }', 'h.yaml:5:16 "a b" is not the name of a header.'],
  [
    'headers: { Connection: close }',
    'h.yaml:5:16 The header "Connection" is set by the transport itself. Leave it out.',
  ],
  ['headers: { X-A: 5 }', 'h.yaml:5:21 The value of a header is text. Put it in quotes.'],
  [
    'headers: { X-A: "sekret\\n" }',
    'h.yaml:5:21 The value holds characters that no header may hold, such as a line break.',
  ],
  [
    `headers: { X-A: "\${env:LINES}" }`,
    'h.yaml:5:21 A referenced value holds characters that no header may hold, such as a line break.',
  ],
  [
    `headers: { X-A: "\${env:NOPE}" }`,
    'h.yaml:5:21 The environment variable NOPE is not set. Set NOPE in the environment that Heartline starts in.',
  ],
  [
    `headers: { X-A: "\${secret:no-pe}" }`,
    'h.yaml:5:21 There is no secret named no-pe. Set HEARTLINE_SECRET_NO_PE in the environment that Heartline starts in.',
  ],
  [
    `headers: { X-A: "\${secret:empty}" }`,
    'h.yaml:5:21 There is no secret named empty. Set HEARTLINE_SECRET_EMPTY in the environment that Heartline starts in.',
  ],
  [
    `headers: { X-A: "\${env:A B}" }`,
    `h.yaml:5:21 The name in \${env:A B} is not valid. A name has letters, digits and underscores.`,
  ],
  [
    `headers: { X-A: "\${secret:a.b}" }`,
    `h.yaml:5:21 The name in \${secret:a.b} is not valid. A name has letters, digits, dashes and underscores.`,
  ],
  [
    `headers: { X-A: "\${vault:a}" }`,
    `h.yaml:5:21 \${vault:a} is no reference that Heartline knows. Write \${env:NAME} for an environment variable, or \${secret:NAME} for a secret.`,
  ],
  [`headers: { X-A: "\${env:A" }`, `h.yaml:5:21 The reference \${env:A is not closed. Add the missing }.`],
  [
    `group: "\${env:TOKEN}"`,
    'h.yaml:5:12 A reference is not possible here. References belong in header values, URLs and proxies only.',
  ],
  [
    `headersFrom: { file: "\${env:TOKEN}" }`,
    'h.yaml:5:26 A reference is not possible here. References belong in header values, URLs and proxies only.',
  ],
  [
    'snapshotUrl: /orders',
    'h.yaml:5:18 "/orders" is not an http or https URL. Write it whole, such as https://stream.example.com/sse/orders.',
  ],
  [
    'fallback: { url: "https://h:99999/" }',
    'h.yaml:5:22 "https://h:99999/" is not a valid URL. Write it whole, such as https://stream.example.com/sse/orders.',
  ],
  [
    'proxy: socks5://u:sekret@h',
    'h.yaml:5:12 "socks5://u:***@h" is not an http or https proxy. Write it whole, such as http://proxy.example.com:3128.',
  ],
]

/** Each row: a whole file, and all that must be said about it. */
const files: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'nothing at all',
    '',
    ['h.yaml:1:1 The configuration is empty. Begin it with "version: 1", then "endpoints:".'],
  ],
  [
    'comments only',
    '# soon\n',
    ['h.yaml:1:1 The configuration is empty. Begin it with "version: 1", then "endpoints:".'],
  ],
  ['a lone text', 'hello', ['h.yaml:1:1 "hello" stands here, where a block of keys is expected.']],
  ['a list', '- id: a\n', ['h.yaml:1:1 A list stands here, where a block of keys is expected.']],
  [
    'no version',
    'endpoints: []\n',
    ['h.yaml:1:1 The key version is missing. Begin the file with "version: 1".'],
  ],
  [
    'another version',
    'version: 2\n',
    ['h.yaml:1:10 2 is not a version that this Heartline knows. Write "version: 1".'],
  ],
  [
    'a version as text',
    'version: "1"\n',
    ['h.yaml:1:10 "1" is not a version that this Heartline knows. Write "version: 1".'],
  ],
  [
    'an unknown key',
    'version: 1\nalert: []\n',
    ['h.yaml:2:1 The key "alert" is not known here. Known here: version, defaults, endpoints.'],
  ],
  [
    'endpoints that are no list',
    'version: 1\nendpoints: { a: b }\n',
    ['h.yaml:2:12 A block of keys stands here, where a list is expected.'],
  ],
  [
    'an empty item',
    'version: 1\nendpoints:\n  -\n',
    ['h.yaml:3:4 Nothing stands here, where a block of keys is expected.'],
  ],
  [
    'an endpoint without id and url',
    'version: 1\nendpoints:\n  - name: x\n',
    ['h.yaml:3:5 The key id is missing in endpoint 1.', 'h.yaml:3:5 The key url is missing in endpoint 1.'],
  ],
  [
    'an id that is a number',
    'version: 1\nendpoints: [{ id: 007, url: http://h }]\n',
    ['h.yaml:2:19 7 is not text. Put the id in quotes.'],
  ],
  [
    'an id with a space',
    'version: 1\nendpoints: [{ id: my orders, url: http://h }]\n',
    [
      'h.yaml:2:19 "my orders" cannot be an id. An id has letters, digits and dashes, 100 at most. my-orders would do.',
    ],
  ],
  [
    'an id twice',
    'version: 1\nendpoints:\n  - { id: a, url: http://h }\n  - { id: a, url: http://g }\n',
    ['h.yaml:4:11 The id "a" is used twice: endpoint 1 has it too. Give one of them another id.'],
  ],
  [
    'a URL of another scheme',
    'version: 1\nendpoints: [{ id: a, url: "ftp://h/x?token=sekret" }]\n',
    [
      'h.yaml:2:27 "ftp://h/x?token=***" is not an http or https URL. Write it whole, such as https://stream.example.com/sse/orders.',
    ],
  ],
  [
    'a URL whose variable holds none',
    `version: 1\nendpoints: [{ id: a, url: "\${env:NO_URL}/x" }]\n`,
    [
      `h.yaml:2:27 "\${env:NO_URL}/x" is not an http or https URL. Write it whole, such as https://stream.example.com/sse/orders.`,
    ],
  ],
  [
    'a URL whose variable is missing',
    `version: 1\nendpoints: [{ id: a, url: "ftp://\${env:NOPE}/x" }]\n`,
    [
      'h.yaml:2:27 The environment variable NOPE is not set. Set NOPE in the environment that Heartline starts in.',
      `h.yaml:2:27 "ftp://\${env:NOPE}/x" is not an http or https URL. Write it whole, such as https://stream.example.com/sse/orders.`,
    ],
  ],
  [
    'a URL among the defaults',
    'version: 1\ndefaults: { url: http://h, proxy: x }\n',
    [
      'h.yaml:2:13 The key "url" is not known in defaults. It belongs in each endpoint.',
      'h.yaml:2:35 "x" is not an http or https proxy. Write it whole, such as http://proxy.example.com:3128.',
    ],
  ],
  [
    'a mistake of the defaults that shows in each endpoint',
    'version: 1\ndefaults: { tls: { cert: a } }\nendpoints:\n  - { id: a, url: http://h }\n  - { id: b, url: http://h }\n',
    ['h.yaml:2:13 A client certificate needs both cert and key in tls. Add the one that is missing.'],
  ],
  [
    'a key twice, and another mistake',
    'version: 1\nversion: 1\nendpoint: []\n',
    [
      'h.yaml:2:1 The key version stands twice in the same block. Keep one of the two.',
      'h.yaml:3:1 The key "endpoint" is not known here. Did you mean endpoints?',
    ],
  ],
  [
    'tabs',
    'version: 1\nendpoints:\n\t- id: a\n',
    ['h.yaml:3:1 YAML does not allow tabs for indentation. Use spaces.'],
  ],
  [
    'an open bracket',
    'version: 1\nendpoints: [\n',
    [
      'h.yaml:3:1 This is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ].',
    ],
  ],
  [
    'two documents',
    'version: 1\n---\nversion: 1\n',
    ['h.yaml:2:1 The file holds more than one YAML document. Remove the line that begins with ---.'],
  ],
  [
    'an alias without anchor',
    'version: 1\ndefaults: *base\n',
    [
      'h.yaml:1:1 The aliases (*name) in this file cannot be followed: Unresolved alias (the anchor must be set before the alias): base. An alias needs an anchor (&name) before it, and at most 10000 are followed in all.',
    ],
  ],
  [
    'a merge key that merges no block',
    'version: 1\ndefaults:\n  <<: 5\n',
    [
      'h.yaml:1:1 A merge key (<<) in this file does not lead to a block of keys. Write <<: *name, with the anchor &name at a block.',
    ],
  ],
  [
    'a key of the prototype',
    'version: 1\n__proto__: { a: 1 }\nconstructor: 5\n',
    [
      'h.yaml:2:1 The key "__proto__" is not known here. Known here: version, defaults, endpoints.',
      'h.yaml:3:1 The key "constructor" is not known here. Known here: version, defaults, endpoints.',
    ],
  ],
]

describe('one mistake, one sentence, at its place', () => {
  it.each(lines)('%s', (line, sentence) => {
    expect(mistakesIn(endpointWith(line))).toEqual([sentence])
  })

  it.each(files)('%s', (_, text, sentences) => {
    expect(mistakesIn(text)).toEqual(sentences)
  })
})

describe('a file with mistakes', () => {
  it('tells all of them at once, in the order of the file', () => {
    const told = mistakesIn(
      endpointWith('silence: 5', 'colour: red', `group: "\${secret:x}"`, 'tags: a').concat(
        '  - id: a\n    url: gopher://h\n',
      ),
    )
    expect(told.map((text) => text.split(' ')[0])).toEqual([
      'h.yaml:5:14',
      'h.yaml:6:5',
      'h.yaml:7:12',
      'h.yaml:8:11',
      'h.yaml:9:9',
      'h.yaml:10:10',
    ])
  })

  it('never shows the value of a reference', () => {
    const text = [...lines.map(([line]) => endpointWith(line)), ...files.map(([, file]) => file)]
      .flatMap(mistakesIn)
      .join('\n')
    expect(text).not.toMatch(/sekret/)
  })

  it('names the place in the configuration too, and its hint apart', () => {
    const result = parseConfig(endpointWith('retry: { base: 1 }'), 'h.yaml')
    expect(result).toEqual({
      ok: false,
      problems: [
        {
          file: 'h.yaml',
          line: 5,
          column: 20,
          path: 'endpoints[0].retry.base',
          message: '1 is not a duration.',
          hint: 'Write 1s for seconds, or 1ms for milliseconds.',
        },
      ],
    })
  })

  it('points at a value through the alias that brought it there', () => {
    const text =
      'version: 1\ndefaults: &d { silence: 5 }\nendpoints:\n  - &e { id: a, url: http://h, retry: { base: 5 } }\n  - *e\n'
    expect(mistakesIn(text).map((problem) => problem.split(' ')[0])).toEqual([
      'h.yaml:2:25',
      'h.yaml:4:14',
      'h.yaml:4:47',
    ])
  })

  it.each([
    ['a list', 'version: 1\nendpoints: &a\n  - *a\n'],
    ['a block', 'version: 1\nendpoints:\n  - &q\n    url: https://a.example/\n    headers: *q\n'],
  ])('refuses %s that holds itself', (_, text) => {
    expect(parseText(text, 'h.yaml')).toMatchObject({
      document: null,
      problems: [{ message: expect.stringContaining('stands within its own anchor') }],
    })
  })

  it('refuses aliases that unfold into gigabytes, quickly', () => {
    const levels = Array.from(
      { length: 12 },
      (_, n) => `  l${n + 1}: &l${n + 1} [${Array(9).fill(`*l${n}`).join(', ')}]`,
    )
    const told = mistakesIn(`version: 1\ndefaults:\n  l0: &l0 [x, x]\n${levels.join('\n')}\n`)
    expect(told).toHaveLength(1)
    expect(told[0]).toMatch(/^h\.yaml:1:1 The aliases .* at most 10000 are followed in all\.$/)
  })
})
