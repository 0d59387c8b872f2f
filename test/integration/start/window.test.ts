import { spawn } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { windowTrouble } from '../../../scripts/display.mjs'
import { waitUntil } from '../../helpers/wait.ts'

const scripts = join(import.meta.dirname, '..', '..', '..', 'scripts')
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heartline-window-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A program that stands in for Electron's: a shell script. */
async function program(body: string): Promise<string> {
  const file = join(folder, `app-${Math.random().toString(36).slice(2)}`)
  await writeFile(file, `#!/bin/sh\n${body}\n`)
  await chmod(file, 0o755)
  return file
}

/** Runs `openWindow` in a process of its own, as the start script does. */
function open(binary: string, options: { withinMs?: number; env?: NodeJS.ProcessEnv } = {}) {
  const code = `import { openWindow } from ${JSON.stringify(join(scripts, 'window.mjs'))}
const outcome = await openWindow(process.argv[1], ['one', 'two'], { withinMs: ${options.withinMs ?? 5000} })
console.log('outcome ' + JSON.stringify(outcome))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, binary], {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said.out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said.err += text
  })
  const done = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const outcome = async () => {
    await done
    return JSON.parse(/outcome (.*)/.exec(said.out)?.[1] ?? 'null') as { code?: number; why?: string }
  }
  return { child, said, outcome }
}

const shown = `echo '{"window":true}'`

describe('the app', () => {
  test('that comes up runs until it ends, and its status is the outcome', async () => {
    const app = open(await program(`echo "got $1 $2" >&2; ${shown}; echo later >&2; exit 7`))
    expect(await app.outcome()).toEqual({ code: 7 })
    expect(app.said.err).toMatch(/got one two\nlater/)
    expect(app.said.out).not.toContain('window')
  })

  test('that only hands over to the one that runs already is no failure', async () => {
    const app = open(await program('echo "heartline: It runs already." >&2; exit 0'))
    expect(await app.outcome()).toEqual({ code: 0 })
    expect(app.said.err).toBe('heartline: It runs already.\n')
  })

  test('that says why it cannot start is believed, and nothing else is started', async () => {
    const body = `echo "[1:ERROR:bus.cc] noise" >&2; echo "heartline: heartline.yaml:3:5 Unknown key." >&2; exit 1`
    const app = open(await program(body))
    expect(await app.outcome()).toEqual({ code: 1 })
    expect(app.said.err).toBe('heartline: heartline.yaml:3:5 Unknown key.\n')
  })

  test.each([
    [
      'a missing library',
      'echo "electron: error while loading shared libraries: libnss3.so: cannot open" >&2; exit 127',
      /libnss3\.so/,
    ],
    ['a missing part', 'exit 127', /a part of its program is missing/],
    ['a crash', 'kill -SEGV $$', /ended by SIGSEGV/],
    ['root', 'echo "Running as root without --no-sandbox is not supported." >&2; kill -TRAP $$', /as root/],
    ['no sandbox', 'echo "FATAL: No usable sandbox! Update your kernel" >&2; kill -TRAP $$', /namespaces/],
    ['a display that refuses', 'echo "Missing X server or \\$DISPLAY" >&2; exit 1', /display/],
    ['any other end', 'exit 9', /ended with status 9/],
  ])('that does not come up for %s is told in one line, its own noise is not', async (_, body, why) => {
    const app = open(await program(body))
    const outcome = await app.outcome()
    expect(outcome.why).toMatch(why)
    expect(outcome.why).not.toContain('\n')
    expect(app.said.err).toBe('')
  })

  test('that is not there, or may not be run', async () => {
    expect((await open(join(folder, 'nothing')).outcome()).why).toMatch(/ENOENT/)
    const file = await program('exit 0')
    await chmod(file, 0o644)
    expect((await open(file).outcome()).why).toMatch(/may not be executed/)
  })

  test('that hangs without a window is ended', async () => {
    const app = open(await program('exec sleep 60'), { withinMs: 300 })
    expect((await app.outcome()).why).toMatch(/did not come up in 0\.3 s/)
  })

  test.each(['SIGINT', 'SIGTERM'] as const)('is told of %s, and may end in its own time', async (signal) => {
    const app = open(
      await program(
        `trap 'echo bye >&2; exit 0' INT TERM; ${shown}; echo up >&2; while :; do sleep 0.1; done`,
      ),
    )
    await waitUntil(() => app.said.err.includes('up'))
    app.child.kill(signal)
    expect(await app.outcome()).toEqual({ code: 0 })
    expect(app.said.err).toContain('bye')
  })

  test('is an app, whatever the environment of the terminal says', async () => {
    const body = `echo "node \${ELECTRON_RUN_AS_NODE-unset}" >&2; ${shown}`
    const app = open(await program(body), { env: { ELECTRON_RUN_AS_NODE: '1' } })
    await app.outcome()
    expect(app.said.err).toContain('node unset')
  })
})

describe('npm start', () => {
  test('goes on in browser mode where no window can be, and says why in one line', async () => {
    const { DISPLAY: _, WAYLAND_DISPLAY: __, ...env } = process.env
    const child = spawn(process.execPath, [join(scripts, 'start.mjs'), '--no-open', '--data-dir', folder], {
      env: { ...env, HEARTLINE_CONFIG: '', XDG_CONFIG_HOME: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const said = { out: '', err: '' }
    child.stdout.on('data', (text) => {
      said.out += text
    })
    child.stderr.on('data', (text) => {
      said.err += text
    })
    await waitUntil(
      () => said.out.includes('"ready":true'),
      15_000,
      () => JSON.stringify(said),
    )
    const why = said.err.split('\n').filter((line) => line.includes('no window'))
    expect(why).toHaveLength(1)
    expect(why[0]).toMatch(/^heartline: no window, .*(display|root).*; going on in browser mode$/)
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  })
})

describe('a window needs', () => {
  const linux = { platform: 'linux', env: {}, uid: 1000 } as const

  test('a display that is named and answers', async () => {
    expect(await windowTrouble(linux)).toMatch(/there is no display/)
    const server = createServer((socket) => socket.destroy())
    // X display N listens on port 6000 + N.
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const env = { DISPLAY: `127.0.0.1:${port - 6000}.0` }
    expect(await windowTrouble({ ...linux, env })).toBeNull()
    await new Promise((resolve) => server.close(resolve))
    expect(await windowTrouble({ ...linux, env })).toMatch(/no display answers at DISPLAY=127\.0\.0\.1/)
  })

  test('a Wayland socket as well as an X server, and a name that means something', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(join(folder, 'wayland-9'), resolve))
    const env = { WAYLAND_DISPLAY: 'wayland-9', XDG_RUNTIME_DIR: folder, DISPLAY: ':4711' }
    expect(await windowTrouble({ ...linux, env })).toBeNull()
    await new Promise((resolve) => server.close(resolve))
    expect(await windowTrouble({ ...linux, env })).toMatch(/WAYLAND_DISPLAY=wayland-9 or DISPLAY=:4711/)
    expect(await windowTrouble({ ...linux, env: { DISPLAY: 'nonsense' } })).toMatch(/DISPLAY=nonsense/)
  })

  test('a user who is not root, on Linux; other systems are not asked', async () => {
    expect(await windowTrouble({ ...linux, uid: 0 })).toMatch(/root/)
    expect(await windowTrouble({ platform: 'darwin', env: {}, uid: 0 })).toBeNull()
  })
})
