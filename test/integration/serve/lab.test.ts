import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { placeDemoConfig, startLab } from '../../../src/main/demo.ts'
import { systemClock } from '../../../src/main/monitor/clock.ts'
import { demoConfig, gatewayProgram } from '../../../src/main/places.ts'

let folder: string
const said: string[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heartline-lab-'))
  said.length = 0
})
afterEach(() => rm(folder, { recursive: true }))

const { after } = systemClock()
const start = (program: string) => startLab({ program, onEnd: (sentence) => said.push(sentence), after })

async function program(text: string): Promise<string> {
  const file = join(folder, 'program.mjs')
  await writeFile(file, text)
  return file
}

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/healthz`).then(
    (response) => response.ok,
    () => false,
  )

it('starts the lab, says where it is, and ends it in silence', async () => {
  const lab = await start(gatewayProgram)
  const { HEARTLINE_DEMO_URL: url, HEARTLINE_DEMO_DOOR: door } = lab.env
  expect(await answers(url)).toBe(true)
  expect(door).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(door).not.toBe(url)
  lab.close()
  await expect.poll(() => answers(url)).toBe(false)
  expect(said).toEqual([])
})

it('takes the lab along when the monitor is killed', async () => {
  const parent = await program(`
    import { startLab } from ${JSON.stringify(join(import.meta.dirname, '../../../src/main/demo.ts'))}
    const lab = await startLab({
      program: ${JSON.stringify(gatewayProgram)},
      onEnd() {},
      after: (ms, task) => { const timer = setTimeout(task, ms); return () => clearTimeout(timer) },
    })
    console.log(lab.env.HEARTLINE_DEMO_URL)
    setInterval(() => {}, 1000)
  `)
  const child = execFile(process.execPath, [parent])
  if (!child.stdout) throw new Error('no standard output')
  const [line] = await once(child.stdout, 'data')
  const url = String(line).trim()
  expect(await answers(url)).toBe(true)
  child.kill('SIGKILL')
  await expect.poll(() => answers(url), { timeout: 5000 }).toBe(false)
})

it('says in a sentence that the lab ended by itself', async () => {
  const lab = await start(
    await program(`
      console.log('{"ready":true,"url":"http://127.0.0.1:1","door":"http://127.0.0.1:2"}')
      setTimeout(() => process.exit(3), 50)
    `),
  )
  expect(lab.env).toEqual({
    HEARTLINE_DEMO_URL: 'http://127.0.0.1:1',
    HEARTLINE_DEMO_DOOR: 'http://127.0.0.1:2',
  })
  await expect.poll(() => said).toEqual([expect.stringContaining('ended by itself (exit status 3)')])
})

it.each([
  ['ends before it is ready', 'process.exit(7)', 'exit status 7'],
  ['cannot be read', 'this is no program', 'exit status 1'],
  [
    'says a ready line that is cut',
    `console.log('{"ready":true,"url":"http')`,
    'no JSON: {"ready":true,"url":"http',
  ],
])('refuses a lab that %s', async (_, text, why) => {
  await expect(start(await program(text))).rejects.toMatchObject({
    code: 'demo-lab',
    message: expect.stringContaining(why),
  })
  expect(said).toEqual([])
})

it('takes nothing from what the lab prints once it is ready', async () => {
  const lab = await start(
    await program(`
      console.log('{"ready":true,"url":"http://127.0.0.1:1","door":"http://127.0.0.1:2"}')
      console.log('{ no JSON')
      process.stdin.resume().on('end', () => process.exit(0))
    `),
  )
  expect(lab.env.HEARTLINE_DEMO_URL).toBe('http://127.0.0.1:1')
  lab.close()
  expect(said).toEqual([])
})

it('refuses a lab that never says a word, and ends it', async () => {
  const mute = await program('setInterval(() => {}, 1000)')
  const waits: number[] = []
  const lab = startLab({
    program: mute,
    onEnd: (sentence) => said.push(sentence),
    after(ms, task) {
      waits.push(ms)
      queueMicrotask(task)
      return () => undefined
    },
  })
  await expect(lab).rejects.toMatchObject({ message: expect.stringContaining('no word from it in 10 s') })
  expect(waits).toEqual([10_000])
})

it('puts the configuration in its place, new at each start', async () => {
  const file = join(folder, 'demo', 'heartline.yaml')
  await placeDemoConfig(demoConfig, file)
  await writeFile(file, 'edited')
  await placeDemoConfig(demoConfig, file)
  expect(await readFile(file, 'utf8')).toContain('HEARTLINE_DEMO_URL')
})
