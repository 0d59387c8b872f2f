import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Engine, engine, type Written } from '../../helpers/engine.ts'
import { type Host, host } from '../../helpers/host.ts'
import { answer, hostileServer, inTurn, stream } from '../../helpers/hostile-server.ts'
import { waitUntil } from '../../helpers/wait.ts'
import { all, checkBooks, isLive } from '../engine/rig.ts'

/** 1-model.md, "Sleep and network": the fault of this machine's own network, on two loopback addresses. */

const each = 6

function streams(hosts: readonly Host[], more: Partial<Written> = {}): readonly Written[] {
  return hosts.flatMap(({ origin }, at) =>
    Array.from({ length: each }, (_, index) => {
      const id = `${'ab'[at]}${index}`
      return { id, url: `${origin}/${id}`, network: 'lab', ...more }
    }),
  )
}

async function twoHosts(): Promise<readonly [Host, Host]> {
  return [await host('127.0.0.1'), await host('127.0.0.2')]
}

const isAway = (it: Engine): boolean => it.watching.view().away?.cause === 'local'
const shown = (it: Engine) => () => JSON.stringify([it.watching.view(), it.fleet.pulses()], null, 1)

async function begun(it: Engine): Promise<void> {
  await all(it, ({ phase, lastSignAt }) => phase === 'live' && lastSignAt !== null)
}

/** Passes the time until the next round of tries. */
async function untilBack(it: Engine): Promise<void> {
  it.clock.skip(6_000)
  await all(it, isLive)
}

function checkNothingElse(it: Engine): void {
  expect(it.fleet.outages(0)).toEqual([])
  expect(it.fleet.views().map(({ uptime }) => uptime)).toEqual(it.fleet.views().map(() => 1))
  expect(it.incidents.newest().map(({ kind }) => kind)).toEqual(['local-network'])
}

test('all servers of two hosts gone at once: one local incident and nothing else; back: one end', async () => {
  const hosts = await twoHosts()
  const it = engine(streams(hosts))
  await begun(it)
  const goneAt = it.clock.wall()
  await Promise.all(hosts.map((one) => one.goes()))
  await waitUntil(() => isAway(it), 10_000, shown(it))
  expect(it.fleet.views().every(({ phase }) => phase === 'unwatched')).toBe(true)
  expect(it.watching.view().away).toMatchObject({ endpoints: 12, hosts: ['lab 127.0.0.1', 'lab 127.0.0.2'] })
  checkNothingElse(it)
  const [found] = it.incidents.newest()
  expect(found).toMatchObject({
    end: null,
    cause: "This machine's network: 12 streams on 2 hosts fell silent within 1 s.",
  })
  expect(found?.endpoints).toHaveLength(12)
  // Back-dated to the last signs of life, which came ten times a second.
  expect((found?.start ?? 0) - goneAt).toBeLessThanOrEqual(1)
  expect((found?.start ?? 0) - goneAt).toBeGreaterThan(-1_000)

  // It lasts: tried by few, and none of it counts.
  for (let times = 0; times < 5; times++) {
    const before = it.fleet.views().reduce((sum, { counters }) => sum + counters.attempts, 0)
    it.clock.skip(6_000)
    await waitUntil(() => it.fleet.views().every(({ phase }) => phase === 'unwatched'))
    const after = it.fleet.views().reduce((sum, { counters }) => sum + counters.attempts, 0)
    // One of each host, at most four times in six seconds.
    expect(after - before).toBeLessThanOrEqual(8)
  }
  checkNothingElse(it)

  await Promise.all(hosts.map((one) => one.comesBack()))
  await untilBack(it)
  expect(it.watching.view().away).toBeNull()
  checkNothingElse(it)
  expect(it.incidents.newest()).toHaveLength(1)
  expect(it.incidents.newest()[0]?.end).toBeGreaterThan(goneAt + 30_000)
  for (const { id, attempt, flapping, counters } of it.fleet.views()) {
    expect({ id, attempt, flapping, connections: counters.connections }).toEqual({
      id,
      attempt: 1,
      flapping: false,
      connections: 2,
    })
  }
  for (const { id } of it.fleet.views()) {
    const strip = it.fleet.facts(id)?.phaseMs
    expect(strip?.unwatched).toBeGreaterThan(30_000)
    checkBooks(it, { after: it.begun.from, before: it.begun.to }, id, 1)
  }
})

