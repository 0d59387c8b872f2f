import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { type Engine, engine } from '../../helpers/engine.ts'
import { heldUp } from '../../helpers/held-up.ts'
import { namespace, whyNoNamespace } from '../../helpers/namespace.ts'
import { waitUntil } from '../../helpers/wait.ts'
import { all, isLive } from '../engine/rig.ts'

/**
 * The server's side cut without a reset: a link taken down between two network namespaces. `HEARTLINE_CUT_SECONDS`
 * makes it last as long as one likes.
 */
const cutMs = Number(process.env.HEARTLINE_CUT_SECONDS ?? 6) * 1_000
const whyNot = whyNoNamespace()
if (whyNot !== null) console.warn(`Left out, what happens when a link is taken down. ${whyNot}`)

const silence = 3_000
const settings = {
  silence: `${silence}ms`,
  connectTimeout: '2s',
  heartbeat: { comments: true, interval: '1s' },
  retry: { base: '500ms', cap: '2s' },
} as const

/** Watches, until `done`, that no endpoint ever has two connections. */
async function neverTwo(count: () => number, most: number, done: Promise<unknown>): Promise<void> {
  let over = false
  const end = done.finally(() => {
    over = true
  })
  async function watch(): Promise<void> {
    while (!over) {
      expect(count()).toBeLessThanOrEqual(most)
      await pause(20)
    }
  }
  await Promise.all([end, watch()])
}

/** Requests that got through, by the engine's own account: those that a server answered. */
function answered(it: Engine, id: string): number {
  return it.detail(id).attempts.filter(({ result }) => result === 'live').length
}

describe.skipIf(whyNot !== null)('a link is taken down', () => {
  test(
    'one host: silence at the threshold, one reconnection at a time, attempts as the server saw them',
    async () => {
      const net = await namespace()
      const held = heldUp()
      const ids = ['a0', 'a1', 'a2', 'a3']
      const it = engine(ids.map((id) => ({ id, url: `${net.origins[0]}/${id}`, ...settings })))
      await all(it, ({ phase, lastSignAt }) => phase === 'live' && lastSignAt !== null)
      await pause(1_000)

      net.cut()
      const cutAt = it.clock.wall()
      const found = waitUntil(() => it.fleet.views().every(({ counters }) => counters.silences === 1), 10_000)
      const mended = Promise.all([found, pause(cutMs)]).then(net.mend)
      await neverTwo(net.connections, ids.length, found)
      for (const { id, failure } of it.fleet.views()) {
        const [outage] = it.fleet.outages(0).filter((one) => one.id === id)
        const heardAt = Date.parse(outage?.start ?? '')
        expect(cutAt - heardAt, `${id}: begun at the last sign of life`).toBeLessThan(700 + held())
        const [at = Number.NaN] = silencesOf(it, id)
        expect(at - heardAt, `${id}: found at the threshold`).toBeGreaterThanOrEqual(silence - 10)
        expect(at - heardAt, `${id}: found at the threshold`).toBeLessThan(silence + 1_000 + held())
        expect(failure?.kind).not.toBe('reset')
      }
      await neverTwo(net.connections, ids.length, mended)
      await neverTwo(net.connections, ids.length, all(it, isLive, 20_000))
      expect(it.watching.view().away).toBeNull()
      for (const id of ids) {
        const { attempts, silences, connections } = it.view(id).counters
        const tried = it.detail(id).attempts
        expect(silences).toBe(1)
        expect(connections).toBe(2)
        // Each try is one attempt, and those that got through are what the server saw.
        expect(attempts).toBe(tried.length)
        expect(tried.map(({ attempt }) => attempt)).toEqual(tried.map((_, index) => index + 1))
        expect(answered(it, id)).toBe(net.requests.filter((path) => path === `/${id}`).length)
      }
    },
    cutMs + 60_000,
  )

  test(
    'two hosts: one local incident, and nothing else',
    async () => {
      const net = await namespace()
      const held = heldUp()
      const ids = ['a0', 'a1', 'b0', 'b1']
      const it = engine(
        ids.map((id, index) => ({ id, url: `${net.origins[index < 2 ? 0 : 1]}/${id}`, ...settings })),
      )
      await all(it, ({ phase, lastSignAt }) => phase === 'live' && lastSignAt !== null)
      await pause(1_000)
      net.cut()
      const cutAt = it.clock.wall()
      const found = waitUntil(
        () => it.watching.view().away?.cause === 'local',
        20_000,
        () => JSON.stringify(it.fleet.pulses(), null, 1),
      )
      // Not before it was found, however long a busy machine takes to.
      const mended = Promise.all([found, pause(cutMs)]).then(net.mend)
      await neverTwo(net.connections, ids.length, found)
      await neverTwo(net.connections, ids.length, mended)
      await neverTwo(net.connections, ids.length, all(it, isLive, 20_000))
      expect(it.incidents.newest().map(({ kind }) => kind)).toEqual(['local-network'])
      const [incident] = it.incidents.newest()
      expect(cutAt - (incident?.start ?? 0)).toBeLessThan(700 + held())
      expect((incident?.end ?? 0) - cutAt).toBeGreaterThan(cutMs - 10)
      expect(it.fleet.outages(0)).toEqual([])
      for (const { id, uptime, attempt } of it.fleet.views()) {
        expect({ uptime, attempt }).toEqual({ uptime: 1, attempt: 1 })
        // A try that is on its way when another one ends the fault is broken off and made anew; a server may see it.
        const seen = net.requests.filter((path) => path === `/${id}`).length
        expect(seen).toBeGreaterThanOrEqual(answered(it, id))
        expect(seen).toBeLessThanOrEqual(it.view(id).counters.attempts)
      }
    },
    cutMs + 60_000,
  )
})

/** Epoch ms at which silences were found. */
function silencesOf(it: Engine, id: string): readonly number[] {
  const to = it.clock.wall()
  const { transitions } = it.fleet.history(id, { from: to - 600_000, to, points: 10 }) ?? { transitions: [] }
  return transitions.filter(({ reason }) => /No sign of life/.test(reason)).map(({ at }) => Date.parse(at))
}
