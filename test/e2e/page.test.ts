import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'
import { axeFindings, configFile, type Look, openPage, openStage, rowOf, type Stage, until } from './stage.ts'
import { ago, everyState, live } from './views.ts'

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

const names = (page: Awaited<ReturnType<typeof enter>>['page']) =>
  page.locator('tbody tr td:nth-child(2) b').allTextContents()

test('a browser without the token is told how to get in; with it, the token leaves the address', async () => {
  const stage = await openStage([live('checkout')])
  ending.push(() => stage.close())
  const stranger = await openPage(browser, new URL('/', stage.site.url).href)
  expect(await stranger.page.textContent('h1')).toMatch(/token/)
  const { page, context } = await openPage(browser, stage.site.url)
  await rowOf(page, 'checkout').waitFor()
  expect(page.url()).not.toContain('token')
  expect(await context.cookies()).toMatchObject([{ httpOnly: true, sameSite: 'Strict' }])
})

test('each state stands there with its word, the worst first, and names with markup are text', async () => {
  const { page, complaints } = await enter(await openStage(everyState(), { demo: true }))
  const words = await page.locator('tbody tr td:first-child').allInnerTexts()
  expect(words.map((word) => word.trim())).toEqual([
    ...Array<string>(4).fill('Failed'),
    'Connecting',
    'Reconnecting',
    'Deaf',
    'Late',
    ...Array<string>(3).fill('Live'),
    'Unproven',
    'Unwatched',
    'Stopped',
  ])
  expect(await names(page)).toContain('<img src=x onerror="document.title=1">')
  expect(await page.locator('img').count()).toBe(0)
  expect(await rowOf(page, 'late').textContent()).toMatch(/212 ms\s*lateness/)
  expect(await rowOf(page, 'refused').textContent()).toMatch(
    /Stopped after 50 attempts\. The server refused the connection\. Down for 12 min/,
  )
  expect(await page.getByText('Demo', { exact: true }).isVisible()).toBe(true)
  expect(await page.title()).toBe('(4 failed) Fleet · Heartline')
  expect(complaints).toEqual([])
})

test('the countdown counts down, and the age of the last sign up', async () => {
  const { page } = await enter(await openStage(everyState()))
  const left = async () => {
    const text = (await rowOf(page, 'waiting').textContent()) ?? ''
    const [, minutes, seconds] =
      /Attempt 7 of 50, next in (?:(\d+) min)? ?(?:(\d+) s)?\. Delay set by/.exec(text) ?? []
    return Number(minutes ?? 0) * 60 + Number(seconds ?? 0)
  }
  const first = await left()
  expect(first).toBeGreaterThan(60)
  await until(left, (now) => now <= first - 2)
  const age = async () => Number(/(\d+) s\s*event/.exec((await rowOf(page, 'late').textContent()) ?? '')?.[1])
  const young = await age()
  await until(age, (now) => now > young)
})

test('a tally shows only its state, and a second press all again', async () => {
  const { page } = await enter(await openStage(everyState()))
  const failed = page.getByRole('button', { name: '4 Failed' })
  await failed.click()
  expect(await failed.getAttribute('aria-pressed')).toBe('true')
  expect(await names(page)).toEqual(['forbidden', 'refused', 'unbroken', 'wordy'])
  await failed.click()
  expect(await names(page)).toHaveLength(14)
})

test('changes, new endpoints and removed ones show without a reload', async () => {
  const stage = await openStage([live('checkout'), live('orders')])
  const { page } = await enter(stage)
  stage.fleet.put(live('added', { phase: 'connecting', health: null }), live('orders', { health: 'late' }))
  await until(
    () => names(page),
    (list) => list.join() === 'orders,added,checkout',
  )
  stage.fleet.remove('checkout')
  await until(
    () => names(page),
    (list) => list.join() === 'orders,added',
  )
})

test('Retry, Stop and Start in the row, and Retry all failed, reach the fleet', async () => {
  const stage = await openStage(everyState())
  const { page } = await enter(stage)
  await page.getByRole('button', { name: 'Retry refused', exact: true }).click()
  await rowOf(page, 'refused').getByText('Connecting').waitFor()
  await page.getByRole('button', { name: 'Stop checkout', exact: true }).click()
  await page.getByRole('button', { name: 'Start checkout', exact: true }).click()
  await rowOf(page, 'checkout').getByText('Connecting').waitFor()
  await page.getByRole('button', { name: 'Retry all failed (3)' }).click()
  await page.getByRole('button', { name: 'Retry all failed (0)' }).waitFor()
  expect(stage.fleet.calls).toEqual([
    'retry refused',
    'stop checkout',
    'start checkout',
    'retry forbidden',
    'retry wordy',
    'retry unbroken',
  ])
})

