import { expect, test } from 'vitest'
import type { EndpointView } from '../../../src/shared/view.ts'
import { engine } from '../../helpers/engine.ts'
import { waitUntil } from '../../helpers/wait.ts'
import { labRig } from '../monitor/lab-rig.ts'
import { all, isLive, named } from './rig.ts'

/** Many streams that were live together, and what befalls them together. */

test('fifty live streams of one host go down with it and come back with it, long before their delays are over', async () => {
  const lab = await labRig()
  const door = await lab.door('shop')
  const it = engine(
    named(52, (id, index) => ({
      // Two of another host take no part in it.
      url: `${index < 50 ? door : lab.url}/sse/${id}`,
      retry: { base: '20s', cap: '10m' },
    })),
  )
  await all(it, ({ counters }) => counters.heartbeats > 0)
  await lab.fault('refuse', {}, { door: 'shop' })
  const theirs = (): readonly EndpointView[] => it.fleet.views().slice(0, 50)
  await waitUntil(() => theirs().every(({ phase }) => phase === 'waiting'))
  for (const view of theirs()) {
    expect(view).toMatchObject({
      attempt: 2,
      health: null,
      failure: { kind: 'end-of-stream', terminal: false },
    })
    expect(view.counters.connections).toBe(1)
  }
  // The gateway's `retry: 3000` replaced the base: all have tried after three seconds, and were refused.
  it.clock.skip(3001)
  await waitUntil(() => theirs().every(({ attempt, phase }) => attempt === 3 && phase === 'waiting'))
  expect(theirs().every(({ failure }) => failure?.kind === 'refused')).toBe(true)

  await lab.lift()
  const due = theirs().map(({ retryAt }) => Date.parse(retryAt ?? ''))
  it.clock.skip(Math.min(...due) - it.clock.wall() + 1)
  const begun = it.clock.wall()
  await all(it, isLive, 3000)
  expect(it.clock.wall() - begun).toBeLessThan(3000)
  expect(Math.max(...due) - begun).toBeGreaterThan(1000)
  for (const { attempt, counters, replay } of theirs()) {
    expect({ attempt, attempts: counters.attempts, connections: counters.connections }).toEqual({
      attempt: 3,
      attempts: 3,
      connections: 2,
    })
    expect(replay.last).toBeNull()
  }
  expect(
    it.fleet
      .views()
      .slice(50)
      .map(({ counters }) => counters.attempts),
  ).toEqual([1, 1])
})

test('one change of the file: new headers rotate, a new name does not, a new URL begins anew', async () => {
  const lab = await labRig()
  const before = named(30, (id) => ({ url: `${lab.url}/sse/${id}` }))
  const it = engine(before)
  await all(it, isLive)
  for (const { id } of before) await lab.gateway.publish({ topic: id ?? '' }, { event: 'order', data: 'x' })
  await all(it, ({ lastEventId }) => lastEventId === '1')
  const connectionOf = (id: string): string | undefined => it.detail(id).facts.headers['x-connection-id']
  const tokens = it.fleet.views().map(({ id }) => connectionOf(id))
  expect(new Set(tokens).size).toBe(30)

  it.rewrite(
    before.map((endpoint, index) => {
      if (index < 10) return { ...endpoint, name: 'New', retry: { maxAttempts: 9 }, expect: null }
      if (index < 20) return { ...endpoint, headers: { 'X-Key': 'new' } }
      return { ...endpoint, url: `${endpoint.url}?new` }
    }),
  )
  it.clock.skip(1001)
  await all(it, isLive)
  await waitUntil(() => lab.gateway.connections().length === 30)
  const kept = it.fleet.views().map(({ id }, index) => connectionOf(id) === tokens[index])
  expect(kept).toEqual(before.map((_, index) => index < 10))
  const views = it.fleet.views()
  expect(views.map(({ counters }) => counters.rotations)).toEqual(
    before.map((_, index) => (index < 10 ? 0 : 1)),
  )
  expect(views.map(({ lastEventId }) => lastEventId)).toEqual(
    before.map((_, index) => (index < 20 ? '1' : null)),
  )
  expect(views.every(({ failure, uptime }) => failure === null && uptime === 1)).toBe(true)
})
