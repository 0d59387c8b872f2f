import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEditor, type Editor } from '../../../src/main/config/editor/editor.ts'
import { createReferences, environmentSecrets } from '../../../src/main/config/references.ts'
import { type ConfigStore, createConfigStore } from '../../../src/main/config/store.ts'
import { systemClock } from '../../../src/main/monitor/clock.ts'
import type { Saved } from '../../../src/shared/editing.ts'

const file = `# mine
version: 1
defaults: { retry: { base: 2s } }   # for all

endpoints:
  # the first
  - id: a        # A
    url: https://h/a
    headers: { Authorization: Bearer hunter2, X-Team: ops }   # who
    retry:
      cap: 20s   # short

  # the second
  - id: b
    url: "https://u:hunter3@h/b?token=hunter4&x=1"
    tags: [ prod,  eu ]

  # the third
  - id: c   # C
    url: https://h/c
# the end
`

let folder = ''
let path = ''
let store: ConfigStore
let editor: Editor
let names = 0

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heartline-editor-'))
  path = join(folder, 'heartline.yaml')
})

afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

async function open(text: string | null = file): Promise<void> {
  if (text !== null) writeFileSync(path, text)
  const env = { HEARTLINE_SECRET_KNOWN: 'x' }
  const references = createReferences({ env, secrets: environmentSecrets(env) })
  store = await createConfigStore({ file: path, optional: text === null, references, clock: systemClock() })
  editor = createEditor({
    store,
    references,
    titleOf: (name) => `The ${name}`,
    newName: () => `name ${++names}`,
  })
}

const written = () => readFileSync(path, 'utf8')
const running = () => store.endpoints().map(({ id }) => id)

async function saveOver(id: string, change: Record<string, unknown>, keepAll = true): Promise<Saved> {
  const { fields, hidden, revision } = await editor.form(id)
  const changed = JSON.parse(JSON.stringify({ ...fields, ...change }))
  return editor.save({ id, fields: changed, keep: keepAll ? hidden : [] }, revision)
}

function undoOf(saved: Saved): string {
  if (!saved.saved) throw new Error(JSON.stringify(saved.problems))
  return saved.undo
}

describe('a form', () => {
  it('shows an endpoint as the file has it, what holds besides, and no secret', async () => {
    await open()
    const form = await editor.form('a')
    expect(form).toMatchObject({
      id: 'a',
      fields: {
        id: 'a',
        url: 'https://h/a',
        headers: { Authorization: '', 'X-Team': 'ops' },
        retry: { cap: '20s' },
      },
      hidden: [['headers', 'Authorization']],
      defaults: { retry: { base: '2s', cap: '30s', maxAttempts: 50 }, recheck: '5m', maxFrame: '1MB' },
      fileDefaults: { retry: { base: '2s' } },
      tags: ['eu', 'prod'],
    })
    expect(form.presets[0]).toEqual({ name: 'standard', title: 'The standard' })
    const other = await editor.form('b')
    expect(other.hidden).toEqual([['url']])
    expect(other.fields.url).toBe('https://u:***@h/b?token=***&x=1')
    expect(JSON.stringify([form, other])).not.toContain('hunter')
  })

  it('is empty for an endpoint to come, with or without a file', async () => {
    await open(null)
    expect(await editor.form(null)).toMatchObject({ id: null, revision: null, fields: {}, hidden: [] })
    await expect(editor.form('a')).rejects.toMatchObject({ code: 'unknown-endpoint' })
  })
})

