import { initialState } from '../../shared/model/state.ts'
import { uptimeOf } from '../../shared/model/uptime.ts'
import type {
  ChartView,
  EndpointFacts,
  EventPage,
  OutageView,
  StripView,
  WatchedView,
} from '../../shared/screens.ts'
import type { EndpointSettings } from '../../shared/settings.ts'
import type { EndpointDetail, EndpointView, FactsView, HistoryView, PhaseName } from '../../shared/view.ts'
import { createChronicle, type LiveNews } from './chronicle.ts'
import type { Clock } from './clock.ts'
import { createCloseWatch } from './closes.ts'
import type { Connection } from './connection/types.ts'
import type { Dialler } from './dial.ts'
import { endpointFacts } from './endpoint-facts.ts'
import { endpointView, type Knowledge, watchedView } from './endpoint-view.ts'
import { factsView } from './facts-view.ts'
import { createFallback } from './fallback.ts'
import type { Limits } from './limits.ts'
import { createLosses } from './losses.ts'
import { createObserver } from './observer.ts'
import { createOutages } from './outages.ts'
import { changeOf, policyOf } from './policy-of.ts'
import { createRecords } from './records.ts'
import { createRefetch, type RefetchPorts } from './refetch.ts'
import type { Rehydrations } from './rehydration.ts'
import { createReplayLedger } from './replay.ts'
import type { EventBudget } from './rings.ts'
import { resolveRules } from './rules.ts'
import { createRunner } from './runner.ts'
import type { EndpointFigures, References } from './types.ts'
import { createVigil } from './vigil.ts'

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
}

/** One configured URL, watched. */
export interface Endpoint {
  readonly settings: EndpointSettings
  readonly phase: PhaseName
  /** Host and port: what the connecting limits and neighbours go by. */
  readonly host: string
  readonly network: string | null
  start(): void
  stop(): void
  retry(): void
  neighbourCameBack(): void
  networkReached(): void
  configure(next: EndpointSettings): void
  view(): EndpointView
  watched(): WatchedView
  detail(): EndpointDetail
  history(range: { from: number; to: number; points: number }): HistoryView
  chart(range: { from: number; to: number; points: number }): ChartView
  strip(): StripView
  /** Newest first. */
  outages(): OutageView[]
  facts(): EndpointFacts
  events(after: number | null, limit: number): EventPage
  keepEvents(limit: number): void
  figures(bounds: readonly number[]): EndpointFigures
  close(): void
}

