import type { Event } from '../../shared/model/event.ts'
import { type FailureKind, isHostTrouble } from '../../shared/model/failure.ts'
import type { Connecting, Delay, Live, State } from '../../shared/model/state.ts'
import { phaseSpent, shareOf } from '../../shared/model/uptime.ts'
import type { Clock } from './clock.ts'
import type { CloseWatch } from './closes.ts'
import type { Fallback } from './fallback.ts'
import type { Losses } from './losses.ts'
import type { Observer } from './observer.ts'
import type { Outages } from './outages.ts'
import { transitionReason } from './reasons.ts'
import { type Records, shownDelay } from './records.ts'
import type { ReplayLedger } from './replay.ts'
import type { RunnerPorts } from './runner.ts'
import type { Spent } from './spending.ts'
import type { Vigil } from './vigil.ts'

/** What an endpoint's return may mean to others. */
export interface LiveNews {
  /** Its host as a whole was in trouble before. */
  readonly hostWasDown: boolean
  readonly inGrace: boolean
}

export interface ChroniclePorts {
  readonly clock: Clock
  readonly records: Records
  readonly vigil: Vigil
  readonly ledger: ReplayLedger
  readonly observer: Observer
  readonly fallback: Fallback
  readonly outages: Outages
  readonly closes: CloseWatch
  readonly losses: Losses
  readonly onLive: (news: LiveNews) => void
  readonly onChange: () => void
}

/** The fallback is polled from the third failed attempt on (1-model.md). */
const failedBeforeFallback = 3

/** Writes down what each step meant: attempts, time, transitions; and tells those whom it concerns. */
export function createChronicle(ports: ChroniclePorts): RunnerPorts['onStep'] {
  const { records, vigil, ledger, fallback, outages } = ports
  let failedInRow = 0

  function endOfTry(before: Connecting, event: Event, after: State): void {
    const result = resultOf(before, event, after)
    if (result === null) return
    const { clock, observer } = ports
    const delay: Delay | null = after.phase === 'waiting' ? after.delay : null
    const kept = {
      attempt: before.attempt,
      at: before.startedAt + clock.shift(),
      result,
      durationMs: Math.round((event.at - before.startedAt) * 10) / 10,
      ...shownDelay(delay),
      status: observer.answer?.status ?? null,
      address: observer.answer?.remoteAddress ?? null,
      traceId: observer.answer === null ? null : (observer.hints?.traceId ?? null),
    }
    records.attempt(kept, event.at)
    if (result === 'live') failedInRow = 0
    else if (before.origin === null) failedInRow++
  }

  function endOfLive(before: Live, event: Event, after: State): void {
    const byRotation = after.phase === 'waiting' && after.delay.chosenBy === 'rotation'
    if (!byRotation && before.stable && isCut(event)) ports.closes.closed(event.at - before.since)
    ports.losses.closed(vigil.lastSignAt(), before.memory.lastEventId)
    ledger.closed(event.at)
    vigil.closed(byRotation)
    if (after.phase === 'waiting' && after.slot === 'none') records.followed(after.delay)
  }

  function followPhase(after: State): void {
    if (after.phase === 'live') fallback.end()
    else if (after.phase === 'stopped' || after.phase === 'unwatched') {
      failedInRow = 0
      fallback.end()
    } else if (after.phase === 'failed' || failedInRow >= failedBeforeFallback) fallback.begin()
  }

  return (before, event, after, effects) => {
    ports.onChange()
    if (event.type === 'sign') return
    for (const effect of effects) {
      if (effect.type !== 'unwatched') continue
      records.unwatched(effect.from, event.at)
      // The clocks were looked at up to a moment before the sleep: what happened in it was still seen.
      const from = Math.max(effect.from, before.since)
      if (event.type === 'wake') records.transition(from, 'unwatched', null, 'The computer was asleep.')
      outages.withdraw(effect.from)
    }
    const news = before.phase === 'connecting' && after.phase === 'live' ? newsOf(before, failedInRow) : null
    if (before.phase === 'connecting' && after.phase !== 'connecting') endOfTry(before, event, after)
    if (before.phase === 'live' && after.phase !== 'live') endOfLive(before, event, after)
    // After the try that brought it about, or ended it, was written down.
    tellOfOutage(before, event.at, after)
    if (before.phase !== after.phase || phaseSpent(before) !== phaseSpent(after)) followPhase(after)
    if (!isSpentAlike(before, after)) records.enter(event.at, spentOf(after))
    if (requestsOf(before) < requestsOf(after)) tellOfRequest(event.at, after)
    if (before.memory.counters.rotations < after.memory.counters.rotations) {
      records.mark(event.at, 'rotations')
    }
    const reason = transitionReason(before, event, after)
    if (reason !== null) records.transition(event.at, after.phase, healthOf(after), reason)
    if (news !== null) ports.onLive(news)
  }

  function tellOfOutage(before: State, at: number, after: State): void {
    const { outageSince, everLive, failure } = after.memory
    const wasDown = before.memory.outageSince !== null
    if (wasDown && outageSince === null) outages.ended(at)
    if (wasDown || outageSince === null) return
    outages.began(at, outageSince, everLive, failure?.message ?? '')
    records.silent(outageSince, at)
  }

  function tellOfRequest(at: number, state: State): void {
    const { memory } = state
    // No outage begins with a try that counts nothing.
    if (phaseSpent(state) !== 'unwatched') outages.tried(at, memory.everLive)
    if (memory.outageSince !== null) records.mark(at, 'retries')
  }
}

const requestsOf = ({ memory }: State): number => memory.counters.attempts

function spentOf(state: State): Spent {
  return { phase: phaseSpent(state), health: healthOf(state), isTrouble: shareOf(state) === 'outage' }
}

/** A phase that is entered anew begins anew; within one, only what the time counts as matters. */
function isSpentAlike(before: State, after: State): boolean {
  if (before.phase !== after.phase) return false
  const [was, is] = [spentOf(before), spentOf(after)]
  return was.phase === is.phase && was.health === is.health && was.isTrouble === is.isTrouble
}

/** An end that nobody announced. */
function isCut(event: Event): boolean {
  return event.type === 'ended' || (event.type === 'failure' && cuts.has(event.failure.kind))
}

/** How a try ended: null where it was broken off, which is no result. 204 is a status like any other here. */
function resultOf(before: Connecting, event: Event, after: State): 'live' | FailureKind | null {
  if (after.phase === 'live') return 'live'
  if (event.type === 'failure') return event.failure.kind
  if (event.type === 'due') return 'connect-timeout'
  return event.type === 'no-content' && event.connection === before.connection ? 'http-status' : null
}

/** What a host that is restarted does to its streams. */
const cuts: ReadonlySet<FailureKind> = new Set(['reset', 'end-of-stream'])

/**
 * The return is news for the host's other endpoints where a try had failed as if by the host, or where a stable
 * stream was cut (attempt 1 follows such a loss). A stream that flaps by itself says nothing of its host.
 */
function newsOf({ memory, delay, attempt }: Connecting, failedInRow: number): LiveNews {
  const { failure } = memory
  const hostFailed = failure !== null && failedInRow > 0 && isHostTrouble(failure)
  const wasCut = failure !== null && failedInRow === 0 && attempt === 1 && cuts.has(failure.kind)
  return { hostWasDown: hostFailed || wasCut || delay?.chosenBy === 'grace', inGrace: memory.grace !== null }
}

function healthOf(state: State) {
  return state.phase === 'live' ? state.health : null
}
