import { describe, expect, it } from 'vitest'
import { previewImport } from '../../../../../src/main/config/imports/preview.ts'
import { createReferences } from '../../../../../src/main/config/references.ts'

const env = { HOME_URL: 'https://home.example' }

function preview(text: string, more: Partial<Parameters<typeof previewImport>[1]> = {}) {
  return previewImport(text, {
    fileTrouble: () => null,
    baseDir: '/',
    defaults: {},
    watched: [],
    secretNames: [],
    referencesWith: (found) =>
      createReferences({
        env,
        secrets: { get: (name) => found.get(name) ?? null, howToSet: () => 'Set it.' },
      }),
    ...more,
  })
}

const fieldsOf = async (text: string, more = {}) =>
  (await preview(text, more)).endpoints.map(({ fields }) => fields)

describe('a list of URLs', () => {
  it('with names before and behind, comments, bullets and CRLF', async () => {
    const text = [
      '# our streams',
      'https://a.example/sse/orders',
      'Payments\thttps://a.example/pay',
      'https://a.example/stock?ids=1,2\tStock levels',
      'Chat, https://a.example/chat',
      '- https://a.example/bullet',
      '',
      `\${env:HOME_URL}/sse`,
    ].join('\r\n')
    const { format, endpoints, problems } = await preview(text)
    expect(format).toBe('urls')
    expect(problems).toEqual([])
    expect(endpoints.map(({ fields }) => fields)).toEqual([
      { id: 'a-example-sse-orders', url: 'https://a.example/sse/orders' },
      { id: 'payments', url: 'https://a.example/pay', name: 'Payments' },
      { id: 'stock-levels', url: 'https://a.example/stock?ids=1,2', name: 'Stock levels' },
      { id: 'chat', url: 'https://a.example/chat', name: 'Chat' },
      { id: 'a-example-bullet', url: 'https://a.example/bullet' },
      { id: 'sse', url: `\${env:HOME_URL}/sse` },
    ])
    expect(endpoints.flatMap((endpoint) => endpoint.problems)).toEqual([])
  })

  it('keeps the good lines beside the wrong ones', async () => {
    const { endpoints, problems } = await preview(
      'https://a.example/1\nstream.example.com/2\nhttps://a.example/3',
    )
    expect(endpoints).toHaveLength(2)
    expect(problems).toEqual([
      {
        line: 2,
        message: 'No http or https URL stands here: "stream.example.com/2".',
        hint: 'Write it whole, with https:// before it.',
      },
    ])
  })

  it('tells what is watched already, and what stands twice', async () => {
    const watched = [{ id: 'orders', name: 'Orders', url: 'https://a.example/1' }]
    const { endpoints } = await preview(
      'orders, https://a.example/1\nhttps://a.example/2\nhttps://a.example/2',
      {
        watched,
      },
    )
    expect(endpoints.map(({ fields, remarks }) => [fields.id, remarks])).toEqual([
      ['orders-2', ['This URL is watched already, as Orders (orders).']],
      ['a-example-2', []],
      ['a-example-2-2', ['The same URL stands in line 2 too.']],
    ])
  })

  it('names secrets in URLs, one name for each value', async () => {
    const text =
      'https://me:pw1@a.example/x?token=abc&page=2\nhttps://a.example/y?token=abc\nhttps://a.example/z?token=def'
    const { endpoints } = await preview(text, { secretNames: ['A-EXAMPLE-Z-TOKEN'] })
    expect(endpoints.map(({ fields, secrets }) => [fields.url, secrets])).toEqual([
      [
        `https://me:\${secret:a-example-x-password}@a.example/x?token=\${secret:a-example-x-token}&page=2`,
        [
          { name: 'a-example-x-password', value: 'pw1' },
          { name: 'a-example-x-token', value: 'abc' },
        ],
      ],
      [
        `https://a.example/y?token=\${secret:a-example-x-token}`,
        [{ name: 'a-example-x-token', value: 'abc' }],
      ],
      [
        `https://a.example/z?token=\${secret:a-example-z-token-2}`,
        [{ name: 'a-example-z-token-2', value: 'def' }],
      ],
    ])
    expect(endpoints.flatMap(({ problems }) => problems)).toEqual([])
  })
})

