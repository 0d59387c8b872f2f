import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { CallResult } from '../../src/shared/contract.ts'
import type { DrillView } from '../../src/shared/view.ts'
import { launchBrowser } from '../helpers/browser.ts'
import { axeFindings, type Look, openPage, openStage, type Stage } from './stage.ts'
import { everyState } from './views.ts'

/** The replay drill on the endpoint screen. */

let browser: Browser
let stage: Stage
let asked: (string | null)[]
let answers: CallResult<DrillView>[]

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

const complete: DrillView = {
  endpoint: 'checkout',
  at: '2026-11-20T12:00:00.000Z',
  from: '1184',
  verdict: 'complete',
  evidence: 'All 20 events that are known to follow came back.',
  expected: 20,
  returned: 20,
  missing: [],
  doubled: 0,
  outOfOrder: 0,
  received: 22,
  status: 200,
  firstEventMs: 12,
  durationMs: 412,
  failure: null,
}
const truncated: DrillView = {
  ...complete,
  at: '2026-11-20T12:01:00.000Z',
  verdict: 'truncated',
  evidence: '3 events of the 20 that are known to follow did not come back, the first of them "<b>1190</b>".',
  returned: 17,
  missing: ['<b>1190</b>', '1191', '1192'],
  doubled: 1,
}

async function openDrill(results: readonly CallResult<DrillView>[], look?: Look): Promise<Page> {
  asked = []
  answers = [...results]
  stage = await openStage(everyState(), {
    others: {
      'endpoint.drill': async ({ from }) => {
        asked.push(from)
        const answer = answers.shift()
        if (answer === undefined) throw new Error('More drills were asked for than the test has answers.')
        return answer
      },
    },
  })
  const { page } = await openPage(browser, stage.site.url, look)
  await page.getByRole('heading', { name: 'Fleet' }).waitFor()
  await page.evaluate(() => {
    location.hash = '#/endpoint/checkout'
  })
  await card(page).waitFor()
  return page
}

const card = (page: Page) => page.getByRole('region', { name: 'Replay drill' })

test('a drill by the keyboard alone: its grade, its figures, and those before it', async () => {
  const page = await openDrill([
    { ok: true, value: complete },
    { ok: true, value: truncated },
  ])
  const field = card(page).getByLabel('From id')
  await field.focus()
  await page.keyboard.press('Enter')
  await card(page).getByText('All 20 events that are known to follow came back.').waitFor()
  await card(page).getByText('20 of 20 known events came back, 22 received').waitFor()
  await page.keyboard.type('1184')
  await page.keyboard.press('Enter')
  await card(page).getByText('Missing: <b>1190</b>, 1191, 1192').waitFor()
  await card(page).getByRole('list', { name: 'Earlier drills' }).getByText('complete').waitFor()
  expect(asked).toEqual([null, '1184'])
  expect(await card(page).locator('b', { hasText: '1190' }).count()).toBe(0)
})

test('an event of the tail is where a drill can begin', async () => {
  const page = await openDrill([{ ok: true, value: complete }])
  stage.fleet.pushEvents('checkout', { type: 'order', data: '{"total": 12}', lastEventId: '1207' })
  await page.getByRole('button', { name: '{"total": 12}' }).click()
  await page.getByRole('button', { name: 'Drill from here' }).click()
  await card(page).getByText('All 20 events').waitFor()
  expect(asked).toEqual(['1207'])
})

test('what keeps a drill from beginning, or from an answer, is said with what to do', async () => {
  const page = await openDrill([
    {
      ok: false,
      error: { code: 'drill-without-ids', message: 'No event with an id is known.', hint: 'Wait for one.' },
    },
    {
      ok: true,
      value: {
        ...complete,
        verdict: 'unknown',
        evidence: 'There was no replay to grade: No answer within 10 s.',
        failure: { message: 'No answer within 10 s.', hint: 'The host may be down.' },
        status: null,
      },
    },
  ])
  const button = card(page).getByRole('button', { name: 'Drill' })
  await button.click()
  await card(page).getByText('No event with an id is known. Wait for one.').waitFor()
  await button.click()
  await card(page).getByText('The host may be down.').waitFor()
})

test.each(['dark', 'light'] as const)('axe finds nothing, %s', async (theme) => {
  const page = await openDrill([{ ok: true, value: truncated }], { theme })
  await card(page).getByRole('button', { name: 'Drill' }).click()
  await card(page).getByText('Missing:').waitFor()
  expect(await axeFindings(page)).toEqual([])
})
