import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { engine } from '../../helpers/engine.ts'
import { hostileServer, stream } from '../../helpers/hostile-server.ts'
import { waitUntil } from '../../helpers/wait.ts'

/** 1-model.md: "When one endpoint of a host comes back, those that wait for the same host try at once". */
test('a host that restarts before anyone has tried: the first return brings all the others', async () => {
  const sockets: Socket[] = []
  const open = stream('data: x\n\n')
  const server = await hostileServer({
    '/a': (visit) => {
      sockets.push(visit.socket)
      open(visit)
    },
  })
  const ids = Array.from({ length: 12 }, (_, index) => `e${index}`)
  let drawn = 0
  const it = engine(
    ids.map((id) => ({ id, url: server.url('/a') })),
    {
      defaults: { retry: { base: '3s', cap: '30s', stableAfter: '20ms' } },
      // From half of the base to all of it: without the news they would be back over one and a half seconds.
      random: () => (drawn++ % ids.length) / ids.length,
    },
  )
  const isBack = () =>
    it.fleet.views().every(({ phase, counters }) => phase === 'live' && counters.connections === 2)
  await waitUntil(() => it.fleet.views().every(({ phase, failure }) => phase === 'live' && failure === null))
  await new Promise((resolve) => setTimeout(resolve, 50))
  for (const socket of sockets.splice(0)) socket.resetAndDestroy()
  await waitUntil(() => it.fleet.views().every(({ phase }) => phase === 'waiting'))
  await waitUntil(isBack, 5_000)
  const times = it.fleet.views().map(({ since }) => Date.parse(since))
  expect(Math.max(...times) - Math.min(...times)).toBeLessThan(700)
  expect(it.fleet.views().map(({ attempt }) => attempt)).toEqual(ids.map(() => 1))
})
