import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { prepareDataDir } from '../../../src/main/data-dir.ts'
import { openStopped } from '../../../src/main/stopped.ts'

let folder: string
const reports: string[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heartline-data-'))
  reports.length = 0
})
afterEach(() => rm(folder, { recursive: true }))

const open = () => openStopped(join(folder, 'stopped.json'), (sentence) => reports.push(sentence))

it('begins with none', async () => {
  expect((await open()).ids).toEqual(new Set())
  expect(reports).toEqual([])
})

it('keeps the newest set over a restart, and leaves nothing beside the file', async () => {
  const store = await open()
  store.save(['a'])
  store.save(['a', 'b'])
  store.save(['b', 'c'])
  await store.settled()
  expect((await open()).ids).toEqual(new Set(['b', 'c']))
  expect(await readdir(folder)).toEqual(['stopped.json'])
})

it.each(['{"version":1', '', '[]', '{"version":2,"stopped":[]}', '{"version":1,"stopped":[7]}'])(
  'sets a damaged file (%s) aside, says so and begins anew',
  async (text) => {
    await writeFile(join(folder, 'stopped.json'), text)
    const store = await open()
    expect(store.ids).toEqual(new Set())
    expect(reports).toEqual([expect.stringContaining('stopped.json.damaged')])
    expect(await readFile(join(folder, 'stopped.json.damaged'), 'utf8')).toBe(text)
    store.save(['a'])
    await store.settled()
    expect((await open()).ids).toEqual(new Set(['a']))
  },
)

it('says in a sentence that it cannot be kept, and goes on', async () => {
  const gone = join(folder, 'gone')
  await prepareDataDir(gone)
  const store = await openStopped(join(gone, 'stopped.json'), (sentence) => reports.push(sentence))
  await rm(gone, { recursive: true })
  store.save(['a'])
  store.save(['a', 'c'])
  await store.settled()
  expect(reports).toEqual([
    expect.stringMatching(/^Which endpoints are stopped cannot be kept in .*: it does not exist\./),
  ])
  await prepareDataDir(gone)
  store.save(['b'])
  await store.settled()
  expect(reports).toHaveLength(1)
  expect(JSON.parse(await readFile(join(gone, 'stopped.json'), 'utf8'))).toEqual({
    version: 1,
    stopped: ['b'],
  })
})

it('makes the data folder, and leaves nothing of its own in it', async () => {
  const deep = join(folder, 'a', 'b')
  await prepareDataDir(deep)
  expect(await readdir(deep)).toEqual([])
})

it('says in a sentence why a data folder cannot be written', async () => {
  await writeFile(join(folder, 'file'), '')
  await expect(prepareDataDir(join(folder, 'file', 'data'))).rejects.toMatchObject({
    code: 'data-dir',
    message: `The data folder ${join(folder, 'file', 'data')} cannot be written: a part of its path is not a folder.`,
    hint: expect.stringContaining('--data-dir'),
  })
})

it.runIf(process.platform === 'linux')(
  'says so too where a file system takes no folders at all',
  async () => {
    await expect(prepareDataDir('/proc/heartline/data')).rejects.toMatchObject({ code: 'data-dir' })
  },
)

it('says in a sentence why the file cannot be read, or a damaged one not be set aside', async () => {
  const file = join(folder, 'stopped.json')
  await mkdir(file)
  await expect(open()).rejects.toMatchObject({
    code: 'data-file',
    message: `Which endpoints are stopped cannot be read from ${file}: it is a folder.`,
  })
  await rm(file, { recursive: true })
  await writeFile(file, 'damaged')
  await mkdir(`${file}.damaged`)
  await expect(open()).rejects.toMatchObject({ code: 'data-file' })
  expect(await readFile(file, 'utf8')).toBe('damaged')
})