test('everything by keyboard: search, move, retry, stop, clear', async () => {
  const stage = await openStage(everyState())
  const { page } = await enter(stage)
  await page.keyboard.press('/')
  await page.keyboard.type('r')
  expect(await page.getByRole('searchbox').inputValue()).toBe('r')
  await page.keyboard.type('efused')
  await until(
    () => names(page),
    (list) => list.join() === 'refused',
  )
  await page.keyboard.press('Escape')
  await until(
    () => names(page),
    (list) => list.length === 14,
  )
  for (const key of ['j', 'ArrowDown', 'j', 'k']) await page.keyboard.press(key)
  expect(await page.locator(':focus b').first().textContent()).toBe('refused')
  await page.keyboard.press('r')
  await rowOf(page, 'refused').getByText('Connecting').waitFor()
  expect(await page.locator(':focus').textContent()).toContain('refused')
  await page.keyboard.press('s')
  await rowOf(page, 'refused').getByText('Stopped', { exact: true }).waitFor()
  const stops: (string | null)[] = []
  for (const _ of ['its box', 'its name', 'its button']) {
    await page.keyboard.press('Tab')
    stops.push(await page.locator(':focus').evaluate((it) => it.getAttribute('aria-label') ?? it.textContent))
  }
  expect(stops).toEqual(['Select refused', 'refused', 'Start refused'])
  await page.keyboard.press('Enter')
  await rowOf(page, 'refused').getByText('Connecting').waitFor()
  expect(stage.fleet.calls).toEqual(['retry refused', 'stop refused', 'start refused'])
})

test('a command that the monitor refuses is told', async () => {
  const stage = await openStage([live('orders', { phase: 'failed', health: null })])
  const { page } = await enter(stage)
  stage.fleet.retry = () => null
  await page.getByRole('button', { name: 'Retry orders' }).click()
  expect(await page.getByRole('status').filter({ hasText: /\w/ }).textContent()).toMatch(/orders/)
})

test('problems of the configuration stand there until they are mended', async () => {
  const stage = await openStage([live('orders')])
  const { page } = await enter(stage)
  const message = 'Unknown key "hartbeat": did you mean "heartbeat"?'
  stage.notices.set([{ file: configFile, line: 12, column: 7, message, hint: 'Rename it.' }])
  await page.getByText(`${configFile}:12:7`).waitFor()
  const problems = page.getByRole('status').filter({ hasText: 'The configuration has' })
  expect(await problems.textContent()).toContain(message)
  expect(await problems.textContent()).toContain('what was good before stays in force')
  expect(await axeFindings(page)).toEqual([])
  const missing = { file: configFile, column: 7, message, hint: '', blocking: false } as const
  stage.notices.set(Array.from({ length: 1000 }, (_, at) => ({ ...missing, line: at + 1 })))
  await page.getByText('And 980 more: --check lists them all.').waitFor()
  expect(await problems.textContent()).toContain('1000 problems; all else of it is in force')
  stage.notices.set([])
  await page.getByText(message).first().waitFor({ state: 'detached' })
})

test('a monitor that goes is told, its last word stands still, and its return is noticed', async () => {
  const first = await openStage([live('orders', { lastSignAt: ago(1) })])
  const { page } = await enter(first)
  await first.close()
  await page.getByText('The monitor does not answer; trying again.').waitFor()
  const frozen = await rowOf(page, 'orders').textContent()
  expect(await axeFindings(page)).toEqual([])
  await new Promise((resolve) => setTimeout(resolve, 2100))
  expect(await rowOf(page, 'orders').textContent()).toBe(frozen)
  const again = await openStage([live('billing')], { port: first.site.port })
  ending.push(() => again.close())
  await rowOf(page, 'billing').waitFor()
  expect(await names(page)).toEqual(['billing'])
  expect(await page.getByRole('alert').textContent()).toBe('')
})

