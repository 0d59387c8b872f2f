import { execFile } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeAtomic } from '../../../src/main/config/edit/write.ts'
import { checkConfig } from '../../../src/main/config/load.ts'
import { createReferences, environmentSecrets } from '../../../src/main/config/references.ts'
import { type ConfigStore, createConfigStore } from '../../../src/main/config/store.ts'
import { systemClock } from '../../../src/main/monitor/clock.ts'
import { fileSystem } from '../../../src/main/replace-file.ts'

const references = createReferences({ env: {}, secrets: environmentSecrets({}) })
const one = 'version: 1\nendpoints:\n  - id: a   # first\n    url: http://h\n'
const two = `${one}  - id: b\n    url: http://h\n`

let folder = ''
let file = ''
let store: ConfigStore | null = null

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heartline-config-'))
  file = join(folder, 'heartline.yaml')
})

afterEach(() => {
  store?.close()
  store = null
  rmSync(folder, { recursive: true, force: true })
})

async function open(text: string): Promise<ConfigStore> {
  writeFileSync(file, text)
  store = await createConfigStore({ file, optional: false, references, clock: systemClock() })
  return store
}

/** Resolves with the next event of a kind; a watch that misses it fails by the test's own time limit. */
function next(of: ConfigStore, kind: 'applied' | 'problems'): Promise<void> {
  return new Promise((done) => {
    const stop = of.subscribe((event) => {
      if (event.kind !== kind) return
      stop()
      done()
    })
  })
}

const ids = (of: ConfigStore) => of.endpoints().map(({ id }) => id)

describe('--check', () => {
  it('says that nothing is wrong', async () => {
    writeFileSync(file, one)
    expect(await checkConfig(file, references)).toEqual({
      exitCode: 0,
      lines: [`${file}: no mistakes, 1 endpoint.`],
    })
  })

  it('tells each mistake on a line, files that cannot be read among them', async () => {
    mkdirSync(join(folder, 'folder.pem'))
    writeFileSync(join(folder, 'there.pem'), 'x')
    writeFileSync(
      file,
      `${one}    silence: 5\n    tls: { ca: folder.pem, cert: nowhere.pem, key: there.pem }\n`,
    )
    const { exitCode, lines } = await checkConfig(file, references)
    expect(exitCode).toBe(1)
    expect(lines).toEqual([
      `${file}:5:14 5 is not a duration. Write 5s for seconds, or 5ms for milliseconds.`,
      `${file}:6:16 The file ${folder}/folder.pem cannot be read: it is no regular file. Paths are relative to the folder of this file.`,
      `${file}:6:34 The file ${folder}/nowhere.pem cannot be read: it does not exist. Paths are relative to the folder of this file.`,
    ])
  })

  it.each([
    ['missing', () => undefined, /:1:1 The configuration file does not exist\./],
    ['a folder', () => mkdirSync(file), /:1:1 The configuration file cannot be read: it is a folder\./],
    [
      'binary',
      () => writeFileSync(file, Buffer.from([0xff, 0xfe, 0x00])),
      /cannot be read: it is not text in UTF-8\./,
    ],
    ['empty', () => writeFileSync(file, ''), /:1:1 The configuration is empty\./],
  ])('says in one sentence that the file is %s', async (_, make, sentence) => {
    make()
    const { exitCode, lines } = await checkConfig(file, references)
    expect(exitCode).toBe(1)
    expect(lines).toEqual([expect.stringMatching(sentence)])
  })
})

describe('a file that is watched', () => {
  it('is applied when it is written in place', async () => {
    const watched = await open(one)
    const applied = next(watched, 'applied')
    writeFileSync(file, two)
    await applied
    expect(ids(watched)).toEqual(['a', 'b'])
  })

  it('is applied when it is replaced, more than once', async () => {
    const watched = await open(one)
    for (const [text, wanted] of [
      [two, ['a', 'b']],
      [one, ['a']],
    ] as const) {
      const applied = next(watched, 'applied')
      writeFileSync(`${file}.new`, text)
      renameSync(`${file}.new`, file)
      await applied
      expect(ids(watched)).toEqual(wanted)
    }
  })

  it('is missed, then applied when it comes back, with its folder too', async () => {
    const watched = await open(one)
    const missed = next(watched, 'problems')
    rmSync(folder, { recursive: true })
    await missed
    expect(ids(watched)).toEqual(['a'])
    expect(watched.problems()[0]?.message).toMatch(/is gone/)
    const applied = next(watched, 'applied')
    mkdirSync(folder)
    writeFileSync(file, two)
    await applied
    expect([ids(watched), watched.problems()]).toEqual([['a', 'b'], []])
  })

  it('is applied behind a link that is turned to another folder', async () => {
    mkdirSync(join(folder, 'v1'))
    mkdirSync(join(folder, 'v2'))
    writeFileSync(join(folder, 'v1', 'h.yaml'), one)
    writeFileSync(join(folder, 'v2', 'h.yaml'), two)
    symlinkSync('v1', join(folder, 'data'))
    symlinkSync('data/h.yaml', file)
    store = await createConfigStore({ file, optional: false, references, clock: systemClock() })
    const applied = next(store, 'applied')
    symlinkSync('v2', join(folder, 'data.new'))
    renameSync(join(folder, 'data.new'), join(folder, 'data'))
    await applied
    expect(ids(store)).toEqual(['a', 'b'])
  })
})

