import { expect } from 'vitest'
import type { EndpointFigures } from '../../../src/main/monitor/types.ts'
import type { EndpointView, HistoryView } from '../../../src/shared/view.ts'
import type { Engine, Written } from '../../helpers/engine.ts'
import { waitUntil } from '../../helpers/wait.ts'

/** What must hold for each endpoint, whatever it went through. */

function sum(columns: Readonly<Record<string, number | readonly number[]>>): number {
  return Object.values(columns)
    .flat()
    .reduce((total, value) => total + value, 0)
}

export function figuresOf(it: Engine, id = 'it'): EndpointFigures {
  const figures = it.fleet.figures([]).find((each) => each.id === id)
  if (figures === undefined) throw new Error(`There is no endpoint ${id}.`)
  return figures
}

export function historyOf(it: Engine, id = 'it'): HistoryView {
  const to = it.clock.wall() + 1
  const history = it.fleet.history(id, { from: to - 600_000, to, points: 60 })
  if (history === null) throw new Error(`There is no endpoint ${id}.`)
  return history
}

/** The keys of a view that its phase decides (7-interfaces.md, "An endpoint view"). */
function checkShape(view: EndpointView): void {
  const where = `${view.id}, ${view.phase}`
  expect(view.health !== null, `${where}: health while live, and only then`).toBe(view.phase === 'live')
  expect(view.attempt === 0, `${where}: attempt 0 while stopped, and only then`).toBe(
    view.phase === 'stopped',
  )
  if (view.phase === 'waiting') expect(view.retryAt, `${where}: a countdown`).not.toBeNull()
  if (view.phase === 'failed') expect(view.failure?.message, `${where}: a reason`).toBeTruthy()
  if (view.failure !== null)
    expect(view.failure.hint.length, `${where}: what to do about ${view.failure.kind}`).toBeGreaterThan(0)
}

/** The moments between which an engine began, by its own clock. */
export interface Begun {
  readonly after: number
  readonly before: number
}

/** Makes an engine, and notes when. */
export function begin(make: () => Engine): { readonly it: Engine; readonly begun: Begun } {
  const started = performance.now()
  const it = make()
  const before = it.clock.now()
  return { it, begun: { after: before - (performance.now() - started), before } }
}

/**
 * Rules 2 and 9 of 1-model.md for one endpoint: time adds up to what passed, in the figures and in the history; each
 * attempt has one result, unless it is under way or was given up by hand.
 */
export function checkBooks(it: Engine, begun: Begun, id = 'it', givenUp = 0): void {
  const view = it.view(id)
  checkShape(view)
  const atLeast = it.clock.now() - begun.before
  const inFigures = sum(figuresOf(it, id).phaseMs)
  const inHistory = sum(historyOf(it, id).phaseMs)
  const atMost = it.clock.now() - begun.after
  for (const [where, ms] of Object.entries({ inFigures, inHistory })) {
    // Spans of the history are whole milliseconds.
    expect(ms, `${id}: the time ${where} has no hole`).toBeGreaterThanOrEqual(atLeast - 5)
    expect(ms, `${id}: the time ${where} has no overlap`).toBeLessThanOrEqual(atMost + 5)
  }
  const figures = figuresOf(it, id)
  const results = sum(figures.attempts)
  expect(results, `${id}: results in the history`).toBe(sum(historyOf(it, id).attempts))
  expect(view.counters.attempts - results, `${id}: attempts without a result`).toBeGreaterThanOrEqual(0)
  expect(view.counters.attempts - results).toBeLessThanOrEqual(
    givenUp + (view.phase === 'connecting' ? 1 : 0),
  )
  expect(figures.attempts.live ?? 0, `${id}: connections went live`).toBe(view.counters.connections)
}

/** Waits until the server saw as many requests as the endpoint counted, and holds it for a moment. */
export async function sameCount(it: Engine, seen: () => number | Promise<number>, id = 'it'): Promise<void> {
  let last = ''
  await waitUntil(
    async () => {
      const [ours, theirs] = [it.view(id).counters.attempts, await seen()]
      last = `${ours} attempts, ${theirs} requests`
      return ours === theirs
    },
    2000,
    () => last,
  )
}

/** `count` endpoints on the reference gateway, e0 and on. */
export function named(
  count: number,
  make: (id: string, index: number) => Omit<Written, 'id'>,
): readonly Written[] {
  return Array.from({ length: count }, (_, index) => {
    const id = `e${index}`
    return { id, preset: 'heartline-gateway', ...make(id, index) }
  })
}

export async function all(it: Engine, holds: (view: EndpointView) => boolean, ms = 5000): Promise<void> {
  await waitUntil(
    () => it.fleet.views().every(holds),
    ms,
    () =>
      JSON.stringify(
        it.fleet.views().filter((view) => !holds(view)),
        null,
        1,
      ),
  )
}

export const isLive = ({ phase }: EndpointView): boolean => phase === 'live'