export function createEndpoint(first: EndpointSettings, ports: EndpointPorts): Endpoint {
  const { clock, random, references, dialler, onChange } = ports
  let settings = first
  let shown: string | null = null
  /** The newest one; closed or not. */
  let connection: Connection | null = null
  const records = createRecords(clock, ports.eventBudget, 'stopped')
  const rules = resolveRules(settings, null)
  const losses = createLosses()
  const outages = createOutages(clock)
  const closes = createCloseWatch()
  const ledger = createReplayLedger(rules, (grade) => {
    records.grade(grade)
    losses.graded(grade)
    if (grade.verdict === 'snapshot') ledger.forgive()
  })
  const vigil = createVigil(rules, {
    clock: ports.coarse,
    random,
    ledger,
    isVoid: ports.isVoid,
    dispatch: (event) => dispatch(event),
    onBeat: records.beat,
    onRemark: (at, health, sentence) => records.transition(at, 'live', health, sentence),
  })
  const observer = createObserver(settings, {
    clock,
    random,
    records,
    vigil,
    ledger,
    dispatch: (event) => dispatch(event),
    onRules: (next) => runner.setPolicy(policyOf(settings, next)),
    onSign: onChange,
  })
  const refetch = createRefetch({
    dialler,
    fetchOnce: ports.fetchOnce,
    rehydrations: ports.rehydrations,
    settings: () => settings,
    onRehydrated(sentence, isWhole) {
      if (isWhole) {
        losses.restored()
        ledger.forgive()
      }
      records.transition(clock.now(), runner.state.phase, null, sentence)
      onChange()
    },
  })
  const fallback = createFallback({
    clock,
    every: () => settings.fallback?.every ?? null,
    fetch: () => refetch.fetch(settings.fallback?.url ?? settings.url),
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
  const runner = createRunner(initialState(clock.now()), policyOf(settings, rules), {
    clock,
    random,
    ask(onGranted) {
      shown = null
      return ports.limits.ask(hostOf(), onGranted)
    },
    prepare: (signal) => dialler.prepare(settings, settings.url, signal),
    open(request, token, resumeFrom) {
      const sink = observer.sink(token, resumeFrom)
      connection = dialler.open({ ...request, lastEventId: resumeFrom }, sink)
      return connection
    },
    rehydrate: refetch.rehydrate,
    lastSignAt: vigil.lastSignAt,
    onStep: chronicle,
  })
  const { dispatch } = runner

  /** The configured text where a reference is missing: it then fails as a matter of credentials. */
  function hostOf(): string {
    const shown = shownUrl()
    return URL.parse(shown)?.host ?? shown
  }

  /** As the references were when the newest request was made: redaction is too dear for each view. */
  function shownUrl(): string {
    shown ??= references.display(settings.url)
    return shown
  }

  function knowledge(): Knowledge {
    const { state } = runner
    const { rotationEvery, maxStream } = observer.rules
    return {
      settings,
      state,
      url: shownUrl(),
      lastSignAt: vigil.lastSignAt(),
      lastEventAt: records.lastEventAt(),
      traceId: observer.hints?.traceId ?? null,
      latency: records.latency(),
      counters: { ...records.tally(), ...state.memory.counters },
      replay: ledger.view(),
      rehydrations: refetch.counts(),
      uptime: uptimeOf(runner.book()),
      flapping: outages.isFlapping(),
      degraded: fallback.degraded,
      intervalMs: vigil.interval().ms,
      rotationEveryMs: rotationEvery ?? maxStream.ms,
      downSince: outages.downSince(),
      replayEvidence: ledger.dueAt() === null ? (ledger.grade()?.evidence ?? null) : null,
      remarks: remarks(),
    }
  }

  const view = (): EndpointView => endpointView(knowledge(), clock)

  function remarks(): readonly string[] {
    const period = observer.rules.rotationEvery === null ? closes.remark() : null
    return period === null ? vigil.remarks() : [...vigil.remarks(), period]
  }

  function shownFacts(): FactsView {
    return factsView(observer.facts, observer.rules, vigil, references.values(settings.url))
  }

  const facts = (): EndpointFacts =>
    endpointFacts({
      id: settings.id,
      clock,
      facts: shownFacts(),
      rules: observer.rules,
      records,
      ledger,
      losses,
      outages,
      phaseMs: runner.book().phases,
    })

  function configure(next: EndpointSettings): void {
    const before = settings
    settings = next
    shown = null
    observer.configure(next)
    connection?.setMaxFrame(next.maxFrame)
    const change = changeOf(before, next)
    if (change === 'url') {
      ledger.forget()
      losses.forget()
    }
    dispatch({ type: 'reconfigured', at: clock.now(), random: random(), change })
    fallback.reconsider()
    onChange()
  }

  return {
    get settings() {
      return settings
    },
    get phase() {
      return runner.state.phase
    },
    get host() {
      return hostOf()
    },
    get network() {
      return settings.network
    },
    start: () => dispatch({ type: 'start', at: clock.now() }),
    stop: () => dispatch({ type: 'stop', at: clock.now() }),
    retry: () => dispatch({ type: 'retry', at: clock.now() }),
    neighbourCameBack: () => dispatch({ type: 'neighbour', at: clock.now() }),
    networkReached: () => dispatch({ type: 'reached', at: clock.now() }),
    configure,
    view,
    watched: () => watchedView(knowledge(), clock),
    detail: () => ({
      ...view(),
      facts: shownFacts(),
      attempts: records.attempts(),
      events: records.events(),
    }),
    history: (range) => records.history(range),
    chart: (range) => records.chart(range),
    strip: () => ({ id: settings.id, ...records.strip() }),
    outages: () => outages.views(settings.id),
    facts,
    events: (after, limit) => records.page(after, limit),
    keepEvents: (limit) => records.keepEvents(limit),
    figures(bounds) {
      const { memory, phase } = runner.state
      const { events, bytes } = records.tally()
      const { complete, truncated, failed, snapshot, unknown } = ledger.view()
      return {
        id: settings.id,
        group: settings.group,
        phase,
        connections: memory.counters.connections,
        ...records.figures(bounds),
        replay: { complete, truncated, failed, snapshot, unknown },
        silences: memory.counters.silences,
        rotations: memory.counters.rotations,
        events,
        bytes,
        phaseMs: runner.book().phases,
      }
    },
    close() {
      runner.close()
      refetch.close()
      vigil.closed(false)
      fallback.end()
      records.clear()
    },
  }
}