describe('an edit of the store', () => {
  it('is written, applied, and leaves the rest of the file as it was', async () => {
    const edited = await open(one)
    await edited.edit({ kind: 'add', endpoint: { id: 'b', url: 'http://h' } })
    expect(readFileSync(file, 'utf8')).toBe(two)
    expect(ids(edited)).toEqual(['a', 'b'])
    expect(readdirSync(folder)).toEqual(['heartline.yaml'])
  })

  it('that would break the file is refused with the reason', async () => {
    const edited = await open(one)
    const change = { kind: 'add', endpoint: { id: 'b', url: 'ftp://h' } } as const
    await expect(edited.edit(change)).rejects.toThrow(
      /The change was not saved: "ftp:\/\/h" is not an http or https URL\./,
    )
    expect(readFileSync(file, 'utf8')).toBe(one)
  })

  it('makes a file where there was none', async () => {
    file = join(folder, 'new', 'heartline.yaml')
    store = await createConfigStore({ file, optional: true, references, clock: systemClock() })
    expect(readdirSync(folder)).toEqual([])
    await store.edit({ kind: 'add', endpoint: { id: 'a', url: 'http://h' } })
    expect(ids(store)).toEqual(['a'])
    expect(readFileSync(file, 'utf8')).toBe('version: 1\nendpoints:\n  - id: a\n    url: http://h\n')
  })
})

describe('an atomic write', () => {
  it('keeps the mode and the link, and leaves nothing beside it', async () => {
    const real = join(folder, 'real.yaml')
    writeFileSync(real, 'old')
    chmodSync(real, 0o640)
    symlinkSync('real.yaml', file)
    await writeAtomic(file, 'new', 'old')
    expect(readFileSync(real, 'utf8')).toBe('new')
    expect(statSync(real).mode & 0o777).toBe(0o640)
    expect(readdirSync(folder)).toEqual(['heartline.yaml', 'real.yaml'])
  })

  it('refuses when the file is not what the change began from', async () => {
    writeFileSync(file, 'other')
    for (const expected of ['old', null]) {
      await expect(writeAtomic(file, 'new', expected)).rejects.toMatchObject({ code: 'config-changed' })
    }
    await expect(writeAtomic(join(folder, 'gone'), 'new', 'old')).rejects.toMatchObject({
      code: 'config-changed',
    })
    expect(readFileSync(file, 'utf8')).toBe('other')
  })

  it('refuses when an editor saves in the middle of it', async () => {
    writeFileSync(file, 'old')
    const meddling: typeof fileSystem = {
      ...fileSystem,
      open: (...input) => {
        writeFileSync(file, 'editor')
        return fileSystem.open(...input)
      },
    }
    await expect(writeAtomic(file, 'new', 'old', meddling)).rejects.toMatchObject({ code: 'config-changed' })
    expect(readFileSync(file, 'utf8')).toBe('editor')
    expect(readdirSync(folder)).toEqual(['heartline.yaml'])
  })

  it.each([
    ['EACCES', 'this user may not read or write it'],
    ['EROFS', 'the file system is read-only'],
    ['ENOSPC', 'the disk is full'],
    ['EWEIRD', 'the system says EWEIRD'],
  ])('that the system refuses with %s says so, the old file untouched', async (code, reason) => {
    writeFileSync(file, 'old')
    const refusing: typeof fileSystem = {
      ...fileSystem,
      open: () => Promise.reject(Object.assign(new Error(code), { code })),
    }
    await expect(writeAtomic(file, 'new', 'old', refusing)).rejects.toThrow(
      `The configuration file ${file} cannot be written: ${reason}. Check the permissions of its folder; nothing was changed.`,
    )
    expect(readFileSync(file, 'utf8')).toBe('old')
  })

  it('is never seen half by a reader', async () => {
    const texts = ['a', 'b'].map((letter) => letter.repeat(200_000))
    writeFileSync(file, texts[0] ?? '')
    const watcher = `const fs=require('fs');let bad=0,n=0;const end=Date.now()+1500;while(Date.now()<end){const t=fs.readFileSync(${JSON.stringify(file)},'utf8');n++;if(t.length!==200000||t[0]!==t[199999])bad++}console.log(bad,n>10)`
    const writing = (async () => {
      for (let round = 0; round < 10; round++)
        await writeAtomic(file, texts[(round + 1) % 2] ?? '', texts[round % 2] ?? '')
    })()
    const seen = execReader(watcher)
    await writing
    expect(await seen).toBe('0 true')
  })
})

function execReader(script: string): Promise<string> {
  return new Promise((done, refuse) => {
    execFile(process.execPath, ['-e', script], (error, out) =>
      error === null ? done(out.trim()) : refuse(error),
    )
  })
}
