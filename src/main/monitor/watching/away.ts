import type { Cause } from '../../../shared/model/state.ts'
import type { WatchingView } from '../../../shared/screens.ts'
import type { Clock } from '../clock.ts'
import type { Fleet } from '../types.ts'
import type { Digests } from './digest.ts'

/** What keeps this machine from seeing its streams. Several can at once: offline goes on over a sleep. */
export interface Away {
  /** `from`: `Clock.now()`; `hosts`: those that fell silent together. A cause that is known already stays as it began. */
  begin(cause: Cause, from: number, hosts?: readonly string[]): void
  /** `tell` tells the fleet that it is over; nothing where it was not under way. Its digest begins. */
  end(cause: Cause, tell: () => void): void
  view(): WatchingView['away']
}

export interface AwayPorts {
  readonly clock: Clock
  readonly pulses: Fleet['pulses']
  readonly digests: Pick<Digests, 'begin'>
  readonly onChange: () => void
}

/** The one that explains the others comes first. */
const order: readonly Cause[] = ['sleep', 'offline', 'local']

export function createAway({ clock, pulses, digests, onChange }: AwayPorts): Away {
  const causes = new Map<Cause, { readonly from: number; readonly hosts: readonly string[] }>()

  /** Before the system's word, or without it, a sleep finds everybody as they were. */
  function concerned(cause: Cause): readonly string[] {
    const those = pulses().filter(({ away, phase }) =>
      cause === 'sleep' ? phase !== 'stopped' : away === cause,
    )
    return those.map(({ id }) => id)
  }

  return {
    begin(cause, from, hosts = []) {
      if (causes.has(cause)) return
      causes.set(cause, { from, hosts })
      onChange()
    },
    end(cause, tell) {
      const known = causes.get(cause)
      if (known === undefined) return
      causes.delete(cause)
      const to = clock.now()
      const endpoints = concerned(cause)
      tell()
      digests.begin({ cause, from: known.from, to, endpoints })
      onChange()
    },
    view() {
      const cause = order.find((one) => causes.has(one))
      const known = cause && causes.get(cause)
      if (cause === undefined || known === undefined) return null
      const since = new Date(known.from + clock.shift()).toISOString()
      return { cause, since, endpoints: concerned(cause).length, hosts: known.hosts }
    },
  }
}
