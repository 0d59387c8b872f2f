import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import type { SecretsView } from '../src/shared/screens.ts'
import { openPage, openStage, type Stage } from '../test/e2e/stage.ts'
import { launchBrowser } from '../test/helpers/browser.ts'
import { fakeWatching } from '../test/helpers/contract.ts'
import { factsOf } from './pictures/facts.ts'
import { chartOf, stripOf } from './pictures/hour.ts'
import { incidentsOf, shownIncident } from './pictures/incidents.ts'
import { type Actor, sceneAt } from './pictures/scene.ts'

/**
 * `npm run pictures`: the main screens, dark and light, into docs/pictures. The page is the built one; the streams are
 * made up, so that a picture tells what an hour with some trouble looks like and not what a test server did.
 */
const folder = join(dirname(import.meta.dirname), 'docs', 'pictures')

interface Shot {
  readonly name: string
  /** The page's fragment. */
  readonly at: string
  /** What must stand there before the picture is taken, and what to do first. */
  prepare(page: Page): Promise<unknown>
}

const shots: readonly Shot[] = [
  { name: 'fleet', at: '#/', prepare: (page) => page.getByText('quotes-ws3', { exact: true }).waitFor() },
  {
    name: 'endpoint',
    at: '#/endpoint/quotes-ws3',
    prepare: (page) => page.getByRole('heading', { name: 'quotes-ws3' }).first().waitFor(),
  },
  {
    name: 'incidents',
    at: `#/incident/${shownIncident}`,
    prepare: (page) => page.getByRole('heading', { name: 'On record' }).waitFor(),
  },
  { name: 'settings', at: '#/settings', prepare: (page) => page.getByText('Theme').first().waitFor() },
  {
    name: 'palette',
    at: '#/',
    async prepare(page) {
      await page.getByText('quotes-ws3', { exact: true }).waitFor()
      await page.keyboard.press('Control+k')
      await page.keyboard.type('quotes')
    },
  },
]

const secrets: SecretsView = {
  writable: false,
  encrypted: false,
  sentence: 'In browser mode secrets come from the environment that Heartline starts in; nothing is stored.',
  secrets: ['orders', 'audit'].map((name) => ({
    name: `${name}-token`,
    isSet: true,
    usedBy: [name === 'orders' ? 'orders-eu' : 'payments-audit'],
    howToSet: '',
  })),
}

async function stageFor(actors: readonly Actor[], now: number): Promise<Stage> {
  const incidents = incidentsOf(actors, now)
  const watching = fakeWatching()
  watching.show({ incidents: incidents.counts() })
  const stage = await openStage(
    actors.map(({ view }) => view),
    {
      others: { 'secrets.list': () => ({ ok: true, value: secrets }), ...incidents.handlers },
      watching,
    },
  )
  for (const actor of actors) {
    stage.fleet.setStrip(actor.view.id, stripOf(actor, now))
    stage.fleet.setChart(actor.view.id, chartOf(actor, now))
    stage.fleet.setFacts(actor.view.id, factsOf(actor, now))
  }
  return stage
}

async function take(browser: Browser, stage: Stage, { name, at, prepare }: Shot): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    const { page, context } = await openPage(browser, stage.site.url, { theme })
    await page.goto(new URL(at, page.url()).href)
    await prepare(page)
    if (name === 'settings' || name === 'incidents') await page.getByRole('heading', { level: 1 }).blur()
    // Charts draw on the next frames.
    await page.waitForTimeout(1500)
    await page.screenshot({ path: join(folder, `${name}-${theme}.png`) })
    await context.close()
  }
}

await mkdir(folder, { recursive: true })
const now = Date.now()
const stage = await stageFor(sceneAt(now), now)
const browser = await launchBrowser()
try {
  for (const shot of shots) await take(browser, stage, shot)
} finally {
  await browser.close()
  await stage.close()
}
console.log(`The pictures are in ${folder}.`)
