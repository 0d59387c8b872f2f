import type { WatchingView } from '../../../shared/screens.ts'
import type { Clock } from '../clock.ts'
import { type Found, type IncidentSink, incidentId } from '../incidents/types.ts'
import type { Fleet } from '../types.ts'
import type { Absence } from './digest.ts'
import { isAnswer, judgeLocally, type LocalJudgement } from './local-judgement.ts'
import { createLocalTries, isLocal } from './local-tries.ts'
import { createSoleTimer } from './sole-timer.ts'
import type { Turn } from './types.ts'

/** Finds that the network of this machine is at fault, and tries until it is back. */
export interface LocalFault {
  /** Null while it is not at fault. */
  away(): WatchingView['away']
  /** Something says that the network may be back: it is tried at once. */
  hint(): void
  /** The system says that there is no network. True where a fault is under way, which then goes on until `online`. */
  offline(): boolean
  /** The system says that there is one again: what went on as offline is over, anything else is tried at once. */
  online(): void
  /** This machine slept since `from`, `Clock.now()`: a fault ended with that, and the wake looks again by itself. */
  slept(from: number): void
  close(): void
}

export interface LocalFaultPorts {
  readonly clock: Clock
  /** In [0, 1). */
  readonly random: () => number
  readonly fleet: Pick<Fleet, 'tell' | 'pulses' | 'onTurn' | 'retry'>
  readonly incidents: IncidentSink
  /** Before a timer is heeded: time may have gone by in which this process did not run. */
  readonly beforeJudging: () => void
  /** It began, or is over. */
  readonly onChange: () => void
  /** The endpoints were told that it is over. */
  readonly onOver: (absence: Absence) => void
}

/** Losses that come together are judged together. */
const gatherMs = 250
/** What time alone decides: a stream that becomes late, a loss that nothing follows. */
const lookAgainMs = 1_000

const offlineToo = 'Then the system said that it was offline.'

interface Fault {
  readonly from: number
  readonly foundAt: number
  readonly sites: readonly string[]
  readonly incident: Found
  readonly tries: ReturnType<typeof createLocalTries>
  /** The system says so too, and is believed: nothing is tried. */
  readonly isOffline: boolean
}

export function createLocalFault(ports: LocalFaultPorts): LocalFault {
  const { clock, fleet, incidents } = ports
  let fault: Fault | null = null
  /** Earlier signs of life belong to what was judged before. */
  let judgedUpTo = Number.NEGATIVE_INFINITY
  /** Nobody looked up to then, so that no fault is known from before. */
  let wokeAt = Number.NEGATIVE_INFINITY
  /** The next look, or while there is a fault the next round of tries. */
  const { arm, disarm } = createSoleTimer(clock, ports.beforeJudging)

  function look(): void {
    const judgement = judgeLocally(fleet.pulses(), clock.now(), judgedUpTo)
    if (judgement.verdict === 'fault') begin(judgement)
    else if (judgement.verdict === 'suspect') arm(lookAgainMs, look)
  }

  function begin(found: Extract<LocalJudgement, { verdict: 'fault' }>): void {
    const foundAt = clock.now()
    const from = Math.max(found.from, wokeAt)
    fleet.tell({ type: 'local-fault', from })
    const unseen = fleet.pulses().filter(isLocal)
    const incident: Found = {
      id: incidentId('local-network', '', foundAt + clock.shift()),
      kind: 'local-network',
      endpoints: unseen.map(({ id }) => id),
      start: Math.round(from + clock.shift()),
      end: null,
      cause: causeOf(found),
      flapping: false,
      evidence: [],
    }
    const tries = createLocalTries(ports.random)
    fault = { from, foundAt, sites: found.sites, incident, tries, isOffline: false }
    incidents.put(incident)
    planTries(fault)
    ports.onChange()
  }

  function planTries(of: Fault): void {
    arm(of.tries.pause(clock.now() - of.foundAt), () => tryAgain(of))
  }

  function tryAgain(of: Fault): void {
    const pulses = fleet.pulses()
    const away = pulses.filter(isLocal)
    if (away.length === 0) {
      // All of them were stopped or removed: nobody waits for the network any more.
      over(clock.now())
      return
    }
    const astray = pulses.filter(({ site, outageSince }) => site !== null && outageSince !== null)
    const since = Math.min(...astray.flatMap(({ outageSince }) => outageSince ?? []))
    // Started by hand meanwhile, and as unlucky as the others.
    if (astray.length > 0) fleet.tell({ type: 'local-fault', from: Math.max(since, of.from) })
    planTries(of)
    for (const id of of.tries.next(away)) fleet.retry(id)
  }

  /** Null where there is none. */
  function end(at: number): Fault | null {
    const ended = fault
    if (ended === null) return null
    const { incident } = ended
    fault = null
    disarm()
    incidents.put({ ...incident, end: Math.max(incident.start, Math.round(at + clock.shift())) })
    ports.onChange()
    return ended
  }

  function over(at: number): void {
    const ended = end(at)
    if (ended === null) return
    judgedUpTo = at
    fleet.tell({ type: 'local-fault-over' })
    ports.onOver({ cause: 'local', from: ended.from, to: at, endpoints: ended.incident.endpoints })
  }

  function follow({ id, at, to, failure }: Turn): void {
    if (fault === null) {
      if (to === 'waiting' || to === 'failed') arm(gatherMs, look)
      return
    }
    if (fault.isOffline) return
    const isBack = to === 'live' || (failure !== null && isAnswer(failure))
    if (!isBack || !fleet.pulses().some((pulse) => pulse.id === id && pulse.site !== null)) return
    // Not now: the endpoint that told of it has not carried its own step out yet.
    const ended = fault
    clock.after(0, () => {
      if (fault === ended) over(at)
    })
  }

  function hint(): void {
    if (fault === null || fault.isOffline) return
    disarm()
    tryAgain(fault)
  }

  const unsubscribe = fleet.onTurn(follow)

  return {
    away() {
      if (fault === null) return null
      const { from, sites, isOffline, incident } = fault
      return {
        cause: isOffline ? 'offline' : 'local',
        since: new Date(from + clock.shift()).toISOString(),
        endpoints: incident.endpoints.length,
        hosts: sites,
      }
    },
    hint,
    offline() {
      if (fault === null) return false
      const { incident } = fault
      fault = {
        ...fault,
        isOffline: true,
        incident: { ...incident, cause: `${incident.cause} ${offlineToo}` },
      }
      incidents.put(fault.incident)
      disarm()
      return true
    },
    online() {
      if (fault?.isOffline) over(clock.now())
      else hint()
    },
    slept(from) {
      // "Offline" is believed until "online", over a sleep too.
      if (!fault?.isOffline) end(from)
      wokeAt = clock.now()
      if (fault === null) disarm()
    },
    close() {
      unsubscribe()
      disarm()
    },
  }
}

function causeOf({ streams, sites, from, to }: Extract<LocalJudgement, { verdict: 'fault' }>): string {
  const seconds = Math.max(1, Math.ceil((to - from) / 1000))
  return `This machine's network: ${streams} streams on ${sites.length} hosts fell silent within ${seconds} s.`
}
