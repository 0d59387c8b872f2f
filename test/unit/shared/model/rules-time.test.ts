import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { State } from '../../../../src/shared/model/state.ts'
import {
  backdateOutage,
  backdateUnwatched,
  emptyBook,
  phaseSpent,
  shareOf,
  spend,
  uptimeOf,
} from '../../../../src/shared/model/uptime.ts'
import { bookedTotal } from '../../../helpers/model-steps.ts'
import { isRecheck, isScheduled, type Taken, type World, worlds } from '../../../helpers/model-world.ts'

function holds(rule: (world: World) => void): void {
  fc.assert(fc.property(worlds, rule), { numRuns: 200 })
}

/** What the rules hang on, kept by the test's own reckoning and from what was seen alone. */
interface Reckoning {
  grace: { until: number; atMost: number; reached: boolean } | null
  everLive: boolean
  terminals: number[]
  credentialsRead: boolean
}

const looksAgain = new Set(['wake', 'online', 'local-fault-over'])

/** Walks a life; `look` sees the reckoning as it was before the step. */
function walk({ taken, policy }: World, look: (step: Taken, known: Reckoning) => void): void {
  const known: Reckoning = { grace: null, everLive: false, terminals: [], credentialsRead: false }
  for (const one of taken) {
    look(one, known)
    const { before, event, after } = one
    if (looksAgain.has(event.type) && after.phase === 'waiting') {
      known.grace = { until: event.at + policy.grace, atMost: event.at + policy.graceAtMost, reached: false }
      known.terminals = []
    } else if (after.phase === 'stopped' || after.phase === 'unwatched') known.grace = null
    const wentLive = before.phase !== 'live' && after.phase === 'live'
    if (wentLive && triedUnwatched(before))
      known.grace = { until: event.at + policy.grace, atMost: event.at + policy.graceAtMost, reached: true }
    if (known.grace !== null && (event.type === 'reached' || wentLive)) known.grace.reached = true
    const newUrl = event.type === 'reconfigured' && event.change === 'url'
    if (wentLive || newUrl) known.credentialsRead = false
    if (wentLive || newUrl) known.everLive = wentLive
    if (wentLive || newUrl || after.phase === 'stopped') known.terminals = []
    if (!counts(one, known)) continue
    if (isDoubtful(one)) {
      if (readsAnew(one, known, policy.freshCredentials)) known.credentialsRead = true
      else if (known.everLive) known.terminals.push(event.at)
    }
  }
}

const inGrace = ({ grace }: Reckoning, at: number) =>
  grace !== null && (at < grace.until || (at < grace.atMost && !grace.reached))

/** A try or a stream came to grief: told, ended by surprise, or not answered in time. */
function failed({ before, event }: Taken, policy: World['policy']): boolean {
  if (isPlanned({ before, event }, policy)) return false
  if (event.type === 'failure' || event.type === 'ended') return true
  return event.type === 'due' && before.phase === 'connecting'
}

/** A close on schedule, clean or not. */
function isPlanned({ before, event }: Pick<Taken, 'before' | 'event'>, policy: World['policy']): boolean {
  const closed = event.type === 'ended' || (event.type === 'failure' && event.failure.kind === 'reset')
  return closed && isScheduled(before, event.at, policy.rotationEvery)
}

const triedUnwatched = (state: State) => 'origin' in state && state.origin?.phase === 'unwatched'

function counts(one: Taken, known: Reckoning): boolean {
  const { before, event } = one
  return (
    event.type === 'failure' && !isRecheck(before) && !triedUnwatched(before) && !inGrace(known, event.at)
  )
}

function isDoubtful({ event }: Taken): boolean {
  return (
    event.type === 'failure' && event.failure.terminal && !event.badId && event.failure.kind !== 'told-error'
  )
}

function readsAnew({ event }: Taken, known: Reckoning, fresh: boolean): boolean {
  const credentials = event.type === 'failure' && event.failure.kind === 'credentials'
  return credentials && fresh && !known.credentialsRead
}

/** How long the stream that ends was open. */
const openFor = ({ before, event }: Taken) => (before.phase === 'live' ? event.at - before.since : 0)

function attemptOf(state: State): number | null {
  return 'attempt' in state ? state.attempt : null
}

