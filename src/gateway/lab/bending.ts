import type { Cancel, Environment } from '../environment.ts'
import type { Stream } from '../stream.ts'
import type { Entry, FaultOrder } from './book.ts'
import type { Bend } from './fault.ts'

/** The faults at work on one open stream. */
export interface Bending {
  /** Puts a fault on the stream; it starts with `begin`, or at once where that was. */
  add(entry: FaultOrder): void
  /** The stream is open. */
  begin(): void
  /** Takes off what was lifted, and puts on what came. */
  sync(now: readonly Entry[]): void
  end(): void
}

interface AtWork {
  readonly bend: Bend
  readonly timers: Cancel[]
}

export function createBending(stream: Stream, environment: Environment): Bending {
  const atWork = new Map<FaultOrder, AtWork>()
  let begun = false

  const refilter = (): void => {
    stream.setFilters(
      [...atWork.values()].flatMap(({ bend }) => (bend.filter === undefined ? [] : [bend.filter])),
    )
  }
  const remove = (entry: FaultOrder): void => {
    const work = atWork.get(entry)
    if (work === undefined) return
    for (const cancel of work.timers) cancel()
    atWork.delete(entry)
    refilter()
    work.bend.stop?.()
  }
  const add = (entry: FaultOrder): void => {
    if (entry.fault.bend === undefined || atWork.has(entry)) return
    const timers: Cancel[] = []
    const bend = entry.fault.bend({
      stream,
      environment,
      after: (ms, fn) => void timers.push(environment.after(ms, fn)),
      every: (ms, fn) => void timers.push(environment.every(ms, fn)),
    })
    atWork.set(entry, { bend, timers })
    refilter()
    if (begun) bend.start?.()
  }

  return {
    add,
    begin() {
      begun = true
      for (const { bend } of [...atWork.values()]) bend.start?.()
    },
    sync(now) {
      for (const entry of [...atWork.keys()]) {
        if ('lifted' in entry && entry.lifted) remove(entry)
      }
      for (const entry of now) add(entry)
    },
    end() {
      for (const { timers } of atWork.values()) for (const cancel of timers) cancel()
      atWork.clear()
    },
  }
}