describe('curl', () => {
  it('as a browser copies it: its own headers gone, the secrets named', async () => {
    const text = `curl 'https://a.example/sse' \\
  -H 'accept: text/event-stream' \\
  -H 'authorization: Bearer abc.def' \\
  -H 'cache-control: no-cache' \\
  -b 'sid=1; theme=dark' \\
  -H 'sec-ch-ua: "Chromium"' \\
  -H 'x-team: shop' --compressed -sSN`
    const { format, endpoints, problems } = await preview(text)
    expect({ format, problems }).toEqual({ format: 'curl', problems: [] })
    expect(endpoints).toEqual([
      {
        fields: {
          id: 'a-example-sse',
          url: 'https://a.example/sse',
          headers: {
            authorization: `Bearer \${secret:a-example-sse-authorization}`,
            Cookie: `\${secret:a-example-sse-cookie}`,
            'x-team': 'shop',
          },
        },
        secrets: [
          { name: 'a-example-sse-authorization', value: 'abc.def' },
          { name: 'a-example-sse-cookie', value: 'sid=1; theme=dark' },
        ],
        problems: [],
        remarks: ['Headers that a browser sends by itself were left out: sec-ch-ua.'],
      },
    ])
  })

  it('user, agent, referer, TLS, proxy, HTTP/2 and timeouts', async () => {
    const text =
      'curl -Nsu me:pw -A agent/1 -e https://ref.example -k --cacert ca.pem --cert c.pem --key k.pem -x proxy.example:3128 -U pu:pp --http2 --connect-timeout 2.5 -XGET --url a.example/x'
    expect(await fieldsOf(text)).toEqual([
      {
        id: 'a-example-x',
        url: 'http://a.example/x',
        proxy: `http://pu:\${secret:a-example-x-password}@proxy.example:3128`,
        http2: true,
        connectTimeout: '2500ms',
        headers: {
          Authorization: `Basic \${secret:a-example-x-authorization}`,
          'User-Agent': 'agent/1',
          Referer: 'https://ref.example',
        },
        tls: { insecure: true, ca: 'ca.pem', cert: 'c.pem', key: 'k.pem' },
      },
    ])
    expect((await preview(text)).endpoints[0]?.secrets).toContainEqual({
      name: 'a-example-x-authorization',
      value: Buffer.from('me:pw').toString('base64'),
    })
  })

  it('variables of the shell become references', async () => {
    const { endpoints } = await preview('curl "$HOME_URL/sse" -H "Authorization: Bearer $NO_TOKEN"')
    expect(endpoints[0]).toMatchObject({
      fields: { url: `\${env:HOME_URL}/sse`, headers: { Authorization: `Bearer \${env:NO_TOKEN}` } },
      secrets: [],
      problems: [{ path: ['headers', 'Authorization'] }],
    })
  })

  it.each([
    [
      "curl a.example -d '{}'",
      'The command sends data (POST); Heartline asks by GET, which the server may refuse.',
    ],
    [
      'curl -XDELETE a.example',
      'The command asks by DELETE; Heartline asks by GET, which the server may refuse.',
    ],
    ['curl a.example --frobnicate much', 'The option --frobnicate is not known here and was left out.'],
    ['curl a.example --resolve a:1:2', 'The option --resolve was left out: Heartline has none like it.'],
    [
      'curl a.example -b jar.txt',
      'The file of cookies (-b) was left out: write the cookie itself as a header.',
    ],
  ])('%s is said', async (text, remark) => {
    const { endpoints } = await preview(text)
    expect(endpoints).toHaveLength(1)
    expect(endpoints[0]?.remarks).toContain(remark)
  })

  it('-G puts data into the URL', async () => {
    const [fields] = await fieldsOf("curl -G a.example/x -d a=1 --data-urlencode 'b=ü 2'")
    expect(fields?.url).toBe('http://a.example/x?a=1&b=%C3%BC%202')
  })

  it('several commands, and what is none', async () => {
    const { endpoints, problems } = await preview(
      '$ A=1 curl https://a.example/1 | jq .\nexport A=1\ncurl -s\n# done\ncurl https://a.example/2 https://a.example/3',
    )
    expect(endpoints.map(({ fields }) => fields.url)).toEqual([
      'https://a.example/1',
      'https://a.example/2',
      'https://a.example/3',
    ])
    expect(problems.map(({ line, message }) => [line, message])).toEqual([
      [1, 'This is no curl command: it begins with "jq".'],
      [2, 'This is no curl command: it begins with "export".'],
      [3, 'This curl command has no URL.'],
    ])
  })

  it('a URL among commands is left out, with how to import it', async () => {
    const { problems } = await preview('https://a.example/sse\ncurl https://b.example/sse')
    expect(problems[0]).toMatchObject({
      line: 1,
      hint: expect.stringContaining('a list of URLs is imported by itself'),
    })
  })
})

