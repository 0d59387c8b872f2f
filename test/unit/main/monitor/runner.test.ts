import { describe, expect, it } from 'vitest'
import type { ConnectionRequest } from '../../../../src/main/monitor/connection/types.ts'
import { createLimits } from '../../../../src/main/monitor/limits.ts'
import { createRunner, type RunnerPorts } from '../../../../src/main/monitor/runner.ts'
import type { Effect } from '../../../../src/shared/model/event.ts'
import { failureOf } from '../../../../src/shared/model/failure.ts'
import { defaultPolicy } from '../../../../src/shared/model/policy.ts'
import { initialState } from '../../../../src/shared/model/state.ts'
import { manualClock } from '../../../helpers/manual-clock.ts'
import { bookedTotal } from '../../../helpers/model-steps.ts'

const request: ConnectionRequest = {
  url: new URL('http://stream.example/'),
  headers: {},
  secretHeaders: new Set(),
  lastEventId: null,
  maxFrame: 1024,
  http2: false,
  tls: { insecure: false },
  proxy: null,
}

type Prepare = RunnerPorts['prepare']

function rig(perHost = 4, prepare: Prepare = () => request) {
  const clock = manualClock()
  const begin = clock.now()
  const limits = createLimits({ total: 16, perHost })
  const open = new Set<number>()
  const opened: number[] = []
  const effects: Effect[] = []
  let lastSignAt: number | null = null
  const runner = createRunner(initialState(begin), defaultPolicy, {
    clock,
    random: () => 1,
    ask: (onGranted) => limits.ask('host', onGranted),
    prepare,
    open(_request, connection) {
      open.add(connection)
      opened.push(connection)
      return { setMaxFrame: () => undefined, close: () => open.delete(connection) }
    },
    rehydrate: () => undefined,
    beforeJudging: () => undefined,
    lastSignAt: () => lastSignAt,
    onStep: (_before, _event, _after, told) => effects.push(...told),
  })
  const refuse = (connection: number) =>
    runner.dispatch({
      type: 'failure',
      at: clock.now(),
      random: 1,
      connection,
      failure: failureOf('refused'),
      retryAfter: null,
      badId: false,
    })
  const goLive = (connection: number) =>
    runner.dispatch({ type: 'opened', at: clock.now(), connection, health: 'fresh', duration: null })
  const start = () => runner.dispatch({ type: 'start', at: clock.now() })
  const hear = () => {
    lastSignAt = clock.now()
  }
  return { hear, clock, begin, limits, open, opened, effects, runner, refuse, goLive, start }
}

