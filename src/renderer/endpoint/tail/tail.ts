import { createStore, type StoreApi } from 'zustand/vanilla'
import type { EventPage, TailEvent } from '../../../shared/screens.ts'

/** Why the list stands still: somebody paused it, or scrolled up in it. */
export type Pause = 'hand' | 'scroll'

export interface TailFilter {
  /** Null for all. */
  readonly type: string | null
  /** As typed. */
  readonly text: string
}

export interface TailState {
  /** The newest that the monitor keeps, oldest first; the same bound holds here. */
  readonly events: readonly TailEvent[]
  /** What the list shows: `events`, or those of the moment of the pause, as the filter leaves them. */
  readonly shown: readonly TailEvent[]
  readonly pause: Pause | null
  /** Events that came since the pause. */
  readonly came: number
  readonly filter: TailFilter
  /** Types that were seen, in the order of the alphabet. */
  readonly types: readonly string[]
  readonly held: EventPage['held'] | null
  /** Events that were gone before they could be fetched. */
  readonly skipped: number
  readonly problem: string | null
}

export interface Tail extends StoreApi<TailState> {
  /** The number to fetch after; null at the beginning. */
  newest(): number | null
  add(page: EventPage): void
  fail(sentence: string): void
  pauseBy(pause: Pause): void
  resume(): void
  filterBy(filter: Partial<TailFilter>): void
}

const all: TailFilter = { type: null, text: '' }
/** A server may name a new type with every event. */
const mostTypes = 200

/** The events of an endpoint as the page holds them; named transitions, nothing else changes it. */
export function createTail(): Tail {
  const api = createStore<TailState>(() => ({
    events: [],
    shown: [],
    pause: null,
    came: 0,
    filter: all,
    types: [],
    held: null,
    skipped: 0,
    problem: null,
  }))
  /** Of the moment of the pause, before the filter; null while following. */
  let frozen: readonly TailEvent[] | null = null
  /** Null where everything is shown. */
  let matches: ((event: TailEvent) => boolean) | null = null

  const show = () => {
    const { events } = api.getState()
    const list = frozen ?? events
    api.setState({ shown: matches === null ? list : list.filter(matches) })
  }

  return {
    ...api,
    newest: () => api.getState().events.at(-1)?.seq ?? null,
    add({ events: newer, skipped, held }) {
      const { events, came, types, skipped: before } = api.getState()
      const last = events.at(-1)?.seq ?? 0
      const fresh = newer.filter(({ seq }) => seq > last)
      const kept = [...events, ...fresh].slice(-held.limit)
      api.setState({
        events: fresh.length === 0 ? events : kept,
        held,
        problem: null,
        skipped: before + skipped,
        types: withTypes(types, fresh),
        came: frozen === null ? 0 : came + fresh.length + skipped,
      })
      if (frozen === null && fresh.length > 0) show()
    },
    fail: (problem) => api.setState({ problem }),
    pauseBy(pause) {
      frozen ??= api.getState().events
      api.setState({ pause })
    },
    resume() {
      frozen = null
      api.setState({ pause: null, came: 0 })
      show()
    },
    filterBy(filter) {
      const next = { ...api.getState().filter, ...filter }
      matches = next.type === null && next.text === '' ? null : judge(next)
      api.setState({ filter: next })
      show()
    },
  }
}

/** Judges events by a filter, each of them once: the list is narrowed anew three times a second. */
function judge({ type, text }: TailFilter): (event: TailEvent) => boolean {
  const wanted = new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i')
  const known = new WeakMap<TailEvent, boolean>()
  return (event) => {
    const before = known.get(event)
    if (before !== undefined) return before
    const { data, lastEventId } = event
    const matches =
      (type === null || event.type === type) &&
      (text === '' || wanted.test(data) || wanted.test(event.type) || wanted.test(lastEventId ?? ''))
    known.set(event, matches)
    return matches
  }
}

function withTypes(types: readonly string[], events: readonly TailEvent[]): readonly string[] {
  if (types.length >= mostTypes) return types
  const known = new Set(types)
  for (const { type } of events) known.add(type)
  return known.size === types.length ? types : [...known].sort().slice(0, mostTypes)
}