describe('YAML', () => {
  it('a whole file: its defaults are merged in as the file itself does it', async () => {
    const text = `version: 1
defaults:
  group: shop
  headers: { X-Team: a, X-Other: b }
  retry: { base: 2s, cap: 20s }
endpoints:
  - id: orders
    url: https://a.example/1
    headers: { x-team: null }
    retry: { cap: 40s }
  - id: plain
    name: Plain
    url: https://a.example/2
    group: null
`
    const { format, endpoints, problems } = await preview(text, {
      watched: [{ id: 'plain', name: '', url: '' }],
    })
    expect({ format, problems }).toEqual({ format: 'yaml', problems: [] })
    expect(endpoints.map(({ fields }) => fields)).toEqual([
      {
        id: 'orders',
        url: 'https://a.example/1',
        group: 'shop',
        headers: { 'X-Other': 'b', 'x-team': null },
        retry: { base: '2s', cap: '40s' },
      },
      {
        id: 'plain-2',
        name: 'Plain',
        url: 'https://a.example/2',
        group: null,
        headers: { 'X-Team': 'a', 'X-Other': 'b' },
        retry: { base: '2s', cap: '20s' },
      },
    ])
    expect(endpoints[1]?.remarks).toEqual(['The id "plain" is taken or not valid: it becomes "plain-2".'])
  })

  it('says of an endpoint that it runs a program of this machine', async () => {
    const { endpoints } = await preview(
      'version: 1\nendpoints:\n  - { id: a, url: "https://a.example/1", headersFrom: { command: [/bin/sh, -c, x], header: A } }\n',
    )
    expect(endpoints[0]?.remarks).toEqual([
      expect.stringContaining('("/bin/sh"): import it only if you trust'),
    ])
  })

  it.each([
    ['a bare list', '- url: https://a.example/1\n- { url: https://a.example/2, name: Two }\n'],
    ['JSON', '[{"url":"https://a.example/1"},{"url":"https://a.example/2","name":"Two"}]'],
    ['a list of texts among blocks', '- url: https://a.example/1\n- https://a.example/2\n'],
  ])('%s', async (_name, text) => {
    expect((await fieldsOf(text)).map(({ url }) => url)).toEqual([
      'https://a.example/1',
      'https://a.example/2',
    ])
  })

  it('one endpoint alone', async () => {
    expect(await fieldsOf('url: https://a.example/1\nname: One\n')).toEqual([
      { id: 'one', url: 'https://a.example/1', name: 'One' },
    ])
  })

  it('mistakes stand at their fields and lines, and the rest is still offered', async () => {
    const text = `version: 1
endpoints:
  - id: one
    url: https://a.example/1
    silence: 5
  - id: broken
    url: "https://a.example/2
  - id: three
    url: https://a.example/3
  - 7
`
    const { endpoints, problems } = await preview(text)
    expect(endpoints.map(({ fields, problems: own }) => [fields.id, own.map(({ path }) => path)])).toEqual([
      ['one', [['silence']]],
      ['three', []],
    ])
    expect(problems.map(({ line }) => line)).toEqual([7, 10])
  })

  it('anchors and merge keys are followed', async () => {
    const text = 'version: 1\nx: &x { group: g }\nendpoints:\n  - <<: *x\n    url: https://a.example/1\n'
    const { endpoints, problems } = await preview(text)
    expect(endpoints[0]?.fields).toEqual({ id: 'a-example-1', group: 'g', url: 'https://a.example/1' })
    expect(problems).toEqual([
      { line: 2, message: 'The key "x" is not known here.', hint: 'It was left out.' },
    ])
  })
})

it.each([
  [
    'urls',
    Array.from({ length: 10_001 }, (_, n) => `https://a.example/sse?n=${n}&token=t${n % 7}`).join('\n'),
  ],
  [
    'curl',
    Array.from(
      { length: 10_001 },
      (_, n) => `curl -H 'Authorization: Bearer ${n}' https://a.example/${n}`,
    ).join('\n'),
  ],
  [
    'yaml',
    `version: 1\nendpoints:\n${Array.from({ length: 10_001 }, (_, n) => `  - id: e${n}\n    url: https://a.example/${n}\n    headers: { X-Team: shop }\n`).join('')}`,
  ],
  [
    'yaml',
    JSON.stringify({
      endpoints: Array.from({ length: 10_001 }, (_, n) => ({ url: `https://a.example/${n}` })),
    }),
  ],
])('ten thousand of %s: without holding other work up for long', async (format, text) => {
  let turns = 0
  let isOver = false
  const turn = (): void => {
    turns++
    if (!isOver) setImmediate(turn)
  }
  turn()
  const result = await preview(text)
  isOver = true
  expect(result.format).toBe(format)
  expect(result.endpoints).toHaveLength(10_000)
  expect(result.problems.map(({ message }) => message)).toEqual([
    'Only the first 10,000 of 10,001 endpoints are taken.',
  ])
  expect(turns).toBeGreaterThan(90)
})

describe('YAML with anchors', () => {
  it('is known as such where other keys stand above the endpoints', async () => {
    const text =
      'shared: &shared\n  group: Shop\nendpoints:\n  - <<: *shared\n    url: https://a.example/sse\n'
    const { format, endpoints } = await preview(text)
    expect(format).toBe('yaml')
    expect(endpoints.map(({ fields }) => fields)).toMatchObject([
      { url: 'https://a.example/sse', group: 'Shop' },
    ])
  })

  it('that leads to itself is a problem of the text, not a fault', async () => {
    const { endpoints, problems } = await preview('version: 1\nendpoints: &a\n  - *a\n')
    expect(endpoints).toEqual([])
    expect(problems).toMatchObject([{ message: expect.stringContaining('own anchor') }])
  })
})
