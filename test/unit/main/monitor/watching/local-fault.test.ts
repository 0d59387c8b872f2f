import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { machine } from './machine.ts'

/** Judged with a gather of 250 ms. */
const soon = 300
const both = ['a1', 'a2', 'b1', 'b2'] as const

describe('this machine is at fault', () => {
  it('when all streams of two hosts are cut together and nothing answers any more', () => {
    const it = machine(...both)
    it.clock.advance(2_000)
    it.sign('a1')
    it.clock.advance(2_000)
    it.sign('b2')
    it.clock.advance(1_000)
    it.lose('reset', ...both)
    it.clock.advance(soon)
    expect(it.verdict()).toBeNull()
    it.retry('refused', ...both)
    it.clock.advance(1_000)
    expect(it.verdict()).toBe('local')
    expect(it.told).toEqual([{ type: 'local-fault', from: it.begunAt }])
    expect(it.incidents).toMatchObject([
      {
        kind: 'local-network',
        start: it.begunAt,
        end: null,
        endpoints: both,
        cause: "This machine's network: 4 streams on 2 hosts fell silent within 4 s.",
      },
    ])
    expect(it.fault.away()).toEqual({
      cause: 'local',
      since: new Date(it.begunAt).toISOString(),
      endpoints: 4,
      hosts: ['a', 'b'],
    })
  })

  it('after ten seconds where the resets are followed by nothing at all', () => {
    const it = machine(...both)
    it.lose('end-of-stream', ...both)
    it.clock.advance(9_000)
    expect(it.verdict()).toBeNull()
    it.clock.advance(2_300)
    expect(it.verdict()).toBe('local')
  })

  it('when one host is found silent and the other is late by its interval', () => {
    const it = machine(...both)
    it.clock.advance(15_000)
    it.lose('silence', 'a1')
    it.clock.advance(soon)
    expect(it.verdict()).toBe('local')
  })

  it('as soon as the slower host is late too, however long after', () => {
    const it = machine('a1', 'b1')
    it.set('b1', { intervalMs: 60_000 })
    it.clock.advance(15_000)
    it.lose('silence', 'a1')
    it.clock.advance(74_000)
    expect(it.verdict()).toBeNull()
    it.clock.advance(2_300)
    expect(it.verdict()).toBe('local')
    expect(it.incidents[0]?.start).toBe(it.begunAt)
  })

  it('whatever idle streams and plain loopback do', () => {
    const it = machine('idle', 'a1', 'b1', 'local')
    it.set('local', { site: null })
    it.set('idle', { intervalMs: 600_000 })
    it.clock.advance(20_000)
    it.sign('a1', 'b1')
    it.clock.advance(1_000)
    it.lose('unreachable', 'a1', 'b1')
    it.sign('local')
    it.clock.advance(soon)
    expect(it.verdict()).toBe('local')
    expect(it.incidents[0]).toMatchObject({ start: it.begunAt + 20_000, endpoints: ['idle', 'a1', 'b1'] })
  })

  test('in whatever order, and by whatever sign, all of two hosts are found to be gone', () => {
    const ids = ['a1', 'a2', 'b1', 'b2', 'b3']
    const fate = fc.record({
      /** Of its last sign of life, and from then to the loss. */
      heardAt: fc.nat(9_900),
      lostAfter: fc.nat(30_000),
      kind: fc.constantFrom(
        'reset',
        'end-of-stream',
        'refused',
        'silence',
        'dns',
        'unreachable',
        'connect-timeout',
      ),
      retries: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.tuple(fate, fate, fate, fate, fate), (fates) => {
        const it = machine(...ids)
        it.clock.advance(20_000)
        const acts = fates.flatMap(({ heardAt, lostAfter, kind, retries }, index) => {
          const id = ids[index] ?? ''
          const isThere = () => it.pulseOf(id).away === null
          const lost = { at: heardAt + lostAfter, act: () => isThere() && it.lose(kind, id) }
          const tried = { at: lost.at + 500, act: () => isThere() && it.retry('connect-timeout', id) }
          return [{ at: heardAt, act: () => it.sign(id) }, lost, ...(retries ? [tried] : [])]
        })
        let at = 0
        for (const next of acts.toSorted((one, other) => one.at - other.at)) {
          it.clock.advance(next.at - at)
          at = next.at
          next.act()
        }
        it.clock.advance(40_000)
        expect(it.verdict()).toBe('local')
        expect(it.incidents).toHaveLength(1)
        expect(it.incidents[0]?.start).toBe(
          it.begunAt + 20_000 + Math.min(...fates.map(({ heardAt }) => heardAt)),
        )
      }),
    )
  })

  it('when a rotation finds nobody either', () => {
    const it = machine('a1', 'b1')
    it.set('b1', { phase: 'waiting' })
    it.lose('reset', 'a1')
    it.retry('refused', 'a1')
    it.clock.advance(soon)
    expect(it.verdict()).toBeNull()
    it.set('b1', { phase: 'connecting' })
    it.lose('refused', 'b1')
    it.clock.advance(1_100)
    expect(it.verdict()).toBe('local')
  })
})

