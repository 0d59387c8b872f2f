import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Keychain, openSecrets } from '../../../../src/main/desktop/secrets.ts'

let folder: string
let file: string
const said: string[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heartline-secrets-'))
  file = join(folder, 'secrets.json')
  said.length = 0
})
afterEach(() => rm(folder, { recursive: true }))

function keychain(change: Partial<Keychain> = {}): Keychain {
  return {
    isAsyncEncryptionAvailable: async () => true,
    getSelectedStorageBackend: () => 'gnome_libsecret',
    encryptStringAsync: async (text) => Buffer.from(`locked ${[...text].reverse().join('')}`),
    decryptStringAsync: async (locked) => ({
      result: [...locked.toString().slice('locked '.length)].reverse().join(''),
      shouldReEncrypt: false,
    }),
    ...change,
  }
}

const open = (change?: Partial<Keychain>) =>
  openSecrets(file, { keychain: keychain(change), platform: 'linux', say: (sentence) => said.push(sentence) })

const refuse = () => Promise.reject(new Error('locked'))

it('keeps a secret over a restart, encrypted, for this user alone', async () => {
  const vault = await open()
  await vault.set('token', 'hush')
  expect(vault.get('token')).toBe('hush')
  expect(await readFile(file, 'utf8')).not.toContain('hush')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const again = await open()
  expect(again.names()).toEqual(['token'])
  expect(again.get('token')).toBe('hush')
  await again.remove('token')
  expect((await open()).names()).toEqual([])
})

it('loses none of two that are set at once', async () => {
  const vault = await open()
  await Promise.all([vault.set('a', '1'), vault.set('b', '2')])
  expect((await open()).names()).toEqual(['a', 'b'])
})

it('says so where the system has no real encryption, before anything is stored', async () => {
  const vault = await open({ getSelectedStorageBackend: () => 'basic_text' })
  expect(vault).toMatchObject({ writable: true, encrypted: false })
  expect(vault.sentence).toContain('without real encryption')
})

it('claims no encryption of a place that it does not know', async () => {
  const vault = await open({ getSelectedStorageBackend: () => 'unknown' })
  expect(vault).toMatchObject({ writable: true, encrypted: false })
  expect(vault.sentence).toContain('not known how this system protects secrets')
})

it('loses nothing when the keychain refuses a new value, and tells why without the value', async () => {
  await (await open()).set('token', 'first')
  const before = await readFile(file, 'utf8')
  const vault = await open({ encryptStringAsync: refuse })
  const error = await vault.set('token', 'second').catch((refused: Error) => refused)
  expect(String(error)).toMatch(/keychain did not take the secret token \(locked\)/)
  expect(String(error)).not.toContain('second')
  expect(vault.get('token')).toBe('first')
  expect(await readFile(file, 'utf8')).toBe(before)
})

it('keeps in the file what the keychain does not give back, and says it', async () => {
  await (await open()).set('token', 'first')
  const before = await readFile(file, 'utf8')
  const vault = await open({ decryptStringAsync: refuse })
  expect(vault.get('token')).toBeNull()
  expect(vault.names()).toEqual(['token'])
  expect(vault.howToSet('token')).toContain('does not give token back (locked)')
  expect(said[0]).toMatch(/does not give back the secret token/)
  expect(await readFile(file, 'utf8')).toBe(before)
})

it('encrypts anew what was encrypted with a key that was changed', async () => {
  await (await open()).set('token', 'first')
  const vault = await open({
    encryptStringAsync: async () => Buffer.from('locked anew'),
    decryptStringAsync: async () => ({ result: 'first', shouldReEncrypt: true }),
  })
  expect(vault.get('token')).toBe('first')
  expect(await readFile(file, 'utf8')).toContain(Buffer.from('locked anew').toString('base64'))
})

it('sets a damaged file aside, and says so', async () => {
  await writeFile(file, '{')
  expect((await open()).names()).toEqual([])
  expect(said[0]).toContain('secrets.json.damaged')
  expect(await readFile(`${file}.damaged`, 'utf8')).toBe('{')
})

it('stores nothing where the keychain does not answer', async () => {
  const vault = await open({ isAsyncEncryptionAvailable: async () => false })
  expect(vault.writable).toBe(false)
  await expect(vault.set('token', 'x')).rejects.toThrow('Nothing can be stored')
})
