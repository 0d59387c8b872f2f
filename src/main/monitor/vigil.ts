import type { Event } from '../../shared/model/event.ts'
import { type Failure, failureOf } from '../../shared/model/failure.ts'
import type { Health, Sourced } from '../../shared/view.ts'
import { createBurstWatch } from './bursts.ts'
import type { Clock } from './clock.ts'
import { createIntervalLearner, intervalMismatch } from './interval.ts'
import { createLatencyMeter, type Sample } from './latency.ts'
import type { EndpointMemory } from './recording.ts'
import { createRemarks, remarksOn } from './remarks.ts'
import type { ReplayLedger } from './replay.ts'
import type { Rules } from './rules.ts'
import { judge, type Signs } from './watchdog.ts'

export interface VigilPorts {
  readonly clock: Clock
  readonly random: () => number
  readonly dispatch: (event: Event) => void
  readonly ledger: ReplayLedger
  /** Before a timer is heeded: time may have gone by in which this process did not run. */
  readonly beforeJudging: () => void
  /** What was known of the stream before this run; null where it is new. */
  readonly earlier: Pick<EndpointMemory, 'learnedInterval' | 'clockOffset'> | null
  /** Whether this process was held up around `at`: what was measured then is void. */
  readonly isVoid: (at: number) => boolean
  readonly onBeat: (at: number, sample: Sample | null) => void
  /** One sentence on what is odd about the heartbeats. */
  readonly onRemark: (at: number, health: Health, sentence: string) => void
}

/** Watches one endpoint's live connection: judges it by time, measures its heartbeats. One timer. */
export interface Vigil {
  use(rules: Rules): void
  /** A connection went live; returns its first judgement. */
  opened(at: number, connection: number): Health
  /** The connection is over. A rotation does not start the wait for expected events anew. */
  closed(byRotation: boolean): void
  sign(at: number): void
  beat(at: number, sentAt: number | null): void
  /** An event that is no heartbeat. */
  event(at: number): void
  expected(at: number): void
  told(at: number, source: 'deaf' | 'restored'): void
  /** Everything of a chunk was told: judge where something could have changed. */
  review(at: number): void
  /** The interval in force, and who said so. */
  interval(): Sourced
  /** Milliseconds: whoever said what is in force; null where none was learned. */
  learnedInterval(): number | null
  /** Milliseconds, null where heartbeats carry no time. */
  clockOffset(): number | null
  /** Of all connections; null before the first line. */
  lastSignAt(): number | null
  /** One sentence on each thing that is odd about the heartbeats, as far as they came. */
  remarks(): readonly string[]
  /** Another URL: what was learned of its heartbeats is void. */
  forget(): void
}

/**
 * A timer that fires so late was held up with the process: what waits in the sockets must be read first. A tenth of
 * a second is the grain of the clock.
 */
const heldUpMs = 200
const readFirstMs = 250

