import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { engine } from '../../helpers/engine.ts'
import { answer, type Behaviour, hostileServer, stream, streamHead } from '../../helpers/hostile-server.ts'
import { waitUntil } from '../../helpers/wait.ts'
import { labRig } from './lab-rig.ts'
import { transitions } from './seen.ts'

/** Many endpoints together: limits, neighbours, commands. */

test('a hundred endpoints: at most 16 connecting, at most 4 for one host, the rest in the queue', async () => {
  let unanswered = 0
  let most = 0
  const mostByHost: number[] = []
  const host = (index: number): Behaviour => {
    let own = 0
    return ({ socket }) => {
      own++
      most = Math.max(most, ++unanswered)
      mostByHost[index] = Math.max(mostByHost[index] ?? 0, own)
      setTimeout(() => {
        own--
        unanswered--
        socket.write(`${streamHead}data: x\n\n`)
      }, 25)
    }
  }
  const servers = await Promise.all(
    Array.from({ length: 10 }, (_, index) => hostileServer({ '/': host(index) })),
  )
  const it = engine(
    Array.from({ length: 100 }, (_, index) => ({
      id: `e${index}`,
      url: servers[index % 10]?.url(`/?e=${index}`) ?? '',
    })),
  )
  const begun = it.fleet.views()
  expect(begun.filter(({ phase }) => phase === 'connecting')).toHaveLength(16)
  const queued = begun.filter(({ phase }) => phase === 'waiting')
  expect(queued).toHaveLength(84)
  for (const { chosenBy, attempt, delayMs, counters } of queued) {
    expect({ chosenBy, attempt, delayMs }).toEqual({ chosenBy: 'queue', attempt: 1, delayMs: 0 })
    expect(counters.attempts).toBe(0)
  }
  await waitUntil(() => it.fleet.views().every(({ phase }) => phase === 'live'))
  expect(most).toBeLessThanOrEqual(16)
  expect(most).toBeGreaterThan(8)
  expect(Math.max(...mostByHost)).toBeLessThanOrEqual(4)
  expect(it.fleet.views().every(({ counters, attempt }) => counters.attempts === 1 && attempt === 1)).toBe(
    true,
  )
  expect(servers.flatMap((server) => server.visits())).toHaveLength(100)
})

test('one host: at most 4 connecting, and a hanging one holds its place only until its deadline', async () => {
  const server = await hostileServer({ '/hang': () => undefined, '/ok': stream('data: x\n\n') })
  const it = engine(
    Array.from({ length: 12 }, (_, index) => ({
      id: `e${index}`,
      url: server.url(index < 4 ? '/hang' : '/ok'),
      connectTimeout: '20s',
      retry: { base: '90s', cap: '90s' },
    })),
  )
  await waitUntil(() => server.visits('/hang').length === 4)
  await pause(50)
  expect(server.visits('/ok')).toHaveLength(0)
  it.clock.skip(20_001)
  await it.phase('live', 'e11')
  await waitUntil(() => server.visits('/ok').length === 8)
})

test('neighbours come back together when their host does, whatever their backoff says', async () => {
  const lab = await labRig()
  const door = await lab.door('shop')
  await lab.fault('refuse', {}, { door: 'shop' })
  const ids = Array.from({ length: 50 }, (_, index) => `e${index}`)
  const it = engine(ids.map((id) => ({ id, url: `${door}/sse/${id}`, retry: { base: '50s', cap: '500s' } })))
  await waitUntil(() => it.fleet.views().every(({ failure }) => failure?.kind === 'refused'))
  await lab.lift()
  const due = it.fleet.views().flatMap(({ retryAt }) => retryAt ?? [])
  due.sort()
  const begun = performance.now()
  it.passTo(due[0] ?? '')
  await waitUntil(() => it.fleet.views().every(({ phase }) => phase === 'live'), 3000)
  expect(performance.now() - begun).toBeLessThan(3000)
  // The last of them would have had to wait for much longer.
  expect(Date.parse(due.at(-1) ?? '') - it.clock.wall()).toBeGreaterThan(5000)
  expect(it.fleet.views().every(({ counters, attempt }) => counters.attempts === 2 && attempt === 2)).toBe(
    true,
  )
})

test('a neighbour whose own path is at fault is not hurried', async () => {
  const server = await hostileServer({ '/gone': answer(500), '/ok': stream('data: x\n\n') })
  const it = engine([
    { id: 'gone', url: server.url('/gone'), retry: { base: '30s', cap: '60s' } },
    { id: 'ok', url: server.url('/ok') },
  ])
  await it.phase('live', 'ok')
  await it.until(({ failure }) => failure?.status === 500, 'gone')
  it.fleet.stop('ok')
  it.fleet.start('ok')
  await it.phase('live', 'ok')
  await pause(40)
  expect(server.visits('/gone')).toHaveLength(1)
})

