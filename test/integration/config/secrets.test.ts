import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createReferences } from '../../../src/main/config/references.ts'
import { environmentVault, type SecretVault } from '../../../src/main/config/secrets.ts'
import { createConfigStore } from '../../../src/main/config/store.ts'
import { secretHandlers } from '../../../src/main/rpc/handlers/secrets.ts'
import { createMonitor } from '../../../src/main/wiring.ts'
import { answer, hostileServer, inTurn, stream } from '../../helpers/hostile-server.ts'
import { waitUntil } from '../../helpers/wait.ts'
import { warpClock } from '../../helpers/warp-clock.ts'

/** Secrets by name on the real configuration and the real monitor. */

function memoryVault(values: Map<string, string>): SecretVault {
  return {
    writable: true,
    encrypted: true,
    sentence: 'For a test.',
    get: (name) => values.get(name) ?? null,
    howToSet: (name) => `Store ${name}.`,
    names: () => [...values.keys()],
    async set(name, value) {
      values.set(name, value)
    },
    async remove(name) {
      values.delete(name)
    },
  }
}

async function rig(text: string, vault: SecretVault) {
  const folder = await mkdtemp(join(tmpdir(), 'secrets-'))
  const file = join(folder, 'heartline.yaml')
  await writeFile(file, text)
  const clock = warpClock()
  const references = createReferences({ env: {}, secrets: vault })
  const config = await createConfigStore({ file, optional: false, references, clock })
  const monitor = createMonitor({
    clock,
    random: Math.random,
    env: {},
    config,
    references,
    stopped: { ids: new Set(), save: () => undefined, settled: () => Promise.resolve() },
  })
  monitor.begin()
  onTestFinished(async () => {
    monitor.close()
    await rm(folder, { recursive: true })
  })
  const handlers = secretHandlers({ vault, config, fleet: monitor.fleet })
  return {
    file,
    config,
    fleet: monitor.fleet,
    list: async () => handlers['secrets.list']({}),
    set: async (name: string, value: string) => handlers['secrets.set']({ name, value }),
    remove: async (name: string) => handlers['secrets.remove']({ name }),
  }
}

test('listed by name with who uses it; set and taken away, the configuration is judged at once', async () => {
  const text = `version: 1
defaults: { headers: { X-All: "\${secret:all}" } }
endpoints:
  - id: orders
    url: http://127.0.0.1:9/?token=\${secret:orders-token}
  - id: chat
    url: http://127.0.0.1:9/chat
    enabled: false
`
  const values = new Map([
    ['all', 'value-a'],
    ['orders-token', 'value-b'],
    ['spare', 'value-c'],
  ])
  const it = await rig(text, memoryVault(values))
  const list = await it.list()
  expect(list).toEqual({
    ok: true,
    value: {
      writable: true,
      encrypted: true,
      sentence: 'For a test.',
      secrets: [
        { name: 'all', isSet: true, usedBy: ['orders', 'chat'], howToSet: 'Store all.' },
        { name: 'orders-token', isSet: true, usedBy: ['orders'], howToSet: 'Store orders-token.' },
        { name: 'spare', isSet: true, usedBy: [], howToSet: 'Store spare.' },
      ],
    },
  })
  const removed = await it.remove('orders-token')
  expect(removed).toMatchObject({
    ok: true,
    value: { secrets: [{}, { name: 'orders-token', isSet: false, usedBy: ['orders'] }, {}] },
  })
  expect(it.config.problems().map(({ message }) => message)).toEqual([
    'There is no secret named orders-token.',
  ])
  const set = await it.set('orders-token', 'value-d')
  expect(it.config.problems()).toEqual([])
  expect(JSON.stringify([list, removed, set])).not.toContain('value-')
})

test('names of the file as it stands are listed, also where it is not in force', async () => {
  const it = await rig('version: 1\nendpoints: []\n', memoryVault(new Map()))
  await writeFile(
    it.file,
    `version: 1\nendpoints:\n  - id: new\n    url: https://a.example/?key=\${secret:fresh}\n`,
  )
  expect(await it.list()).toMatchObject({
    value: { secrets: [{ name: 'fresh', isSet: false, usedBy: ['new'] }] },
  })
})

test('an endpoint whose credentials were refused is tried again with the new ones', async () => {
  const server = await hostileServer({ '/': inTurn(answer(401), stream(': hi\n\n')) })
  const text = `version: 1\nendpoints:\n  - id: it\n    url: ${server.url('/')}\n    headers: { Authorization: "Bearer \${secret:token}" }\n    recheck: 0\n`
  const it = await rig(text, memoryVault(new Map([['token', 'old']])))
  await waitUntil(() => it.fleet.view('it')?.phase === 'failed')
  await it.set('token', 'new')
  await waitUntil(() => it.fleet.view('it')?.phase === 'live')
  expect(server.visits().map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new'])
})

test('browser mode stores nothing, and says which variable to set', async () => {
  const it = await rig('version: 1\nendpoints: []\n', environmentVault({}))
  expect(await it.set('orders-token', 'value')).toEqual({
    ok: false,
    error: {
      code: 'secret-refused',
      message:
        'Nothing is stored in browser mode. Set HEARTLINE_SECRET_ORDERS_TOKEN in the environment that Heartline starts in.',
      hint: '',
    },
  })
  expect(await it.remove('orders-token')).toMatchObject({ ok: false, error: { code: 'secret-refused' } })
})
