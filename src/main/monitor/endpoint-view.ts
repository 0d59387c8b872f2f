import { assertNever } from '../../shared/assert.ts'
import { type Delay, type State, unwatchedOrigin } from '../../shared/model/state.ts'
import type { WatchedView } from '../../shared/screens.ts'
import type { EndpointSettings } from '../../shared/settings.ts'
import type { EndpointView } from '../../shared/view.ts'
import type { Clock } from './clock.ts'
import type { Degraded } from './fallback.ts'

/** What an endpoint's parts know of it, for `endpointView`. Times are `Clock.now()`. */
export interface Knowledge
  extends Pick<
    EndpointView,
    'latency' | 'counters' | 'replay' | 'rehydrations' | 'uptime' | 'flapping' | 'traceId'
  > {
  readonly settings: EndpointSettings
  readonly state: State
  /** As it may be shown. */
  readonly url: string
  readonly lastSignAt: number | null
  readonly lastEventAt: number | null
  readonly degraded: Degraded | null
  readonly intervalMs: number | null
  readonly rotationEveryMs: number | null
  readonly downSince: number | null
  readonly replayEvidence: string | null
  readonly remarks: readonly string[]
}

/** A longer id is never sent either; a server's megabyte must not travel with each view. */
const shownIdLength = 4096

/** The view of 7-interfaces.md, and nothing else: scripts see it. */
export function endpointView(known: Knowledge, clock: Clock): EndpointView {
  const {
    stoppedBy,
    awayCause,
    intervalMs,
    rotationEveryMs,
    downSince,
    replayEvidence,
    remarks,
    demo,
    ...view
  } = watchedView(known, clock)
  return view
}

/**
 * The same with what the interface's rows show beyond it; times are ISO 8601 in UTC, by the wall clock as it is set
 * now. Built thousands of times a second in a large fleet, and so in one piece.
 */
export function watchedView(known: Knowledge, clock: Clock): WatchedView {
  const { settings, state, degraded, downSince } = known
  const shift = clock.shift()
  const iso = (at: number): string => new Date(at + shift).toISOString()
  const delay = delayOf(state)
  return {
    id: settings.id,
    name: settings.name,
    url: known.url,
    group: settings.group,
    tags: settings.tags,
    phase: state.phase,
    health: state.phase === 'live' ? state.health : null,
    since: iso(state.since),
    attempt: attemptOf(state),
    maxAttempts: settings.retry.maxAttempts,
    retryAt: state.phase === 'waiting' ? iso(state.retryAt) : null,
    delayMs: delay === null ? null : Math.round(delay.ms),
    chosenBy: delay?.chosenBy ?? null,
    failure: state.phase === 'failed' ? state.failure : state.memory.failure,
    lastSignAt: known.lastSignAt === null ? null : iso(known.lastSignAt),
    lastEventAt: known.lastEventAt === null ? null : iso(known.lastEventAt),
    lastEventId: state.memory.lastEventId?.slice(0, shownIdLength) ?? null,
    traceId: known.traceId,
    latency: known.latency,
    counters: known.counters,
    replay: known.replay,
    rehydrations: known.rehydrations,
    uptime: known.uptime,
    flapping: known.flapping,
    degraded: degraded && {
      since: iso(degraded.since),
      lastOkAt: degraded.lastOkAt === null ? null : iso(degraded.lastOkAt),
      status: degraded.status,
    },
    stoppedBy: state.phase === 'stopped' ? state.by : null,
    awayCause: state.phase === 'unwatched' ? state.cause : (unwatchedOrigin(state)?.cause ?? null),
    intervalMs: known.intervalMs,
    rotationEveryMs: known.rotationEveryMs,
    downSince: downSince === null ? null : iso(downSince),
    replayEvidence: known.replayEvidence,
    remarks: known.remarks,
    demo: settings.demo === true,
  }
}

/** The one under way or to come; the last one while live or failed, 0 while stopped. */
function attemptOf(state: State): number {
  switch (state.phase) {
    case 'stopped':
      return 0
    case 'connecting':
    case 'live':
    case 'waiting':
      return state.attempt
    case 'failed':
      return state.attempts
    case 'unwatched':
      return 1
    default:
      return assertNever(state)
  }
}

/** The delay that led to the try under way, from waiting until live. */
function delayOf(state: State): Delay | null {
  return state.phase === 'waiting' || state.phase === 'connecting' ? state.delay : null
}
