import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'
import { axeFindings, type Look, openPage, openStage, type Stage, until } from './stage.ts'
import { ago, everyState } from './views.ts'

/** The endpoint screen on a fleet that does what the test says. */

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

async function openEndpoint(id: string, look?: Look) {
  const opened = await openPage(browser, stage.site.url, look)
  await opened.page.getByRole('heading', { name: 'Fleet' }).waitFor()
  await opened.page.evaluate((to) => {
    location.hash = `#/endpoint/${to}`
  }, id)
  return opened
}

const readout = (page: Page) => page.getByRole('slider', { name: 'Time in the charts' })
const said = async (page: Page) => (await readout(page).getAttribute('aria-valuetext')) ?? ''
const events = (page: Page) => page.getByRole('region', { name: 'Events', exact: true })

test('payloads of any kind are harmless text, found, paused and unfolded', async () => {
  stage = await openStage(everyState())
  const giant = JSON.stringify({ list: Array.from({ length: 6000 }, (_, index) => index) })
  stage.fleet.pushEvents(
    'checkout',
    { type: 'evil', data: '<img src=x onerror="document.title=1"><script>document.title=1</script>' },
    { type: 'rtl', data: 'abc \u202e txet \u0000' },
    { type: 'giant', data: giant.slice(0, 16_384), bytes: 1_048_576, cut: true },
  )
  const { page, complaints } = await openEndpoint('checkout')
  await events(page).getByText('<img src=x onerror="document.title=1">').waitFor()
  await events(page).getByText('\\u202e').waitFor()
  expect(await events(page).locator('img, script').count()).toBe(0)

  await page.keyboard.press('p')
  stage.fleet.pushEvents('checkout', { type: 'later', data: 'came while paused' })
  await events(page).getByText('paused, 1 came since').waitFor()
  expect(await events(page).getByText('came while paused').count()).toBe(0)
  await page.keyboard.press('p')
  await events(page).getByText('came while paused').waitFor()

  await page.keyboard.press('/')
  await page.keyboard.type('GIANT')
  await events(page).getByText('1 match.').waitFor()
  await events(page).getByRole('button', { expanded: false }).first().click()
  await events(page).getByText('The first 16 KB of 1 MB are kept, JSON laid out').waitFor()
  await events(page).getByRole('button', { name: 'Bytes' }).click()
  await events(page).getByText('0000  7b 22 6c 69 73 74 22 3a').waitFor()
  expect(await page.title()).not.toBe('1')
  expect(complaints).toEqual([])
})

test('four charts, one time: pointed at, dragged, walked by keys, read as a table', async () => {
  stage = await openStage(everyState())
  const { page, complaints } = await openEndpoint('checkout', { theme: 'light' })
  await until(
    () => said(page),
    (text) => text.startsWith('Point at'),
  )
  const plots = page.locator('.u-over')
  expect(await plots.count()).toBe(4)
  const box = await plots.nth(1).boundingBox()
  if (box === null) throw new Error('The latency chart has no place on the page.')
  const y = box.y + box.height / 2
  await page.mouse.move(box.x + box.width * 0.25, y)
  await until(
    () => said(page),
    (text) => /^\d\d:\d\d:\d\d · Live · p50 .* · \d+ events$/.test(text),
  )
  const lines = await page
    .locator('.u-cursor-x')
    .evaluateAll((all) => all.map((line) => line.style.transform))
  expect(new Set(lines).size).toBe(1)

  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.5, y, { steps: 5 })
  await page.mouse.up()
  const follow = page.getByRole('button', { name: 'Follow the present' })
  await follow.waitFor()
  await page.mouse.move(box.x + box.width / 2, y)
  // The middle of what was dragged over: three eighths of the hour.
  const middle = Date.now() - 3_600_000 * (1 - 0.375)
  const near = [-60_000, 0, 60_000].map((off) =>
    new Date(middle + off).toLocaleTimeString('en-GB').slice(0, 5),
  )
  const isThere = (text: string) => near.includes(text.slice(0, 5))
  await until(() => said(page), isThere)
  await page.keyboard.press('Escape')
  await follow.waitFor({ state: 'hidden' })

  await readout(page).focus()
  await page.keyboard.press('ArrowLeft')
  const one = await said(page)
  await page.keyboard.press('ArrowLeft')
  expect(await said(page)).not.toBe(one)
  await page.keyboard.press('+')
  await follow.waitFor()
  await page.keyboard.press('f')
  await follow.waitFor({ state: 'hidden' })

  await page.getByRole('button', { name: 'Show as table' }).click()
  await page.getByRole('dialog').getByRole('row').nth(1).waitFor()
  expect(await page.getByRole('dialog').getByRole('row').count()).toBeGreaterThan(100)
  expect(await axeFindings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { name: 'checkout' }).waitFor()
  expect(complaints).toEqual([])
})

test('a waiting endpoint: why, since when and what to do; retried, stopped and left by keys', async () => {
  stage = await openStage(
    everyState().map((view) => (view.id === 'waiting' ? { ...view, downSince: ago(232) } : view)),
  )
  const { page, complaints } = await openEndpoint('waiting', { width: 1024, height: 700 })
  const state = page.getByRole('region', { name: 'State' })
  await state.getByText(/Attempt 7 of 50, next in/).waitFor()
  expect(await state.textContent()).toMatch(/503.*Not live since .*for 3 min.*The server asked to wait until/)
  expect(await axeFindings(page)).toEqual([])
  await page.keyboard.press('r')
  await until(
    () => stage.fleet.calls,
    (calls) => calls.includes('retry waiting'),
  )
  await page.keyboard.press('s')
  await page.getByRole('button', { name: 'Start' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { name: 'Fleet' }).waitFor()
  await page.evaluate(() => {
    location.hash = '#/endpoint/nobody'
  })
  await page.getByRole('heading', { name: 'No such endpoint' }).waitFor()
  await page.getByRole('button', { name: 'To the fleet' }).click()
  await page.getByRole('heading', { name: 'Fleet' }).waitFor()
  expect(complaints).toEqual([])
})
