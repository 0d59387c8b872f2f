import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Desktop, type DesktopOptions, startDesktop } from '../helpers/electron/desktop.ts'
import { type Home, makeHome, type Streams, serveStreams } from './heartline.ts'
import { until } from './stage.ts'

/** The built bundles of the desktop app on the stand-in for Electron, with real streams. */

let streams: Streams
let home: Home
const running: Desktop[] = []

beforeEach(async () => {
  streams = await serveStreams()
  home = await makeHome(
    `version: 1\nendpoints:\n  - { id: orders, name: Orders, url: ${streams.url}/orders }\n  - { id: busy, name: Busy, url: ${streams.url}/busy }\n`,
  )
})
afterEach(async () => {
  for (const desktop of running.splice(0)) await desktop.close()
  await home.remove()
  await streams.close()
})

async function start(options?: DesktopOptions, args = home.args): Promise<Desktop> {
  const desktop = await startDesktop(args, options)
  running.push(desktop)
  return desktop
}

test('the app comes up with its streams, safely, and ends in order', async () => {
  const desktop = await start()
  const page = await desktop.page()
  await page.getByText('Orders').first().waitFor()
  expect(
    await page.evaluate(() => [
      typeof require,
      typeof process,
      Object.keys(Reflect.get(window, 'heartline')).sort(),
    ]),
  ).toEqual(['undefined', 'undefined', ['close', 'copy', 'onMenu', 'open', 'send']])
  const { webPreferences, visible } = await desktop.report()
  expect(visible).toBe(true)
  expect(webPreferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
  })
  expect(desktop.complaints).toEqual([])
  desktop.signal('SIGTERM')
  expect(await desktop.ended).toBe(0)
  expect(desktop.stderr()).toBe('')
})

test('a reload, and a page whose process is killed, come back to the true state; main watched on', async () => {
  const desktop = await start()
  const row = async () => (await (await desktop.page()).locator('body').textContent()) ?? ''
  await until(row, (text) => /Live/.test(text) && text.includes('Orders'))
  const before = streams.requests('/orders')
  const page = await desktop.page()
  await page.evaluate(() => {
    location.hash = '#/endpoint/orders'
  })
  await page.reload()
  await until(row, (text) => text.includes('Orders') && !text.includes('does not answer'))
  await desktop.order({ type: 'crash' })
  await until(async () => (await desktop.page()) !== page, Boolean)
  await until(row, (text) => text.includes('Orders') && !text.includes('does not answer'))
  expect((await desktop.page()).url()).toContain('#/endpoint/orders')
  expect(streams.requests('/orders')).toBe(before)
  expect(desktop.stderr()).toMatch(/^heartline: The window's process is gone \(crashed\)/)
})

test('the menu leads the page; a second start brings the window to the front and ends', async () => {
  const desktop = await start()
  const page = await desktop.page()
  await page.getByText('Orders').first().waitFor()
  await desktop.order({ type: 'menu', label: 'Settings…' })
  await page.getByRole('heading', { name: 'Settings' }).first().waitFor()
  await desktop.order({ type: 'menu', label: 'Keyboard shortcuts' })
  await page.getByRole('dialog').waitFor()
  const second = await start()
  expect(await second.ended).toBe(0)
  expect(second.stderr()).toBe('heartline: It runs already: its window is in front now.\n')
  expect(desktop.complaints).toEqual([])
})

test('nothing leads out of the page but an https link, and that to the browser', async () => {
  const desktop = await start()
  const page = await desktop.page()
  await page.getByText('Orders').first().waitFor()
  const address = page.url()
  const isPrevented = (what: string) =>
    until(
      () => desktop.report(),
      ({ prevented }) => prevented.includes(what),
    )
  // One after the other, and not within the call: a page that is on its way elsewhere answers nothing.
  for (const url of ['https://docs.example/a', 'http://docs.example/c']) {
    await page.evaluate((to) => void setTimeout(() => window.open(to)), url)
    await isPrevented(`window ${url}`)
  }
  await page.evaluate(() => {
    setTimeout(() => {
      location.href = 'https://elsewhere.example/'
    })
  })
  const { opened } = await isPrevented('navigation https://elsewhere.example/')
  expect(opened).toEqual(['https://docs.example/a'])
  expect(page.url()).toBe(address)
  // The CSP refuses it before it is asked for, so the app is not even reached.
  await expect(page.evaluate(() => fetch('https://elsewhere.example/'))).rejects.toThrow()
  await page.evaluate(() => Reflect.get(window, 'heartline').copy('a trace id'))
  await until(
    () => desktop.report(),
    ({ copied }) => copied.includes('a trace id'),
  )
  const answers = Object.values((await desktop.order({ type: 'permissions' })) as Record<string, unknown>)
  expect(answers).toHaveLength(15)
  expect(answers.every((answer) => answer === false || answer === null)).toBe(true)
})

test('the page is served with its policy, and nothing else of the disk, however it is asked for', async () => {
  const desktop = await start()
  const page = await desktop.page()
  const statuses = await page.evaluate(async () => {
    const ask = async (path: string) => (await fetch(path)).status
    return Promise.all(
      ['/', '/..%2fmain/index.js', '/%2e%2e/main/index.js', '/assets/..%5c..%5cmain%5cindex.js', '/%00'].map(
        ask,
      ),
    )
  })
  expect(statuses).toEqual([200, 404, 404, 404, 404])
  const policy = await page.evaluate(async () => (await fetch('/')).headers.get('content-security-policy'))
  expect(policy).toContain("default-src 'none'; script-src 'self'")
})

test('a file that the page made is offered to be saved', async () => {
  const desktop = await start()
  const page = await desktop.page()
  await page.evaluate(() => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob(['version: 1']))
    link.download = 'heartline-export.yaml'
    link.click()
  })
  const { downloads } = await until(
    () => desktop.report(),
    (report) => report.downloads.length > 0,
  )
  expect(downloads).toEqual(['offered heartline-export.yaml'])
})

