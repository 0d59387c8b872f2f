import { EventEmitter } from 'node:events'
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { parseCommandLine } from '../../../src/main/cli.ts'
import { environmentVault } from '../../../src/main/config/secrets.ts'
import type { RunLab } from '../../../src/main/demo.ts'
import { type Heartline, openHeartline } from '../../../src/main/heartline.ts'

let folder: string
let config: string
const running: Heartline[] = []
const said: string[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heartline-demo-'))
  config = join(folder, 'heartline.yaml')
  await writeFile(config, own('mine'))
})
afterEach(async () => {
  for (const one of running.splice(0)) await one.close()
  await rm(folder, { recursive: true })
  said.length = 0
})

const own = (...ids: string[]) =>
  `version: 1\nendpoints:\n${ids.map((id) => `  - { id: ${id}, url: "http://127.0.0.1:9/${id}" }\n`).join('')}`

async function start(more: readonly string[] = [], runLab?: RunLab) {
  const files = more.includes('--demo') ? [] : ['--config', config]
  const line = parseCommandLine([...files, '--data-dir', join(folder, 'data'), ...more], {})
  if (line.kind !== 'run') throw new Error(line.kind)
  const heartline = await openHeartline(line.options, {
    mode: 'browser',
    env: {},
    home: folder,
    openVault: async () => environmentVault({}),
    reveal: null,
    isOnline: () => true,
    say: (sentence) => said.push(sentence),
    ...(runLab && { runLab }),
  })
  running.push(heartline)
  heartline.begin()
  const { handlers } = heartline.contract
  const ids = () => heartline.fleet.watched().map(({ id }) => id)
  const demoState = () => heartline.settings.view().demo
  return { heartline, ids, demoState, startDemo: handlers['demo.start'], endDemo: handlers['demo.end'] }
}

it('watches the lab beside the own streams, through a change of the file, and lets it go with one command', async () => {
  const { heartline, ids, demoState, startDemo, endDemo } = await start()
  const both = [startDemo({}), startDemo({})]
  expect(demoState()).toBe('starting')
  expect(await Promise.all(both)).toEqual([
    { ok: true, value: null },
    { ok: true, value: null },
  ])
  expect(demoState()).toBe('on')
  expect(ids().slice(0, 2)).toEqual(['mine', 'demo-orders'])
  expect(heartline.fleet.watched().map(({ demo }) => demo)).toEqual([
    false,
    ...ids()
      .slice(1)
      .map(() => true),
  ])
  await expect.poll(() => heartline.fleet.view('demo-orders')?.phase, { timeout: 10_000 }).toBe('live')

  // In one step, as editors save: a look in between would find it empty, and say so.
  await writeFile(`${config}.new`, own('mine', 'other'))
  await rename(`${config}.new`, config)
  await expect.poll(() => ids().slice(0, 3)).toEqual(['mine', 'other', 'demo-orders'])
  expect(heartline.fleet.view('demo-orders')?.counters.connections).toBe(1)
  expect(await readFile(config, 'utf8')).not.toContain('demo')

  heartline.fleet.stop('demo-tickets')
  heartline.fleet.stop('mine')
  expect(await endDemo({})).toEqual({ ok: true, value: null })
  expect(ids()).toEqual(['mine', 'other'])
  expect(demoState()).toBe('off')
  await heartline.close()
  expect(JSON.parse(await readFile(join(folder, 'data', 'stopped.json'), 'utf8')).stopped).toEqual(['mine'])
  expect(said).toEqual([])
})

it('leaves an own endpoint alone that has the id of a demo stream', async () => {
  await writeFile(config, own('demo-orders'))
  const { heartline, ids, startDemo } = await start()
  await startDemo({})
  expect(ids().filter((id) => id === 'demo-orders')).toHaveLength(1)
  expect(heartline.fleet.view('demo-orders')?.url).toBe('http://127.0.0.1:9/demo-orders')
})

/** A lab that is ready when told, and ends when told. */
function fakeLab() {
  const events = new EventEmitter()
  const stdout = new PassThrough()
  const ended = new Promise<string>((resolve) => events.once('end', resolve))
  let ends = 0
  const run: RunLab = () => ({
    stdout,
    ended,
    end: () => {
      ends += 1
    },
    kill: () => undefined,
  })
  return {
    run,
    ready: () => stdout.write('{"ready":true,"url":"http://127.0.0.1:1","door":"http://127.0.0.1:2"}\n'),
    die: (how: string) => events.emit('end', how),
    ends: () => ends,
  }
}

it('says that the lab ended by itself, and takes its streams away', async () => {
  const lab = fakeLab()
  const { heartline, ids, startDemo } = await start([], lab.run)
  const starting = startDemo({})
  lab.ready()
  await starting
  lab.die('signal SIGKILL')
  await expect.poll(ids).toEqual(['mine'])
  expect(heartline.settings.view()).toMatchObject({
    demo: 'off',
    demoProblem: expect.stringContaining('signal SIGKILL'),
  })
  expect(said).toEqual([expect.stringContaining('ended by itself')])
})

it('says why the lab did not start', async () => {
  const lab = fakeLab()
  const { demoState, startDemo } = await start([], lab.run)
  const starting = startDemo({})
  lab.die('exit status 1')
  expect(await starting).toMatchObject({ ok: false, error: { code: 'demo-lab' } })
  expect(demoState()).toBe('off')
})

it('is off again where the lab could not even be tried, so that it can be started anew', async () => {
  const { demoState, startDemo } = await start([], () => {
    throw new Error('no process can be made')
  })
  await expect(startDemo({})).rejects.toThrow('no process can be made')
  expect(demoState()).toBe('off')
})

it('ends a lab that nobody wants any more when it is ready', async () => {
  const lab = fakeLab()
  const { ids, demoState, startDemo, endDemo } = await start([], lab.run)
  const starting = startDemo({})
  await endDemo({})
  lab.ready()
  await starting
  expect([lab.ends(), demoState(), ids()]).toEqual([1, 'off', ['mine']])
})

it('marks all streams of --demo, and refuses to end what is all there is', async () => {
  const { heartline, demoState, startDemo, endDemo } = await start(['--demo'])
  expect(demoState()).toBe('on')
  expect(heartline.fleet.watched().every(({ demo }) => demo)).toBe(true)
  expect(await startDemo({})).toMatchObject({ ok: true })
  expect(await endDemo({})).toMatchObject({ ok: false, error: { code: 'demo-only' } })
})
