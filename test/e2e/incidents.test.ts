import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { IncidentView } from '../../src/shared/view.ts'
import { launchBrowser } from '../helpers/browser.ts'
import { fakeWatching } from '../helpers/contract.ts'
import { type FakeIncidents, fakeIncidents, incidentOf } from '../helpers/fake-incidents.ts'
import { axeFindings, type Look, openPage, openStage, type Stage, until } from './stage.ts'
import { ago, live } from './views.ts'

/** The Incidents screen: the list, one incident whole, notes, acknowledgement, exports. */

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

const hostile = '<img src=x onerror="document.title=1">'
const eighty = 'a-name-of-eighty-characters-'.repeat(3).slice(0, 80)

/** The newest first: one that lasts, one that was seen to, one over many endpoints, and one of last month. */
const some = (): readonly IncidentView[] => [
  incidentOf('now', { start: ago(95), end: null, endpoints: ['orders'], flapping: true }),
  incidentOf('left-out', {
    kind: 'replay',
    start: ago(3600),
    endpoints: ['checkout'],
    cause: '10 events are missing.',
    acknowledgedAt: ago(60),
    notes: 'Ticket OPS-7',
  }),
  incidentOf('away', {
    kind: 'local-network',
    start: ago(7200),
    endpoints: ['orders', 'checkout', 'ads'],
    cause: 'The network of this machine was away.',
  }),
  incidentOf('old', { start: ago(20 * 86_400), endpoints: ['gone'] }),
]

interface Opened {
  readonly page: Page
  readonly complaints: readonly string[]
  readonly stage: Stage
  readonly fake: FakeIncidents
  /** Changes the incidents, and tells the page of the new counts. */
  put(...incidents: IncidentView[]): void
}

async function enter(incidents: readonly IncidentView[], at = '#/incidents', look?: Look): Promise<Opened> {
  const fake = fakeIncidents(...incidents)
  const watching = fakeWatching()
  watching.show({ incidents: fake.counts() })
  const stage = await openStage(
    [live('orders'), live('checkout'), live('ads'), live(eighty), live(hostile)],
    { others: fake.handlers, watching },
  )
  ending.push(() => stage.close())
  const { page, complaints } = await openPage(browser, new URL(at, stage.site.url).href, look)
  // The token of the first address is gone by now: the fragment stays.
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.goto(new URL(at, page.url()).href)
  await page.getByText(/\d+ incidents?/).waitFor()
  return {
    page,
    complaints,
    stage,
    fake,
    put(...changed) {
      fake.put(...changed)
      watching.show({ incidents: fake.counts() })
    },
  }
}

const rows = (page: Page) => page.locator('tbody tr[aria-rowindex]')
const causes = (page: Page) => rows(page).locator('p').allTextContents()
const counts = (page: Page, wanted: number) =>
  until(
    () => rows(page).count(),
    (count) => count === wanted,
  )
const hash = (page: Page) => new URL(page.url()).hash
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '')
const detail = (page: Page) => page.getByRole('region', { name: 'The incident' })
const said = (page: Page, text: string) => page.getByText(text).first().waitFor()

test('tells kind, endpoints, time, duration that counts, and whether somebody saw to it', async () => {
  const { page, complaints } = await enter(some())
  await counts(page, 3)
  await page.getByText('3 incidents, 1 open').waitFor()
  const [first, second, third] = await rows(page).all()
  const counted = async () => (await first?.locator('td').nth(3).textContent()) ?? ''
  expect(await counted()).toMatch(/^1 min 3\d sso far, flapping$/)
  const before = await counted()
  await until(counted, (now) => now !== before)
  await second?.getByText('Has notes').waitFor({ state: 'attached' })
  await second?.getByRole('button', { name: 'Acknowledged' }).waitFor()
  await third?.getByText('3 endpoints').waitFor()
  await third?.getByText('Local network').waitFor()
  await page.getByRole('button', { name: 'Incidents: 1 open, 3 not acknowledged' }).waitFor()
  await first?.getByRole('link', { name: 'orders' }).click()
  await until(
    () => hash(page),
    (at) => at === '#/endpoint/orders',
  )
  await page.getByRole('link', { name: 'Incidents of this endpoint' }).waitFor()
  // Its words for screen readers stay in the column that scrolls: the page itself has nothing to scroll.
  expect(await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)).toBe(0)
  await page.getByRole('link', { name: 'Incidents of this endpoint' }).click()
  await until(
    () => hash(page),
    (at) => at === '#/incidents/orders',
  )
  await counts(page, 2)
  await page.reload()
  await counts(page, 2)
  await page.getByRole('button', { name: /Remove the filter/ }).click()
  await counts(page, 3)
  expect(complaints).toEqual([])
})

