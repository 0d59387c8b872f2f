import { expect, it } from 'vitest'
import { createReferences, environmentSecrets } from '../../../../src/main/config/references.ts'
import { createDialler } from '../../../../src/main/monitor/dial.ts'
import type { EndpointSettings } from '../../../../src/shared/settings.ts'
import { endpointSettings } from '../../../helpers/endpoint-settings.ts'

const base = `\${env:BASE}`

function dialler(env: Readonly<Record<string, string>> = {}) {
  const unused = () => {
    throw new Error('nothing is read or opened here')
  }
  return createDialler({
    references: createReferences({ env, secrets: environmentSecrets(env) }),
    materials: { readHeader: unused, readPem: unused },
    proxyFor: () => null,
    open: unused,
  })
}

it('an address is made of its references', async () => {
  const settings = endpointSettings({ url: `${base}/sse` })
  const request = await dialler({ BASE: 'https://a.example' }).prepare(settings, settings.url)
  expect(request.url.href).toBe('https://a.example/sse')
})

it.each<readonly [string, Partial<EndpointSettings>, string]>([
  ['url', { url: `${base}/sse` }, `${base}/sse`],
  ['snapshotUrl', { snapshotUrl: `${base}/all` }, `${base}/all`],
  ['fallback url', { fallback: { url: `${base}/poll`, every: 1000 } }, `${base}/poll`],
  ['url', { url: `${base}/sse?token=plain-secret` }, `${base}/sse?token=***`],
])('a %s that is no address is told in a sentence, without the secret', (key, overrides, shown) => {
  const settings = endpointSettings(overrides)
  const address = overrides.snapshotUrl ?? overrides.fallback?.url ?? settings.url
  for (const BASE of ['hidden value', 'ftp://hidden-value']) {
    expect(() => dialler({ BASE }).prepare(settings, address)).toThrow(
      new Error(
        `The ${key} of the endpoint "orders", ${shown}, is no http or https address once its references are filled in. Write one such as https://stream.example.com/orders.`,
      ),
    )
  }
})

it('an address without references that is none is told too', () => {
  const settings = endpointSettings({ url: 'no address' })
  expect(() => dialler().prepare(settings, settings.url)).toThrow(
    'The url of the endpoint "orders", no address, is no http or https address. Write',
  )
})