export function createVigil(first: Rules, ports: VigilPorts): Vigil {
  const { clock, ledger, dispatch } = ports
  const meter = createLatencyMeter(ports.earlier?.clockOffset)
  const learner = createIntervalLearner(ports.earlier?.learnedInterval)
  const bursts = createBurstWatch()
  const remarks = createRemarks((at, sentence) => ports.onRemark(at, health, sentence))
  let rules = first
  let connection: number | null = null
  let health: Health = 'unproven'
  let liveSince = 0
  let lastSignAt: number | null = null
  let lastHeartbeatAt: number | null = null
  let expectSince: number | null = null
  let lastExpectedAt: number | null = null
  let toldDeaf = false
  /** Something came that can change the judgement before its time. */
  let isNews = false
  let timer: { readonly at: number; readonly cancel: () => void } | null = null

  const mismatch = () => intervalMismatch(rules.interval.ms, learner.learned())
  const intervalMs = (): number | null => rules.interval.ms ?? (rules.learns ? learner.learned() : null)

  function signs(): Signs {
    return {
      liveSince,
      lastSignAt: lastSignAt === null || lastSignAt < liveSince ? null : lastSignAt,
      lastHeartbeatAt,
      interval: intervalMs(),
      silence: rules.silence.ms,
      beatsWhenQuiet: rules.beatsWhenQuiet,
      expectWithin: rules.expectWithin,
      expectSince: expectSince ?? liveSince,
      lastExpectedAt,
      toldDeaf,
    }
  }

  function look(at: number): void {
    if (connection === null) return
    isNews = false
    ledger.tick(at)
    const judgement = judge(signs(), at)
    if (judgement.silent) {
      const failure = silenceFailure(rules.silence.ms ?? 0)
      dispatch({
        type: 'failure',
        at,
        random: ports.random(),
        connection,
        failure,
        retryAfter: null,
        badId: false,
      })
      return
    }
    if (judgement.health !== health) {
      health = judgement.health
      dispatch({ type: 'health', at, connection, health })
    }
    arm(earlier(judgement.nextCheckAt, ledger.dueAt()))
  }

  /** A timer that is armed too early only looks once more; so it is moved forward, and never back. */
  function arm(at: number | null): void {
    if (at === null || (timer !== null && timer.at <= at)) return
    timer?.cancel()
    const cancel = clock.after(at - clock.now(), () => {
      timer = null
      ports.beforeJudging()
      if (connection === null) return
      const now = Math.max(at, clock.now())
      // Held up before the timer was due, it may fire hardly late: the monitor's own lag tells.
      if (now - at > heldUpMs || ports.isVoid(now)) arm(now + readFirstMs)
      else look(now)
    })
    timer = { at, cancel }
  }

  function disarm(): void {
    timer?.cancel()
    timer = null
  }

  return {
    use(next) {
      rules = next
      if (connection !== null) look(clock.now())
    },
    opened(at, token) {
      connection = token
      liveSince = at
      lastHeartbeatAt = null
      expectSince ??= at
      toldDeaf = false
      meter.opened()
      learner.restart(null)
      bursts.restart()
      disarm()
      const judgement = judge(signs(), at)
      health = judgement.health
      arm(earlier(judgement.nextCheckAt, ledger.dueAt()))
      return health
    },
    closed(byRotation) {
      connection = null
      if (!byRotation) {
        expectSince = null
        lastExpectedAt = null
        bursts.forget()
        remarks.forget()
      }
      disarm()
    },
    sign(at) {
      lastSignAt = at
      isNews ||= health === 'late'
    },
    beat(at, sentAt) {
      const isVoid = ports.isVoid(at)
      const interval = intervalMs()
      lastHeartbeatAt = at
      if (isVoid) learner.restart(null)
      else learner.beat(at)
      bursts.beat(at, interval)
      isNews ||= health === 'late' || interval !== intervalMs()
      remarks.beat(at, bursts.isBuffering(), mismatch())
      ports.onBeat(at, meter.beat({ at, wall: clock.wall(), sentAt, interval, isVoid }))
    },
    event(at) {
      if (!rules.beatsWhenQuiet) return
      meter.postponed(at)
      learner.restart(at)
    },
    expected(at) {
      lastExpectedAt = at
      isNews ||= health === 'deaf'
    },
    told(_at, source) {
      toldDeaf = source === 'deaf'
      isNews = true
    },
    review(at) {
      if (isNews) look(at)
    },
    interval() {
      const learned = rules.interval.ms === null && rules.learns ? learner.learned() : null
      return learned === null ? rules.interval : { ms: learned, source: 'learned' }
    },
    learnedInterval: learner.learned,
    clockOffset: meter.clockOffset,
    lastSignAt: () => lastSignAt,
    remarks: () => remarksOn(bursts.isBuffering(), mismatch()),
    forget() {
      learner.forget()
      meter.forget()
      bursts.forget()
      remarks.forget()
    },
  }
}

function earlier(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b)
}

/** The watchdog's word for a connection that went quiet. */
export function silenceFailure(thresholdMs: number): Failure {
  const seconds = Math.round(thresholdMs / 100) / 10
  return failureOf('silence', { message: `No sign of life for ${seconds} s.` })
}
