import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { failureOf } from '../../src/shared/model/failure.ts'
import type { WatchedView } from '../../src/shared/screens.ts'
import { launchBrowser } from '../helpers/browser.ts'
import { axeFindings, type Look, openPage, openStage, rowOf, type Stage, until } from './stage.ts'
import { ago, everyState, live } from './views.ts'

/** The fleet's list: groups, filters, selection, what was missed, and a thousand endpoints that live. */

let browser: Browser
const ending: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  browser = await launchBrowser()
})
afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
  for (const end of ending.splice(0)) await end()
})
afterAll(() => browser?.close())

async function enter(stage: Stage, look?: Look) {
  ending.push(() => stage.close())
  const opened = await openPage(browser, stage.site.url, look)
  await opened.page.getByText(/\d+ endpoints?,/).waitFor()
  return opened
}

const names = (page: Page) => page.locator('tbody tr td:nth-child(2) b').allTextContents()
const shown = (page: Page, wanted: readonly string[]) =>
  until(
    () => names(page),
    (list) => list.join() === wanted.join(),
  )
/** A message stands there, and for a moment once more for screen readers. */
const said = (page: Page, text: string) => page.getByText(text).first().waitFor()
const headers = (page: Page) => page.locator('tbody button[aria-expanded]').allTextContents()
const refused = (name: string, over: Partial<WatchedView> = {}) =>
  live(name, { phase: 'failed', health: null, latency: null, failure: failureOf('refused'), ...over })

const shop = () => [
  refused('orders', { group: 'Shop', downSince: ago(600) }),
  live('checkout', { group: 'Shop' }),
  live('ads', { group: 'Ads', tags: ['int'], url: 'https://ads.example.com/sse' }),
]

test('groups sum up and fold, healthy ones fold, and all of it outlives a reload', async () => {
  const { page, complaints } = await enter(await openStage(shop()))
  await page.getByLabel('Group by').selectOption('By group')
  expect(await headers(page)).toEqual([
    expect.stringMatching(/^Shop: 1 of 2 refused since .*\d.*, 1 live$/),
    'Ads: 1 live',
  ])
  await page.getByRole('button', { name: /^Ads:/ }).click()
  await shown(page, ['orders', 'checkout'])
  await page.getByRole('button', { name: 'Fold healthy' }).click()
  await shown(page, ['orders'])
  expect(await axeFindings(page)).toEqual([])
  await page.reload()
  await shown(page, ['orders'])
  await page.getByRole('button', { name: '1 healthy endpoint' }).click()
  await shown(page, ['orders', 'checkout'])
  await page.getByRole('button', { name: /^Shop:/ }).press('Enter')
  expect(await names(page)).toEqual([])
  expect(complaints).toEqual([])
})

