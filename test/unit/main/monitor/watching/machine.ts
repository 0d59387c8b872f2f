import type { Found } from '../../../../../src/main/monitor/incidents/types.ts'
import { createLocalFault } from '../../../../../src/main/monitor/watching/local-fault.ts'
import type { Circumstance, Pulse, Turn } from '../../../../../src/main/monitor/watching/types.ts'
import {
  type Failure,
  type FailureKind,
  failureOf,
  statusFailure,
} from '../../../../../src/shared/model/failure.ts'
import type { PhaseName } from '../../../../../src/shared/view.ts'
import { manualClock } from '../../../../helpers/manual-clock.ts'

/** A fleet that is made up, pulse by pulse, and the judgement over it. Ids begin with their site: `a1`, `b2`. */
export function machine(...ids: readonly string[]) {
  const clock = manualClock()
  const begunAt = clock.now()
  const pulses = new Map<string, Pulse>()
  const listeners = new Set<(turn: Turn) => void>()
  const told: Circumstance[] = []
  const incidents = new Map<string, Found>()
  /** Ids that were tried while nobody saw them, in order. */
  const tried: string[] = []

  function set(id: string, change: Partial<Pulse>): void {
    const before = pulseOf(id)
    const after = { ...before, ...change }
    pulses.set(id, after)
    if (before.phase !== after.phase) turn(id, before.phase, after.phase, change.failure ?? null)
  }

  function turn(id: string, from: PhaseName, to: PhaseName, failure: Failure | null): void {
    for (const listener of listeners) listener({ id, at: clock.now(), from, to, failure })
  }

  function pulseOf(id: string): Pulse {
    const known = pulses.get(id)
    if (known === undefined) throw new Error(`There is no endpoint ${id}.`)
    return known
  }

  function tell(circumstance: Circumstance): void {
    told.push(circumstance)
    for (const { id, phase, site, away } of [...pulses.values()]) {
      if (site === null) continue
      if (circumstance.type === 'local-fault' && phase !== 'stopped' && phase !== 'unwatched')
        set(id, { phase: 'unwatched', away: 'local', outageSince: null })
      if (circumstance.type === 'local-fault-over' && away === 'local')
        set(id, { phase: 'waiting', away: null })
    }
  }

  for (const id of ids)
    pulses.set(id, {
      id,
      name: id,
      phase: 'live',
      health: 'fresh',
      away: null,
      site: id.slice(0, 1),
      lastSignAt: begunAt,
      outageSince: null,
      intervalMs: 5_000,
      failure: null,
    })

  const fault = createLocalFault({
    clock,
    random: () => 0.5,
    fleet: {
      tell,
      pulses: () => [...pulses.values()],
      onTurn(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      retry(id) {
        tried.push(id)
        set(id, { phase: 'connecting' })
        return null
      },
    },
    incidents: {
      put: (incident) => incidents.set(incident.id, incident),
      withdraw: (id) => incidents.delete(id),
    },
    beforeJudging: () => undefined,
    onChange: () => undefined,
    onOver: () => undefined,
  })

  return {
    clock,
    begunAt,
    fault,
    told,
    tried,
    set,
    pulseOf,
    get incidents() {
      return [...incidents.values()]
    },
    remove: (id: string) => pulses.delete(id),
    sign: (...ids: string[]) => {
      for (const id of ids) set(id, { lastSignAt: clock.now() })
    },
    /** The stream is lost. */
    lose: (kind: Exclude<FailureKind, 'http-status'>, ...ids: string[]) => {
      for (const id of ids) {
        const { lastSignAt, outageSince } = pulseOf(id)
        const failure = failureOf(kind)
        set(id, { phase: 'waiting', health: null, outageSince: outageSince ?? lastSignAt, failure })
      }
    },
    /** Its next request comes to this: a failure's kind, a status, or a stream. */
    retry: (result: Exclude<FailureKind, 'http-status'> | number | 'live', ...ids: string[]) => {
      for (const id of ids) {
        set(id, { phase: 'connecting' })
        const isAway = pulseOf(id).away !== null
        if (result === 'live')
          set(id, { phase: 'live', away: null, outageSince: null, lastSignAt: clock.now() })
        else {
          const failure = typeof result === 'number' ? statusFailure(result) : failureOf(result)
          set(id, { phase: isAway ? 'unwatched' : 'waiting', failure })
        }
      }
    },
    verdict: () => fault.away()?.cause ?? null,
  }
}
