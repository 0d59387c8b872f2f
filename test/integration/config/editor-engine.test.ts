import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createEditor } from '../../../src/main/config/editor/editor.ts'
import { createReferences, environmentSecrets } from '../../../src/main/config/references.ts'
import { createConfigStore } from '../../../src/main/config/store.ts'
import { systemClock } from '../../../src/main/monitor/clock.ts'
import { createMonitor } from '../../../src/main/wiring.ts'
import { waitUntil } from '../../helpers/wait.ts'

/** The engine on a real file, and a server that counts who connects to which path. */
async function rig(ids: readonly string[]) {
  const connected = new Map<string, number>()
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    connected.set(path, (connected.get(path) ?? 0) + 1)
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(': hello\n\n')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const url = (id: string) => `http://127.0.0.1:${port}/${id}`

  const folder = mkdtempSync(join(tmpdir(), 'heartline-editing-'))
  const file = join(folder, 'heartline.yaml')
  writeFileSync(
    file,
    `version: 1\nendpoints:\n${ids.map((id) => `  - id: ${id}   # ${id}\n    url: ${url(id)}\n`).join('')}`,
  )
  const clock = systemClock()
  const references = createReferences({ env: {}, secrets: environmentSecrets({}) })
  const config = await createConfigStore({ file, optional: false, references, clock })
  let stopped: readonly string[] = []
  const { fleet, begin, close } = createMonitor({
    clock,
    random: Math.random,
    env: {},
    config,
    references,
    stopped: { ids: new Set(), save: (next) => (stopped = next), settled: () => Promise.resolve() },
  })
  let names = 0
  const editor = createEditor({
    store: config,
    references,
    titleOf: String,
    newName: () => `name ${++names}`,
  })
  onTestFinished(() => {
    close()
    server.closeAllConnections()
    server.close()
    rmSync(folder, { recursive: true })
  })
  begin()
  const live = (id: string) => waitUntil(() => fleet.view(id)?.phase === 'live')
  for (const id of ids) await live(id)
  return { editor, fleet, connected, file, url, live, stoppedIds: () => stopped }
}

test('whatever is edited, the streams of the others stay as they are', async () => {
  const { editor, fleet, connected, url, live } = await rig(['a', 'b', 'c'])
  const form = await editor.form('a')
  await editor.save({ id: 'a', fields: { ...form.fields, url: url('other') }, keep: [] }, form.revision)
  await live('a')
  const added = await editor.add([
    { id: 'n', url: url('n') },
    { id: 'm', url: url('m') },
  ])
  for (const id of ['n', 'm']) await live(id)
  const removed = await editor.remove(['c', 'm'])
  expect(fleet.view('c')).toBeNull()
  if (!removed.saved || !added.saved) throw new Error('Not saved.')
  await editor.undo(removed.undo)
  for (const id of ['c', 'm']) await live(id)
  await editor.undo(added.undo)
  expect(fleet.views().map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  expect(Object.fromEntries(connected)).toEqual({ '/a': 1, '/b': 1, '/other': 1, '/c': 2, '/n': 1, '/m': 2 })
  expect(fleet.view('b')?.counters.connections).toBe(1)
})

test('an endpoint whose name changes keeps its stream', async () => {
  const { editor, fleet, connected } = await rig(['a', 'b'])
  const form = await editor.form('a')
  await editor.save(
    { id: 'a', fields: { ...form.fields, name: 'New', group: 'g', tags: ['t'] }, keep: [] },
    form.revision,
  )
  expect(fleet.view('a')).toMatchObject({ name: 'New', group: 'g', phase: 'live' })
  expect(Object.fromEntries(connected)).toEqual({ '/a': 1, '/b': 1 })
})

test('one that the user stopped is stopped still when its removal is taken back', async () => {
  const { editor, fleet, connected, file, stoppedIds } = await rig(['a', 'b'])
  const before = readFileSync(file, 'utf8')
  fleet.stop('a')
  const removed = await editor.remove(['a', 'b'])
  if (!removed.saved) throw new Error('Not saved.')
  expect(fleet.views()).toEqual([])
  await editor.undo(removed.undo)
  expect(readFileSync(file, 'utf8')).toBe(before)
  await waitUntil(() => fleet.view('b')?.phase === 'live')
  expect(fleet.view('a')?.phase).toBe('stopped')
  expect(stoppedIds()).toEqual(['a'])
  expect(connected.get('/a')).toBe(1)
})