test('filters by state, group and tag stand as chips, each to be taken away', async () => {
  const { page } = await enter(await openStage(shop()))
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('menuitemcheckbox', { name: /^Shop/ }).click()
  await page.getByRole('menuitemcheckbox', { name: /^Live/ }).click()
  expect(await axeFindings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await shown(page, ['checkout'])
  await page.getByText('1 of 3 shown').waitFor()
  await page.getByRole('button', { name: 'Remove the filter State: Live' }).click()
  await shown(page, ['orders', 'checkout'])
  await page.keyboard.press('Escape')
  await shown(page, ['orders', 'ads', 'checkout'])
})

test('several at once: ranges by keyboard and pointer, and what was done is said', async () => {
  const stage = await openStage([...everyState(), live('a-demo', { demo: true })], {
    others: { 'config.remove': ({ ids }) => removed(ids), 'config.undo': () => ({ ok: true, value: null }) },
  })
  const asked: (readonly string[])[] = []
  const removed = (ids: readonly string[]) => {
    asked.push(ids)
    return { ok: true, value: { saved: true, ids: [...ids], undo: 'u' } } as const
  }
  const { page } = await enter(stage)
  for (const key of ['j', 'Shift+J', 'Shift+ArrowDown']) await page.keyboard.press(key)
  await page.getByRole('status').filter({ hasText: '3 selected' }).waitFor()
  await page.keyboard.press('r')
  await said(page, '3 retried.')
  expect(stage.fleet.calls).toEqual(['retry forbidden', 'retry refused', 'retry unbroken'])
  await page.keyboard.press('Escape')
  await page.getByLabel('Select waiting').click()
  await page.getByLabel('Select late').click({ modifiers: ['Shift'] })
  const bar = page.getByRole('toolbar', { name: 'Selected endpoints' })
  await bar.getByText(/\d selected/).waitFor()
  expect(await axeFindings(page)).toEqual([])
  await bar.getByRole('button', { name: 'Retry' }).click()
  await said(page, '1 retried, 1 earlier than its server asked.')
  await page.getByLabel('Select all that are shown').click()
  await bar.getByRole('button', { name: 'Remove' }).click()
  await said(page, '14 endpoints removed.')
  expect(asked[0]).not.toContain('a-demo')
  await bar.waitFor({ state: 'detached' })
})

test('a retry that is earlier than the server asked for says so before', async () => {
  const { page } = await enter(await openStage(everyState()))
  await page.getByRole('button', { name: 'Retry waiting' }).focus()
  await page
    .getByRole('tooltip', { name: /The server asked to wait until .*; retrying now is earlier/ })
    .waitFor()
  expect(await axeFindings(page)).toEqual([])
})

test('Enter, a double click and the name open the endpoint, and back leads to the same row', async () => {
  const { page } = await enter(await openStage(shop()))
  for (const key of ['j', 'j', 'Enter']) await page.keyboard.press(key)
  expect(page.url()).toMatch(/#\/endpoint\/ads$/)
  await page.goBack()
  await rowOf(page, 'ads').and(page.locator('[aria-current=true]')).waitFor()
  await rowOf(page, 'checkout').locator('td').last().hover()
  await rowOf(page, 'checkout').locator('td').nth(5).dblclick()
  expect(page.url()).toMatch(/#\/endpoint\/checkout$/)
  await page.goBack()
  await page.getByRole('link', { name: 'orders' }).click()
  expect(page.url()).toMatch(/#\/endpoint\/orders$/)
})

test('a bad morning: what happened since the last look, each a link, and seen is seen', async () => {
  const stage = await openStage(everyState(), { lookedAt: Date.now() - 8 * 3_600_000 })
  const ids = ['refused', 'forbidden', 'waiting', 'checkout', 'late']
  stage.fleet.setOutages(
    ids.map((id, index) => ({
      id,
      start: ago(3600 - index),
      end: index > 2 ? ago(60) : null,
      cause: 'The server refused the connection.',
      flapping: false,
    })),
  )
  const { page } = await enter(stage)
  const line = page.getByRole('region', { name: 'Since you last looked' })
  await line.getByText(/5 outages,\s*3 still down/).waitFor()
  expect(await axeFindings(page)).toEqual([])
  await line.getByRole('button', { name: 'All 5' }).click()
  await page.getByRole('menuitem', { name: /late/ }).click()
  expect(page.url()).toMatch(/#\/endpoint\/late$/)
  await page.goBack()
  await line.getByRole('button', { name: 'Dismiss' }).click()
  await page.reload()
  await rowOf(page, 'refused').waitFor()
  expect(await line.count()).toBe(0)
})

test('an outage that a wake ended is not called over while the endpoint is only tried again', async () => {
  const tried = live('orders', { phase: 'waiting', health: null, chosenBy: 'grace', retryAt: ago(-2) })
  const stage = await openStage([tried, live('checkout')], { lookedAt: Date.now() - 3_600_000 })
  stage.fleet.setOutages([
    {
      id: 'orders',
      start: ago(600),
      end: ago(20),
      cause: 'The server refused the connection.',
      flapping: false,
    },
  ])
  const { page } = await enter(stage)
  const line = page.getByRole('region', { name: 'Since you last looked' })
  await line.getByText(/1 outage,\s*1 not back yet/).waitFor()
  stage.fleet.put(live('orders'))
  await line.getByText(/1 outage,\s*none of them now/).waitFor()
})

test('the hour of each row is told in words, and drawn anew where the theme is another', async () => {
  const stage = await openStage([live('checkout')])
  stage.fleet.setStrip('checkout', { states: `${'v'.repeat(104)}${'f'.repeat(16)}`, rotations: [] })
  const { page } = await enter(stage)
  const strip = page.getByRole('img', { name: 'Last hour: live 52 min, failed 8 min.' })
  await strip.waitFor()
  const colour = () =>
    strip.evaluate((canvas) => {
      const context = canvas instanceof HTMLCanvasElement ? canvas.getContext('2d') : null
      return [...(context?.getImageData(190, 15, 1, 1).data ?? [])].join()
    })
  const dark = await colour()
  await page.emulateMedia({ colorScheme: 'light' })
  await until(colour, (light) => light !== dark)
})

test('a thousand endpoints live: no long task, no layout shift, and the list scrolls smoothly', async () => {
  const many = Array.from({ length: 1000 }, (_, index) =>
    live(`stream-${index}`, {
      url: `https://host-${index % 40}.example.com/${index}`,
      group: `g${index % 9}`,
    }),
  )
  const stage = await openStage(many)
  const { page } = await enter(stage)
  await page.getByLabel('Group by').selectOption('By group')
  await page.waitForTimeout(500)
  let turn = 0
  const patches = setInterval(() => {
    turn += 1
    stage.fleet.put(
      ...Array.from({ length: 100 }, (_, index) => {
        const view = many[(turn * 100 + index) % 1000] ?? live('none')
        const { counters } = view
        return {
          ...view,
          lastSignAt: ago(0),
          counters: { ...counters, events: counters.events + turn, bytes: counters.bytes + 900 * turn },
        }
      }),
    )
  }, 100)
  ending.push(async () => clearInterval(patches))
  // A machine that others use too is late by itself. What one calm window holds (each endpoint patched, a page's worth
  // of rows scrolled) proves that no task of the page is long; the processor's own time is asked for in all of them.
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const busy = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN
  }
  const windows: Seen[] = []
  const before = await busy()
  const began = performance.now()
  while (windows.length < 10 && !windows.some(isCalm)) windows.push(await watch(page))
  const share = ((await busy()) - before) / ((performance.now() - began) / 1000)
  expect(share, 'processor seconds of the page for each second').toBeLessThan(0.7)
  expect(windows.some(isCalm), JSON.stringify(windows)).toBe(true)
})

interface Seen {
  readonly longTasks: readonly number[]
  readonly shift: number
  readonly slowFrames: number
  readonly frames: number
}

const isCalm = ({ longTasks, shift, slowFrames, frames }: Seen) =>
  longTasks.length === 0 && shift === 0 && frames > 60 && slowFrames < frames / 20

/** Scrolls for a second and a half, and counts what would be felt. */
const watch = (page: Page): Promise<Seen> =>
  page.evaluate(async () => {
    const box = document.querySelector('table')?.parentElement
    if (!box) throw new Error('no list')
    const longTasks: number[] = []
    let shift = 0
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (entry.entryType === 'longtask') longTasks.push(entry.duration)
        else if ('value' in entry && typeof entry.value === 'number') shift += entry.value
      }
    })
    observer.observe({ type: 'longtask' })
    observer.observe({ type: 'layout-shift' })
    const gaps: number[] = []
    let last = performance.now()
    const end = last + 1500
    while (performance.now() < end) {
      const at = await new Promise<number>(requestAnimationFrame)
      gaps.push(at - last)
      last = at
      box.scrollTop += 24
    }
    observer.disconnect()
    return { longTasks, shift, slowFrames: gaps.filter((gap) => gap > 34).length, frames: gaps.length }
  })
