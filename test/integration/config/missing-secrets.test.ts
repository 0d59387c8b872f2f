import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createEditor } from '../../../src/main/config/editor/editor.ts'
import { checkConfig } from '../../../src/main/config/load.ts'
import { createReferences } from '../../../src/main/config/references.ts'
import type { SecretVault } from '../../../src/main/config/secrets.ts'
import { createConfigStore } from '../../../src/main/config/store.ts'
import { openSecrets } from '../../../src/main/desktop/secrets.ts'
import { secretHandlers } from '../../../src/main/rpc/handlers/secrets.ts'
import { createMonitor } from '../../../src/main/wiring.ts'
import { hostileServer, stream } from '../../helpers/hostile-server.ts'
import { waitUntil } from '../../helpers/wait.ts'
import { warpClock } from '../../helpers/warp-clock.ts'

/** What a secret without a value holds back: its own endpoint, and nothing else. Real files, the real monitor. */

const keychain = {
  isAsyncEncryptionAvailable: async () => true,
  encryptStringAsync: async (text: string) => Buffer.from(text),
  decryptStringAsync: async (sealed: Buffer) => ({ result: sealed.toString(), shouldReEncrypt: false }),
  getSelectedStorageBackend: () => 'gnome_libsecret' as const,
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'missing-secrets-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

const openVault = (folder: string, chain = keychain): Promise<SecretVault> =>
  openSecrets(join(folder, 'secrets.json'), { keychain: chain, platform: 'linux', say: () => undefined })

async function rig(folder: string, vault: SecretVault) {
  const file = join(folder, 'heartline.yaml')
  const clock = warpClock()
  const references = createReferences({ env: {}, secrets: vault })
  const config = await createConfigStore({ file, optional: false, references, clock })
  const { fleet, notices, begin, close } = createMonitor({
    clock,
    random: Math.random,
    env: {},
    config,
    references,
    stopped: { ids: new Set(), save: () => undefined, settled: () => Promise.resolve() },
  })
  onTestFinished(close)
  const editor = createEditor({ store: config, references, titleOf: String, newName: () => 'a name' })
  const secrets = secretHandlers({ vault, config, fleet })
  begin()
  return {
    fleet,
    notices,
    config,
    editor,
    check: () => checkConfig(file, references),
    set: async (name: string, value: string) => secrets['secrets.set']({ name, value }),
    text: () => readFile(file, 'utf8'),
    phase: (id: string, phase: string) => waitUntil(() => fleet.view(id)?.phase === phase),
  }
}

const header = (name: string) => `headers: { Authorization: "Bearer \${secret:${name}}" }`

test('at the start its endpoint fails at once, the others run, and it recovers when the secret is set', async () => {
  const server = await hostileServer({ '/': stream(': hi\n\n') })
  const folder = await newFolder()
  const url = server.url('/')
  await writeFile(
    join(folder, 'heartline.yaml'),
    `version: 1\nendpoints:\n  - { id: open, url: ${url} }\n  - id: locked\n    url: ${url}\n    ${header('token')}\n    recheck: 0\n`,
  )
  const it = await rig(folder, await openVault(folder))
  await it.phase('open', 'live')
  await it.phase('locked', 'failed')
  expect(it.fleet.view('locked')?.failure).toMatchObject({
    kind: 'credentials',
    terminal: true,
    message: 'There is no secret named token. Set token under Settings, Secrets.',
  })
  expect(it.notices.current()).toEqual([
    {
      file: join(folder, 'heartline.yaml'),
      line: 6,
      column: 31,
      message: 'There is no secret named token.',
      hint: 'Set token under Settings, Secrets.',
      blocking: false,
    },
  ])
  expect(await it.check()).toMatchObject({
    exitCode: 1,
    lines: [expect.stringContaining('heartline.yaml:6:31 There is no secret named token.')],
  })
  await it.set('token', 'value')
  await it.phase('locked', 'live')
  expect(it.notices.current()).toEqual([])
  expect(await it.check()).toMatchObject({ exitCode: 0 })
  expect(server.visits().map(({ headers }) => headers.authorization)).toEqual([undefined, 'Bearer value'])
  expect(it.fleet.view('open')?.counters.connections).toBe(1)
})

test('a change by hand, a form and an import go through, and each says what is missing', async () => {
  const server = await hostileServer({ '/': stream(': hi\n\n') })
  const folder = await newFolder()
  const url = server.url('/')
  const one = `version: 1\nendpoints:\n  - id: a\n    url: ${url}\n`
  await writeFile(join(folder, 'heartline.yaml'), one)
  const it = await rig(folder, await openVault(folder))
  await it.phase('a', 'live')

  await writeFile(
    join(folder, 'heartline.yaml'),
    `${one}  - id: b\n    url: ${url}\n    ${header('by-hand')}\n`,
  )
  await it.config.reload()
  await it.phase('b', 'failed')

  const fields = { id: 'c', url, headers: { Authorization: `Bearer \${secret:typed}` } }
  const draft = { id: null, fields, keep: [] }
  expect(await it.editor.check(draft)).toEqual([
    {
      path: ['headers', 'Authorization'],
      message: 'There is no secret named typed.',
      hint: 'Set typed under Settings, Secrets.',
      blocking: false,
    },
  ])
  expect(await it.editor.save(draft, null)).toMatchObject({ saved: true, ids: ['c'] })
  await it.phase('c', 'failed')

  const imported = await it.editor.add([{ id: 'd', url: `${url}?token=\${secret:imported}` }])
  expect(imported).toMatchObject({ saved: true, ids: ['d'] })
  await it.phase('d', 'failed')
  expect(it.notices.current().map(({ message }) => message)).toEqual([
    'There is no secret named by-hand.',
    'There is no secret named typed.',
    'There is no secret named imported.',
  ])
  expect(await it.text()).toContain(`token=\${secret:imported}`)
  expect(it.fleet.view('a')?.counters.connections).toBe(1)
})

test('beside a missing secret every other mistake is still one', async () => {
  const folder = await newFolder()
  const file = join(folder, 'heartline.yaml')
  const it = (line: string) =>
    writeFile(
      file,
      `version: 1\nendpoints:\n  - id: a\n    url: https://h/\n    ${header('x')}\n    ${line}\n`,
    )
  const vault = await openVault(folder)
  for (const line of [
    `proxy: "http://\${env:NOPE}"`,
    `snapshotUrl: "https://h/\${secret:a.b}"`,
    'silence: 5',
  ]) {
    await it(line)
    await expect(rig(folder, vault)).rejects.toMatchObject({ code: 'config-broken' })
  }
  await it('silence: 5s')
  const { config, editor } = await rig(folder, vault)
  const wrong = { id: null, fields: { url: 'ftp://h', headers: { A: `\${secret:x}` } }, keep: [] }
  expect(await editor.save(wrong, null)).toMatchObject({ saved: false, problems: [{}, { blocking: false }] })
  expect(config.endpoints()).toHaveLength(1)
})

test('a stored value that fits no header holds back its endpoint alone, after a restart too', async () => {
  const server = await hostileServer({ '/': stream(': hi\n\n') })
  const folder = await newFolder()
  await writeFile(
    join(folder, 'heartline.yaml'),
    `version: 1\nendpoints:\n  - id: a\n    url: ${server.url('/')}\n    ${header('token')}\n`,
  )
  await (await openVault(folder)).set('token', 'two\nlines')
  const it = await rig(folder, await openVault(folder))
  await waitUntil(() => it.fleet.view('a')?.failure !== null)
  expect(it.notices.current()).toMatchObject([{ line: 5, blocking: false }])
  await it.set('token', 'one line')
  await it.phase('a', 'live')
  expect(it.notices.current()).toEqual([])
})

test.each([
  ['refuses', { decryptStringAsync: () => Promise.reject(new Error('locked')) }],
  ['is not there', { isAsyncEncryptionAvailable: () => Promise.reject(new Error('no bus')) }],
])('a keychain that %s ends nothing', async (_, trouble) => {
  const server = await hostileServer({ '/': stream(': hi\n\n') })
  const folder = await newFolder()
  const url = server.url('/')
  await writeFile(
    join(folder, 'heartline.yaml'),
    `version: 1\nendpoints:\n  - { id: open, url: ${url} }\n  - id: locked\n    url: ${url}\n    ${header('token')}\n`,
  )
  await (await openVault(folder)).set('token', 'value')
  const refusing = { ...keychain, decryptStringAsync: () => Promise.reject(new Error('locked')), ...trouble }
  const it = await rig(folder, await openVault(folder, refusing))
  await it.phase('open', 'live')
  await it.phase('locked', 'failed')
  expect(it.fleet.view('locked')?.failure?.message).toMatch(/^There is no secret named token\. The keychain/)
})
