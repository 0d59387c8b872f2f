import { eventRingRange } from '../../shared/contract.ts'
import type { EndpointSettings } from '../../shared/settings.ts'
import type { EndpointView } from '../../shared/view.ts'
import { coarseClock } from './coarse-clock.ts'
import { createEndpoint, type Endpoint } from './endpoint.ts'
import type { EndpointPorts } from './endpoint-parts.ts'
import { createIncidentBook } from './incidents/book.ts'
import { outageViews } from './incidents/outage-views.ts'
import type { IncidentLog } from './incidents/types.ts'
import { createLagWatch } from './lag.ts'
import { createLimits } from './limits.ts'
import { createNotices } from './notices.ts'
import type { Recalled } from './recording.ts'
import { createRecordings } from './recordings.ts'
import { createRehydrations } from './rehydration.ts'
import { createEventBudget } from './rings.ts'
import type { Fleet, FleetChange } from './types.ts'
import type { Circumstance, Turn } from './watching/types.ts'

export interface FleetOptions
  extends Pick<EndpointPorts, 'clock' | 'random' | 'dialler' | 'fetchOnce' | 'references'> {
  /** The endpoints that the user stopped: they stay so over a restart. */
  readonly stopped: ReadonlySet<string>
  /** Told whenever that set changes. */
  readonly onStopped: (ids: readonly string[]) => void
  /** One of its own where none is given. */
  readonly incidents?: IncidentLog
  /** Asked before anything is judged: see `EndpointPorts`. */
  readonly beforeJudging?: () => void
  /** Of the slots that begin from now on: one that no slot has yet. Without it nobody records, and what leaves memory is gone. */
  readonly era?: number
  /** Bytes that the event rings of all endpoints may hold together. */
  readonly eventBytes?: number
}

/** 64 MB (6-quality.md, "Budgets"). */
const defaultEventBytes = 64 * 1024 * 1024
const coalesceMs = 100
/** What was given up just now is not tried again because somebody looks at it. */
const recoverAfterMs = 10_000

