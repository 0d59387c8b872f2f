import { connectionOf, initialState } from '../../shared/model/state.ts'
import { phaseSpent } from '../../shared/model/uptime.ts'
import type { EndpointSettings } from '../../shared/settings.ts'
import { type Address, createAddress } from './address.ts'
import { createChronicle, type LiveNews } from './chronicle.ts'
import type { Clock } from './clock.ts'
import { type CloseWatch, createCloseWatch } from './closes.ts'
import type { Connection, ConnectionRequest } from './connection/types.ts'
import type { Dialler } from './dial.ts'
import { earlierOf } from './endpoint-memory.ts'
import { createFallback, type Fallback } from './fallback.ts'
import { createEndpointIncidents, type EndpointIncidents } from './incidents/endpoint-incidents.ts'
import { type Requester, striker } from './incidents/evidence.ts'
import type { IncidentLog } from './incidents/types.ts'
import type { Limits } from './limits.ts'
import { lookFirst } from './look-first.ts'
import { createLosses, type Losses } from './losses.ts'
import { createObserver, type Observer } from './observer.ts'
import type { Outages } from './outages.ts'
import { policyOf } from './policy-of.ts'
import type { Eras, Recalled } from './recording.ts'
import { createRecords, type Records } from './records.ts'
import { createRefetch, type Refetch, type RefetchPorts } from './refetch.ts'
import type { Rehydrations } from './rehydration.ts'
import { createReplayLedger, type Grade, type ReplayLedger } from './replay.ts'
import type { EventBudget } from './rings.ts'
import { resolveRules } from './rules.ts'
import { createRunner, type Runner } from './runner.ts'
import type { References } from './types.ts'
import { createVigil, type Vigil } from './vigil.ts'
import type { Turn } from './watching/types.ts'

/** What the fleet gives to each of its endpoints. */
export interface EndpointPorts {
  readonly clock: Clock
  /** The same with timers that share their waking up: for looks that may be a tenth of a second late. */
  readonly coarse: Clock
  /** In [0, 1). */
  readonly random: () => number
  readonly references: References
  readonly dialler: Dialler
  readonly fetchOnce: RefetchPorts['fetchOnce']
  readonly limits: Limits
  readonly rehydrations: Rehydrations
  readonly eventBudget: EventBudget
  readonly isVoid: (at: number) => boolean
  readonly onChange: () => void
  readonly onLive: (news: LiveNews) => void
  readonly onTurn: (turn: Turn) => void
  /**
   * To be called before what a connection or a timer tells is judged: time may have gone by in which this process did
   * not run, and then everything else comes first.
   */
  readonly beforeJudging: () => void
  readonly incidents: IncidentLog
  /** Null where nobody records. */
  readonly eras: Eras | null
}

/** What one endpoint is made of, wired together. */
export interface Parts {
  readonly address: Address
  readonly records: Records
  readonly losses: Losses
  readonly happened: EndpointIncidents
  readonly outages: Outages
  readonly closes: CloseWatch
  readonly ledger: ReplayLedger
  readonly vigil: Vigil
  readonly observer: Observer
  readonly refetch: Refetch
  readonly fallback: Fallback
  readonly runner: Runner
  /** Bytes, for the connection under way; the next one asks for its own. */
  setMaxFrame(bytes: number): void
}

/**
 * `settings` gives those in force: they change while the parts live. `recalled` is what is known of it from before, null
 * where it is new; it is large, and nothing here may hold on to it.
 */