describe('this machine is not at fault', () => {
  const long = 120_000

  it('when one of two hosts is gone', () => {
    const it = machine(...both)
    it.lose('reset', 'a1', 'a2')
    it.retry('refused', 'a1', 'a2')
    for (let second = 0; second < 120; second++) {
      it.clock.advance(1_000)
      if (second % 5 === 4) it.sign('b1', 'b2')
    }
    expect(it.verdict()).toBeNull()
    expect(it.told).toEqual([])
  })

  it('when one of two hosts is gone and nothing is known of the quiet other one', () => {
    const it = machine(...both)
    it.set('b1', { intervalMs: null })
    it.set('b2', { intervalMs: null })
    it.lose('reset', 'a1', 'a2')
    it.retry('refused', 'a1', 'a2')
    it.clock.advance(long)
    expect(it.verdict()).toBeNull()
  })

  it('when the other host was not talking', () => {
    const it = machine('a1', 'a2', 'b1')
    it.clock.advance(11_000)
    it.sign('a1', 'a2')
    it.lose('refused', 'a1', 'a2')
    it.clock.advance(long)
    expect(it.verdict()).toBeNull()
  })

  it('when two hosts fall silent more than ten seconds apart', () => {
    const it = machine('a1', 'b1')
    it.clock.advance(11_000)
    it.sign('b1')
    it.clock.advance(15_000)
    it.lose('silence', 'a1', 'b1')
    it.clock.advance(long)
    expect(it.verdict()).toBeNull()
  })

  it('when a third one still talks', () => {
    const it = machine('a1', 'b1', 'c1')
    it.lose('refused', 'a1', 'b1')
    for (let beat = 0; beat < 20; beat++) {
      it.clock.advance(5_000)
      it.sign('c1')
    }
    expect(it.verdict()).toBeNull()
  })

  it('when both closed their streams and are there again', () => {
    const it = machine('a1', 'b1')
    it.lose('end-of-stream', 'a1')
    it.clock.advance(2_000)
    it.lose('end-of-stream', 'b1')
    it.clock.advance(soon)
    it.retry('live', 'a1')
    it.clock.advance(2_000)
    it.retry('live', 'b1')
    it.clock.advance(long)
    expect(it.verdict()).toBeNull()
  })

  it('when a host that lost its streams answers with a status', () => {
    const it = machine('a1', 'b1')
    it.lose('reset', 'a1', 'b1')
    it.retry(503, 'a1')
    it.retry('refused', 'b1')
    it.clock.advance(long)
    expect(it.verdict()).toBeNull()
  })

  it('when the process was held up, and what the others said waits in the sockets', () => {
    const it = machine('a1', 'b1')
    it.clock.advance(8_000)
    it.sign('a1')
    it.lose('refused', 'a1')
    it.clock.freeze(4_000)
    it.clock.advance(1)
    it.sign('b1')
    it.clock.advance(5_000)
    expect(it.verdict()).toBeNull()
  })

  it('when what one of them needs cannot be read any more', () => {
    const it = machine('a1', 'b1')
    it.lose('reset', 'a1', 'b1')
    it.retry('credentials', 'a1')
    it.retry('refused', 'b1')
    it.clock.advance(long)
    expect(it.verdict()).toBeNull()
  })

  it('when the user stopped them, or the streams were complete', () => {
    const it = machine('a1', 'b1')
    it.set('a1', { phase: 'stopped' })
    it.lose('refused', 'b1')
    it.clock.advance(long)
    expect(it.verdict()).toBeNull()
  })

  it('when all is on one host, or on plain loopback', () => {
    const it = machine('a1', 'a2', 'x1', 'y1')
    for (const id of ['x1', 'y1']) it.set(id, { site: null })
    it.lose('refused', 'a1', 'a2', 'x1', 'y1')
    it.clock.advance(long)
    expect(it.verdict()).toBeNull()
  })

  test('with one host alone, whatever happens to it', () => {
    const act = fc.record({
      what: fc.constantFrom('sign', 'lose', 'retry', 'live', 'pass'),
      on: fc.nat(2),
      kind: fc.constantFrom('reset', 'refused', 'silence', 'dns', 'connect-timeout' as const),
      ms: fc.nat(20_000),
    })
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const it = machine('a1', 'a2', 'a3', 'b1')
        let beatAt = it.clock.now()
        const pass = (ms: number): void => {
          for (const until = it.clock.now() + ms; it.clock.now() < until; ) {
            it.clock.advance(Math.min(beatAt + 5_000, until) - it.clock.now())
            if (it.clock.now() < beatAt + 5_000) continue
            beatAt = it.clock.now()
            it.sign('b1')
          }
        }
        for (const { what, on, kind, ms } of acts) {
          const id = `a${on + 1}`
          const { phase } = it.pulseOf(id)
          if (what === 'pass') pass(ms)
          else if (what === 'sign' && phase === 'live') it.sign(id)
          else if (what === 'lose' && phase === 'live') it.lose(kind, id)
          else if (what === 'retry' && phase !== 'live') it.retry(kind, id)
          else if (what === 'live' && phase !== 'live') it.retry('live', id)
          expect(it.verdict()).toBeNull()
        }
        pass(60_000)
        expect(it.told).toEqual([])
      }),
    )
  })
})

