import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'
import { type Home, makeHome, type Streams, serveStreams } from './heartline.ts'
import { type Host, hosts, type Shown } from './hosts.ts'
import { rowOf, until } from './stage.ts'

/**
 * What people do with Heartline, from its first start on, in both of its ways. One program serves all tests of a way,
 * in their order: each goes on where the one before ended.
 */

let browser: Browser
let streams: Streams
let home: Home
let shown: Shown
let page: Page

async function open(host: Host): Promise<void> {
  shown = await host.show(home.args, browser)
  page = shown.page
}

async function go(hash: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to
  }, hash)
}

const written = () => readFile(home.file, 'utf8')
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
const field = (name: string) => page.getByLabel(name, { exact: true })
const stateOf = (name: string, word: string) =>
  rowOf(page, name).locator('td').first().getByText(word, { exact: true }).waitFor({ timeout: 15_000 })

/** A form that was saved leads to its endpoint. */
const leftForm = () =>
  until(
    () => page.url(),
    (url) => url.includes('#/endpoint/'),
  )

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

describe.each(hosts)('$name', (host) => {
  beforeAll(async () => {
    streams = await serveStreams()
    home = await makeHome('version: 1\n# Ours.\nendpoints: []\n')
    await open(host)
  })
  afterAll(async () => {
    await shown?.close()
    await streams?.close()
    await home?.remove()
  })

  test('first run: the demo streams come and go', async () => {
    await button('Watch the demo streams').click()
    await page.getByText('Commodity prices').waitFor({ timeout: 15_000 })
    await stateOf('Commodity prices', 'Live')
    await page.keyboard.press('Control+,')
    await button('Stop the demo').click()
    await button('Watch the demo streams').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('No endpoints yet').waitFor()
  })

  test('adding by keyboard, with its live check and what that suggests', async () => {
    await page.keyboard.press('a')
    await field('URL').waitFor()
    await page.keyboard.press('Control+s')
    await until(
      () => field('URL').getAttribute('aria-invalid'),
      (invalid) => invalid === 'true',
    )
    await field('URL').fill(`${streams.url}/orders`)
    await field('Name').fill('Orders')
    await button('Test connection').press('Enter')
    await page.getByRole('region', { name: 'Live check' }).getByText(/200/).first().waitFor()
    await button('Use it: Heartline gateway').press('Enter')
    await page.keyboard.press('Control+Enter')
    await leftForm()
    expect(await written()).toMatch(/# Ours\.[\s\S]*name: Orders[\s\S]*preset: heartline-gateway/)
  })

  test('importing a list and a curl command, whose secret stays out of the file', async () => {
    await go('#/import')
    const text = page.getByLabel('Text to import')
    await text.fill(`${streams.url}/gate\nnot a url\n${streams.url}/busy`)
    await page.getByText('Line 2:').waitFor()
    await page.getByLabel(`Name of ${streams.url}/gate`).fill('Gate')
    await page.getByLabel(`Name of ${streams.url}/busy`).fill('Busy')
    await button(/^Import \d/).click()
    await until(written, (file) => file.includes('/gate') && file.includes('/busy'))
    // The file is written before the page leaves the form, which must not take what is filled in next with it.
    await text.waitFor({ state: 'detached' })
    await go('#/import')
    await text.fill(`curl -N ${streams.url}/guarded -H 'Authorization: Bearer hunter2'`)
    await page.getByLabel(`Name of ${streams.url}/guarded`).fill('Guarded')
    await button(/^Import \d/).click()
    await until(written, (file) => file.includes('/guarded'))
    expect(await written()).not.toContain('hunter2')
  })

  test('live, failed and waiting, and a retry once the cause is lifted', async () => {
    await go('#/')
    await stateOf('Orders', 'Live')
    await stateOf('Busy', 'Reconnecting')
    await until(
      () => rowOf(page, 'Busy').locator('td').nth(7).textContent(),
      (sentence) => /next in \d+ s\. Delay set by Retry-After/.test(sentence ?? ''),
    )
    await stateOf('Gate', 'Failed')
    streams.openGate()
    await button('Retry Gate').click()
    await stateOf('Gate', 'Live')
  })

  test('a change keeps comments; a clash with a change by hand is decided', async () => {
    await home.configure((await written()).replace('name: Orders', 'name: Orders # as the team says'))
    await go('#/edit/orders')
    await field('Silence').fill('20s')
    await page.keyboard.press('Control+s')
    await page.getByText('Orders saved.', { exact: true }).waitFor()
    expect(await written()).toMatch(/name: Orders # as the team says[\s\S]*silence: 20s/)
    await go('#/edit/orders')
    await field('Name').fill('Mine')
    await home.configure((await written()).replace('name: Orders', 'name: Theirs'))
    await until(async () => {
      await button('Save').click()
      return page.getByText('In the file it is now: Theirs').isVisible()
    }, Boolean)
    await button('Name: keep mine').click()
    await button('Save').click()
    await page.getByText('Mine saved.', { exact: true }).waitFor()
    expect(await written()).toContain('name: Mine # as the team says')
  })

  test('an endpoint that is removed comes back by the keyboard', async () => {
    const before = await written()
    await go('#/edit/orders')
    await button('Remove this endpoint').click()
    await until(written, (file) => !file.includes('/orders'))
    // What can be taken back is what a message offers, and the message comes after the file.
    await page
      .getByText(/removed\./)
      .first()
      .waitFor()
    await page.keyboard.press('Control+z')
    await until(written, (file) => file === before)
  })

  test('an export is saved as a file that shows no secret', async () => {
    await go('#/')
    const text = await shown.saved(async () => {
      await button('More').click()
      await page
        .getByRole('menuitem', { name: /Export/ })
        .first()
        .click()
    })
    expect(text).toContain('id: orders')
    expect(text).not.toContain('hunter2')
  })

  test('palette and shortcuts lead by keyboard', async () => {
    await page.keyboard.press('Control+k')
    await page.keyboard.type('gate')
    await page.keyboard.press('Enter')
    await until(
      () => page.title(),
      (title) => title.includes('Gate ·'),
    )
    await page.keyboard.press('?')
    await page.getByRole('heading', { name: 'Shortcuts' }).waitFor()
    await page.keyboard.press('Escape')
  })

  test('theme and stop outlive a start', async () => {
    await page.keyboard.press('Control+,')
    await page.getByText('Light', { exact: true }).click()
    await until(
      () => page.evaluate(() => document.documentElement.dataset.theme),
      (theme) => theme === 'light',
    )
    await go('#/')
    await button('Stop Mine').click()
    await stateOf('Mine', 'Stopped')
    expect(shown.complaints).toEqual([])
    await shown.close()
    await open(host)
    await stateOf('Mine', 'Stopped')
    await stateOf('Gate', 'Live')
    await until(
      () => page.evaluate(() => document.documentElement.dataset.theme),
      (theme) => theme === 'light',
    )
  })

  if (host.isDesktop) desktopOnly(host)
})

/** Browser mode has no keychain, and its API is where the page is. */
function desktopOnly(host: Host): void {
  test('a secret of the form is stored, said to be without encryption, used, and there after a start', async () => {
    await go('#/add')
    await field('URL').fill(`${streams.url}/guarded`)
    await field('Name').fill('With a secret')
    await button('Add a header').click()
    await page.keyboard.type('Authorization')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Bearer hunter2')
    await button('Store the value of Authorization as a secret').click()
    await page.getByText(/stored without real encryption/).waitFor()
    await field('Name of the secret').fill('guard')
    await button('Store it').click()
    await until(
      () => field('Value of Authorization').inputValue(),
      (value) => value === `Bearer \${secret:guard}`,
    )
    await page.keyboard.press('Control+Enter')
    await leftForm()
    expect(await written()).toContain(`Bearer \${secret:guard}`)
    await go('#/')
    await stateOf('With a secret', 'Live')
    expect(await written()).not.toContain('hunter2')
    await shown.close()
    await open(host)
    await stateOf('With a secret', 'Live')
  })

  test('the local API is switched on, told where its port is taken, and moved', async () => {
    await page.keyboard.press('Control+,')
    const port = page.getByRole('textbox', { name: 'Port' })
    const answers = page.getByRole('switch', { name: 'Answer requests' })
    const move = async (to: number | string) => {
      await port.fill(String(to))
      await port.press('Enter')
    }
    await answers.press('Space')
    await button('Show the token').click()
    const command = () => page.getByText(/^curl/).textContent()
    const [, authorization = '', url = ''] =
      /-H "Authorization: ([^"]*)" (\S+)/.exec((await command()) ?? '') ?? []
    const status = (address: string) =>
      fetch(address, { headers: { authorization } }).then(
        (answer) => answer.status,
        () => 'nobody',
      )
    expect(await status(url)).toBe(200)
    expect((await fetch(url)).status).toBe(401)

    await move(new URL(streams.url).port)
    await page.getByText(/is taken by another program/).waitFor()
    expect(await port.getAttribute('aria-invalid')).toBe('true')
    expect(await status(url)).toBe(200)

    const free = await freePort()
    await move(free)
    await until(command, (text) => text?.includes(`127.0.0.1:${free}/`) ?? false)
    expect(await status(url)).toBe('nobody')
    const moved = url.replace(/:\d+/, `:${free}`)
    expect(await status(moved)).toBe(200)
    await answers.press('Space')
    await until(
      () => status(moved),
      (found) => found === 'nobody',
    )
    expect(shown.complaints).toEqual([])
  })
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('A TCP port was expected.')
  return address.port
}