export function createParts(
  settings: () => EndpointSettings,
  ports: EndpointPorts,
  recalled: Recalled | null,
): Parts {
  const { clock, random, dialler, onChange } = ports
  const address = createAddress(ports.references, () => settings().url)
  /** The newest one; closed or not. */
  let connection: Connection | null = null
  /** The newest one that was sent. */
  let requested: ConnectionRequest | null = null
  const { eras, eventBudget: budget } = ports
  const earlier = earlierOf(settings(), recalled, clock.shift())
  const records = createRecords({ clock, budget, begun: 'stopped', eras, recalled })
  const rules = resolveRules(settings(), null)
  const losses = createLosses(earlier.losses)
  const requester = (): Requester => ({
    settings: settings(),
    references: ports.references,
    url: address.url(),
    requested,
  })
  const happened = createEndpointIncidents({
    clock,
    log: ports.incidents,
    requester,
    observer: () => observer,
    attempts: records.attemptsWithin,
    lastEventId: () => runner.state.memory.lastEventId,
    lastGoodAt: losses.lastGoodAt,
  })
  const { outages } = happened
  const closes = createCloseWatch()
  function graded(grade: Grade): void {
    records.grade(grade)
    happened.replays.graded(grade)
    losses.graded(grade)
    if (grade.verdict === 'snapshot') ledger.forgive()
  }
  const ledger = createReplayLedger(rules, graded, earlier.memory)
  const vigil = createVigil(rules, {
    clock: ports.coarse,
    random,
    ledger,
    beforeJudging: ports.beforeJudging,
    earlier: earlier.memory,
    isVoid: ports.isVoid,
    dispatch: (event) => dispatch(event),
    onBeat: records.beat,
    onRemark: (at, health, sentence) => records.transition(at, 'live', health, sentence),
  })
  const observer = createObserver(settings(), {
    clock,
    random,
    records,
    vigil,
    ledger,
    dispatch: (event) => dispatch(event),
    strike: (text) => striker(requester())(text),
    onRules: (next) => runner.setPolicy(policyOf(settings(), next)),
    onSign: onChange,
  })
  const refetch = createRefetch({
    dialler,
    fetchOnce: ports.fetchOnce,
    rehydrations: ports.rehydrations,
    settings,
    isExcused: () => phaseSpent(runner.state) === 'unwatched',
    isLive: () => runner.state.phase === 'live',
    onRehydrated(sentence, isWhole) {
      if (isWhole) {
        losses.restored()
        ledger.forgive()
      }
      happened.replays.rehydrated(sentence)
      records.transition(clock.now(), runner.state.phase, null, sentence)
      onChange()
    },
  })
  const fallback = createFallback({
    clock,
    every: () => settings().fallback?.every ?? null,
    fetch: () => refetch.fetch(settings().fallback?.url ?? settings().url),
    onChange,
  })
  const chronicle = createChronicle({
    clock,
    records,
    vigil,
    ledger,
    observer,
    fallback,
    outages,
    closes,
    losses,
    onLive: ports.onLive,
    onChange,
  })
  const runner = createRunner(initialState(clock.now(), earlier.state), policyOf(settings(), rules), {
    clock,
    random,
    ask(onGranted) {
      address.renew()
      return ports.limits.ask(address.host(), onGranted)
    },
    prepare: (signal) => dialler.prepare(settings(), settings().url, signal),
    open(request, token, resumeFrom) {
      const isOver = (): boolean => connectionOf(runner.state) !== token
      const sink = lookFirst(observer.sink(token, resumeFrom), ports.beforeJudging, isOver)
      requested = { ...request, lastEventId: resumeFrom }
      connection = dialler.open(requested, sink)
      return connection
    },
    rehydrate: refetch.rehydrate,
    beforeJudging: ports.beforeJudging,
    lastSignAt: vigil.lastSignAt,
    onStep(before, event, after, effects) {
      chronicle(before, event, after, effects)
      if (before.phase === after.phase) return
      if (after.phase === 'live' && !effects.some(({ type }) => type === 'rehydrate')) refetch.wentLive()
      const [from, to] = [before.phase, after.phase]
      const failure = event.type === 'failure' ? event.failure : null
      ports.onTurn({ id: settings().id, at: event.at, from, to, failure })
    },
  })
  const { dispatch } = runner

  return {
    address,
    records,
    losses,
    happened,
    outages,
    closes,
    ledger,
    vigil,
    observer,
    refetch,
    fallback,
    runner,
    setMaxFrame: (bytes) => connection?.setMaxFrame(bytes),
  }
}
