import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Engine, engine } from '../../helpers/engine.ts'
import { waitUntil } from '../../helpers/wait.ts'
import { labRig } from '../monitor/lab-rig.ts'
import { all, checkBooks, isLive, named } from './rig.ts'

/** Park and Miller's generator: the same trouble in each run. */
function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

const troubles = [
  ['silence', {}],
  ['reset', {}],
  ['cut', { how: 'close' }],
  ['told-error', {}],
  ['told-error', { retryable: false }],
  ['status', { code: 503 }],
  ['status', { code: 404 }],
  ['half-open', {}],
  ['slow-headers', { delay: 0.08 }],
  ['refuse', {}],
  ['content-type', {}],
  ['no-content', {}],
  ['truncated-replay', {}],
  ['failed-replay', {}],
  ['duplicate-ids', {}],
  ['bursts', { every: 0.2 }],
  ['late', {}],
  ['deaf', {}],
  ['tune', { max: 0.15 }],
] as const

/** What the fleet went through, all endpoints together: results, verdicts, silences, rotations. */
function metBy(it: Engine): Record<string, number> {
  const met: Record<string, number> = {}
  const add = (what: string, times: number): void => {
    met[what] = (met[what] ?? 0) + times
  }
  for (const { attempts, replay, silences, rotations } of it.fleet.figures([])) {
    for (const [what, times] of Object.entries({ ...attempts, ...replay, silences, rotations }))
      add(what, times)
  }
  return met
}

test.each([11, 12])(
  'all kinds of trouble at once, seed %i: the books balance, and all come back',
  async (seed) => {
    const roll = dice(seed)
    const lab = await labRig({ silenceThresholdSeconds: 1 })
    const hosts = [lab.url, await lab.door('a'), await lab.door('b'), await lab.door('c')]
    const written = named(24, (id, index) => ({
      url: `${hosts[index % hosts.length]}/sse/${id}`,
      retry: { base: '20ms', cap: '60ms', stableAfter: '150ms', maxAttempts: 6 },
      connectTimeout: '1500ms',
      recheck: '300ms',
      snapshotUrl: `${lab.url}/lab/snapshot?topic=${id}`,
      fallback: { url: `${lab.url}/lab/snapshot?topic=${id}`, every: '1s' },
    }))
    const it = engine(written)
    const born = it.clock.now()
    const begun = { after: born - 500, before: born }
    const ids = written.map(({ id }) => id ?? '')
    const brokenOff = new Map<string, number>(ids.map((id) => [id, 0]))
    const any = (): string => ids[roll(ids.length)] ?? 'e0'

    function press(): void {
      const id = any()
      const command = (['retry', 'stop', 'start'] as const)[roll(3)] ?? 'retry'
      if (it.view(id).phase === 'connecting') brokenOff.set(id, (brokenOff.get(id) ?? 0) + 1)
      it.fleet[command](id)
    }

    for (let round = 0; round < 60; round++) {
      const [fault, params] = troubles[roll(troubles.length)] ?? troubles[0]
      const path = `/sse/${any()}`
      await lab.fault(fault, params, { path, for: 0.2 + roll(30) / 100, close: roll(3) > 0 })
      await lab.gateway.publish({ topic: any() }, { event: 'order', data: 'x' })
      if (round % 4 === 0) press()
      // What waits for a hint of three seconds need not be waited for.
      it.clock.skip(roll(600))
      // So that what was ordered is met before the next is.
      await pause(20)
      if (round % 4 === 3) for (const id of ids) checkBooks(it, begun, id, brokenOff.get(id))
    }

    const met = metBy(it)
    expect(
      Object.keys(met).filter((what) => met[what] !== 0).length,
      JSON.stringify(met),
    ).toBeGreaterThanOrEqual(6)
    await lab.lift()
    await waitUntil(() => it.fleet.views().every(({ phase }) => phase !== 'connecting'))
    for (const { id, phase } of it.fleet.views()) if (phase !== 'live') it.fleet.retry(id)
    await all(it, isLive)
    await all(it, ({ health }) => health === 'fresh')
    await waitUntil(() => lab.gateway.connections().length === ids.length)
    const streams = lab.gateway.connections().map(({ topic }) => topic)
    expect([...streams].sort()).toEqual([...ids].sort())

    for (const view of it.fleet.views()) {
      checkBooks(it, begun, view.id, brokenOff.get(view.id))
      const { requests } = lab.gateway.lab?.requests.of(`/sse/${view.id}`) ?? { requests: 0 }
      const timeouts = it.detail(view.id).attempts.filter(({ result }) => result === 'connect-timeout').length
      // A request that was given up before its bytes were read was made all the same.
      const unseen = view.counters.attempts - requests
      expect(unseen, view.id).toBeGreaterThanOrEqual(0)
      expect(unseen, view.id).toBeLessThanOrEqual((brokenOff.get(view.id) ?? 0) + timeouts)
    }
  },
)