test('a monitor with another token is not called silent', async () => {
  const first = await openStage([live('orders')])
  const { page } = await enter(first)
  await first.close()
  const again = await openStage([live('orders')], { port: first.site.port, token: 'another-token' })
  ending.push(() => again.close())
  await page.getByText(/does not know this browser: open the address that it printed/).waitFor()
})

test('no endpoints: three ways on, and where the file is', async () => {
  const asked: string[] = []
  const others = {
    'demo.start': () => {
      asked.push('demo.start')
      return { ok: true, value: null } as const
    },
  }
  const { page, complaints } = await enter(await openStage([], { others }))
  await page.getByRole('heading', { name: 'No endpoints yet' }).waitFor()
  expect(await page.textContent('main')).toContain(configFile)
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Watch the demo streams' }).click()
  await until(
    () => asked,
    (list) => list.length === 1,
  )
  await page.getByRole('button', { name: 'Add an endpoint' }).click()
  expect(page.url()).toMatch(/#\/add$/)
  await page.goBack()
  await page.getByRole('button', { name: 'Import' }).click()
  expect(page.url()).toMatch(/#\/import$/)
  expect(complaints).toEqual([])
})

test.each([
  { theme: 'dark', width: 1440, height: 900 },
  { theme: 'light', width: 1440, height: 900 },
  { theme: 'dark', width: 1280, height: 800 },
  { theme: 'dark', width: 1024, height: 700 },
  { theme: 'light', width: 1024, height: 700 },
] as const)('$theme at $width x $height: axe finds nothing, nothing overlaps', async (look) => {
  const { page } = await enter(await openStage(everyState(), { demo: true }), look)
  await page.keyboard.press('j')
  expect(await axeFindings(page)).toEqual([])
  const sizes = await page.evaluate(() => {
    const beyond = (element: Element) =>
      element.scrollWidth > element.clientWidth + 1 ? [element.textContent?.slice(0, 40) ?? ''] : []
    return {
      beyond: [
        ...document.querySelectorAll(
          'body, th, td, fieldset, fieldset button, header, footer, [role=toolbar]',
        ),
      ].flatMap(beyond),
      heights: [...new Set([...document.querySelectorAll('tbody tr')].map((row) => row.clientHeight))],
    }
  })
  expect(sizes).toEqual({ beyond: [], heights: [47] })
})

test('a thousand endpoints: few rows in the page, each within reach of scroll and keyboard', async () => {
  const many = Array.from({ length: 1000 }, (_, index) => live(`stream-${index}`))
  const { page } = await enter(await openStage(many))
  const rows = page.locator('tbody tr[aria-rowindex]')
  expect(await rows.count()).toBeLessThan(60)
  for (let step = 0; step < 40; step++) await page.keyboard.press('j')
  expect(await page.locator(':focus b').first().textContent()).toBe('stream-39')
  await page.locator('table').evaluate((table) => table.parentElement?.scrollTo(0, 1e6))
  await rowOf(page, 'stream-999').waitFor()
  expect(await rows.count()).toBeLessThan(60)
  await page.keyboard.press('End')
  await page.locator(':focus b').getByText('stream-999').waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('table', { name: /^Endpoints/ }).waitFor({ state: 'detached' })
  await page.goBack()
  await rowOf(page, 'stream-999').waitFor()
})

test('screens that were left leave nothing behind: no element, no listener', async () => {
  const { page, context } = await enter(await openStage([live('checkout'), live('orders')]))
  const session = await context.newCDPSession(page)
  await session.send('Performance.enable')
  const kept = async () => {
    await session.send('HeapProfiler.collectGarbage')
    const { metrics } = await session.send('Performance.getMetrics')
    const of = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? 0
    return { nodes: of('Nodes'), listeners: of('JSEventListeners') }
  }
  const goRound = async (times: number) => {
    for (let time = 0; time < times; time++)
      for (const screen of ['endpoint/orders', 'settings', 'import', '']) {
        await page.evaluate((to) => {
          location.hash = `#/${to}`
        }, screen)
        await page.locator('h1').waitFor()
        await page.evaluate(() => new Promise(requestAnimationFrame))
      }
  }
  await goRound(3)
  const before = await kept()
  await goRound(12)
  const after = await kept()
  // Fewer than one for each round; what the list shows may differ by some.
  expect(after.listeners - before.listeners).toBeLessThan(12)
  expect(after.nodes - before.nodes).toBeLessThan(200)
})