test('one of two hosts gone: no local incident, and outages from the last signs of life on', async () => {
  const [first, second] = await twoHosts()
  const it = engine(streams([first, second]))
  await begun(it)
  const goneAt = it.clock.wall()
  await first.goes()
  await waitUntil(() => it.fleet.outages(0).length === each)
  await pause(1_500)
  expect(it.watching.view().away).toBeNull()
  expect(new Set(it.incidents.newest().map(({ kind }) => kind))).toEqual(new Set(['outage']))
  for (const { start, end } of it.fleet.outages(0)) {
    expect(end).toBeNull()
    expect(Date.parse(start) - goneAt).toBeLessThanOrEqual(1)
    expect(Date.parse(start) - goneAt).toBeGreaterThan(-1_000)
  }
  await first.comesBack()
  await all(it, isLive)
  expect(it.fleet.outages(0).filter(({ end }) => end === null)).toEqual([])
  expect(it.view('b0').counters.attempts).toBe(1)
})

test('both hosts silent with open sockets: found at the threshold, and one connection of each stream at any time', async () => {
  const hosts = await twoHosts()
  const it = engine(streams(hosts, { silence: '1s', connectTimeout: '1s' }))
  await begun(it)
  for (const one of hosts) one.most()
  const silentAt = it.clock.wall()
  for (const one of hosts) one.falls(true)
  await waitUntil(() => isAway(it), 10_000, shown(it))
  expect(it.clock.wall() - silentAt).toBeGreaterThan(850)
  expect(it.clock.wall() - silentAt).toBeLessThan(3_000)
  checkNothingElse(it)
  await pause(2_500)
  checkNothingElse(it)
  for (const one of hosts) one.falls(false)
  // No time is skipped here: a request needs real time to get there, and each is to be found there.
  await all(it, isLive, 10_000)
  checkNothingElse(it)
  expect(it.incidents.newest()[0]?.end).not.toBeNull()
  for (const one of hosts) expect(one.most()).toBeLessThanOrEqual(each)
  const attempts = it.fleet.views().reduce((sum, { counters }) => sum + counters.attempts, 0)
  expect(attempts).toBe(hosts.reduce((sum, { requests }) => sum + requests, 0))
})

test('loopback without a label is no network: both gone are outages', async () => {
  const hosts = await twoHosts()
  const it = engine(streams(hosts, { network: null }))
  await begun(it)
  await Promise.all(hosts.map((one) => one.goes()))
  await waitUntil(() => it.fleet.outages(0).length === 12)
  await pause(1_000)
  expect(it.watching.view().away).toBeNull()
  expect(it.incidents.newest().every(({ kind }) => kind === 'outage')).toBe(true)
})

test('what is stopped while the network is at fault stays so, and what is started shares it', async () => {
  const hosts = await twoHosts()
  const it = engine(streams(hosts))
  await begun(it)
  it.fleet.stop('a0')
  await Promise.all(hosts.map((one) => one.goes()))
  await waitUntil(() => isAway(it), 10_000, shown(it))
  it.fleet.stop('b0')
  it.fleet.start('a0')
  await waitUntil(() => it.view('a0').phase === 'waiting')
  it.clock.skip(3_000)
  await waitUntil(() => it.view('a0').phase === 'unwatched')
  checkNothingElse(it)
  await Promise.all(hosts.map((one) => one.comesBack()))
  it.clock.skip(6_000)
  await waitUntil(() =>
    it.fleet.views().every(({ id, phase }) => phase === (id === 'b0' ? 'stopped' : 'live')),
  )
  checkNothingElse(it)
  expect(it.stopped).toEqual(['b0'])
})

test('only one of the two comes back: the other one is an outage of its own after the grace', async () => {
  const [first, second] = await twoHosts()
  const it = engine(streams([first, second]))
  await begun(it)
  await Promise.all([first.goes(), second.goes()])
  await waitUntil(() => isAway(it), 10_000, shown(it))
  await first.comesBack()
  it.clock.skip(6_000)
  await waitUntil(() => it.fleet.views().every(({ id, phase }) => id.startsWith('b') || phase === 'live'))
  checkNothingElse(it)
  it.clock.skip(40_000)
  await waitUntil(() => it.fleet.outages(0).length === each, 10_000, shown(it))
  expect(it.watching.view().away).toBeNull()
  expect(it.incidents.newest().filter(({ kind }) => kind === 'local-network')).toHaveLength(1)
  // All of them, as soon as one got through.
  await second.comesBack()
  await all(it, isLive)
})