describe('while it lasts', () => {
  function faulty(...ids: string[]) {
    const it = machine(...ids)
    it.clock.advance(1_000)
    it.sign(...ids)
    it.lose('refused', ...ids)
    it.clock.advance(soon)
    expect(it.verdict()).toBe('local')
    return it
  }

  it('one endpoint of each of four hosts is tried every few seconds, and others the next time', () => {
    const it = faulty('a1', 'a2', 'b1', 'c1', 'd1', 'e1')
    it.clock.advance(1_900)
    expect(it.tried).toEqual([])
    it.clock.advance(200)
    expect(it.tried.map((id) => id[0])).toEqual(['a', 'b', 'c', 'd'])
    const first = [...it.tried]
    it.retry('refused', ...first)
    it.clock.advance(5_000)
    expect(it.tried.slice(4)).toContain('e1')
    it.retry('refused', ...it.tried.slice(4))
    it.clock.advance(20_000)
    expect(new Set(it.tried)).toEqual(new Set(['a1', 'a2', 'b1', 'c1', 'd1', 'e1']))
  })

  it('it is tried less often the longer it lasts', () => {
    const it = faulty('a1', 'b1')
    const during = (seconds: number): number => {
      const before = it.tried.length
      for (let second = 0; second < seconds; second++) {
        it.clock.advance(1_000)
        for (const id of ['a1', 'b1']) if (it.pulseOf(id).phase === 'connecting') it.retry('refused', id)
      }
      return (it.tried.length - before) / 2
    }
    expect(during(30)).toBe(15)
    expect(during(270)).toBe(54)
    expect(during(3_300)).toBe(220)
  })

  it('a host whose try is not over yet is not tried again', () => {
    const it = faulty('a1', 'a2', 'b1')
    it.clock.advance(2_100)
    it.clock.advance(30_000)
    expect(it.tried).toHaveLength(2)
  })

  it('it is over when one of them is live, and the others are told', () => {
    const it = faulty('a1', 'b1', 'b2')
    it.clock.advance(10_000)
    it.retry('live', 'b1')
    it.clock.advance(0)
    expect(it.verdict()).toBeNull()
    expect(it.told.map(({ type }) => type)).toEqual(['local-fault', 'local-fault-over'])
    expect(it.incidents).toHaveLength(1)
    expect(it.incidents[0]?.end).toBe(it.clock.now())
    const tries = it.tried.length
    it.clock.advance(60_000)
    expect(it.tried).toHaveLength(tries)
  })

  it('it is over when a host answers with a status, but not for a portal or a page', () => {
    const it = faulty('a1', 'b1')
    it.retry('content-type', 'a1')
    it.retry(511, 'b1')
    it.clock.advance(100)
    expect(it.verdict()).toBe('local')
    it.retry(503, 'a1')
    it.clock.advance(0)
    expect(it.verdict()).toBeNull()
  })

  it('a stream of plain loopback that comes back says nothing', () => {
    const it = machine('a1', 'b1', 'l1')
    it.set('l1', { site: null, phase: 'waiting' })
    it.lose('refused', 'a1', 'b1')
    it.clock.advance(soon)
    it.retry('live', 'l1')
    it.clock.advance(0)
    expect(it.verdict()).toBe('local')
  })

  it('a hint tries at once', () => {
    const it = faulty('a1', 'b1')
    it.fault.hint()
    expect(it.tried).toHaveLength(2)
  })

  it('the same silence is not judged twice', () => {
    const it = faulty('a1', 'a2', 'b1', 'b2')
    it.retry('live', 'a1')
    it.clock.advance(0)
    it.sign('a1')
    it.lose('refused', 'b1', 'b2', 'a2')
    it.clock.advance(2_000)
    it.lose('refused', 'a1')
    it.clock.advance(60_000)
    expect(it.verdict()).toBeNull()
    expect(it.incidents).toHaveLength(1)
  })

  it('an endpoint that is started meanwhile and finds nobody shares the fate of the others', () => {
    const it = faulty('a1', 'b1', 'c1')
    it.set('c1', { phase: 'connecting', away: null, outageSince: null })
    it.lose('refused', 'c1')
    it.clock.advance(2_100)
    expect(it.pulseOf('c1').away).toBe('local')
    expect(it.incidents).toHaveLength(1)
  })

  it('it is over when nobody waits for the network any more', () => {
    const it = faulty('a1', 'b1')
    it.set('a1', { phase: 'stopped', away: null })
    it.remove('b1')
    it.clock.advance(2_100)
    expect(it.verdict()).toBeNull()
    expect(it.incidents[0]?.end).not.toBeNull()
  })

  it('offline goes on as the same incident, without tries, until it is said to be over', () => {
    const it = faulty('a1', 'b1')
    expect(it.fault.offline()).toBe(true)
    expect(it.verdict()).toBe('offline')
    expect(it.incidents[0]?.cause).toMatch(/Then the system said that it was offline.$/)
    it.clock.advance(60_000)
    expect(it.tried).toEqual([])
    it.fault.online()
    expect(it.verdict()).toBeNull()
    expect(it.incidents).toHaveLength(1)
    expect(it.incidents[0]?.end).toBe(it.clock.now())
  })

  it('a sleep ends it where the sleep began', () => {
    const it = faulty('a1', 'b1')
    const asleepAt = it.clock.now() + 5_000
    it.clock.advance(3_600_000)
    it.fault.slept(asleepAt)
    expect(it.verdict()).toBeNull()
    expect(it.incidents).toHaveLength(1)
    expect(it.incidents[0]?.end).toBe(asleepAt)
    // They are told of the wake, and of nothing else.
    expect(it.told.map(({ type }) => type)).toEqual(['local-fault'])
  })

  it('a network that is not there after the sleep either is at fault since the wake', () => {
    const it = machine('a1', 'b1')
    it.clock.advance(3_600_000)
    it.fault.slept(it.begunAt + 1_000)
    const wokeAt = it.clock.now()
    it.clock.advance(600_000)
    it.lose('unreachable', 'a1', 'b1')
    it.clock.advance(soon)
    expect(it.verdict()).toBe('local')
    expect(it.incidents[0]?.start).toBe(wokeAt)
  })

  it('nothing is left behind when it is closed', () => {
    const it = faulty('a1', 'b1')
    it.fault.close()
    expect(it.clock.armed).toBe(0)
  })
})