test('what cannot start says so in one sentence, with status 1; --check needs no window', async () => {
  await home.configure('version: 1\nendpoints: [ { id: orders, url: nowhere } ]\n')
  const desktop = await start()
  expect(await desktop.ended).toBe(1)
  expect(desktop.stderr()).toMatch(/^heartline: .*heartline\.yaml:2:\d+ .*\n$/)
  const unknown = await start({}, ['--wat'])
  expect(await unknown.ended).toBe(1)
  expect(unknown.stderr()).toMatch(/^heartline: The option --wat is not known/)
  const check = await start({}, [...home.args, '--check'])
  expect(await check.ended).toBe(1)
  expect(check.stdout()).toContain('heartline.yaml:2:')
})

test('a keychain that is none is said so before anything is stored', async () => {
  const desktop = await start({ keychain: 'basic_text' })
  const page = await desktop.page()
  await page.getByText('Orders').first().waitFor()
  await desktop.order({ type: 'menu', label: 'Settings…' })
  await page.getByText(/without real encryption/).waitFor()
  expect(desktop.complaints).toEqual([])
})

test('a window with an unsaved form asks before it closes, and stays where that is the answer', async () => {
  const desktop = await start()
  const page = await desktop.page()
  await page.evaluate(() => {
    location.hash = '#/edit/orders'
  })
  await page.getByLabel('Name', { exact: true }).fill('Half of a name')
  await desktop.order({ type: 'answer', button: 1 })
  await desktop.order({ type: 'close-window' })
  expect((await desktop.report()).boxes).toEqual([expect.stringContaining('Leave without saving?')])
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Half of a name')
  await desktop.order({ type: 'answer', button: 0 })
  await desktop.order({ type: 'close-window' })
  expect(await desktop.ended).toBe(0)
})
