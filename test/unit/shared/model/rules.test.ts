import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deadlineOf, type State } from '../../../../src/shared/model/state.ts'
import { isRecheck, isScheduled, type Taken, type World, worlds } from '../../../helpers/model-world.ts'

/** Lets a rule look at many random lives. */
function holds(rule: (world: World) => void): void {
  fc.assert(fc.property(worlds, rule), { numRuns: 200 })
}

const opens = ({ effects }: Taken) => effects.filter(({ type }) => type === 'open')

describe('the rules that hold always', () => {
  test('the random lives lead everywhere, so that the rules have something to hold against', () => {
    const seen = new Set<string>()
    for (const { taken } of fc.sample(worlds, { numRuns: 300, seed: 1 })) {
      for (const { before, event, after } of taken) {
        seen.add(`${before.phase} > ${after.phase}`)
        if ('origin' in before && before.origin)
          seen.add(`${event.type} while trying from ${before.origin.phase}`)
        if (after.memory.doubts !== null) seen.add(`doubt ${after.memory.doubts.tries}`)
        if (after.phase === 'waiting') seen.add(`chosen by ${after.delay.chosenBy}`)
      }
    }
    const choosers = ['backoff', 'retry-hint', 'retry-after', 'rotation', 'grace', 'queue']
    const wanted = [
      ...['stopped', 'live', 'waiting', 'failed', 'unwatched'].map((to) => `connecting > ${to}`),
      ...['stopped', 'waiting', 'failed', 'unwatched'].map((to) => `live > ${to}`),
      ...['opened', 'failure', 'due', 'granted', 'held'].map((type) => `${type} while trying from failed`),
      ...['opened', 'failure', 'due', 'granted', 'held'].map((type) => `${type} while trying from unwatched`),
      ...choosers.map((chooser) => `chosen by ${chooser}`),
      ...['failed > waiting', 'failed > unwatched', 'unwatched > waiting', 'doubt 1', 'doubt 2', 'doubt 3'],
    ]
    expect([...seen]).toEqual(expect.arrayContaining(wanted))
  })

  test('1: at most one connection is open or in flight', () => {
    holds(({ mistakes, taken }) => {
      expect(mistakes).toEqual([])
      const tokens = taken.flatMap(opens).map((effect) => effect.type === 'open' && effect.connection)
      expect(new Set(tokens).size).toBe(tokens.length)
    })
  })

  test('2: attempts count requests, connections what went live; an attempt is one request', () => {
    holds(({ taken }) => {
      let requests = 0
      let lives = 0
      let last = 0
      for (const { before, after, effects } of taken) {
        requests += opens({ effects } as Taken).length
        if (before.phase !== 'live' && after.phase === 'live') lives++
        expect(after.memory.counters.attempts).toBe(requests)
        expect(after.memory.counters.connections).toBe(lives)
        if (after.phase === 'live' && before.phase === 'connecting')
          expect(after.attempt).toBe(before.attempt)
        if (before.phase !== 'waiting' || after.phase !== 'connecting') continue
        expect(after.attempt).toBe(before.attempt)
        if (isRecheck(after)) expect(after.attempt).toBe(last)
        else expect([1, last + 1]).toContain(after.attempt)
        last = after.attempt
      }
    })
  })

  test('3: stopped and unwatched hold no timer and no socket, failed none but its recheck', () => {
    holds(({ taken, policy }) => {
      for (const { before, event, after, effects } of taken) {
        if (after.phase === 'stopped' || after.phase === 'unwatched' || after.phase === 'failed') {
          const held = before.phase === 'connecting' || before.phase === 'live' ? before.connection : null
          if (held !== null) expect(effects).toContainEqual({ type: 'close', connection: held })
          expect(effects.some(({ type }) => type === 'open' || type === 'ask')).toBe(false)
          const recheck = after.phase === 'failed' && policy.recheck > 0 ? event.at + policy.recheck : null
          expect(deadlineOf(after, policy)).toBe(recheck)
        }
      }
    })
  })

  test('4: retry, start, a wake, a returned network and a rotation open at attempt 1', () => {
    const always = new Set(['start', 'retry', 'online', 'local-fault-over', 'reconfigured'])
    holds(({ taken, policy }) => {
      for (const [i, { before, event, after }] of taken.entries()) {
        const rotated = event.type === 'completed' && event.rotation
        const closed = event.type === 'ended' || (event.type === 'failure' && event.failure.kind === 'reset')
        const scheduled = closed && isScheduled(before, event.at, policy.rotationEvery)
        const woken = event.type === 'wake' && after.phase === 'waiting'
        if (before.phase === 'stopped' && event.type === 'reconfigured') continue
        if (before.phase === 'unwatched' && event.type === 'reconfigured') continue
        if (!(always.has(event.type) || rotated || scheduled || woken)) continue
        expect(after).toMatchObject({ phase: 'waiting', attempt: 1 })
        const next = taken.slice(i + 1).find(({ after: { phase } }) => phase !== 'waiting')
        if (next?.after.phase === 'connecting') expect(next.after.attempt).toBe(1)
      }
    })
  })

  test('5: failed is a terminal failure or the last attempt; it forgets the id, and leaving it re-hydrates', () => {
    holds(({ taken, policy }) => {
      let owed = false
      for (const { before, event, after, effects } of taken) {
        const rehydrates = effects.filter(({ type }) => type === 'rehydrate').length
        const asks = effects.some(({ type }) => type === 'ask')
        const cashed =
          owed && ((asks && !isRecheck(after)) || (before.phase === 'connecting' && after.phase === 'live'))
        expect(rehydrates).toBe(cashed || event.type === 'replay-lost' ? 1 : 0)
        if (cashed) owed = false
        if (after.phase !== 'failed') continue
        expect(after.memory.lastEventId).toBeNull()
        owed = true
        if (isRecheck(before)) continue
        expect(['connecting', 'live']).toContain(before.phase)
        const { attempt } = before as Extract<State, { phase: 'connecting' | 'live' }>
        expect(after.failure.terminal || attempt === policy.maxAttempts).toBe(true)
        expect(after).toMatchObject({ attempts: attempt, since: event.at, failure: after.memory.failure })
      }
    })
  })

  test('5: a recheck leads to live or back to where it was, and is no attempt', () => {
    holds(({ taken }) => {
      for (const { before, event, after } of taken) {
        if (before.phase === 'failed' && event.type === 'due') {
          expect(after).toMatchObject({ phase: 'waiting', attempt: before.attempts })
          expect(isRecheck(after)).toBe(true)
        }
        if (!('origin' in before) || before.origin?.phase !== 'failed') continue
        const was = before.origin.state
        if (event.type === 'failure' || event.type === 'due') {
          expect(after).toMatchObject({ phase: 'failed', attempts: was.attempts, since: was.since })
        }
        if (event.type === 'opened') expect(after).toMatchObject({ phase: 'live', attempt: was.attempts })
      }
    })
  })
})