/** All endpoints of one configuration, with the limits they share. */
export function createFleet(options: FleetOptions): Fleet {
  const { clock, incidents = createIncidentBook(), beforeJudging = () => undefined } = options
  const endpoints = new Map<string, Endpoint>()
  const stopped = new Set(options.stopped)
  const notices = createNotices(clock, coalesceMs, (id) => endpoints.get(id)?.watched() ?? null)
  const lag = createLagWatch(clock)
  const turns = new Set<(turn: Turn) => void>()
  const recordings = createRecordings(options.era)
  let eventRing: number = eventRingRange.standard
  const shared = {
    ...options,
    limits: createLimits({ total: 16, perHost: 4 }),
    coarse: coarseClock(clock, coalesceMs),
    isVoid: lag.isVoid,
    incidents,
    beforeJudging,
    onTurn(turn: Turn) {
      for (const listener of turns) listener(turn)
    },
    rehydrations: createRehydrations(4),
    eventBudget: createEventBudget(options.eventBytes ?? defaultEventBytes),
  }

  function add(settings: EndpointSettings, recalled: Recalled | null): void {
    const { id } = settings
    const ports: EndpointPorts = {
      ...shared,
      eras: recordings.erasOf(id, recalled),
      onChange: () => notices.mark(id),
      onLive: (news) => spread(endpoint, news),
    }
    const endpoint = createEndpoint(settings, ports, recalled)
    endpoint.keepEvents(eventRing)
    endpoints.set(id, endpoint)
    notices.mark(id)
    if (settings.enabled && !stopped.has(id)) endpoint.start()
    else if (recalled !== null) endpoint.rest()
  }

  /** What one endpoint's return tells the others: its host is back, its network reaches out. */
  function spread(
    from: Endpoint,
    { hostWasDown, inGrace }: { hostWasDown: boolean; inGrace: boolean },
  ): void {
    for (const other of endpoints.values()) {
      if (other === from) continue
      if (hostWasDown && other.host === from.host) other.neighbourCameBack()
      if (inGrace && other.network === from.network) other.networkReached()
    }
  }

  function remember(id: string, isStopped: boolean): void {
    if (stopped.has(id) === isStopped) return
    if (isStopped) stopped.add(id)
    else stopped.delete(id)
    options.onStopped([...stopped])
  }

  function command(id: string, act: (endpoint: Endpoint) => void): EndpointView | null {
    const endpoint = endpoints.get(id)
    if (endpoint === undefined) return null
    beforeJudging()
    act(endpoint)
    return endpoint.view()
  }

  function remove(id: string, endpoint: Endpoint): void {
    recordings.departs(endpoint, clock.now())
    endpoint.close()
    endpoints.delete(id)
    notices.mark(id)
  }

  function apply(settings: readonly EndpointSettings[], recalled?: ReadonlyMap<string, Recalled>): void {
    beforeJudging()
    const wanted = new Set(settings.map(({ id }) => id))
    for (const [id, endpoint] of endpoints) if (!wanted.has(id)) remove(id, endpoint)
    for (const next of settings) {
      const endpoint = endpoints.get(next.id)
      if (endpoint === undefined) add(next, recalled?.get(next.id) ?? null)
      else reconfigure(endpoint, next)
    }
    // The order of the configuration is the order of the views.
    for (const { id } of settings) {
      const endpoint = endpoints.get(id)
      if (endpoint === undefined) continue
      endpoints.delete(id)
      endpoints.set(id, endpoint)
    }
  }

  function reconfigure(endpoint: Endpoint, next: EndpointSettings): void {
    const { enabled } = endpoint.settings
    endpoint.configure(next)
    if (enabled === next.enabled) return
    if (!next.enabled) endpoint.stop()
    else if (!stopped.has(next.id)) endpoint.start()
  }

  function retryEach(wanted: (endpoint: Endpoint) => boolean): readonly string[] {
    beforeJudging()
    const failed = [...endpoints].filter(([, endpoint]) => endpoint.phase === 'failed' && wanted(endpoint))
    for (const [, endpoint] of failed) endpoint.retry()
    return failed.map(([id]) => id)
  }

  /** Between this machine and its own loopback there is no network that could be gone. */
  function tell(circumstance: Circumstance): void {
    const { type } = circumstance
    const concernsAll = type === 'asleep' || type === 'wake'
    // One time for all: the process may freeze in the middle of telling them.
    const at = clock.now()
    shared.limits.together(() => {
      for (const endpoint of endpoints.values())
        if (concernsAll || endpoint.pulse().site !== null) endpoint.tell(circumstance, at)
    })
  }

  /** Time in which nobody looked must not be told as the phase that it seemed to be; nor by what is done next. */
  function looked<T>(ask: () => T): T {
    beforeJudging()
    return ask()
  }

  return {
    views: () => [...endpoints.values()].map((endpoint) => endpoint.view()),
    watched: () => [...endpoints.values()].map((endpoint) => endpoint.watched()),
    chart: (id, range) => looked(() => endpoints.get(id)?.chart(range) ?? null),
    strips: (ids) => looked(() => ids.flatMap((id) => endpoints.get(id)?.strip() ?? [])),
    outages: (since) => outageViews(incidents.newest(), (id) => endpoints.has(id), since),
    facts: (id) => endpoints.get(id)?.facts() ?? null,
    evidence: (id, from) => endpoints.get(id)?.evidence(from) ?? null,
    events: (id, after, limit) => endpoints.get(id)?.events(after, limit) ?? null,
    setEventRing(size) {
      eventRing = size
      for (const endpoint of endpoints.values()) endpoint.keepEvents(size)
    },
    drillBasis: (id) => endpoints.get(id)?.drillBasis() ?? null,
    view: (id) => endpoints.get(id)?.view() ?? null,
    detail: (id) => endpoints.get(id)?.detail() ?? null,
    history: (id, range) => looked(() => endpoints.get(id)?.history(range) ?? null),
    figures: (bounds) => [...endpoints.values()].map((endpoint) => endpoint.figures(bounds)),
    retry: (id) =>
      command(id, (endpoint) => {
        remember(id, false)
        endpoint.retry()
      }),
    stop: (id) =>
      command(id, (endpoint) => {
        remember(id, true)
        endpoint.stop()
      }),
    start: (id) =>
      command(id, (endpoint) => {
        remember(id, false)
        endpoint.start()
      }),
    retryFailed: () => retryEach(() => true),
    recover: () => retryEach((endpoint) => clock.now() - endpoint.since > recoverAfterMs),
    tell,
    pulses: () => [...endpoints.values()].map((endpoint) => endpoint.pulse()),
    onTurn(listener) {
      turns.add(listener)
      return () => turns.delete(listener)
    },
    record: (at) => looked(() => recordings.take(endpoints.values(), at)),
    onChange: (listener: (change: FleetChange) => void) => notices.subscribe(listener),
    apply,
    close() {
      lag.close()
      notices.close()
      for (const endpoint of endpoints.values()) endpoint.close()
      endpoints.clear()
    },
  }
}
