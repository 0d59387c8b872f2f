import type {
  ChartView,
  EndpointFacts,
  EventPage,
  IncidentEvidence,
  StripView,
  WatchedView,
} from '../../shared/screens.ts'
import type { EndpointSettings } from '../../shared/settings.ts'
import type { EndpointDetail, EndpointView, FactsView, HistoryView, PhaseName } from '../../shared/view.ts'
import { type DrillBasis, drillBasis } from './drill-basis.ts'
import { endpointFacts } from './endpoint-facts.ts'
import { figuresOf, knowledgeOf } from './endpoint-knowledge.ts'
import { createMemoryWatch } from './endpoint-memory.ts'
import { createParts, type EndpointPorts } from './endpoint-parts.ts'
import { endpointView, watchedView } from './endpoint-view.ts'
import { factsView } from './facts-view.ts'
import { changeOf } from './policy-of.ts'
import { pulseOf } from './pulse.ts'
import type { Recalled, Recording } from './recording.ts'
import type { EndpointFigures } from './types.ts'
import type { Circumstance, Pulse } from './watching/types.ts'

/** One configured URL, watched. */
export interface Endpoint {
  readonly settings: EndpointSettings
  readonly phase: PhaseName
  /** When the phase began: `Clock.now()`. */
  readonly since: number
  /** Host and port: what the connecting limits and neighbours go by. */
  readonly host: string
  readonly network: string | null
  start(): void
  /** It is not started now, whatever it did before. */
  rest(): void
  stop(): void
  retry(): void
  neighbourCameBack(): void
  networkReached(): void
  /** At `at`, which is the same for all that are told. */
  tell(circumstance: Circumstance, at: number): void
  pulse(): Pulse
  /** What happened up to `at` (`Clock.now()`) since it was last asked. */
  record(at: number): Recording
  configure(next: EndpointSettings): void
  view(): EndpointView
  watched(): WatchedView
  detail(): EndpointDetail
  history(range: { from: number; to: number; points: number }): HistoryView
  chart(range: { from: number; to: number; points: number }): ChartView
  strip(): StripView
  facts(): EndpointFacts
  /** What is on record for an incident that began at `from`, epoch ms. */
  evidence(from: number): IncidentEvidence
  events(after: number | null, limit: number): EventPage
  drillBasis(): DrillBasis
  keepEvents(limit: number): void
  figures(bounds: readonly number[]): EndpointFigures
  close(): void
}

/** `recalled` as for `createParts`. */
export function createEndpoint(
  first: EndpointSettings,
  ports: EndpointPorts,
  recalled: Recalled | null,
): Endpoint {
  const { clock, random, references, onChange } = ports
  let settings = first
  const parts = createParts(() => settings, ports, recalled)
  const { address, records, losses, outages, ledger, vigil, observer, refetch, fallback, runner } = parts
  const { dispatch } = runner

  const view = (): EndpointView => endpointView(knowledgeOf(settings, parts), clock)

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
      isDown: outages.downSince() !== null,
      incidents: ports.incidents,
      phaseMs: runner.book().phases,
    })

  const memoryWatch = createMemoryWatch(recalled?.memory ?? null)
  const wasStopped = recalled?.memory?.stopped === true

  function record(at: number): Recording {
    const { state } = runner
    const memory = memoryWatch({ url: settings.url, state, vigil, ledger, losses, shift: clock.shift() })
    return { id: settings.id, ...records.take(at), memory }
  }

  function configure(next: EndpointSettings): void {
    const before = settings
    settings = next
    address.renew()
    observer.configure(next)
    parts.setMaxFrame(next.maxFrame)
    const change = changeOf(before, next)
    if (change === 'url') {
      ledger.forget()
      losses.forget()
      vigil.forget()
    }
    dispatch({ type: 'reconfigured', at: clock.now(), random: random(), change })
    fallback.reconsider()
    onChange()
  }

  /** What was heard after the fault began was heard all the same. */
  function sinceLastSign(circumstance: Circumstance): Circumstance {
    if (circumstance.type !== 'local-fault') return circumstance
    return { ...circumstance, from: Math.max(circumstance.from, vigil.lastSignAt() ?? circumstance.from) }
  }

  return {
    get settings() {
      return settings
    },
    get phase() {
      return runner.state.phase
    },
    get since() {
      return runner.state.since
    },
    get host() {
      return address.host()
    },
    get network() {
      return settings.network
    },
    rest() {
      if (wasStopped) return
      records.transition(clock.now(), 'stopped', null, 'Not started.')
    },
    start: () => dispatch({ type: 'start', at: clock.now() }),
    stop: () => dispatch({ type: 'stop', at: clock.now() }),
    retry: () => dispatch({ type: 'retry', at: clock.now() }),
    neighbourCameBack: () => dispatch({ type: 'neighbour', at: clock.now() }),
    networkReached: () => dispatch({ type: 'reached', at: clock.now() }),
    tell: (circumstance, at) => dispatch({ ...sinceLastSign(circumstance), at }),
    pulse: () => pulseOf(settings, parts),
    record,
    configure,
    view,
    watched: () => watchedView(knowledgeOf(settings, parts), clock),
    detail: () => ({
      ...view(),
      facts: shownFacts(),
      attempts: records.attempts(),
      events: records.events(),
    }),
    history: (range) => records.history(range),
    chart: (range) => records.chart(range),
    strip: () => ({ id: settings.id, ...records.strip() }),
    facts,
    evidence: parts.happened.evidence,
    events: (after, limit) => records.page(after, limit),
    drillBasis: () => drillBasis(settings, observer.rules, records.newestEvents()),
    keepEvents: (limit) => records.keepEvents(limit),
    figures: (bounds) => figuresOf(settings, parts, bounds),
    close() {
      parts.happened.close()
      runner.close()
      refetch.close()
      vigil.closed(false)
      fallback.end()
      records.clear()
    },
  }
}
