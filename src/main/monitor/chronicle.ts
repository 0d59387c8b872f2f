import type { Event } from '../../shared/model/event.ts'
import { type FailureKind, isHostTrouble } from '../../shared/model/failure.ts'
import type { Connecting, Delay, State } from '../../shared/model/state.ts'
import { phaseSpent } from '../../shared/model/uptime.ts'
import type { Clock } from './clock.ts'
import type { Fallback } from './fallback.ts'
import type { Observer } from './observer.ts'
import { transitionReason } from './reasons.ts'
import { type Records, shownDelay } from './records.ts'
import type { ReplayLedger } from './replay.ts'
import type { RunnerPorts } from './runner.ts'
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
  /** An outage was found, or is over. */
  readonly onOutage: (at: number, change: 'began' | 'ended') => void
  readonly onLive: (news: LiveNews) => void
  readonly onChange: () => void
}

/** The fallback is polled from the third failed attempt on (1-model.md). */
const failedBeforeFallback = 3

/** Writes down what each step meant: attempts, time, transitions; and tells those whom it concerns. */
export function createChronicle(ports: ChroniclePorts): RunnerPorts['onStep'] {
  const { records, vigil, ledger, fallback } = ports
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

  function endOfLive(event: Event, after: State): void {
    const byRotation = after.phase === 'waiting' && after.delay.chosenBy === 'rotation'
    ledger.closed(event.at)
    vigil.closed(byRotation)
    if (after.phase === 'waiting' && after.slot === 'none') records.followed(after.delay)
  }

  function followPhase(event: Event, after: State): void {
    records.enter(event.at, phaseSpent(after))
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
      if (effect.type === 'unwatched') records.unwatched(effect.from, event.at)
    }
    tellOfOutage(before, event.at, after)
    const news = before.phase === 'connecting' && after.phase === 'live' ? newsOf(before, failedInRow) : null
    if (before.phase === 'connecting' && after.phase !== 'connecting') endOfTry(before, event, after)
    if (before.phase === 'live' && after.phase !== 'live') endOfLive(event, after)
    if (before.phase !== after.phase || phaseSpent(before) !== phaseSpent(after)) followPhase(event, after)
    const reason = transitionReason(before, event, after)
    if (reason !== null) records.transition(event.at, after.phase, healthOf(after), reason)
    if (news !== null) ports.onLive(news)
  }

  function tellOfOutage(before: State, at: number, after: State): void {
    const [was, is] = [before.memory.outageSince !== null, after.memory.outageSince !== null]
    if (was !== is) ports.onOutage(at, is ? 'began' : 'ended')
  }
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
