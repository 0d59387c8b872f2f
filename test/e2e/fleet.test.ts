import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'
import {
  type Heartline,
  type Home,
  makeHome,
  type Streams,
  serveStreams,
  startHeartline,
} from './heartline.ts'
import { axeFindings, openPage, rowOf, until } from './stage.ts'

/** The built program, its page in Chromium, and streams that it really holds. */

let browser: Browser
let streams: Streams
let home: Home
let heartline: Heartline

const yaml = (more = '') => `version: 1
defaults:
  retry: { base: 500ms, cap: 1s, stableAfter: 1s }
endpoints:
  - { id: fine, name: "<b onclick=alert(1)>Fine</b>", url: "${streams.url}/fine", tags: [prod] }
  - { id: gate, name: Gate, url: "${streams.url}/gate" }
  - { id: busy, name: Busy, url: "${streams.url}/busy" }
${more}`

const fine = '<b onclick=alert(1)>Fine</b>'

beforeAll(async () => {
  browser = await launchBrowser()
  streams = await serveStreams()
  home = await makeHome(yaml())
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

/** Waits until the row of this endpoint bears the word of a state. */
const stateOf = (page: Page, name: string, word: string) =>
  rowOf(page, name).locator('td').first().getByText(word, { exact: true }).waitFor({ timeout: 15_000 })

const sentenceOf = async (page: Page, name: string) =>
  (await rowOf(page, name).locator('td').nth(7).textContent()) ?? ''

test('live, failed and waiting with a countdown, each as it is', async () => {
  const { page, complaints } = await openPage(browser, heartline.url)
  await stateOf(page, fine, 'Live')
  await stateOf(page, 'Gate', 'Failed')
  await stateOf(page, 'Busy', 'Reconnecting')
  expect(await sentenceOf(page, 'Gate')).toMatch(/404 \(not found\).*Never live yet; failed for/)
  const left = async () => {
    const sentence = await sentenceOf(page, 'Busy')
    return Number(/Attempt 2 of 50, next in (\d+) s\. Delay set by Retry-After\./.exec(sentence)?.[1])
  }
  const first = await left()
  expect(first).toBeGreaterThan(5)
  await until(left, (seconds) => seconds <= first - 2)
  expect(await axeFindings(page)).toEqual([])
  expect(complaints).toEqual([])
})

test('Retry on a failed stream whose cause was lifted makes it live', async () => {
  const { page } = await openPage(browser, heartline.url)
  await stateOf(page, 'Gate', 'Failed')
  streams.openGate()
  await page.getByRole('button', { name: 'Retry Gate' }).click()
  await stateOf(page, 'Gate', 'Live')
  await page.getByRole('button', { name: 'Retry all failed (0)' }).waitFor()
})

test('a stop outlives the monitor, whose end and return the page tells by itself', async () => {
  const { page } = await openPage(browser, heartline.url)
  await page.getByRole('button', { name: `Stop ${fine}` }).click()
  await stateOf(page, fine, 'Stopped')
  const { port, searchParams } = new URL(heartline.url)
  await heartline.signal('SIGTERM')
  await page.getByText('The monitor does not answer; trying again.').waitFor()
  const token = searchParams.get('token') ?? ''
  heartline = await startHeartline([...home.args, '--port', port, '--token', token])
  await page.getByText('The monitor does not answer; trying again.').waitFor({ state: 'detached' })
  await stateOf(page, fine, 'Stopped')
  await page.getByRole('button', { name: `Start ${fine}` }).click()
  await stateOf(page, fine, 'Live')
})

test('a monitor that hangs is told too, and its waking noticed', async () => {
  const { page } = await openPage(browser, heartline.url)
  await stateOf(page, fine, 'Live')
  await heartline.signal('SIGSTOP')
  await page.getByText('The monitor does not answer; trying again.').waitFor({ timeout: 25_000 })
  await heartline.signal('SIGCONT')
  await page.getByText('The monitor does not answer; trying again.').waitFor({ state: 'detached' })
  await stateOf(page, fine, 'Live')
})

test('an edit of the configuration shows by itself, a broken one as a problem that stops nothing', async () => {
  const { page } = await openPage(browser, heartline.url)
  await home.configure(yaml(`  - { id: added, url: "${streams.url}/added" }\n`))
  await stateOf(page, 'added', 'Live')
  await home.configure(yaml('  - { id: added, url: "ftp://nowhere" }\n'))
  await page.getByText(`${home.file}:8:`).waitFor()
  await stateOf(page, 'added', 'Live')
  await home.configure(yaml())
  await page.getByText(`${home.file}:8:`).waitFor({ state: 'detached' })
  await rowOf(page, 'added').waitFor({ state: 'detached' })
})

test('the demo: every state but unwatched, a countdown and a truncated replay within a minute', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'heartline-demo-'))
  const demo = await startHeartline(['--demo', '--data-dir', folder])
  try {
    const { page, complaints } = await openPage(browser, demo.url)
    await page.getByText('Demo', { exact: true }).waitFor()
    const seen = new Set<string>()
    const wanted = [
      'Live',
      'Late',
      'Deaf',
      'Connecting',
      'Reconnecting',
      'Failed',
      'Stopped',
      'countdown',
      'truncated',
    ]
    const look = async () => {
      for (const word of await page.locator('tbody td:first-child').allTextContents()) seen.add(word)
      const sentences = (await page.locator('tbody td:nth-child(8)').allTextContents()).join('\n')
      if (/next in \d+ s\. Delay set by Retry-After/.test(sentences)) seen.add('countdown')
      if (/replay truncated/.test(sentences)) seen.add('truncated')
      return wanted.filter((word) => !seen.has(word))
    }
    await until(look, (missing) => missing.length === 0, 60_000)
    expect(complaints).toEqual([])
  } finally {
    await demo.signal('SIGTERM')
    await rm(folder, { recursive: true, force: true })
  }
})
