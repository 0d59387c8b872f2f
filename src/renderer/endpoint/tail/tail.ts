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

  const show = () => {
    const { events, filter } = api.getState()
    api.setState({ shown: matching(frozen ?? events, filter) })
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
      api.setState({ filter: { ...api.getState().filter, ...filter } })
      show()
    },
  }
}

/** Those of the type whose type, id or data holds the text, whatever the case. */
function matching(events: readonly TailEvent[], { type, text }: TailFilter): readonly TailEvent[] {
  if (type === null && text === '') return events
  const wanted = new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i')
  return events.filter(
    (event) =>
      (type === null || event.type === type) &&
      (text === '' ||
        wanted.test(event.data) ||
        wanted.test(event.type) ||
        wanted.test(event.lastEventId ?? '')),
  )
}

function withTypes(types: readonly string[], events: readonly TailEvent[]): readonly string[] {
  if (types.length >= mostTypes) return types
  const known = new Set(types)
  for (const { type } of events) known.add(type)
  return known.size === types.length ? types : [...known].sort().slice(0, mostTypes)
}
