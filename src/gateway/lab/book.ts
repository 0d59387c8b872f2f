import type { Cancel, Environment } from '../environment.ts'
import type { Fault } from './fault.ts'
import type { RawParams } from './params.ts'

/** Where a fault is switched on: a path (`*` at its end for all that begin so), or a door by its name. */
export type Target = { readonly path: string } | { readonly door: string }

export interface FaultOrder {
  readonly target: Target
  readonly name: string
  readonly params: RawParams
  readonly fault: Fault
  /** How many requests meet it; null for all, and for the streams that are open too. */
  readonly times: number | null
  /** Seconds until it lifts by itself; null for never. */
  readonly forSeconds: number | null
}

export interface Entry extends FaultOrder {
  timesLeft: number | null
  lifted: boolean
}

/** The faults that are switched on now. */
export interface Book {
  /** The same fault on the same target is replaced. */
  add(order: FaultOrder): Entry
  /** Lifts what fits; returns how many faults that were. */
  lift(fits: (entry: Entry) => boolean): number
  entries(): readonly Entry[]
  /** What this request meets: one of the `times` of each is used up. */
  take(path: string): readonly Entry[]
  onChange(listener: () => void): void
  stop(): void
}

export const isOnPath = (entry: FaultOrder, path: string): boolean => {
  if (!('path' in entry.target)) return false
  const own = entry.target.path
  return own.endsWith('*') ? path.startsWith(own.slice(0, -1)) : own === path
}

export const sameTarget = (a: Target, b: Target): boolean =>
  'path' in a ? 'path' in b && a.path === b.path : 'door' in b && a.door === b.door

export function createBook(environment: Environment): Book {
  const expiries = new Map<Entry, Cancel>()
  const listeners: (() => void)[] = []

  const changed = (): void => {
    for (const listener of listeners) listener()
  }
  const remove = (entry: Entry): void => {
    expiries.get(entry)?.()
    expiries.delete(entry)
  }
  const lift = (fits: (entry: Entry) => boolean): number => {
    const leaving = [...expiries.keys()].filter(fits)
    for (const entry of leaving) {
      entry.lifted = true
      remove(entry)
    }
    if (leaving.length > 0) changed()
    return leaving.length
  }

  return {
    lift,
    entries: () => [...expiries.keys()],
    onChange: (listener) => void listeners.push(listener),

    add(order) {
      lift((entry) => entry.name === order.name && sameTarget(entry.target, order.target))
      const entry: Entry = { ...order, timesLeft: order.times, lifted: false }
      const never: Cancel = () => undefined
      const seconds = order.forSeconds
      const expire = (): void => void lift((each) => each === entry)
      expiries.set(entry, seconds === null ? never : environment.after(seconds * 1000, expire))
      changed()
      return entry
    },

    take(path) {
      const taken = [...expiries.keys()].filter((entry) => isOnPath(entry, path) && entry.timesLeft !== 0)
      for (const entry of taken) {
        if (entry.timesLeft === null) continue
        entry.timesLeft -= 1
        // One that also has an end stays until then, for the streams that it is at work on.
        if (entry.timesLeft === 0 && entry.forSeconds === null) remove(entry)
      }
      return taken
    },

    stop() {
      for (const cancel of expiries.values()) cancel()
    },
  }
}
