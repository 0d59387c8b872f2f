import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { parseCommandLine } from '../../../src/main/cli.ts'
import { environmentVault } from '../../../src/main/config/secrets.ts'
import { type Heartline, openHeartline } from '../../../src/main/heartline.ts'

/** The program as the desktop app puts it together, without its window. */

let folder: string
const running: Heartline[] = []
const revealed: string[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heartline-desktop-'))
})
afterEach(async () => {
  for (const one of running.splice(0)) await one.close()
  await rm(folder, { recursive: true })
  revealed.length = 0
})

async function start(more: readonly string[] = [], mode: 'desktop' | 'browser' = 'desktop') {
  const line = parseCommandLine(['--data-dir', join(folder, 'data'), ...more], {})
  if (line.kind !== 'run') throw new Error(line.kind)
  const heartline = await openHeartline(line.options, {
    mode,
    env: {},
    home: folder,
    openVault: async () => environmentVault({}),
    reveal: mode === 'desktop' ? (path) => revealed.push(path) : null,
    isOnline: () => true,
    say: (sentence) => expect.fail(sentence),
  })
  running.push(heartline)
  heartline.begin()
  return { heartline, ...heartline.contract, api: () => heartline.settings.view().api }
}

const ask = (url: string | null, token: string | null) =>
  fetch(`${url}/endpoints`, { headers: { Authorization: `Bearer ${token}` } }).then(({ status }) => status)

it('has no API until it is switched on, and then the same one with the same token after a restart', async () => {
  const first = await start()
  await expect.poll(() => first.api().token).not.toBeNull()
  expect(first.api()).toMatchObject({ always: false, on: false, url: null })
  await first.handlers['settings.set']({ api: { on: true, port: 0 } })
  const { url, token } = first.api()
  expect(await ask(url, token)).toBe(200)
  expect(await ask(url, 'another')).toBe(401)
  expect((await readFile(join(folder, 'data', 'api-token'), 'utf8')).trim()).toBe(token)
  expect((await stat(join(folder, 'data', 'settings.json'))).mode & 0o777).toBe(0o600)
  const port = Number(new URL(url ?? '').port)
  await first.handlers['settings.set']({ api: { on: true, port } })
  expect(first.api().url).toBe(url)
  await first.heartline.close()

  const second = await start()
  await expect.poll(() => second.api().url).toBe(url)
  expect(await ask(url, token)).toBe(200)
})

it('takes the token and, for this run, the port of the command line', async () => {
  const first = await start()
  await first.handlers['settings.set']({ api: { on: true, port: 0 } })
  const port = Number(new URL(first.api().url ?? '').port)
  await first.heartline.close()
  const second = await start(['--port', String(port), '--token', 'a-token-of-mine'])
  await expect.poll(() => second.api().url).toBe(`http://127.0.0.1:${port}/api`)
  expect(await ask(second.api().url, 'a-token-of-mine')).toBe(200)
  await second.handlers['settings.set']({ theme: 'dark' })
  await second.heartline.close()
  const third = await start()
  await expect.poll(() => third.api().url).not.toBeNull()
  expect(third.api().port).toBe(0)
})

it('remembers over a restart when one last looked away', async () => {
  const first = await start()
  const info = async ({ handlers }: typeof first) => {
    const result = await handlers['app.info']({})
    return result.ok ? result.value : expect.fail(result.error.message)
  }
  expect((await info(first)).lookedAt).toBeNull()
  const before = Date.now()
  await first.handlers['app.looked']({})
  await first.heartline.close()
  expect((await info(await start())).lookedAt).toBeGreaterThanOrEqual(before)
})

it('shows what is there in the file manager, and says that a browser cannot', async () => {
  const { heartline, handlers } = await start()
  await handlers['app.reveal']({ what: 'data' })
  await handlers['app.reveal']({ what: 'config' })
  expect(revealed[0]).toBe(join(folder, 'data'))
  // There is no configuration yet: the nearest folder that there is.
  expect(revealed[1]).toBe(folder)
  await heartline.close()
  const browser = await start([], 'browser')
  expect(await browser.handlers['app.reveal']({ what: 'data' })).toMatchObject({
    ok: false,
    error: { code: 'no-file-manager' },
  })
})
