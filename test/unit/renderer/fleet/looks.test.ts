import { expect, test } from 'vitest'
import { awayMs, type Missed, missedSince, watchLooks } from '../../../../src/renderer/fleet/looks.ts'
import { createFleetStore } from '../../../../src/renderer/store.ts'
import type { Call } from '../../../../src/renderer/use-app.ts'
import type { AppInfo } from '../../../../src/shared/contract.ts'
import type { OutageView } from '../../../../src/shared/screens.ts'
import { ago, noon } from '../view.ts'

const outage = (id: string, start: number, end: number | null = null): OutageView => ({
  id,
  start: ago(start),
  end: end === null ? null : ago(end),
  cause: 'The server refused the connection.',
  flapping: false,
})

const about = (lookedAt: number | null): AppInfo => ({
  version: '1.2.3',
  mode: 'browser',
  configFile: '/x/heartline.yaml',
  dataDir: '/x',
  demo: false,
  lookedAt,
  startedAt: noon,
  problems: [],
})

function setUp({ kept = null as string | null } = {}) {
  const asked: string[] = []
  const clock = { now: noon }
  const happened: OutageView[] = []
  const call = (async (command: string, input: { since?: number }) => {
    asked.push(input.since === undefined ? command : `${command} ${input.since - noon}`)
    return { ok: true, value: command === 'app.looked' ? null : happened }
  }) as Call
  const commands = { retry: never, stop: never, start: never }
  const store = createFleetStore({ commands, now: () => clock.now, soon: (run) => run() })
  const sight = Object.assign(new EventTarget(), { hidden: false, hasFocus: () => !sight.hidden })
  const page = Object.assign(new EventTarget(), { document: sight })
  let memory = kept
  const session = {
    read: () => memory,
    write: (text: string) => {
      memory = text
    },
  }
  watchLooks({ call, store, now: () => clock.now, page, session })
  const settle = () => new Promise((resolve) => setTimeout(resolve))
  return { asked, clock, happened, store, page, sight, settle }
}
const never = () => Promise.reject(new Error('nothing is commanded here'))

test('the first look of a session tells what happened since the last one', async () => {
  const { store, asked, happened, settle } = setUp()
  happened.push(outage('a', 60_000))
  store.told(about(noon - 7_200_000))
  await settle()
  expect(asked).toEqual(['fleet.outages -7200000'])
  expect(store.getState().missedOutages).toMatchObject({ since: noon - 7_200_000, outages: [{ id: 'a' }] })
})

test('a reload is no first look, and neither is a very first one', async () => {
  const reloaded = setUp({ kept: 'looked' })
  reloaded.store.told(about(noon - 7_200_000))
  const first = setUp()
  first.store.told(about(null))
  await first.settle()
  expect([reloaded.asked, first.asked]).toEqual([[], []])
})

test('who was away for five minutes is told on coming back, who was away for less is not', async () => {
  const { page, clock, asked, settle } = setUp({ kept: 'looked' })
  page.dispatchEvent(new Event('blur'))
  clock.now += awayMs - 1
  page.dispatchEvent(new Event('focus'))
  await settle()
  expect(asked.splice(0)).toEqual(['app.looked'])
  page.dispatchEvent(new Event('blur'))
  clock.now += awayMs
  page.dispatchEvent(new Event('focus'))
  await settle()
  expect(asked).toEqual(['app.looked', `fleet.outages ${awayMs - 1}`])
})

test('hidden and unfocused is one leave, and the page is back when it is seen and has the focus', async () => {
  const { page, sight, clock, asked, settle } = setUp({ kept: 'looked' })
  page.dispatchEvent(new Event('blur'))
  sight.hidden = true
  sight.dispatchEvent(new Event('visibilitychange'))
  clock.now += 2 * awayMs
  page.dispatchEvent(new Event('focus'))
  await settle()
  expect(asked).toEqual(['app.looked'])
  sight.hidden = false
  sight.dispatchEvent(new Event('visibilitychange'))
  await settle()
  expect(asked).toEqual(['app.looked', 'fleet.outages 0'])
})

test('news is what began since or ended since; what was down before and still is was seen', () => {
  const since = noon - 3_600_000
  const list = [
    outage('new', 600_000),
    outage('noticed later', 3_630_000),
    outage('over', 7_200_000, 60_000),
    outage('old', 7_200_000),
  ]
  const missed: Missed | null = missedSince(since, list)
  expect(missed?.outages.map(({ id }) => id)).toEqual(['new', 'noticed later', 'over'])
  expect(missedSince(since, [outage('old', 7_200_000)])).toBeNull()
})