test('by keyboard alone: down, open, close, back; the focus goes along, and an address leads there', async () => {
  const { page } = await enter(some())
  await page.getByRole('button', { name: 'Fleet', exact: true }).click()
  await page.keyboard.press('g')
  await counts(page, 3)
  for (const key of ['j', 'j', 'Enter']) await page.keyboard.press(key)
  await until(
    () => focused(page),
    (text) => text === 'Replaycheckout',
  )
  expect(hash(page)).toBe('#/incident/left-out')
  expect(await page.title()).toBe('Incident · Heartline')
  await detail(page).getByText('10 events are missing.').first().waitFor()
  await page.reload()
  await detail(page)
    .getByRole('heading', { name: /Replay/ })
    .waitFor()
  const whole = detail(page).getByRole('group', { name: 'What is known of it' })
  await whole.press('End')
  await until(
    () => whole.evaluate((box) => box.scrollTop),
    (top) => top > 0,
  )
  await page.keyboard.press('Escape')
  await detail(page).waitFor({ state: 'detached' })
  expect(hash(page)).toBe('#/incidents')
  await until(
    () => focused(page),
    (text) => text.includes('10 events are missing.'),
  )
  await page.keyboard.press('Escape')
  await until(
    () => hash(page),
    (at) => at === '#/',
  )
  await page.goForward()
  await counts(page, 3)
})

test('kinds, open, not acknowledged, time and search narrow the list; nothing left is said', async () => {
  const { page } = await enter(some())
  await page.getByRole('button', { name: 'Replay', exact: true }).click()
  await counts(page, 1)
  await page.getByRole('button', { name: 'Open only' }).click()
  await page.getByText('No incident of the last 7 days matches').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: 'Show all' }).click()
  await counts(page, 3)
  await page.getByRole('button', { name: 'Not acknowledged', exact: true }).click()
  await counts(page, 2)
  await page.getByRole('button', { name: '30 d' }).click()
  await counts(page, 3)
  await page.keyboard.press('/')
  await page.keyboard.type('GONE')
  await counts(page, 1)
  await page.keyboard.press('ArrowDown')
  await until(
    () => focused(page),
    (text) => text.includes('gone'),
  )
  await page.reload()
  await counts(page, 3)
})

test('the rail counts those that last; of those that are over only a dot is left, until somebody saw to them', async () => {
  const { page, put } = await enter(some())
  const button = page.getByRole('button', { name: 'Incidents: 1 open, 3 not acknowledged' })
  const badge = page.getByRole('navigation', { name: 'Screens' }).locator('span > span')
  await button.waitFor()
  expect(await badge.allTextContents()).toEqual(['1'])
  const ended = some().map((one) => ({ ...one, end: one.end ?? new Date().toISOString() }))
  put(...ended)
  await page.getByRole('button', { name: 'Incidents: 0 open, 3 not acknowledged' }).waitFor()
  expect(await badge.allTextContents()).toEqual([''])
  put(...ended.map((one) => ({ ...one, acknowledgedAt: new Date().toISOString() })))
  await page.getByRole('button', { name: 'Incidents', exact: true }).waitFor()
  expect(await badge.count()).toBe(0)
})

test('blips can be left out', async () => {
  const blip = incidentOf('blip', { endpoints: ['ads'], start: ago(400), end: ago(399.99), durationMs: 600 })
  const { page } = await enter([...some(), blip])
  await counts(page, 4)
  await page.getByRole('button', { name: '≥ 10 s' }).click()
  await counts(page, 3)
})

