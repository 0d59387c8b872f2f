import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CallError } from '../../shared/contract.ts'
import { mostIncidents } from '../../shared/limits.ts'
import type { IncidentView } from '../../shared/view.ts'
import type { Memory } from '../fleet/arrangement.ts'
import { present } from '../fleet/selection.ts'
import type { Call } from '../use-app.ts'
import { type Filter, matching, plain, recall, spanOf } from './filter.ts'
import { inPlace, kept } from './renewal.ts'

/** The incidents as their screen shows them. */
export interface Listing {
  readonly filter: Filter
  /** What the monitor told last, the newest first; null until it did. */
  readonly known: readonly IncidentView[] | null
  /** There are older ones than it told of. */
  readonly more: boolean
  /** Why it did not tell when it was asked last. */
  readonly error: CallError | null
  /** Derived: those that the filter leaves, in the order of the list. */
  readonly shown: readonly IncidentView[]
  /** Derived: new ones that are not shown yet, since the list must not move now. */
  readonly waiting: number
  /** Id of the incident that has the keyboard, or last had it. */
  readonly current: string | null
  /** Id from which a range is drawn. */
  readonly anchor: string | null
  readonly selected: ReadonlySet<string>
  /** What was done last, as it is since then. */
  readonly amended: readonly IncidentView[]
}

export interface ListingStore extends StoreApi<Listing> {
  /** Asks the monitor. */
  look(): Promise<void>
  narrow(part: Partial<Filter>): void
  /** The pointer is over a row: for a moment no row moves away from under it. */
  rest(): void
  /** Whether the list is scrolled away from its top: new ones would push what is read down. */
  scrolled(away: boolean): void
  /** Shows those that wait. */
  renew(): void
  /** Incidents as they are after something was done about them. */
  amend(changed: readonly IncidentView[]): void
  focus(id: string): void
  /** Moves the keyboard; returns the index it went to, or null in an empty list. */
  move(by: number): number | null
  /** The same, and selects where it was and where it goes. */
  extend(by: number): number | null
  /** Selects it, or no longer; with `range` all from the last one to it. */
  select(id: string, range: boolean): void
  selectOnly(ids: readonly string[]): void
}

export interface ListingEnvironment {
  readonly call: Call
  /** Epoch ms. */
  readonly now: () => number
  /** How an endpoint is called. */
  readonly nameOf: (endpoint: string) => string
  readonly memory: Memory
}

/** How long the list rests after the pointer moved over it. */
export const restMs = 2000

/** The screen's state, without React. */
export function createListing({ call, now, nameOf, memory }: ListingEnvironment): ListingStore {
  const api = createStore<Listing>(() => ({ ...nothing, filter: recall(memory.read()) }))
  const set = (part: Partial<Listing>) => api.setState(part)
  let restsUntil = 0
  let away = false
  /** Answers to what was asked before the question changed are not looked at. */
  let round = 0

  const isHeld = () => away || now() < restsUntil || api.getState().selected.size > 0

  function arrange(known: readonly IncidentView[], filter: Filter, held: boolean): void {
    const { shown: before, selected, current } = api.getState()
    const fresh = matching(known, filter, nameOf)
    const shown = held && before.length > 0 ? inPlace(before, known) : fresh
    const there = new Set(shown.map(({ id }) => id))
    set({
      known,
      filter,
      shown,
      waiting: fresh.filter(({ id }) => !there.has(id)).length,
      selected: present(selected, there),
      current: current === null || there.has(current) ? current : heir(before, shown, current),
    })
  }

  const move = (by: number) => {
    const { shown, current } = api.getState()
    const at = shown.findIndex(({ id }) => id === current)
    const to = Math.min(shown.length - 1, Math.max(0, at === -1 && Number.isFinite(by) ? 0 : at + by))
    const incident = shown[to]
    if (incident === undefined) return null
    set({ current: incident.id })
    return to
  }
  const extendTo = (id: string) => {
    const { shown, anchor, current, selected } = api.getState()
    const place = (wanted: string | null) => shown.findIndex((incident) => incident.id === wanted)
    const to = place(id)
    const from = place(anchor ?? current) === -1 ? to : place(anchor ?? current)
    const range = shown.slice(Math.min(from, to), Math.max(from, to) + 1)
    const anchored = shown[from]?.id ?? null
    set({ current: id, anchor: anchored, selected: new Set([...selected, ...range.map((one) => one.id)]) })
  }

  async function look(): Promise<void> {
    const { filter } = api.getState()
    const asked = round
    const input = { ...spanOf(filter, now()), kinds: [...filter.kinds], limit: mostIncidents }
    const result = await call('incidents.list', input)
    if (asked !== round) return
    if (!result.ok) {
      set({ error: result.error })
      return
    }
    set({ error: null, more: result.value.more })
    const before = api.getState()
    arrange(kept(before.known, result.value.incidents), before.filter, isHeld())
  }

  return {
    ...api,
    look,
    narrow(part) {
      const before = api.getState()
      const filter = { ...before.filter, ...part }
      const asksAnew = filter.range !== before.filter.range || filter.kinds !== before.filter.kinds
      memory.write(JSON.stringify(filter))
      if (before.known === null) set({ filter })
      else arrange(before.known, filter, false)
      if (!asksAnew) return
      round += 1
      void look()
    },
    rest() {
      restsUntil = now() + restMs
    },
    scrolled(isAway) {
      away = isAway
    },
    renew() {
      const { known, filter } = api.getState()
      if (known !== null) arrange(known, filter, false)
    },
    amend(changed) {
      const { known, filter } = api.getState()
      const fresh = new Map(changed.map((incident) => [incident.id, incident]))
      // What was asked before this was done would show it undone for a moment.
      round += 1
      set({ amended: changed })
      if (known === null) return
      const amended = known.map((one) => fresh.get(one.id) ?? one)
      arrange(amended, filter, isHeld())
    },
    focus: (id) => set({ current: id }),
    move,
    extend(by) {
      const { current: from, anchor } = api.getState()
      const to = move(by)
      const id = to === null ? undefined : api.getState().shown[to]?.id
      if (id === undefined) return null
      set({ anchor: anchor ?? from })
      extendTo(id)
      return to
    },
    select(id, range) {
      if (range) {
        extendTo(id)
        return
      }
      const selected = new Set(api.getState().selected)
      if (!selected.delete(id)) selected.add(id)
      set({ selected, current: id, anchor: id })
    },
    selectOnly: (ids) => set({ selected: new Set(ids), anchor: null }),
  }
}

const nothing: Listing = {
  filter: plain,
  known: null,
  more: false,
  error: null,
  shown: [],
  waiting: 0,
  current: null,
  anchor: null,
  selected: new Set(),
  amended: [],
}

/** Where the keyboard goes when the row that had it is gone: to what stands there now. */
function heir(before: readonly IncidentView[], shown: readonly IncidentView[], gone: string): string | null {
  const at = before.findIndex(({ id }) => id === gone)
  return shown[Math.min(at, shown.length - 1)]?.id ?? null
}