test('offline in the middle of it: one incident from first to last', async () => {
  const hosts = await twoHosts()
  const it = engine(streams(hosts))
  await begun(it)
  await Promise.all(hosts.map((one) => one.goes()))
  await waitUntil(() => isAway(it), 10_000, shown(it))
  it.watching.offline()
  expect(it.watching.view().away?.cause).toBe('offline')
  const tried = hosts.map(({ requests }) => requests)
  await Promise.all(hosts.map((one) => one.comesBack()))
  it.clock.skip(60_000)
  await pause(50)
  expect(hosts.map(({ requests }) => requests)).toEqual(tried)
  it.watching.online()
  await all(it, isLive)
  expect(it.watching.view().away).toBeNull()
  checkNothingElse(it)
  expect(it.incidents.newest()[0]?.end).not.toBeNull()
  expect(it.watching.view().digest).toMatchObject({ cause: 'local', failed: [] })
})

test('a sleep in the middle of it ends it, and the wake brings all back', async () => {
  const hosts = await twoHosts()
  const it = engine(streams(hosts))
  await begun(it)
  await Promise.all(hosts.map((one) => one.goes()))
  await waitUntil(() => isAway(it), 10_000, shown(it))
  await Promise.all(hosts.map((one) => one.comesBack()))
  const asleepAt = it.clock.wall()
  const seen = hosts.map(({ requests }) => requests)
  it.clock.freeze(3_600_000)
  await all(it, isLive)
  const local = it.incidents.newest().filter(({ kind }) => kind === 'local-network')
  expect(local).toHaveLength(1)
  expect(Math.abs((local[0]?.end ?? 0) - asleepAt)).toBeLessThan(1_000)
  expect(it.incidents.newest().filter(({ kind }) => kind === 'asleep')).toHaveLength(1)
  expect(it.fleet.outages(0)).toEqual([])
  for (const { attempt, uptime } of it.fleet.views())
    expect({ attempt, uptime }).toEqual({ attempt: 1, uptime: 1 })
  expect(hosts.map(({ requests }, index) => requests - (seen[index] ?? 0))).toEqual([each, each])
})

test('what was given up before is tried again when the network is back', async () => {
  const hosts = await twoHosts()
  const lost = await hostileServer({ '/': inTurn(answer(404), stream()) })
  const it = engine([...streams(hosts), { id: 'lost', url: lost.url('/'), network: 'elsewhere' }])
  await it.phase('failed', 'lost')
  await waitUntil(() =>
    it.fleet.views().every(({ phase, lastSignAt }) => phase === 'failed' || lastSignAt !== null),
  )
  await Promise.all(hosts.map((one) => one.goes()))
  await waitUntil(() => isAway(it), 10_000, shown(it))
  // Nobody looks for it either, and it waits for no hand.
  expect(it.view('lost').phase).toBe('unwatched')
  await Promise.all(hosts.map((one) => one.comesBack()))
  await untilBack(it)
  expect(it.view('lost')).toMatchObject({ phase: 'live', attempt: 1 })
})

test('a suspend that came to nothing is a hint: the network is tried at once', async () => {
  const hosts = await twoHosts()
  const it = engine(streams(hosts))
  await begun(it)
  await Promise.all(hosts.map((one) => one.goes()))
  await waitUntil(() => isAway(it), 10_000, shown(it))
  // Long after the fault began, when it is tried every 15 s at most.
  it.clock.skip(400_000)
  await waitUntil(() => it.fleet.views().every(({ phase }) => phase === 'unwatched'))
  await Promise.all(hosts.map((one) => one.comesBack()))
  it.watching.suspend()
  it.watching.resume()
  await all(it, isLive, 3_000)
  expect(it.incidents.newest().filter(({ kind }) => kind === 'local-network')).toHaveLength(1)
  expect(it.fleet.outages(0)).toEqual([])
})
