import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'
import { fakeSettings, fakeWatching } from '../helpers/contract.ts'
import { axeFindings, openPage, openStage, type Stage, until } from './stage.ts'
import { ago, everyState, live } from './views.ts'

/** What the page says of this machine's own sleep, network and memory. */

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

const full = {
  code: 'history-full',
  message: 'The history cannot be written: the disk is full.',
  hint: 'Make room.',
}

test('a fault of this machine is said on every screen, takes no focus, and goes when it is over', async () => {
  const watching = fakeWatching()
  const unwatched = live('orders', { phase: 'unwatched', health: null, awayCause: 'local', since: ago(200) })
  stage = await openStage([unwatched, live('checkout')], { watching })
  const { page, complaints } = await openPage(browser, stage.site.url)
  await page.getByRole('button', { name: /Unwatched/ }).click()
  await page.getByRole('button', { name: /Unwatched/, pressed: true }).waitFor()
  expect(await page.locator('tbody tr').count()).toBe(1)
  watching.show({ away: { cause: 'local', since: ago(200), endpoints: 12, hosts: ['a', 'b', 'c'] } })
  const banner = page.getByText(/network is at fault since .*: 12 streams on 3 hosts fell silent together/)
  await banner.waitFor()
  await page.getByText('Nothing is counted against them.').waitFor()
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Unwatched')
  expect(await axeFindings(page)).toEqual([])
  await page.getByText('orders', { exact: true }).click()
  await page.getByRole('region', { name: 'State' }).getByText("This machine's network is at fault").waitFor()
  await banner.waitFor()
  watching.show({ away: null })
  await banner.waitFor({ state: 'hidden' })
  expect(complaints).toEqual([])
})

test('a digest names who failed as links, retries them, and goes when it was read', async () => {
  const watching = fakeWatching()
  const dismissed: string[] = []
  stage = await openStage(everyState(), {
    watching,
    others: {
      'watching.dismiss': ({ digest }) => {
        dismissed.push(digest)
        watching.show({ digest: null })
        return { ok: true, value: null }
      },
    },
  })
  const { page, complaints } = await openPage(browser, stage.site.url, {
    theme: 'light',
    width: 1024,
    height: 700,
  })
  const digest = {
    id: 'sleep-1',
    cause: 'sleep',
    from: ago(26_000),
    to: ago(60),
    sentence: 'Asleep for 7 h 12 min. 48 of 50 streams are back; 2 failed: refused, forbidden.',
    pending: 0,
    failed: ['refused', 'forbidden'].map((name) => ({ id: name, name })),
  } as const
  watching.show({ digest, troubles: [full] })
  const line = page.getByRole('region', { name: 'While nobody looked' })
  await line.waitFor()
  await page.getByText(full.message).waitFor()
  expect(await axeFindings(page)).toEqual([])
  await line.getByRole('button', { name: 'Retry all 2' }).click()
  await until(
    () => stage.fleet.calls,
    (calls) => calls.includes('retry refused') && calls.includes('retry forbidden'),
  )
  await line.getByRole('link', { name: 'forbidden' }).click()
  await page.getByRole('heading', { name: 'forbidden' }).waitFor()
  await page.goBack()
  await line.getByRole('button', { name: 'Dismiss' }).click()
  await line.waitFor({ state: 'hidden' })
  expect(dismissed).toEqual(['sleep-1'])
  expect(complaints).toEqual([])
})

test('a page that is seen again asks for what had failed, and says so', async () => {
  stage = await openStage(everyState())
  const { page } = await openPage(browser, 'about:blank')
  await page.addInitScript(() => {
    const { now } = Date
    let ahead = 0
    Date.now = () => now() + ahead
    const hide = (hidden: boolean) => {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    }
    window.addEventListener('test:away', () => {
      hide(true)
      ahead += 11_000
      hide(false)
    })
  })
  await page.goto(stage.site.url)
  await page.getByText('checkout', { exact: true }).waitFor()
  await page.evaluate(() => window.dispatchEvent(new Event('test:away')))
  await page.getByText('4 failed streams tried again.', { exact: true }).waitFor()
  expect(stage.fleet.calls.filter((call) => call === 'recover')).toHaveLength(1)
})

test('settings tell where the history is, how large, since when, what it suffers from; its cap can be set', async () => {
  const watching = fakeWatching()
  const settings = fakeSettings({
    history: {
      file: '/home/ops/.local/share/heartline/history.db',
      size: 212 * 2 ** 20,
      cap: 2 ** 30,
      since: ago(28 * 86_400),
      retention: [{ stepMs: 10_000, keptMs: 86_400_000 }],
    },
  })
  stage = await openStage(everyState(), { watching, settings })
  const { page, complaints } = await openPage(browser, stage.site.url)
  await page.getByRole('heading', { name: 'Fleet' }).waitFor()
  await page.keyboard.press('Control+,')
  const card = page.getByRole('region', { name: 'History' })
  await card.getByText('history.db').waitFor()
  await card.getByText('212 MB of 1 GB').waitFor()
  await card.getByText(/28 d ago/).waitFor()
  watching.show({ troubles: [full] })
  await card.getByText(full.message).waitFor()
  const cap = card.getByRole('textbox', { name: 'At most' })
  await cap.fill('8 MB')
  await card.getByText('Give a size from 16 MB to 64 GB').waitFor()
  await cap.fill('512 mb')
  await cap.press('Enter')
  await page.getByText('Saved.', { exact: true }).waitFor()
  await card.getByText('212 MB of 512 MB').waitFor()
  expect(await axeFindings(page)).toEqual([])
  expect(complaints).toEqual([])
})
