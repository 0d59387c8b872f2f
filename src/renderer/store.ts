import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AppInfo, Notice } from '../shared/contract.ts'
import type { SettingsView, WatchedView, WatchingView } from '../shared/screens.ts'
import { type Arrangement, type Memory, recall } from './fleet/arrangement.ts'
import { type Item, layOut } from './fleet/items.ts'
import type { Missed } from './fleet/looks.ts'
import { createSorter, inPlace, matching, rowOf } from './fleet/order.ts'
import { extendTo, present, toggle } from './fleet/selection.ts'
import { canRetry, tally } from './fleet/state.ts'
import { createTrafficMeter } from './fleet/traffic.ts'
import { beginning, type Commands, type Complaint, type FleetState, type Link } from './fleet-state.ts'

export { type Commands, type Complaint, type FleetState, isStale, type Link } from './fleet-state.ts'

export interface FleetStore extends StoreApi<FleetState> {
  /** All endpoints as they are now. */
  snapshot(views: readonly WatchedView[]): void
  /** What changed since; patches that come close together are shown together. */
  patch(changed: readonly WatchedView[], removed: readonly string[]): void
  linked(link: Link): void
  told(about: AppInfo): void
  problems(problems: readonly Notice[]): void
  watching(watching: WatchingView): void
  settings(settings: SettingsView): void
  complain(complaint: Complaint): void
  /** What happened while nobody looked; null when that was seen. */
  missed(missed: Missed | null): void
  tick(): void
  /** The pointer is over a button: for a moment no row moves away from under it. */
  rest(): void
  /** Sorts, groups, filters and folds; kept for the next visit. */
  arrange(part: Partial<Arrangement>): void
  searchFor(search: string): void
  /** Gives the keyboard to an item. */
  focus(key: string): void
  /** Moves the keyboard by items; returns the index it went to, or null in an empty list. */
  move(by: number): number | null
  /** The same, and selects where it was and where it goes. */
  extend(by: number): number | null
  /** Selects the item's endpoints, or no longer; with `range` all from the last one to it. */
  select(item: Item, range: boolean): void
  /** Selects these endpoints and no others. */
  selectOnly(ids: readonly string[]): void
  /** Takes filters, search and complaint away. */
  clear(): void
  retry(id: string): Promise<void>
  stop(id: string): Promise<void>
  start(id: string): Promise<void>
}

export interface StoreEnvironment {
  readonly commands: Commands
  /** Epoch ms. */
  readonly now: () => number
  /** Runs the function a moment later, once. */
  readonly soon: (run: () => void) => void
  /** Without one nothing outlives a reload. */
  readonly memory?: Memory
}

/** How long the order rests after the pointer moved over a button; a parked pointer does not hold it for ever. */
export const restMs = 2000
/** Latencies change with each heartbeat: rows that followed each of them would never stand still. */
export const latencyRestMs = 5000

/** The page's whole state, without React. Named transitions; nothing else changes it. */
export function createFleetStore({ commands, now, soon, memory }: StoreEnvironment): FleetStore {
  const first = { ...beginning, now: now(), arrangement: recall(memory?.read() ?? null) }
  const api = createStore<FleetState>(() => first)
  const set = (part: Partial<FleetState>) => api.setState(part)
  const pending = new Map<string, WatchedView | null>()
  const sorted = createSorter()
  const meter = createTrafficMeter()

  let restsUntil = 0
  let unsorted = false

  const show = (views: ReadonlyMap<string, WatchedView>) => {
    const { arrangement, search, all: before, selected } = api.getState()
    const list = [...views.values()].map(rowOf)
    unsorted = now() < restsUntil
    const all = unsorted ? inPlace(list, before) : sorted(list, arrangement.sort)
    if (!unsorted && arrangement.sort === 'latency') restsUntil = now() + latencyRestMs
    const rows = matching(all, search, arrangement)
    set({
      views,
      all,
      rows,
      items: layOut(rows, arrangement),
      tally: tally(all.map((row) => row.state)),
      selected: present(selected, views),
      now: now(),
    })
  }
  const narrow = (arrangement: Arrangement, search: string) => {
    const rows = matching(api.getState().all, search, arrangement)
    set({ arrangement, search, rows, items: layOut(rows, arrangement) })
  }

  const flush = () => {
    const { views } = api.getState()
    if (pending.size === 0 || views === null) return
    const next = new Map(views)
    for (const [id, view] of pending) {
      if (view === null) next.delete(id)
      else {
        meter.note(next.get(id), view)
        next.set(id, view)
      }
    }
    pending.clear()
    show(next)
  }
  const move = (by: number) => {
    const { items, current } = api.getState()
    const at = items.findIndex((item) => item.key === current)
    const to = Math.min(items.length - 1, Math.max(0, at === -1 && Number.isFinite(by) ? 0 : at + by))
    const item = items[to]
    if (item === undefined) return null
    set({ current: item.key })
    return to
  }
  const carryOut = async (command: Promise<Complaint>) => set({ complaint: await command })

  return {
    ...api,
    snapshot: (views) => {
      pending.clear()
      meter.reset()
      show(new Map(views.map((view) => [view.id, view])))
    },
    patch: (changed, removed) => {
      if (pending.size === 0) soon(flush)
      for (const id of removed) pending.set(id, null)
      for (const view of changed) pending.set(view.id, view)
    },
    linked: (link) => set(link === 'open' ? { link, complaint: null } : { link, traffic: null }),
    told: (about) => set({ about }),
    problems: (problems) => set({ problems }),
    watching: (watching) => set({ watching }),
    settings: (settings) => set({ settings }),
    complain: (complaint) => set({ complaint }),
    missed: (missedOutages) => set({ missedOutages }),
    tick: () => {
      const { link, views } = api.getState()
      if (link !== 'open') return
      const traffic = meter.rate(now())
      if (unsorted && views !== null && now() >= restsUntil) show(views)
      set({ now: now(), traffic })
    },
    rest: () => {
      restsUntil = Math.max(restsUntil, now() + restMs)
    },
    arrange: (part) => {
      const { arrangement, search, views } = api.getState()
      const next = { ...arrangement, ...part }
      memory?.write(JSON.stringify(next))
      narrow(next, search)
      if (next.sort === arrangement.sort || views === null) return
      restsUntil = 0
      show(views)
    },
    searchFor: (search) => narrow(api.getState().arrangement, search),
    focus: (key) => set({ current: key }),
    move,
    extend: (by) => {
      const { current: from } = api.getState()
      const to = move(by)
      const state = api.getState()
      const item = to === null ? undefined : state.items[to]
      if (item !== undefined) set(extendTo({ ...state, anchor: from }, state.items, item))
      return to
    },
    select: (item, range) => {
      const state = api.getState()
      set(range ? extendTo(state, state.items, item) : toggle(state, item))
    },
    selectOnly: (ids) => set({ selected: new Set(ids), anchor: null }),
    clear: () => {
      const { arrangement } = api.getState()
      set({ complaint: null })
      const next = { ...arrangement, states: [], tags: [], groups: [] }
      memory?.write(JSON.stringify(next))
      narrow(next, '')
    },
    retry: async (id) => {
      const view = api.getState().views?.get(id)
      if (view && canRetry(view)) await carryOut(commands.retry(id))
      else if (view?.phase === 'stopped') await carryOut(commands.start(id))
    },
    stop: async (id) => {
      if (api.getState().views?.get(id)?.phase !== 'stopped') await carryOut(commands.stop(id))
    },
    start: (id) => carryOut(commands.start(id)),
  }
}