describe('the rules that hold always', () => {
  test('6: attempts start again at 1 only after a stable connection, a rotation, or one of rule 4', () => {
    const anew = new Set(['retry', 'reconfigured', ...looksAgain])
    holds((world) => {
      const { policy } = world
      walk(world, (one, known) => {
        const { before, event, after } = one
        const [was, is] = [attemptOf(before), attemptOf(after)]
        if (was === null || is === null) return
        const rotated = event.type === 'completed' || isPlanned(one, policy)
        if (failed(one, policy) && !inGrace(known, event.at)) {
          expect(is).toBe(openFor(one) >= policy.stableAfter ? 1 : was + 1)
        } else if (rotated || anew.has(event.type)) expect(is).toBe(1)
        else expect(is).toBe(was)
      })
    })
  })

  test('7: nothing counts while unwatched or in the grace, and nothing is terminal there', () => {
    holds((world) => {
      const { policy } = world
      walk(world, (one, known) => {
        const { before, event, after, effects } = one
        if (before.phase === 'unwatched') {
          expect(['unwatched', 'stopped', 'waiting']).toContain(after.phase)
          if (after.phase === 'stopped') expect(event.type).toBe('stop')
        }
        if (!failed(one, policy) && event.type !== 'no-content') return
        if (triedUnwatched(before)) {
          expect(after.phase).toBe('unwatched')
          expect(after).toMatchObject({
            cause: 'origin' in before && before.origin && 'cause' in before.origin && before.origin.cause,
          })
        } else if (inGrace(known, event.at)) {
          const delay = { ms: policy.gracePace, chosenBy: 'grace' }
          expect(after).toMatchObject({ phase: 'waiting', attempt: 1, delay })
        } else {
          if (after.phase === 'waiting') expect(after.delay.chosenBy).not.toBe('grace')
          return
        }
        expect(effects.map(({ type }) => type)).toEqual(['close'])
        expect(after.memory).toEqual(before.memory)
      })
    })
  })

  test('8: what was live is given up after three tries over two minutes, else at once; credentials once more', () => {
    holds((world) => {
      const { policy } = world
      walk(world, (one, known) => {
        const { before, event, after } = one
        if (!counts(one, known) || event.type !== 'failure' || isPlanned(one, policy)) return
        const exhausted = openFor(one) < policy.stableAfter && attemptOf(before) === policy.maxAttempts
        const told = event.failure.kind === 'told-error' && event.failure.terminal
        const first = known.terminals[0] ?? event.at
        const believed =
          isDoubtful(one) &&
          !readsAnew(one, known, policy.freshCredentials) &&
          (!known.everLive || (known.terminals.length >= 2 && event.at - first >= 120_000))
        expect(after.phase).toBe(exhausted || told || believed ? 'failed' : 'waiting')
      })
    })
  })

  test('9: the time in the phases, and in the shares, adds up to the time that passed', () => {
    holds(({ taken, begunAt }) => {
      let book = emptyBook(begunAt)
      let spans: { from: number; to: number; phase: string; share: string }[] = []
      for (const { before, event, effects } of taken) {
        const account = { phase: phaseSpent(before), share: shareOf(before) }
        spans.push({ from: book.at, to: event.at, ...account })
        book = spend(book, before, event.at)
        for (const effect of effects) {
          if (effect.type === 'outage') {
            book = backdateOutage(book, effect.from)
            spans = cut(spans, effect.from).map((span) =>
              span.from >= effect.from && ['live', 'neither'].includes(span.share)
                ? { ...span, share: 'outage' }
                : span,
            )
          } else if (effect.type === 'unwatched') {
            book = backdateUnwatched(book, effect.from)
            spans = cut(spans, effect.from).map((span) =>
              span.from >= effect.from && span.phase !== 'stopped'
                ? { ...span, phase: 'unwatched', share: 'unwatched' }
                : span,
            )
          }
        }
        const passed = event.at - begunAt
        expect(bookedTotal(book)).toBeCloseTo(passed, 5)
        expect(Object.values(book.shares).reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(passed, 5)
        for (const ms of [...Object.values(book.phases), ...Object.values(book.shares)])
          expect(ms).toBeGreaterThan(-1e-6)
      }
      for (const [phase, ms] of Object.entries(book.phases))
        expect(ms).toBeCloseTo(sumOf(spans, 'phase', phase), 5)
      for (const [share, ms] of Object.entries(book.shares))
        expect(ms).toBeCloseTo(sumOf(spans, 'share', share), 5)
      const uptime = uptimeOf(book)
      if (uptime !== null) expect(uptime >= 0 && uptime <= 1).toBe(true)
    })
  })

  test('9: a phase begins when the event says so, and no step takes time of its own', () => {
    holds(({ taken }) => {
      for (const { before, event, after } of taken) {
        const isBack = isRecheck(before) && after.phase === 'failed'
        if (after.phase !== before.phase && !isBack) expect(after.since).toBe(event.at)
        if (after.phase === before.phase && after.phase !== 'waiting') {
          const retried = after.phase === 'unwatched' && before.phase === 'unwatched'
          if (retried) expect(after.since).toBe(before.since)
        }
      }
    })
  })
})

type Span = { from: number; to: number; phase: string; share: string }

function cut(spans: readonly Span[], at: number): Span[] {
  return spans.flatMap((span) =>
    span.from < at && at < span.to
      ? [
          { ...span, to: at },
          { ...span, from: at },
        ]
      : [span],
  )
}

function sumOf(spans: readonly Span[], key: 'phase' | 'share', name: string): number {
  return spans.filter((span) => span[key] === name).reduce((sum, { from, to }) => sum + to - from, 0)
}
