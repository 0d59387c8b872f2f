import { spawn } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const scripts = join(import.meta.dirname, '..', '..', '..', 'scripts')
let project: string

/** A project with the real scripts and a package `electron` without its program, as `npm ci` leaves it. */
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'heartline-electron-'))
  await mkdir(join(project, 'scripts'))
  for (const name of ['built.mjs', 'electron.mjs'])
    await copyFile(join(scripts, name), join(project, 'scripts', name))
  await mkdir(join(project, 'node_modules', 'electron'), { recursive: true })
  await writeFile(
    join(project, 'node_modules', 'electron', 'package.json'),
    '{"name":"electron","version":"1.0.0"}',
  )
})
afterEach(() => rm(project, { recursive: true, force: true }))

/** What `ensureElectron` answers with this in the place of the installer, `hours` from now. */
async function ensure(installer: string, { withinMs = 5000, hours = 0, env = {} } = {}) {
  await writeFile(join(project, 'installer.mjs'), installer)
  const code = `import { ensureElectron } from ${JSON.stringify(join(project, 'scripts', 'electron.mjs'))}
const now = () => Date.now() + ${hours * 3_600_000}
const installer = [process.execPath, ${JSON.stringify(join(project, 'installer.mjs'))}]
console.log(JSON.stringify(await ensureElectron({ installer, withinMs: ${withinMs}, now })))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text
  })
  let err = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    err += text
  })
  await new Promise((resolve) => child.once('close', resolve))
  return { ...(JSON.parse(out || '{}') as { program?: string; why?: string }), err }
}

const fetches = `import { mkdirSync, writeFileSync } from 'node:fs'
const folder = import.meta.dirname + '/node_modules/electron'
mkdirSync(folder + '/dist', { recursive: true })
writeFileSync(folder + '/dist/electron', '')
writeFileSync(folder + '/path.txt', 'electron')`

test('fetches the program once, and finds it from then on', async () => {
  const first = await ensure(fetches)
  expect(first.program).toBe(join(project, 'node_modules', 'electron', 'dist', 'electron'))
  expect(first.err).toMatch(/fetching Electron/)
  const second = await ensure('process.exit(1)')
  expect(second.program).toBe(first.program)
  expect(second.err).toBe('')
})

test('a download that fails is told by its reason, and not tried again for an hour', async () => {
  const failing = `console.error('TypeError: fetch failed\\n    at x (y:1:1)'); process.exit(1)`
  const failed = await ensure(failing)
  expect(failed.why).toMatch(/its download failed \(its server cannot be reached\)/)
  const soon = await ensure(fetches)
  expect(soon.why).toMatch(/tried again after an hour.*npx install-electron/)
  expect(soon.err).toBe('')
  expect((await ensure(fetches, { hours: 1.1 })).program).toMatch(/electron$/)
  expect(await readdir(join(project, 'out'))).toEqual([])
})

test('a download that hangs is ended, with what it started', async () => {
  const hanging = `import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
const child = spawn('sleep', ['60'])
writeFileSync(import.meta.dirname + '/pid', String(child.pid))
setInterval(() => undefined, 1000)`
  const answer = await ensure(hanging, { withinMs: 1500 })
  expect(answer.why).toMatch(/took more than 1\.5 s/)
  const { readFileSync } = await import('node:fs')
  const pid = Number(readFileSync(join(project, 'pid'), 'utf8'))
  // Ended, or waiting for a parent that reaps nobody.
  const state = () => {
    try {
      return /State:\s+(\w)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? ''
    } catch {
      return ''
    }
  }
  if (process.platform === 'linux') expect(['', 'Z', 'X']).toContain(state())
})

test('a program in a folder of its own is taken from there', async () => {
  const env = { ELECTRON_OVERRIDE_DIST_PATH: '/opt/electron' }
  expect((await ensure('process.exit(1)', { env })).program).toBe('/opt/electron/electron')
})
