import type { State } from '../../shared/model/state.ts'
import { uptimeOf } from '../../shared/model/uptime.ts'
import type { EndpointSettings } from '../../shared/settings.ts'
import type { Parts } from './endpoint-parts.ts'
import type { Knowledge } from './endpoint-view.ts'
import type { EndpointFigures } from './types.ts'

/** What the parts know now, for the views. */
export function knowledgeOf(settings: EndpointSettings, parts: Parts): Knowledge {
  const { address, records, outages, ledger, vigil, observer, refetch, fallback, runner } = parts
  const { state } = runner
  const { rotationEvery, maxStream } = observer.rules
  return {
    settings,
    state,
    url: address.url(),
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
    remarks: remarksOf(parts),
  }
}

/** What is odd about heartbeats goes with the stream that they come on; a period in the closes outlives it. */
function remarksOf({ observer, closes, vigil, runner }: Parts): readonly string[] {
  const period = observer.rules.rotationEvery === null ? closes.remark() : null
  const heard = isHeard(runner.state) ? vigil.remarks() : []
  return period === null ? heard : [...heard, period]
}

/** Live, or in a rotation: a remark that went and came back with each would flicker. */
function isHeard(state: State): boolean {
  if (state.phase === 'live') return true
  if (state.phase !== 'waiting' && state.phase !== 'connecting') return false
  return state.delay?.chosenBy === 'rotation'
}

/** Raw figures for the exports; `bounds` as in `Fleet`. */
export function figuresOf(
  { id, group }: EndpointSettings,
  { records, ledger, runner }: Parts,
  bounds: readonly number[],
): EndpointFigures {
  const { memory, phase } = runner.state
  const { events, bytes } = records.tally()
  const { complete, truncated, failed, snapshot, unknown } = ledger.view()
  return {
    id,
    group,
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
}