test('several at once: acknowledged and taken back, exported and copied', async () => {
  const { page, fake } = await enter(some())
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  for (const key of ['j', 'x', 'J', 'a']) await page.keyboard.press(key)
  await page.getByText('2 selected').waitFor()
  await page.getByRole('button', { name: 'Acknowledge (0)' }).waitFor()
  expect(fake.calls).toEqual(['acknowledge now'])
  await page.getByRole('button', { name: 'Take back (2)' }).click()
  await said(page, '2 incidents no longer acknowledged.')
  await page.getByRole('button', { name: 'Undo' }).click()
  await until(
    () => fake.find('now')?.acknowledgedAt,
    (at) => at != null,
  )
  await rows(page).first().focus()
  await page.keyboard.press('e')
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Save as CSV' }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe('incidents.csv')
  expect(await readFile(await file.path(), 'utf8')).toBe('csv of now,left-out')
  await page.keyboard.press('e')
  await page.getByRole('menuitem', { name: 'Copy as report' }).press('Enter')
  await said(page, '2 incidents copied.')
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('markdown of now,left-out')
  await page.keyboard.press('Escape')
  await page.getByText('2 selected').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: /^Export 3/ }).waitFor()
  await page.getByRole('button', { name: 'Acknowledge all (1)' }).click()
  await page.getByRole('button', { name: 'Acknowledge all (0)' }).waitFor()
})

test('notes are saved by Ctrl+Enter and on leaving the field, and with a word', async () => {
  const { page, fake } = await enter(some())
  for (const key of ['j', 'n']) await page.keyboard.press(key)
  const notes = page.getByRole('textbox', { name: 'Notes' })
  await until(
    () => notes.evaluate((field) => field === document.activeElement),
    (there) => there,
  )
  await page.keyboard.type('jk: told the shop team')
  await page.getByText('Not saved yet').waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByText('Saved', { exact: true }).waitFor()
  expect(fake.find('now')?.notes).toBe('jk: told the shop team')
  await page.keyboard.type('.')
  await page.keyboard.press('Escape')
  await until(
    () => fake.find('now')?.notes,
    (text) => text === 'jk: told the shop team.',
  )
  await page.keyboard.press('a')
  await detail(page).getByRole('button', { name: 'Acknowledged' }).waitFor()
  await page.keyboard.press('Escape')
  await detail(page).waitFor({ state: 'detached' })
  await rows(page).first().getByText('Has notes').waitFor({ state: 'attached' })
})

test('what cannot be saved is said, is still there on coming back, and a reload asks first', async () => {
  const { page, fake } = await enter(some(), '#/incident/now')
  const notes = page.getByRole('textbox', { name: 'Notes' })
  await notes.fill('Ticket OPS-8')
  fake.refuse('The disk is full.')
  await page.getByRole('button', { name: 'Fleet', exact: true }).click()
  await said(page, 'Notes are not saved: The disk is full.')
  fake.refuse(null)
  await page.goBack()
  expect(await notes.inputValue()).toBe('Ticket OPS-8')
  const asked = page.waitForEvent('dialog')
  await page.evaluate(() => setTimeout(() => window.location.reload()))
  const dialog = await asked
  expect(dialog.type()).toBe('beforeunload')
  await dialog.dismiss()
  await notes.focus()
  await page.keyboard.press('Control+Enter')
  await until(
    () => fake.find('now')?.notes,
    (text) => text === 'Ticket OPS-8',
  )
})

test('new ones come by themselves, but nothing moves while some are selected; an end is shown', async () => {
  const { page, put } = await enter(some())
  await counts(page, 3)
  await page.mouse.move(700, 5)
  put(incidentOf('newer', { start: ago(20), end: null, cause: 'Newer.', endpoints: ['ads'] }))
  await counts(page, 4)
  expect((await causes(page))[0]).toBe('Newer.')
  await rows(page).nth(1).focus()
  await page.keyboard.press('x')
  put(incidentOf('newest', { start: ago(1), end: null, cause: 'Newest.', endpoints: ['ads'] }))
  await page.getByRole('button', { name: 'Show 1 new incident' }).waitFor()
  expect((await causes(page))[0]).toBe('Newer.')
  put(incidentOf('newer', { start: ago(65), end: ago(3), cause: 'Newer.', endpoints: ['ads'] }))
  await rows(page).first().getByText('1 min 2 s').waitFor()
  await page.getByRole('button', { name: 'Show 1 new incident' }).click()
  await counts(page, 5)
  expect((await causes(page))[0]).toBe('Newest.')
})

