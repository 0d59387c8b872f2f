import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'
import { fakeSettings } from '../helpers/contract.ts'
import { monthChart, monthOutages } from '../helpers/fake-month.ts'
import { factsOf } from '../helpers/fake-screens.ts'
import { axeFindings, type Look, openPage, openStage, type Stage, until } from './stage.ts'
import { live } from './views.ts'

/** The charts over a month that is made up: nights asleep, outages, a day without any record. */

const day = 24 * 3_600_000

let browser: Browser
let stage: Stage

beforeAll(async () => {
  browser = await launchBrowser()
})

afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
  await stage?.close()
})

afterAll(async () => {
  await browser?.close()
})

async function openCharts(look?: Look) {
  const now = Date.now()
  const since = new Date(now - 28 * day).toISOString()
  const history = { file: '/x/history.db', size: 0, cap: 2 ** 30, since, retention: [] }
  const view = live('checkout')
  stage = await openStage([view], { settings: fakeSettings({ history }) })
  stage.fleet.setChart('checkout', (range) => monthChart(now, range))
  stage.fleet.setFacts('checkout', { ...factsOf(view), outages: monthOutages('checkout', now) })
  const opened = await openPage(browser, stage.site.url, look)
  await opened.page.getByRole('heading', { name: 'Fleet' }).waitFor()
  await opened.page.evaluate(() => {
    location.hash = '#/endpoint/checkout'
  })
  await opened.page.getByRole('heading', { name: 'checkout' }).waitFor()
  return opened
}

const slider = (page: Page) => page.getByRole('slider', { name: 'Time in the charts' })
const said = async (page: Page) => (await slider(page).getAttribute('aria-valuetext')) ?? ''
const rangeButton = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const uptime = (page: Page) => page.getByRole('region', { name: 'Uptime' })

/** What the charts asked for: length in ms and points. */
const asked = () =>
  stage.fleet.calls.flatMap((call) => {
    const [command, , from, to] = call.split(' ')
    return command === 'chart' ? [Number(to) - Number(from)] : []
  })

test('every range says its steps, is reached by button and key, and is there after a reload', async () => {
  const { page, complaints } = await openCharts()
  for (const [name, per] of [
    ['15 min', 'per 10 s'],
    ['6 h', 'per 1 min'],
    ['24 h', 'per 5 min'],
    ['7 d', 'per 30 min'],
    ['30 d', 'per 2 h'],
  ] as const) {
    await rangeButton(page, name).click()
    await page.getByText(`${per}, by result`).waitFor()
    await uptime(page).getByText(`Last ${name}`).waitFor()
  }
  expect(await uptime(page).textContent()).toMatch(/Last 30 d\d\d\.\d\d %, \d\d % of it watched, down for/)
  await page.keyboard.press('5')
  await page.getByText('per 30 min, by result').waitFor()
  await page.reload()
  await page.getByText('per 30 min, by result').waitFor()
  expect(await rangeButton(page, '7 d').getAttribute('aria-pressed')).toBe('true')
  // A range of long steps is asked for seldom.
  const before = asked().length
  await page.waitForTimeout(2500)
  expect(asked().length).toBe(before)
  expect(complaints).toEqual([])
})

test('a part of a month is shown in finer steps, gone back from by keys, and left at once', async () => {
  const { page, complaints } = await openCharts({ theme: 'light', width: 1024, height: 700 })
  await page.keyboard.press('6')
  await page.getByText('per 2 h, by result').waitFor()
  const box = await page.locator('.u-over').nth(1).boundingBox()
  if (box === null) throw new Error('The latency chart has no place on the page.')
  const y = box.y + box.height / 2
  await page.mouse.move(box.x + box.width * 0.8, y)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.8 + box.width / 30, y, { steps: 4 })
  await page.mouse.up()
  await page.getByText('per 5 min, by result').waitFor()
  await uptime(page).getByText('In the charts').waitFor()
  const afterZoom = asked().length

  await slider(page).focus()
  await page.keyboard.press('Shift+ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await until(
    () => said(page),
    (text) => /^\d+ \w+, \d\d:\d\d to \d\d:\d\d · /.test(text),
  )
  // What was fetched beside the window is enough for a small step.
  expect(asked().length).toBe(afterZoom)
  for (let step = 0; step < 4; step++) await page.keyboard.press('Shift+ArrowLeft')
  await until(asked, ({ length }) => length > afterZoom)

  await page.getByRole('button', { name: 'Show as table' }).click()
  await page.getByRole('dialog').getByText('A row for each 5 min').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.keyboard.press('f')
  await page.getByText('per 2 h, by result').waitFor()
  expect(complaints).toEqual([])
})

test('a time of which nothing is on record is said to be one', async () => {
  const { page } = await openCharts()
  await page.keyboard.press('6')
  await page.getByText('per 2 h, by result').waitFor()
  const box = await page.locator('.u-over').nth(1).boundingBox()
  if (box === null) throw new Error('The latency chart has no place on the page.')
  // Between ten and nine days ago.
  const at = (ago: number) => box.x + box.width * (1 - ago / 30)
  await page.mouse.move(at(9.8), box.y + 40)
  await page.mouse.down()
  await page.mouse.move(at(9.2), box.y + 40, { steps: 4 })
  await page.mouse.up()
  await page.getByText('per 5 min, by result').waitFor()
  await page.mouse.move(5, 5)
  await until(
    () => said(page),
    (text) => text === 'Nothing is on record of this time.',
  )
  expect(await uptime(page).textContent()).toContain('In the charts–, 0 % of it watched')
})
