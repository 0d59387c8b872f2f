import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pass } from 'node:timers/promises'
import { promisify } from 'node:util'
import { expect, it, onTestFinished, type TestContext } from 'vitest'
import { parseCommandLine } from '../../../src/main/cli.ts'
import { environmentVault } from '../../../src/main/config/secrets.ts'
import { type Heartline, openHeartline } from '../../../src/main/heartline.ts'
import { source, total } from './rig.ts'

const run = promisify(execFile)
const works = (command: string, ...args: readonly string[]) =>
  run(command, [...args]).then(
    () => true,
    () => false,
  )

const day = 86_400_000

interface Here {
  readonly folder: string
  readonly dataDir: string
  readonly file: string
  readonly said: string[]
  open(): Promise<Heartline>
}

/** A folder, and Heartlines in this process that watch one stream from it. */
async function here(dataDirOf: (folder: string) => string = (folder) => join(folder, 'data')): Promise<Here> {
  const folder = await mkdtemp(join(tmpdir(), 'heartline-disk-'))
  const dataDir = dataDirOf(folder)
  const { origin } = await source(50)
  const said: string[] = []
  const opened: Heartline[] = []
  onTestFinished(async () => {
    for (const one of opened) await one.close()
    await rm(folder, { recursive: true, force: true })
  })
  const config = join(folder, 'heartline.yaml')
  await writeFile(config, `version: 1\nendpoints:\n  - { id: a, name: A, url: "${origin}/a" }\n`)
  return {
    folder,
    dataDir,
    file: join(dataDir, 'history.db'),
    said,
    async open() {
      const line = parseCommandLine(['--config', config, '--data-dir', dataDir], {})
      if (line.kind !== 'run') throw new Error(line.kind)
      const heartline = await openHeartline(line.options, {
        mode: 'browser',
        env: {},
        home: folder,
        openVault: async () => environmentVault({}),
        reveal: null,
        isOnline: () => true,
        say: (sentence) => said.push(sentence),
      })
      opened.push(heartline)
      heartline.begin()
      await expect.poll(() => heartline.fleet.view('a')?.phase).toBe('live')
      return heartline
    },
  }
}

const troubles = ({ watching }: Heartline) => watching.view().troubles.map(({ code }) => code)

async function dayOf({ contract }: Heartline) {
  const now = Date.now()
  const range = { id: 'a', from: now - day, to: now, points: 300 }
  const answer = await contract.handlers['endpoint.chart'](range)
  if (!answer.ok) throw new Error(answer.error.message)
  return answer.value
}

const eventsNow = ({ fleet }: Heartline): number => fleet.view('a')?.counters.events ?? 0

/** The stream is watched on meanwhile; what was refused is on the disk in the end. */
async function seesOnAndCatchesUp(
  heartline: Heartline,
  { said }: Here,
  code: string,
  mend: () => Promise<unknown>,
) {
  await expect.poll(() => troubles(heartline), { timeout: 10_000 }).toEqual([code])
  const events = eventsNow(heartline)
  await pass(1500)
  expect(eventsNow(heartline)).toBeGreaterThan(events)
  expect(heartline.fleet.view('a')?.phase).toBe('live')
  expect(said.filter((sentence) => sentence.includes('What happens is held in memory'))).toHaveLength(1)
  await mend()
  await expect.poll(() => troubles(heartline), { timeout: 15_000 }).toEqual([])
  expect(said.at(-1)).toContain('is written again. It lacks nothing.')
  await pass(1200)
  expect(total((await dayOf(heartline)).events)).toBeGreaterThan(events)
}

async function readWholeAfterRestart(place: Here, heartline: Heartline) {
  await heartline.close()
  const events = eventsNow(heartline)
  const next = await place.open()
  const chart = await dayOf(next)
  expect(total(chart.events)).toBeGreaterThanOrEqual(events)
  expect(total(chart.phaseMs.unwatched)).toBeLessThan(3000)
}

/** Said in the run's output too: a test that is left out must not go unseen. */
function leaveOut(test: TestContext, why: string): never {
  console.warn(`Left out, ${test.task.name}. ${why}`)
  return test.skip(why)
}

