import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { exportConfig } from '../../../../src/main/config/export.ts'
import { previewImport } from '../../../../src/main/config/imports/preview.ts'
import { parseConfig } from '../../../../src/main/config/parse.ts'
import { createReferences } from '../../../../src/main/config/references.ts'

const file = `# Our streams.
# yaml-language-server: $schema=../schema.json
version: 1
# For all of them.
defaults:
  retry: { base: 2s } # calmer
  headers: { X-Team: shop, X-Api-Key: key-of-all }
endpoints:
  # The important one.
  - id: orders
    url: https://user:pass-word@a.example/orders?token=url-secret&page=2
    headers:
      Authorization: Bearer \${secret:orders-token} # rotated in May
      # Authorization: Bearer old-token
  # About payments.
  - id: payments
    name: "Payments: cards"
    group: europe
    url: https://a.example/payments
    headers: { Authorization: "Bearer written-out" }
  - id: chat
    url: \${env:CHAT}/sse
    tags: [a, b]
    silence: null
# The end.
`

const env = { CHAT: 'https://chat.example' }
const values = new Map([['orders-token', 'tt']])
const referencesTo = (found: ReadonlyMap<string, string>) =>
  createReferences({
    env,
    secrets: { get: (name) => values.get(name) ?? found.get(name) ?? null, howToSet: () => '' },
  })

function settingsOf(text: string, secrets: ReadonlyMap<string, string> = new Map()) {
  const references = referencesTo(secrets)
  const result = parseConfig(text, 'heartline.yaml', { references })
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.endpoints.map((settings) => ({
    ...settings,
    url: references.resolve(settings.url),
    headers: Object.fromEntries(
      Object.entries(settings.headers).map(([name, value]) => [name, references.resolve(value)]),
    ),
  }))
}

describe('exportConfig', () => {
  it('keeps what is written about an endpoint, and names what was secret', () => {
    expect(
      exportConfig(file, new Set(['payments', 'chat']), []),
    ).toBe(`# yaml-language-server: $schema=../schema.json
#
# Secrets that were written out are left out. Before this is used, set:
#   defaults-x-api-key (defaults)
#   payments-authorization (payments)
version: 1
# For all of them.
defaults:
  retry: { base: 2s } # calmer
  headers: { X-Team: shop, X-Api-Key: "\${secret:defaults-x-api-key}" }
endpoints:
  # About payments.
  - id: payments
    name: "Payments: cards"
    group: europe
    url: https://a.example/payments
    headers: { Authorization: "Bearer \${secret:payments-authorization}" }
  - id: chat
    url: \${env:CHAT}/sse
    tags: [a, b]
    silence: null
`)
  })

  it('no secret is left anywhere, not even in a comment', () => {
    const text = exportConfig(file, null, ['ORDERS-PASSWORD'])
    expect(text).not.toMatch(/pass-word|url-secret|old-token|written-out|key-of-all/)
    expect(text).toContain(
      `https://user:\${secret:orders-password-2}@a.example/orders?token=\${secret:orders-token-2}&page=2`,
    )
    expect(text).toContain('# The important one.')
    expect(text).toContain(`\${secret:orders-token} # rotated in May`)
    expect(text).toContain('# Authorization: ***')
  })

  it('imported again it gives the same endpoints', async () => {
    const preview = await previewImport(exportConfig(file, null, ['orders-token']), {
      fileTrouble: () => null,
      baseDir: '/',
      defaults: {},
      watched: [],
      secretNames: [],
      referencesWith: referencesTo,
    })
    const secrets = new Map([
      ['orders-password', 'pass-word'],
      ['orders-token-2', 'url-secret'],
      ['payments-authorization', 'written-out'],
      ['defaults-x-api-key', 'key-of-all'],
    ])
    const again = stringify({ version: 1, endpoints: preview.endpoints.map(({ fields }) => fields) })
    expect(preview.problems).toEqual([])
    expect(settingsOf(again, secrets)).toEqual(settingsOf(file))
  })

  it('anchors are followed, in block and flow style', () => {
    const text =
      'version: 1\nendpoints:\n  - { id: one, url: "https://a.example/1", retry: &r { base: 2s } }\n  - id: two\n    url: https://a.example/2\n    retry: *r\n'
    expect(exportConfig(text, new Set(['two']), [])).toContain(
      'endpoints:\n  - id: two\n    url: https://a.example/2\n    retry:\n      base: 2s\n',
    )
    const flow = 'version: 1\nendpoints: [{ id: one, url: "https://a.example/?token=abcd" }]\n'
    expect(exportConfig(flow, null, [])).toContain(`url: "https://a.example/?token=\${secret:one-token}"`)
  })

  it('nothing to export', () => {
    const nothing =
      '# yaml-language-server: $schema=PATH/TO/heartline.schema.json\nversion: 1\nendpoints: []\n'
    expect(exportConfig('', null, [])).toBe(nothing)
    expect(exportConfig('version: 1\nendpoints:\n', null, [])).toBe(nothing)
    expect(exportConfig(file, new Set(['other']), [])).toMatch(/endpoints: \[\]\n$/)
    expect(() => exportConfig('a: [', null, [])).toThrow('not valid YAML')
  })
})
