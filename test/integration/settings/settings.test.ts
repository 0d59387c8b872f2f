import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openLooked } from '../../../src/main/looked.ts'
import { keptToken } from '../../../src/main/settings/token.ts'
import { openSettings } from '../../../src/main/settings.ts'

let folder: string
let file: string
const said: string[] = []
const say = (sentence: string) => said.push(sentence)
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heartline-settings-'))
  file = join(folder, 'settings.json')
  said.length = 0
})
afterEach(() => rm(folder, { recursive: true }))

const open = (mode: 'browser' | 'desktop' = 'desktop') => openSettings(file, { mode, say })

it('keeps what is set over a restart, tells it to whoever listens, and leaves nothing beside the file', async () => {
  const store = await open()
  expect(store.view()).toMatchObject({ theme: 'system', eventRing: 200, api: { always: false, on: false } })
  const heard: string[] = []
  store.onChange(({ theme, eventRing }) => heard.push(`${theme} ${eventRing}`))
  await Promise.all([store.set({ theme: 'dark' }), store.set({ eventRing: 500 })])
  expect(heard).toEqual(['dark 200', 'dark 500'])
  expect((await open()).view()).toMatchObject({ theme: 'dark', eventRing: 500 })
  expect(await readdir(folder)).toEqual(['settings.json'])
  expect(said).toEqual([])
})

it('keeps of the local API what came of the wish, not the wish', async () => {
  const store = await open()
  store.onApi(async () => ({ on: true, port: 9100 }))
  await store.set({ api: { on: true, port: 80 } })
  expect((await open()).apiSetting()).toEqual({ on: true, port: 9100 })
})

it('refuses to switch the API of browser mode, with a sentence, and changes nothing else either', async () => {
  const store = await open('browser')
  await expect(store.set({ theme: 'dark', api: { on: false, port: 0 } })).rejects.toMatchObject({
    code: 'api-always-on',
    message: expect.stringContaining('always on'),
  })
  expect(store.view().theme).toBe('system')
})

it.each([
  '{"version":1',
  '',
  '[]',
  '{"version":1,"theme":"pink","eventRing":200,"api":{"on":false,"port":0}}',
])('sets a damaged file (%s) aside, says so and begins anew', async (text) => {
  await writeFile(file, text)
  const store = await open()
  expect(store.view().theme).toBe('system')
  expect(said).toEqual([expect.stringContaining('settings.json.damaged')])
  expect(await readFile(`${file}.damaged`, 'utf8')).toBe(text)
  await store.set({ theme: 'light' })
  expect((await open()).view().theme).toBe('light')
})

it('holds for this run what cannot be kept, and says so', async () => {
  const gone = join(folder, 'gone')
  await mkdir(gone)
  file = join(gone, 'settings.json')
  const store = await open()
  await rm(gone, { recursive: true })
  await expect(store.set({ theme: 'dark' })).rejects.toMatchObject({
    code: 'settings-unwritable',
    message: `The change holds until Heartline ends, but it cannot be kept in ${file}: it does not exist.`,
  })
  expect(store.view().theme).toBe('dark')
  expect(said).toHaveLength(1)
})

it('says in a sentence why the file cannot be read', async () => {
  await mkdir(file)
  await expect(open()).rejects.toMatchObject({
    code: 'data-file',
    message: `The settings cannot be read from ${file}: it is a folder.`,
  })
})

it('remembers when the person last looked away', async () => {
  const place = join(folder, 'looked.json')
  const looked = await openLooked(place, say)
  expect(looked.at()).toBeNull()
  expect(await looked.save(1_763_640_000_000)).toBeNull()
  expect((await openLooked(place, say)).at()).toBe(1_763_640_000_000)
})

it('keeps one token over restarts, for this user only, and replaces what is none', async () => {
  const place = join(folder, 'api-token')
  const token = await keptToken(place, say)
  expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  expect(await keptToken(place, say)).toBe(token)
  expect((await stat(place)).mode & 0o777).toBe(0o600)
  expect(said).toEqual([])
  await writeFile(place, 'two words')
  expect(await keptToken(place, say)).not.toBe(token)
  expect(said).toEqual([expect.stringContaining('held no token')])
})

it('goes on with a token for this run where none can be kept', async () => {
  const place = join(folder, 'missing', 'api-token')
  const token = await keptToken(place, say)
  expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  expect(said).toEqual([expect.stringMatching(/cannot be kept in .*it does not exist.*another one after/)])
})