it('goes on with a full disk, says so, and loses nothing once there is room', async (test) => {
  const place = await here()
  await mkdir(place.dataDir)
  const isSmall = await works('mount', '-t', 'tmpfs', '-o', 'size=768k', 'tmpfs', place.dataDir)
  if (!isSmall) leaveOut(test, 'No small disk can be mounted here.')
  onTestFinished(async () => {
    await run('umount', ['-l', place.dataDir])
  })
  const heartline = await place.open()
  await pass(1500)
  const filler = join(place.dataDir, 'filler')
  await works('dd', 'if=/dev/zero', `of=${filler}`, 'bs=1k')
  await seesOnAndCatchesUp(heartline, place, 'history-full', () => rm(filler))
  await readWholeAfterRestart(place, heartline)
}, 60_000)

it('goes on where its file cannot be written any more, and loses nothing once it can', async (test) => {
  const place = await here()
  const heartline = await place.open()
  await pass(1500)
  const files = (await readdir(place.dataDir)).map((name) => join(place.dataDir, name))
  if (!(await works('chattr', '+i', ...files))) leaveOut(test, 'No file can be made immutable here.')
  onTestFinished(async () => {
    await works('chattr', '-i', ...files)
  })
  const [code] = await expect
    .poll(() => troubles(heartline), { timeout: 10_000 })
    .not.toEqual([])
    .then(() => troubles(heartline))
  expect(['history-read-only', 'history-unreachable']).toContain(code)
  await seesOnAndCatchesUp(heartline, place, code ?? '', () => run('chattr', ['-i', ...files]))
  await readWholeAfterRestart(place, heartline)
}, 60_000)

it('sets a damaged file aside, says where it is, and begins a new one', async () => {
  const place = await here()
  await mkdir(place.dataDir)
  await writeFile(place.file, 'This is no database. '.repeat(500))
  const heartline = await place.open()
  expect(troubles(heartline)).toEqual(['history-damaged'])
  expect(place.said).toEqual([
    expect.stringMatching(/history\.db was damaged.*set aside as .*history\.db\.damaged-/),
  ])
  const aside = (await readdir(place.dataDir)).find((name) => name.includes('damaged')) ?? ''
  expect((await stat(join(place.dataDir, aside))).size).toBe(10_500)
  await pass(1200)
  await heartline.close()
  const next = await place.open()
  expect(troubles(next)).toEqual([])
  expect(total((await dayOf(next)).attempts.live)).toBe(2)
})

it('leaves the file of a newer version as it is, and remembers for this run', async () => {
  const place = await here()
  await mkdir(place.dataDir)
  const newer = new DatabaseSync(place.file)
  newer.exec('PRAGMA user_version = 999; CREATE TABLE of_tomorrow (x)')
  newer.close()
  const before = await stat(place.file)
  const heartline = await place.open()
  expect(troubles(heartline)).toEqual(['history-newer'])
  expect(heartline.settings.view().history.file).toBeNull()
  await pass(1200)
  expect(total((await dayOf(heartline)).attempts.live)).toBe(1)
  await heartline.close()
  const after = await stat(place.file)
  expect([after.size, after.mtimeMs]).toEqual([before.size, before.mtimeMs])
})

it('leaves the file to another Heartline that has it open, and says so', async () => {
  const place = await here()
  const first = await place.open()
  const second = await place.open()
  expect(troubles(first)).toEqual([])
  expect(troubles(second)).toEqual(['history-locked'])
  expect(place.said).toEqual([expect.stringContaining('another program has it open')])
})

it('keeps to the size that is set, and tells the settings how large it is', async () => {
  const heartline = await (await here()).open()
  const cap = 64 * 2 ** 20
  expect(await heartline.contract.handlers['settings.set']({ history: { cap } })).toMatchObject({ ok: true })
  await expect.poll(() => heartline.settings.view().history.size).toBeGreaterThan(0)
  expect(heartline.settings.view().history).toMatchObject({
    cap,
    file: expect.stringContaining('history.db'),
  })
})
