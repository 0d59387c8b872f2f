import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'
import { fakeSettings } from '../helpers/contract.ts'
import {
  type Heartline,
  type Home,
  makeHome,
  type Streams,
  serveStreams,
  startHeartline,
} from './heartline.ts'
import { axeFindings, openPage, openStage, until } from './stage.ts'
import { everyState, live } from './views.ts'

/** Settings, demo, palette and frame: the built program on real streams, and the page on a fake fleet. */

let browser: Browser
let streams: Streams
let home: Home
let heartline: Heartline

beforeAll(async () => {
  browser = await launchBrowser()
  streams = await serveStreams()
  home = await makeHome('version: 1\nendpoints: []\n')
  heartline = await startHeartline(home.args)
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
})
afterAll(async () => {
  await heartline?.signal('SIGKILL')
  await browser?.close()
  await streams?.close()
  await home?.remove()
})

const scheme = (page: Page) => page.evaluate(() => document.documentElement.dataset.theme)
const background = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
const focusedText = (page: Page) => page.evaluate(() => document.activeElement?.textContent)

test('first run: the demo streams come beside nothing, are marked, and go with one click', async () => {
  const { page, complaints } = await openPage(browser, heartline.url)
  await page.getByRole('button', { name: 'Watch the demo streams' }).click()
  await page.getByText('Commodity prices').waitFor({ timeout: 15_000 })
  expect(await page.getByText('Demo', { exact: true }).count()).toBeGreaterThan(0)
  // They stand in no file, so that there is nothing to edit.
  await page.getByText('Commodity prices').click()
  await page.getByRole('heading', { name: 'Commodity prices' }).waitFor()
  expect(await page.getByRole('button', { name: /^(Edit|Remove)$/ }).count()).toBe(0)
  await page.keyboard.press('e')
  expect(page.url()).toContain('#/endpoint/')
  await page.goto(`${new URL(heartline.url).origin}/#/settings`)
  await page.getByRole('button', { name: 'Stop the demo' }).click()
  await page.getByRole('button', { name: 'Watch the demo streams' }).waitFor()
  await page.getByRole('button', { name: 'Fleet', exact: true }).click()
  await page.getByText('No endpoints yet').waitFor()
  expect(complaints).toEqual([])
})

test('a theme is shown at once, before the first paint of a reload, and after a restart', async () => {
  const { page, complaints } = await openPage(browser, heartline.url, { theme: 'dark' })
  await page.getByText('No endpoints yet').waitFor()
  const dark = await background(page)
  await page.keyboard.press('Control+,')
  await page.evaluate(() => {
    window.addEventListener('heartline:theme', () => document.body.setAttribute('data-told', 'yes'))
  })
  await page.getByText('Light', { exact: true }).click()
  await until(
    () => background(page),
    (colour) => colour !== dark,
  )
  expect(await page.locator('body').getAttribute('data-told')).toBe('yes')
  await page.getByRole('status').getByText('Saved.').waitFor()
  // Before the page's own script ran at all.
  await page.route('**/assets/*.js', (route) => route.abort())
  await page.reload()
  expect(await scheme(page)).toBe('light')
  await page.unroute('**/assets/*.js')
  expect(complaints.filter((text) => !text.includes('ERR_FAILED'))).toEqual([])

  await heartline.signal('SIGTERM')
  heartline = await startHeartline(home.args)
  const { page: other } = await openPage(browser, heartline.url, { theme: 'dark' })
  await until(
    () => scheme(other),
    (found) => found === 'light',
  )
})

test('browser mode shows its API, whose token stays hidden until it is asked for', async () => {
  const { page } = await openPage(browser, `${heartline.url}#/settings`)
  const { origin, searchParams } = new URL(heartline.url)
  const token = searchParams.get('token') ?? ''
  await page.getByText(`${origin}/api`, { exact: true }).waitFor()
  expect(await page.getByText(token).count()).toBe(0)
  await page.getByRole('button', { name: 'Show the token' }).click()
  const [command = ''] = await page.getByText(/^curl/).allTextContents()
  const [, header = '', url = ''] = /-H "([^"]*)" (\S+)/.exec(command) ?? []
  const answer = await fetch(url, { headers: { Authorization: header.replace('Authorization: ', '') } })
  expect(answer.status).toBe(200)
})

