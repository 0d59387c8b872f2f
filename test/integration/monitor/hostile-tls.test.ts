import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { engine } from '../../helpers/engine.ts'
import { hostileServer, stream } from '../../helpers/hostile-server.ts'

/** Certificates: what they say stops an endpoint at once, and what mends it. */

const folder = fileURLToPath(new URL('../connection/certificates/', import.meta.url))
const pem = (name: string) => readFileSync(folder + name, 'utf8')
const pair = (name: string) => ({ cert: pem(`${name}.pem`), key: pem(`${name}.key`) })
const behaviours = { '/': stream('data: x\n\n') }

test.each([
  ['of an own authority', 'server', {}, /issuer is not known/],
  ['that has expired', 'expired', { ca: 'ca.pem' }, /expired/],
  ['for another name', 'other', { ca: 'ca.pem' }, /another host name/],
] as const)('a certificate %s: failed at once, with its reason', async (_name, certificate, tls, reason) => {
  const server = await hostileServer(behaviours, pair(certificate))
  const it = engine({ url: server.url('/'), tls }, { baseDir: folder })
  const failed = await it.phase('failed')
  expect(failed).toMatchObject({
    attempt: 1,
    failure: { kind: 'certificate', terminal: true, status: null },
    counters: { attempts: 1, connections: 0 },
  })
  expect(failed.failure?.message).toMatch(reason)
  expect(server.visits()).toHaveLength(0)
})

test('tls.ca mends it, while it runs, without a retry by hand', async () => {
  const server = await hostileServer(behaviours, pair('server'))
  const it = engine({ url: server.url('/') }, { baseDir: folder })
  await it.phase('failed')
  it.rewrite([{ url: server.url('/'), tls: { ca: 'ca.pem' } }])
  await it.hurry()
  await it.phase('live')
  expect(it.detail().facts.timing.tls).toBeGreaterThan(0)
})

test('tls.insecure takes any', async () => {
  const server = await hostileServer(behaviours, pair('expired'))
  const it = engine({ url: server.url('/'), tls: { insecure: true } }, { baseDir: folder })
  await it.phase('live')
})