test('evidence can be read and copied, and what people or servers wrote is text', async () => {
  const cause = `${hostile} ${'x'.repeat(400)}`
  const incident = incidentOf('bad', {
    start: ago(600),
    endpoints: [hostile.replaceAll(/[^\w-]/g, '-')],
    cause,
    notes: '<script>document.title = 2</script>',
  })
  const { page, complaints } = await enter([incident], '#/incident/bad')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await detail(page).getByRole('heading', { name: hostile }).waitFor()
  expect(await page.title()).toBe('Incident · Heartline')
  await detail(page).getByRole('button', { name: 'Copy the trace id of attempt 2' }).click()
  const copied = () => page.evaluate(() => navigator.clipboard.readText())
  expect(await copied()).toBe('4bf92f3577b34da6a3ce929d0e0e4732')
  await detail(page).getByRole('button', { name: 'Copy the curl command' }).click()
  expect(await copied()).toContain("curl -N -H 'Accept: text/event-stream'")
  await detail(page).getByText('Request headers (3)').click()
  await detail(page).getByText('Authorization:', { exact: true }).waitFor()
  const width = await page.evaluate(() => [document.body.scrollWidth, window.innerWidth])
  expect(width[0]).toBeLessThanOrEqual(width[1] ?? 0)
  expect(complaints).toEqual([])
})

test('nothing happened, no such incident, a refusal and a lost monitor are said', async () => {
  const { page, fake } = await enter([])
  await page.getByText('No incidents in the last 7 days').waitFor()
  await page.getByRole('button', { name: 'Look at the last 30 days' }).click()
  await page.getByText('No incidents in the last 30 days').waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.goto(new URL('#/incident/nowhere', page.url()).href)
  await page.getByText('There is no incident "nowhere".').waitFor()
  expect(await axeFindings(page)).toEqual([])
  fake.refuse('The history is being mended.')
  await page.goto(new URL('#/incidents', page.url()).href)
  await page.reload()
  await page.getByText('The history is being mended.').waitFor()
  fake.refuse(null)
  await page.getByText('No incidents in the last 30 days').waitFor()
  for (const end of ending.splice(0)) await end()
  await page.getByText('The monitor does not answer; trying again.').waitFor()
  await page.getByText('No incidents in the last 30 days').waitFor()
})

test.each([
  { theme: 'dark', width: 1440, height: 900 },
  { theme: 'light', width: 1024, height: 700 },
] as const)('axe finds nothing in list, selection, menu and detail ($theme)', async (look) => {
  const long = incidentOf('long', {
    start: ago(300),
    endpoints: [eighty.replaceAll(/[^\w-]/g, '-')],
    cause: 'It went on and on with an explanation. '.repeat(20),
  })
  const { page, complaints } = await enter([...some(), long], '#/incidents', look)
  await counts(page, 4)
  expect(await axeFindings(page)).toEqual([])
  for (const key of ['j', 'x', 'e']) await page.keyboard.press(key)
  await page.getByRole('menuitem').first().waitFor()
  expect(await axeFindings(page)).toEqual([])
  for (const key of ['Escape', 'Escape', 'j', 'Enter']) await page.keyboard.press(key)
  await detail(page).getByText('On record').waitFor()
  expect(await axeFindings(page)).toEqual([])
  expect(complaints).toEqual([])
})

test('a thousand incidents stay usable, and what is beyond them is said', async () => {
  const many = Array.from({ length: 1100 }, (_, index) =>
    incidentOf(`i${index}`, { start: ago(index * 60), cause: `Cause ${index}.` }),
  )
  const { page } = await enter(many)
  await page.getByText('1000 incidents').waitFor()
  expect(await rows(page).count()).toBeLessThan(60)
  await page.keyboard.press('End')
  await until(
    () => focused(page),
    (text) => text.includes('Cause 999.'),
  )
  await page.getByText('These are the newest 1,000.').waitFor()
})