describe('saving', () => {
  it('changes the bytes of what changed, keeps hidden secrets, and applies it', async () => {
    await open()
    expect(await saveOver('a', { retry: { cap: '25s', maxAttempts: 5 }, group: 'Shop' })).toMatchObject({
      saved: true,
      ids: ['a'],
    })
    const wanted = file.replace(
      '      cap: 20s   # short\n',
      '      cap: 25s   # short\n      maxAttempts: 5\n    group: Shop\n',
    )
    expect(written()).toBe(wanted)
    expect(store.endpoints()[0]).toMatchObject({
      group: 'Shop',
      headers: { Authorization: 'Bearer hunter2' },
    })
    await saveOver('b', { name: 'Bee' })
    expect(written()).toContain('"https://u:hunter3@h/b?token=hunter4&x=1"')
  })

  it('nothing changed is nothing written', async () => {
    await open()
    await saveOver('b', {})
    expect(written()).toBe(file)
  })

  it('a key that was cleared goes; an emptied block goes whole', async () => {
    await open()
    await saveOver('a', { retry: {}, headers: undefined }, false)
    expect(written()).toBe(
      file
        .replace('    headers: { Authorization: Bearer hunter2, X-Team: ops }   # who\n', '')
        .replace('    retry:\n      cap: 20s   # short\n', ''),
    )
  })

  it('keeps the line ends of Windows', async () => {
    await open(file.replaceAll('\n', '\r\n'))
    const saved = await saveOver('c', { name: 'See' })
    expect(written()).toBe(
      file
        .replace('    url: https://h/c\n', '    url: https://h/c\n    name: See\n')
        .replaceAll('\n', '\r\n'),
    )
    await editor.undo(undoOf(saved))
    expect(written()).toBe(file.replaceAll('\n', '\r\n'))
  })

  it('a new one gets an id and stands at the end; the first one makes the file', async () => {
    await open(null)
    const fields = { name: 'Büro, orders', url: `https://h/x?token=\${secret:known}` }
    expect(await editor.save({ id: null, fields, keep: [] }, null)).toMatchObject({ ids: ['buro-orders'] })
    expect(written()).toBe(
      `version: 1\nendpoints:\n  - id: buro-orders\n    name: Büro, orders\n    url: https://h/x?token=\${secret:known}\n`,
    )
    const other = await editor.save({ id: null, fields: { ...fields, id: '' }, keep: [] }, null)
    expect(other).toMatchObject({ ids: ['buro-orders-2'] })
    expect(running()).toEqual(['buro-orders', 'buro-orders-2'])
  })

  it('is refused where the endpoint changed by hand meanwhile, or went', async () => {
    await open()
    const form = await editor.form('c')
    const byHand = file.replace('https://h/c', 'https://h/other')
    writeFileSync(path, byHand)
    const draft = { id: 'c', fields: { ...form.fields, name: 'x' }, keep: [] }
    await expect(editor.save(draft, form.revision)).rejects.toMatchObject({ code: 'changed-meanwhile' })
    expect(written()).toBe(byHand)
    writeFileSync(path, file.replace(/ {2}- id: c.*\n.*\n/, ''))
    await expect(editor.save(draft, form.revision)).rejects.toMatchObject({ code: 'gone' })
  })

  it('minds no change by hand elsewhere in the file', async () => {
    await open()
    const form = await editor.form('c')
    writeFileSync(path, file.replace('https://h/a', 'https://h/other'))
    await editor.save({ id: 'c', fields: { ...form.fields, name: 'x' }, keep: [] }, form.revision)
    expect(written()).toContain('https://h/other')
    expect(written()).toContain('name: x')
  })

  it('is refused while the file is broken, in a sentence', async () => {
    await open()
    const form = await editor.form('c')
    writeFileSync(path, `${file}endpoints: [`)
    const sentence = /broken at the moment: mend it first/
    await expect(editor.save({ id: 'c', fields: form.fields, keep: [] }, form.revision)).rejects.toThrow(
      sentence,
    )
    await expect(editor.form('c')).rejects.toThrow(sentence)
    await expect(editor.remove(['c'])).rejects.toThrow(sentence)
    writeFileSync(path, file.replace('https://h/a', 'ftp://h'))
    await expect(saveOver('c', { name: 'x' })).rejects.toThrow(/has other mistakes.*ftp:\/\/h/)
    expect(await saveOver('a', { url: 'https://h/a' })).toMatchObject({ saved: true })
    expect(written()).toBe(file)
  })

  it.skipIf(process.platform === 'win32')('is refused where the folder cannot be written to', async () => {
    await open()
    // Who is root may write anywhere, but not below a file.
    const asRoot = process.getuid?.() === 0
    if (asRoot) {
      rmSync(folder, { recursive: true })
      writeFileSync(folder, 'a file in its place')
    } else chmodSync(folder, 0o500)
    const sentence = asRoot ? /is gone\. Put it back first/ : /cannot be written: this user may not/
    await expect(editor.remove(['c'])).rejects.toThrow(sentence)
    expect(running()).toEqual(['a', 'b', 'c'])
    if (!asRoot) chmodSync(folder, 0o700)
  })

  it('is refused where the file is gone: a new one would end all others', async () => {
    await open()
    rmSync(path)
    const draft = { id: null, fields: { url: 'https://h/new' }, keep: [] }
    await expect(editor.save(draft, null)).rejects.toThrow(/is gone\. Put it back first/)
    expect(existsSync(path)).toBe(false)
    expect(running()).toEqual(['a', 'b', 'c'])
  })

  it('keeps a byte order mark', async () => {
    await open(`\ufeff${file}`)
    await saveOver('c', { name: 'See' })
    expect(written()).toBe(
      `\ufeff${file.replace('    url: https://h/c\n', '    url: https://h/c\n    name: See\n')}`,
    )
  })

  it('of two at the same moment both stand in the file', async () => {
    await open()
    const [a, b] = [await editor.form('a'), await editor.form('b')]
    await Promise.all([
      editor.save({ id: 'a', fields: { ...a.fields, name: 'one' }, keep: a.hidden }, a.revision),
      editor.save({ id: 'b', fields: { ...b.fields, name: 'two' }, keep: b.hidden }, b.revision),
    ])
    expect(store.endpoints().map(({ name }) => name)).toEqual(['one', 'two', 'c'])
  })

  it('does not change an id, nor hand a kept secret to another endpoint', async () => {
    await open()
    expect(await saveOver('a', { id: 'z' })).toMatchObject({ saved: false, problems: [{ path: ['id'] }] })
    const draft = { id: null, fields: { url: 'https://elsewhere' }, keep: [['headers', 'Authorization']] }
    expect(await editor.save(draft, null)).toMatchObject({ saved: false })
    expect(written()).toBe(file)
  })
})