test('stop, start and retry, each with the view afterwards', async () => {
  const server = await hostileServer({ '/': stream('id: 1\ndata: x\n\n') })
  const it = engine({ url: server.url('/') })
  await it.until(({ lastEventId }) => lastEventId === '1')
  expect(it.fleet.start('it')).toMatchObject({ phase: 'live', attempt: 1 })
  expect(it.fleet.retry('it')).toMatchObject({ phase: 'live' })
  expect(server.visits()).toHaveLength(1)

  expect(it.fleet.stop('it')).toMatchObject({ phase: 'stopped', attempt: 0, health: null })
  await waitUntil(() => server.open() === 0)
  it.clock.skip(3_600_000)
  expect(it.view()).toMatchObject({ phase: 'stopped', counters: { attempts: 1 } })

  expect(it.fleet.start('it')).toMatchObject({ phase: 'connecting', attempt: 1 })
  await it.phase('live')
  expect(server.visits()[1]?.lastEventId).toBe('1')
  expect(it.fleet.stop('none')).toBeNull()
  expect(it.fleet.retry('none')).toBeNull()
  expect(it.fleet.start('none')).toBeNull()
  expect(it.fleet.detail('none')).toBeNull()
  expect(it.fleet.history('none', { from: 0, to: 1, points: 1 })).toBeNull()
})

test('retry while connecting aborts and opens anew, and is no failure', async () => {
  const server = await hostileServer({ '/': ({ socket, nth }) => nth > 1 && socket.write(streamHead) })
  const it = engine({ url: server.url('/') })
  await waitUntil(() => server.visits().length === 1)
  it.fleet.retry('it')
  const live = await it.phase('live')
  expect(live).toMatchObject({ attempt: 1, failure: null, counters: { attempts: 2, connections: 1 } })
  await waitUntil(() => server.open() === 1)
})

test('retryFailed: those in failed, and no others', async () => {
  const server = await hostileServer({
    '/a': answer(404),
    '/b': answer(401),
    '/c': answer(503, { 'Retry-After': '100' }),
    '/d': stream(),
  })
  const it = engine(['a', 'b', 'c', 'd'].map((id) => ({ id, url: server.url(`/${id}`) })))
  await it.phase('failed', 'a')
  await it.phase('failed', 'b')
  await it.until(({ failure }) => failure !== null, 'c')
  await it.phase('live', 'd')
  expect(it.fleet.retryFailed()).toEqual(['a', 'b'])
  await waitUntil(() => server.visits('/a').length === 2 && server.visits('/b').length === 2)
  expect([server.visits('/c').length, server.visits('/d').length]).toEqual([1, 1])
})

test('a stop outlives a restart, and start ends it', async () => {
  const server = await hostileServer({ '/a': stream(), '/b': stream() })
  const two = [
    { id: 'a', url: server.url('/a') },
    { id: 'b', url: server.url('/b') },
  ]
  const first = engine(two)
  first.fleet.stop('a')
  expect(first.stopped).toEqual(['a'])
  first.close()

  const second = engine(two, { stopped: first.stopped })
  await second.phase('live', 'b')
  expect(second.view('a')).toMatchObject({ phase: 'stopped', counters: { attempts: 0 } })
  second.rewrite(two.map((endpoint) => ({ ...endpoint, tags: ['new'] })))
  expect(second.view('a').phase).toBe('stopped')
  second.fleet.start('a')
  await second.phase('live', 'a')
  expect(second.stopped).toEqual([])
})

test('changes are told in one notice for all that happened meanwhile', async () => {
  const server = await hostileServer({
    '/': stream(...Array.from({ length: 500 }, (_, at) => `data: ${at}\n\n`)),
  })
  const it = engine([
    { id: 'a', url: server.url('/?a') },
    { id: 'b', url: server.url('/?b') },
  ])
  const told: { readonly at: number; readonly ids: readonly string[] }[] = []
  it.fleet.onChange(({ changed }) => told.push({ at: performance.now(), ids: changed.map(({ id }) => id) }))
  await it.until(({ counters }) => counters.events === 500, 'a')
  await it.until(({ counters }) => counters.events === 500, 'b')
  await pause(250)
  expect(told.length).toBeGreaterThan(0)
  expect(told.length).toBeLessThanOrEqual(4)
  for (const [index, { at }] of told.entries())
    if (index > 0) expect(at - (told[index - 1]?.at ?? 0)).toBeGreaterThan(90)
})

test('closing lets go of everything', async () => {
  const server = await hostileServer({ '/': stream('data: x\n\n'), '/slow': () => undefined })
  const it = engine([
    { id: 'a', url: server.url('/') },
    { id: 'b', url: server.url('/slow') },
  ])
  await it.phase('live', 'a')
  await waitUntil(() => server.open() === 2)
  it.close()
  await waitUntil(() => server.open() === 0)
  await pause(100)
  expect(server.visits()).toHaveLength(2)
})

test('each change of phase is written down once, in the order it came', async () => {
  const lab = await labRig()
  await lab.fault('status', {}, { times: 2 })
  const it = lab.watch()
  await it.until(({ health }) => health === 'fresh')
  expect(transitions(it).map(({ phase }) => phase)).toEqual([
    'connecting',
    'waiting',
    'connecting',
    'waiting',
    'connecting',
    'live',
  ])
})
