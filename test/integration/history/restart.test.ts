import { setTimeout as pass } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { EndpointView, IncidentView } from '../../../src/shared/view.ts'
import { installation, source, timeIn, total } from './rig.ts'

const day = 86_400_000

it('shows after a restart what was there before, the time between as unwatched, and fetches what it missed', async () => {
  const server = await source()
  const { start } = await installation({
    endpoints: [
      ['orders', `${server.origin}/orders`],
      ['dead', 'http://127.0.0.1:9/dead'],
    ],
  })

  const first = await start()
  await expect.poll(() => server.asked('/orders')).toEqual([null])
  await pass(2500)
  server.pause(true)
  await pass(300)
  await expect.poll(async () => total((await first.history('orders')).events)).toBe(server.made('/orders'))
  const before = await first.history('orders')
  const deadBefore = await first.get<readonly IncidentView[]>('/incidents')
  const seenBefore = server.made('/orders')
  expect(deadBefore).toMatchObject([{ kind: 'outage', endpoints: ['dead'], end: null }])
  const endedAt = Date.now()
  await first.end()

  server.pause(false)
  await pass(3000)
  const startedAt = Date.now()
  const second = await start()
  const readyAt = Date.now()
  await expect.poll(() => server.asked('/orders')).toEqual([null, String(seenBefore)])
  await pass(1500)
  server.pause(true)
  await pass(300)
  // What was made while nobody watched came with the replay: each event is counted once.
  await expect.poll(async () => total((await second.history('orders')).events)).toBe(server.made('/orders'))
  const after = await second.history('orders')
  const { replay, counters } = await second.get<EndpointView>('/endpoints/orders')
  expect({ last: replay.last, duplicates: counters.duplicates }).toEqual({ last: 'complete', duplicates: 0 })

  expect(after.transitions.slice(0, before.transitions.length)).toEqual(before.transitions)
  const unwatched = total(after.phaseMs.unwatched)
  expect(unwatched).toBeGreaterThan(startedAt - endedAt - 1000)
  expect(unwatched).toBeLessThan(readyAt - endedAt + 1000)
  expect(after.transitions.map(({ phase }) => phase)).toContain('unwatched')
  expect(total(after.attempts.live)).toBe(2)
  const begun = Date.parse(before.transitions[0]?.at ?? '')
  expect(Math.abs(timeIn(after) - (Date.parse(after.to) - begun))).toBeLessThan(500)

  // A day is read from the disk, and says the same.
  const fromDisk = await second.history('orders', Date.now() - day)
  expect(total(fromDisk.events)).toBe(total(after.events))
  expect(fromDisk.transitions).toEqual(after.transitions)
  expect(Math.abs(timeIn(fromDisk) - timeIn(after))).toBeLessThan(500)

  // The outage of before ended when nobody looked any more; what is still down is one of this run.
  const outages = await second.get<readonly IncidentView[]>('/incidents')
  const [now, earlier] = outages.filter(({ endpoints }) => endpoints.includes('dead'))
  expect(now?.end).toBeNull()
  expect(earlier).toMatchObject({ id: deadBefore[0]?.id, start: deadBefore[0]?.start })
  expect(Math.abs(Date.parse(earlier?.end ?? '') - endedAt)).toBeLessThan(1500)
  await second.end()
})