describe('a removal', () => {
  it('is one write, and comes back to the byte', async () => {
    await open()
    const saved = await editor.remove(['c', 'a'])
    expect(running()).toEqual(['b'])
    expect(written()).toContain('# the third')
    await editor.undo(undoOf(saved))
    expect(written()).toBe(file)
    expect(running()).toEqual(['a', 'b', 'c'])
    await expect(editor.undo(undoOf(saved))).rejects.toMatchObject({ code: 'cannot-undo' })
  })

  it.each([[['a']], [['b']], [['c']], [['a', 'b']], [['b', 'c']], [['a', 'c']], [['a', 'b', 'c']]])(
    'of %j comes back to its place after a change elsewhere',
    async (ids) => {
      await open()
      const saved = await editor.remove(ids)
      writeFileSync(path, written().replace('base: 2s', 'base: 3s'))
      await editor.undo(undoOf(saved))
      expect(written()).toBe(file.replace('base: 2s', 'base: 3s'))
    },
  )

  it('after another one, each comes back by itself', async () => {
    await open()
    const first = await editor.remove(['a'])
    const second = await editor.remove(['b'])
    await editor.undo(undoOf(first))
    expect(running()).toEqual(['a', 'c'])
    await editor.undo(undoOf(second))
    expect(written()).toBe(file)
  })

  it('does not come back where another has its id by now', async () => {
    await open()
    const saved = await editor.remove(['c'])
    await editor.save({ id: null, fields: { id: 'c', url: 'https://h/new' }, keep: [] }, null)
    const before = written()
    await expect(editor.undo(undoOf(saved))).rejects.toThrow(/Another endpoint has the id c by now/)
    expect(written()).toBe(before)
  })

  it('of an unknown one removes none', async () => {
    await open()
    await expect(editor.remove(['a', 'z'])).rejects.toMatchObject({ code: 'unknown-endpoint' })
    expect(written()).toBe(file)
  })
})