test('a number is saved when the field is left, refused at the field, and taken back by Escape', async () => {
  const { page } = await openPage(browser, `${heartline.url}#/settings`)
  const field = page.getByRole('textbox', { name: 'Kept of each' })
  await field.fill('20')
  await page.getByText('Give a whole number from 50 to 5,000.').waitFor()
  expect(await field.getAttribute('aria-invalid')).toBe('true')
  await field.press('Escape')
  expect(await field.inputValue()).toBe('200')
  await field.fill('300')
  await field.press('Enter')
  await page.getByRole('status').getByText('Saved.').waitFor()
  await page.reload()
  await until(
    () => field.inputValue(),
    (value) => value === '300',
  )
})

test('the palette finds, leads and retries by keyboard alone; each screen has its title and heading', async () => {
  await home.configure(
    `version: 1\nendpoints:\n  - { id: gate, name: Gate, url: "${streams.url}/gate" }\n  - { id: fine, name: Fine, url: "${streams.url}/fine" }\n`,
  )
  const { page, complaints } = await openPage(browser, heartline.url)
  await page.getByText('Failed', { exact: true }).nth(1).waitFor()
  await until(
    () => page.title(),
    (title) => title === '(1 failed) Fleet · Heartline',
  )
  streams.openGate()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('retry ga')
  await page.keyboard.press('Enter')
  await until(
    () => page.title(),
    (title) => title === 'Fleet · Heartline',
  )
  await page.keyboard.press('Control+k')
  await page.keyboard.type('fine')
  await page.keyboard.press('Enter')
  await until(
    () => page.title(),
    (title) => title === 'Fine · Heartline',
  )
  await page.keyboard.press('Control+k')
  await page.keyboard.type('sett')
  await page.keyboard.press('Enter')
  await until(
    () => focusedText(page),
    (text) => text === 'Settings',
  )
  await page.keyboard.press('Escape')
  await until(
    () => page.title(),
    (title) => title === 'Fine · Heartline',
  )
  expect(complaints).toEqual([])
})

test('the palette gives the focus back where nothing was chosen, and is quick with 1,000 endpoints', async () => {
  const many = Array.from({ length: 1000 }, (_, index) => live(`stream ${index}`))
  const stage = await openStage(many)
  const { page } = await openPage(browser, stage.site.url)
  const search = page.getByRole('searchbox')
  await search.focus()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('stream 99')
  await until(
    () => page.getByRole('dialog').getByRole('option').count(),
    (count) => count > 5 && count < 25,
  )
  await page.getByRole('option', { name: 'stream 99' }).first().waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await until(
    () => search.evaluate((field) => field === document.activeElement),
    (focused) => focused,
  )
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await page.getByRole('dialog').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.mouse.click(5, 5)
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await stage.close()
})

test('the desktop app: what keeps the port from being had stands at the field, the switch works by keyboard', async () => {
  const settings = fakeSettings({
    api: {
      always: false,
      on: true,
      port: 9100,
      url: null,
      metricsUrl: null,
      token: null,
      problem: '127.0.0.1:9100 is taken by another program.',
    },
  })
  const stage = await openStage([], { settings })
  const { page } = await openPage(browser, `${stage.site.url}#/settings`)
  const port = page.getByRole('textbox', { name: 'Port' })
  expect(await port.getAttribute('aria-invalid')).toBe('true')
  await page.getByText('is taken by another program').waitFor()
  const answers = page.getByRole('switch', { name: 'Answer requests' })
  await answers.focus()
  await page.keyboard.press('Space')
  await until(
    () => settings.view().api.on,
    (on) => !on,
  )
  await page.getByRole('switch', { name: 'Answer requests', checked: false }).waitFor()
  await stage.close()
})

test.each([
  { theme: 'dark', width: 1440, height: 900 },
  { theme: 'light', width: 1024, height: 700 },
] as const)('axe finds nothing on settings, palette and shortcuts ($theme)', async (look) => {
  const stage = await openStage(everyState())
  stage.notices.set([
    {
      file: '/etc/heartline.yaml',
      line: 4,
      column: 2,
      message: 'The url is no URL.',
      hint: 'Begin it with https.',
    },
  ])
  const { page, complaints } = await openPage(browser, `${stage.site.url}#/settings`, look)
  await page.getByRole('heading', { name: 'About' }).waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.keyboard.press('Control+k')
  await page.getByRole('option').first().waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await page.getByRole('heading', { name: 'Shortcuts' }).waitFor()
  expect(await axeFindings(page)).toEqual([])
  expect(complaints).toEqual([])
  await stage.close()
})