describe('runner', () => {
  it('opens one connection on start and waits out the backoff after a failure', () => {
    const { clock, open, opened, runner, refuse, start } = rig()
    start()
    expect(runner.state.phase).toBe('connecting')
    refuse(1)
    expect(open.size).toBe(0)
    expect(runner.state).toMatchObject({
      phase: 'waiting',
      attempt: 2,
      delay: { ms: 1_000, chosenBy: 'backoff' },
    })
    clock.advance(999)
    expect(opened).toEqual([1])
    clock.advance(1)
    expect(opened).toEqual([1, 2])
  })

  it('times a connection out and closes it', () => {
    const { clock, open, runner, start } = rig()
    start()
    clock.advance(10_000)
    expect(open.size).toBe(0)
    expect(runner.state.memory.failure?.kind).toBe('connect-timeout')
  })

  it('shows as waiting, chosen by queue, while the limits hold it back', () => {
    const { clock, limits, opened, runner, start } = rig(1)
    const other = limits.ask('host', () => undefined)
    start()
    expect(runner.state).toMatchObject({ phase: 'waiting', slot: 'held', delay: { chosenBy: 'queue' } })
    clock.advance(60_000)
    expect(opened).toEqual([])
    other.release()
    expect(opened).toEqual([1])
    // The connect deadline starts when dialling does.
    expect(runner.state).toMatchObject({ phase: 'connecting', startedAt: clock.now() })
  })

  it('gives its place back when it is live, so that the next one can connect', () => {
    const { limits, goLive, start } = rig(1)
    start()
    let next = false
    limits.ask('host', () => {
      next = true
    })
    goLive(1)
    expect(next).toBe(true)
  })

  it('holds neither timer nor socket nor place once it is stopped', () => {
    const { clock, open, limits, runner, start } = rig(1)
    start()
    runner.dispatch({ type: 'stop', at: clock.now() })
    expect(open.size).toBe(0)
    expect(clock.armed).toBe(0)
    expect(limits.ask('host', () => undefined).granted).toBe(true)
  })

  it('reconnects from a lost stable connection at attempt 1', () => {
    const { clock, runner, goLive, refuse, start } = rig()
    start()
    refuse(1)
    clock.advance(1_000)
    goLive(2)
    clock.advance(30_000)
    expect(runner.state).toMatchObject({ phase: 'live', stable: true, attempt: 2 })
    refuse(2)
    expect(runner.state).toMatchObject({ phase: 'waiting', attempt: 1 })
  })

  it('books every millisecond on a phase, and an outage from the last sign of life', () => {
    const { clock, begin, runner, goLive, refuse, start } = rig()
    start()
    clock.advance(500)
    goLive(1)
    clock.advance(4_000)
    runner.dispatch({ type: 'sign', at: clock.now(), connection: 1, lastEventId: '7' })
    clock.advance(15_000)
    refuse(1)
    clock.advance(1_000)
    const book = runner.book()
    expect(bookedTotal(book)).toBeCloseTo(clock.now() - begin, 3)
    expect(book.shares).toMatchObject({ live: 4_000, outage: 16_000, neither: 500 })
    expect(book.phases.live).toBe(19_000)
  })

  it('sends nothing and counts no attempt where the credentials cannot be had', () => {
    const missing = (): never => {
      throw new Error('The environment variable TOKEN is not set.')
    }
    const { opened, limits, runner, start } = rig(1, missing)
    start()
    expect(runner.state).toMatchObject({ phase: 'failed', attempts: 0, failure: { kind: 'credentials' } })
    expect(runner.state.memory.failure?.message).toContain('TOKEN is not set')
    expect([opened, runner.state.memory.counters.attempts]).toEqual([[], 0])
    expect(limits.ask('host', () => undefined).granted).toBe(true)
  })

  it('dials, and starts its connect deadline, only when the credentials were read', async () => {
    const reading = Promise.withResolvers<ConnectionRequest>()
    const { clock, opened, limits, runner, start } = rig(1, () => reading.promise)
    start()
    clock.advance(9_000)
    expect([opened, runner.state.phase]).toEqual([[], 'waiting'])
    // Meanwhile it takes nobody's place.
    const other = limits.ask('host', () => undefined)
    expect(other.granted).toBe(true)
    other.release()
    reading.resolve(request)
    await reading.promise
    expect(opened).toEqual([1])
    expect(runner.state).toMatchObject({ phase: 'connecting', startedAt: clock.now() })
  })

  it('ends the reading when it is stopped, and hears nothing of it afterwards', async () => {
    const reading = Promise.withResolvers<ConnectionRequest>()
    const signals: AbortSignal[] = []
    const { clock, opened, runner, start } = rig(1, (signal) => {
      signals.push(signal)
      return reading.promise
    })
    start()
    runner.dispatch({ type: 'stop', at: clock.now() })
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
    reading.resolve(request)
    await reading.promise
    expect([opened, runner.state.phase]).toEqual([[], 'stopped'])
  })

  it('dates an outage back to the newest sign of life, also to one that it was not told of', () => {
    const { clock, runner, hear, goLive, refuse, start } = rig()
    start()
    goLive(1)
    clock.advance(4_000)
    hear()
    clock.advance(15_000)
    refuse(1)
    expect(runner.state.memory.outageSince).toBe(clock.now() - 15_000)
    expect(runner.book().shares).toMatchObject({ live: 4_000, outage: 15_000 })
  })

  it('closes everything for good', () => {
    const { clock, open, opened, runner, start } = rig()
    start()
    runner.close()
    runner.dispatch({ type: 'retry', at: clock.now() })
    clock.advance(600_000)
    expect([open.size, opened.length, clock.armed]).toEqual([0, 1, 0])
  })
})