describe('taking back a change', () => {
  it('gives an edited endpoint its lines again, whatever changed elsewhere', async () => {
    await open()
    const saved = await saveOver('a', { retry: { maxAttempts: 3 } })
    expect(written()).not.toContain('# short')
    writeFileSync(path, written().replace('# the end', '# the very end'))
    await editor.undo(undoOf(saved))
    expect(written()).toBe(file.replace('# the end', '# the very end'))
  })

  it('is refused where the endpoint was changed again', async () => {
    await open()
    const saved = await saveOver('a', { name: 'one' })
    await saveOver('a', { name: 'two' })
    await expect(editor.undo(undoOf(saved))).rejects.toThrow(/a was changed again meanwhile/)
    expect(written()).toContain('name: two')
  })

  it('takes away what was added, unless it was changed since', async () => {
    await open()
    const saved = await editor.add([{ url: 'https://h/1' }, { url: 'https://h/2' }])
    const [first = '', second = ''] = saved.saved ? saved.ids : []
    await editor.remove([first])
    await saveOver(second, { name: 'Mine now' })
    await expect(editor.undo(undoOf(saved))).rejects.toThrow(`${second} was changed again meanwhile`)
    expect(running()).toEqual(['a', 'b', 'c', second])
    await saveOver(second, { name: undefined })
    await editor.undo(undoOf(saved))
    expect(written()).toBe(file)
  })

  it('the newest twenty changes can be taken back', async () => {
    await open()
    const undos: string[] = []
    for (let turn = 0; turn < 21; turn++) undos.push(undoOf(await saveOver('c', { name: `n${turn}` })))
    await expect(editor.undo(undos[0] ?? '')).rejects.toMatchObject({ code: 'cannot-undo' })
    for (const undo of undos.slice(1).toReversed()) await editor.undo(undo)
    expect(written()).toBe(file.replace('    url: https://h/c\n', '    url: https://h/c\n    name: n0\n'))
  })
})

describe('an import', () => {
  const thousand = Array.from({ length: 1000 }, (_, index) => ({ url: `https://host/${index}`, tags: ['x'] }))

  it('of a thousand is one write, and goes with one undo', async () => {
    await open()
    const started = performance.now()
    const saved = await editor.add(thousand)
    expect(performance.now() - started).toBeLessThan(10_000)
    expect(running()).toHaveLength(1003)
    expect(written().startsWith(file.replace('# the end\n', ''))).toBe(true)
    writeFileSync(path, written().replace('# mine', '# ours'))
    await editor.undo(undoOf(saved))
    expect(written()).toBe(file.replace('# mine', '# ours'))
  })

  it('is all or none, and says at which endpoint and field it is wrong', async () => {
    await open()
    const endpoints = [
      { url: 'https://h/1' },
      { id: 'a', url: 'ftp://h' },
      { url: 'https://h/2', silence: 5 },
    ]
    expect(await editor.add(endpoints)).toMatchObject({
      saved: false,
      problems: [
        { path: ['1', 'id'], message: 'Another endpoint has the id "a".', hint: 'a-2 is free.' },
        { path: ['1', 'url'], message: '"ftp://h" is not an http or https URL.' },
        { path: ['2', 'silence'], message: '5 is not a duration.' },
      ],
    })
    expect(written()).toBe(file)
  })
})
