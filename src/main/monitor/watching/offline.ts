import { defaultPolicy } from '../../../shared/model/policy.ts'
import type { Clock } from '../clock.ts'
import { type IncidentSink, incidentId } from '../incidents/types.ts'
import type { Fleet } from '../types.ts'
import type { Away } from './away.ts'
import type { LocalFault } from './local-fault.ts'

export interface OfflinePorts {
  readonly clock: Clock
  readonly fleet: Pick<Fleet, 'tell' | 'pulses'>
  readonly incidents: IncidentSink
  readonly away: Away
  readonly local: Pick<LocalFault, 'offline' | 'online'>
}

/** What the system says of its network: "offline" is believed, "online" is a hint (1-model.md). */
export interface Offline {
  offline(): void
  online(): void
  /** The machine is back from a sleep: its network often is later. */
  woke(): void
}

/** A network that leaves again so soon was not back: one incident from first to last. */
const sameMs = defaultPolicy.grace

interface Loss {
  readonly id: string
  /** Epoch ms. */
  readonly start: number
  readonly endpoints: readonly string[]
  /** `Clock.now()`. */
  readonly begunAt: number
  /** `Clock.now()`; null while it lasts. */
  readonly endedAt: number | null
}

export function createOffline({ clock, fleet, incidents, away, local }: OfflinePorts): Offline {
  let isOffline = false
  /** The newest one; none for what began as a fault that was found before. */
  let loss: Loss | null = null
  let wokeAt = Number.NEGATIVE_INFINITY

  function keep(next: Loss): void {
    loss = next
    const { id, start, endpoints, endedAt } = next
    incidents.put({
      id,
      kind: 'local-network',
      endpoints,
      start,
      end: endedAt === null ? null : endedAt + clock.shift(),
      cause: 'This machine was offline.',
      flapping: false,
      evidence: [],
    })
  }

  function beginLoss(at: number): void {
    const unseen = fleet.pulses().filter((pulse) => pulse.away === 'offline')
    const endpoints = unseen.map(({ id }) => id)
    const isSame = loss?.endedAt != null && at - loss.endedAt < sameMs
    const start = Math.round(at + clock.shift())
    const begun =
      isSame && loss ? loss : { id: incidentId('local-network', 'offline', start), start, begunAt: at }
    keep({ ...begun, endpoints, endedAt: null })
  }

  function endLoss(at: number): void {
    if (loss === null || loss.endedAt !== null) return
    keep({ ...loss, endedAt: at })
    // What came later than the system, within its grace, is a part of the sleep.
    if (loss.begunAt - wokeAt < sameMs && at - loss.begunAt < sameMs) incidents.withdraw(loss.id)
  }

  return {
    offline() {
      if (isOffline) return
      isOffline = true
      const at = clock.now()
      const isKnown = local.offline()
      fleet.tell({ type: 'offline' })
      away.begin('offline', at)
      if (!isKnown) beginLoss(at)
    },
    online() {
      const tell = (): void => fleet.tell({ type: 'online' })
      local.online()
      // Without a word of "offline" before, what was given up is worth a try all the same.
      if (!isOffline) tell()
      isOffline = false
      endLoss(clock.now())
      away.end('offline', tell)
    },
    woke() {
      wokeAt = clock.now()
    },
  }
}
