import type { Range } from '../../src/main/monitor/series/history.ts'
import type { EndpointFigures, Fleet, FleetChange } from '../../src/main/monitor/types.ts'
import type {
  ChartView,
  EndpointFacts,
  EventPage,
  OutageView,
  StripView,
  TailEvent,
  WatchedView,
} from '../../src/shared/screens.ts'
import type { EndpointView, PhaseName } from '../../src/shared/view.ts'
import { chartOf, factsOf, stripOf, tailEvent, tailOf } from './fake-screens.ts'
import { detailOf, historyOf, outsideView } from './views.ts'

/** A fleet whose endpoints do what the test says. `calls` is what was asked of it. */
export interface FakeFleet extends Fleet {
  readonly calls: string[]
  put(...views: WatchedView[]): void
  remove(id: string): void
  setFigures(figures: readonly EndpointFigures[]): void
  /** In the place of the made-up hour, for as long as the test likes. */
  setStrip(id: string, strip: Partial<StripView>): void
  setChart(id: string, chart: Partial<ChartView> | ((range: Range) => ChartView)): void
  setFacts(id: string, facts: Partial<EndpointFacts>): void
  /** All that there are; until then each endpoint that is down has one. */
  setOutages(outages: readonly OutageView[]): void
  /** To the end of the tail, which begins with 40 made-up ones. */
  pushEvents(id: string, ...events: Partial<Omit<TailEvent, 'seq'>>[]): void
  /** Lets go of the tail; numbers go on. */
  clearEvents(id: string): void
  readonly listeners: number
}

export function fakeFleet(...initial: WatchedView[]): FakeFleet {
  const views = new Map(initial.map((view) => [view.id, view]))
  const listeners = new Set<(change: FleetChange) => void>()
  const calls: string[] = []
  const strips = new Map<string, Partial<StripView>>()
  const charts = new Map<string, Partial<ChartView> | ((range: Range) => ChartView)>()
  const facts = new Map<string, Partial<EndpointFacts>>()
  const tails = new Map<string, TailEvent[]>()
  /** The number of each tail's newest event, once it was pushed to. */
  const counts = new Map<string, number>()
  let outages: readonly OutageView[] | null = null
  let ringSize = 200
  let figures: readonly EndpointFigures[] = []

  const tell = (change: FleetChange) => {
    for (const listener of listeners) listener(change)
  }
  function put(...changed: WatchedView[]): void {
    for (const view of changed) views.set(view.id, view)
    tell({ changed, removed: [] })
  }
  function outside(id: string): EndpointView | null {
    const view = views.get(id)
    return view ? outsideView(view) : null
  }
  function move(command: string, id: string, phase: PhaseName): EndpointView | null {
    calls.push(`${command} ${id}`)
    const view = views.get(id)
    if (!view) return null
    const moved: WatchedView = {
      ...view,
      phase,
      health: phase === 'live' ? 'fresh' : null,
      stoppedBy: phase === 'stopped' ? 'user' : null,
      ...(phase === 'stopped' && { downSince: null }),
    }
    put(moved)
    return outsideView(moved)
  }
  function tail(id: string): TailEvent[] {
    const known = tails.get(id)
    if (known) return known
    const begun = tailOf(Date.now()).map((event, index) => ({ ...event, seq: index + 1 }))
    tails.set(id, begun)
    return begun
  }
  function push(id: string, events: readonly Partial<Omit<TailEvent, 'seq'>>[]): void {
    const held = tail(id)
    for (const event of events) {
      const seq = (counts.get(id) ?? held.at(-1)?.seq ?? 0) + 1
      counts.set(id, seq)
      held.push({ ...tailEvent({ at: new Date().toISOString(), ...event }), seq })
      if (held.length > ringSize) held.shift()
    }
  }
  function page(id: string, after: number | null, limit: number): EventPage {
    const held = tail(id)
    const newest = counts.get(id) ?? held.at(-1)?.seq ?? 0
    const events = held.filter(({ seq }) => seq > (after ?? 0)).slice(-limit)
    const skipped = after === null ? 0 : newest - Math.min(after, newest) - events.length
    const bytes = held.reduce((sum, { data }) => sum + 200 + 2 * data.length, 0)
    return { events, skipped, held: { count: held.length, bytes, limit: ringSize } }
  }
  const standing = (): OutageView[] =>
    [...views.values()].flatMap(({ id, downSince, failure }) =>
      downSince === null
        ? []
        : [{ id, start: downSince, end: null, cause: failure?.message ?? 'Unknown.', flapping: false }],
    )

  return {
    calls,
    put,
    setStrip: (id, strip) => strips.set(id, strip),
    setChart: (id, chart) => charts.set(id, chart),
    setFacts: (id, known) => facts.set(id, known),
    setOutages(next) {
      outages = next
    },
    pushEvents: (id, ...events) => push(id, events),
    clearEvents(id) {
      counts.set(id, counts.get(id) ?? tail(id).at(-1)?.seq ?? 0)
      tails.set(id, [])
    },
    remove(id) {
      views.delete(id)
      tell({ changed: [], removed: [id] })
    },
    setFigures(next) {
      figures = next
    },
    get listeners() {
      return listeners.size
    },
    views: () => [...views.values()].map(outsideView),
    watched: () => [...views.values()],
    chart(id, range) {
      calls.push(`chart ${id} ${range.from} ${range.to} ${range.points}`)
      const view = views.get(id)
      if (!view) return null
      const chart = charts.get(id)
      return typeof chart === 'function' ? chart(range) : { ...chartOf(view, range), ...chart }
    },
    strips: (ids) =>
      ids.flatMap((id) => {
        const view = views.get(id)
        return view ? [{ ...stripOf(view, Date.now()), ...strips.get(id) }] : []
      }),
    outages: (since) =>
      (outages ?? standing())
        .filter(({ end }) => end === null || Date.parse(end) > since)
        .toSorted((a, b) => Date.parse(b.start) - Date.parse(a.start)),
    facts(id) {
      const view = views.get(id)
      return view ? { ...factsOf(view), ...facts.get(id) } : null
    },
    evidence: () => null,
    events: (id, after, limit) => (views.has(id) ? page(id, after, limit) : null),
    setEventRing(size) {
      calls.push(`ring ${size}`)
      ringSize = size
    },
    drillBasis: () => null,
    view: (id) => outside(id),
    detail(id) {
      const view = views.get(id)
      return view ? detailOf(outsideView(view)) : null
    },
    history(id, range) {
      calls.push(`history ${id} ${range.from} ${range.to} ${range.points}`)
      return views.has(id) ? historyOf(range.from, range.to) : null
    },
    retry: (id) => move('retry', id, 'connecting'),
    stop: (id) => move('stop', id, 'stopped'),
    start: (id) => move('start', id, 'connecting'),
    retryFailed() {
      const failed = [...views.values()].filter((view) => view.phase === 'failed')
      return failed.map((view) => move('retry', view.id, 'connecting')?.id ?? view.id)
    },
    recover() {
      calls.push('recover')
      return [...views.values()].filter(({ phase }) => phase === 'failed').map(({ id }) => id)
    },
    tell: ({ type }) => calls.push(`tell ${type}`),
    pulses: () => [],
    onTurn: () => () => undefined,
    record: () => [],
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    figures: () => figures,
    apply: () => calls.push('apply'),
    close: () => calls.push('close'),
  }
}
