import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AppInfo, Notice } from '../shared/contract.ts'
import type { SettingsView, WatchedView } from '../shared/screens.ts'
import { inPlace, matching, type Row, rowOf, worstFirst } from './fleet/order.ts'
import { canRetry, type ShownState, tally } from './fleet/state.ts'

/** Whether the monitor can be heard: `refused` when it answers, but knows this browser no longer. */
export type Link = 'connecting' | 'open' | 'lost' | 'refused'

/** What a command came to: null when all went well, else a sentence. */
export type Complaint = string | null

/** What the page asks of the monitor; each resolves, and never rejects. */
export interface Commands {
  retry(id: string): Promise<Complaint>
  stop(id: string): Promise<Complaint>
  start(id: string): Promise<Complaint>
  retryFailed(): Promise<Complaint>
}

export interface FleetState {
  readonly link: Link
  /** Null until the first snapshot came. */
  readonly views: ReadonlyMap<string, WatchedView> | null
  readonly about: AppInfo | null
  /** Null until told. */
  readonly settings: SettingsView | null
  readonly problems: readonly Notice[]
  readonly complaint: Complaint
  /** Epoch ms; moves once a second, and stands still while the monitor is not heard. */
  readonly now: number
  readonly filter: ShownState | null
  readonly search: string
  readonly selected: string | null
  /** Derived: all rows, the worst first. */
  readonly all: readonly Row[]
  /** Derived: those that filter and search leave. */
  readonly rows: readonly Row[]
  /** Derived: how many endpoints are in each state. */
  readonly tally: Readonly<Record<ShownState, number>>
}

/** Whether what is shown is the last word of a monitor that is not heard any more. */
export function isStale({ link }: FleetState): boolean {
  return link === 'lost' || link === 'refused'
}

const beginning: FleetState = {
  link: 'connecting',
  views: null,
  about: null,
  settings: null,
  problems: [],
  complaint: null,
  now: 0,
  filter: null,
  search: '',
  selected: null,
  all: [],
  rows: [],
  tally: tally([]),
}

export interface FleetStore extends StoreApi<FleetState> {
  /** All endpoints as they are now. */
  snapshot(views: readonly WatchedView[]): void
  /** What changed since; patches that come close together are shown together. */
  patch(changed: readonly WatchedView[], removed: readonly string[]): void
  linked(link: Link): void
  told(about: AppInfo): void
  problems(problems: readonly Notice[]): void
  settings(settings: SettingsView): void
  complain(complaint: Complaint): void
  tick(): void
  /** The pointer is over a button: for a moment no row moves away from under it. */
  rest(): void
  filterBy(state: ShownState | null): void
  searchFor(search: string): void
  select(id: string): void
  /** Moves the selection by rows; returns the index it went to, or null in an empty list. */
  move(by: number): number | null
  /** Takes filter, search and complaint away. */
  clear(): void
  retry(id: string): Promise<void>
  stop(id: string): Promise<void>
  start(id: string): Promise<void>
  retryFailed(): Promise<void>
}

export interface StoreEnvironment {
  readonly commands: Commands
  /** Epoch ms. */
  readonly now: () => number
  /** Runs the function a moment later, once. */
  readonly soon: (run: () => void) => void
}

/** How long the order rests after the pointer moved over a button; a parked pointer does not hold it for ever. */
export const restMs = 2000

/** The page's whole state, without React. Named transitions; nothing else changes it. */
export function createFleetStore({ commands, now, soon }: StoreEnvironment): FleetStore {
  const api = createStore<FleetState>(() => ({ ...beginning, now: now() }))
  const set = (part: Partial<FleetState>) => api.setState(part)
  const pending = new Map<string, WatchedView | null>()

  let restsUntil = 0
  let unsorted = false

  const show = (views: ReadonlyMap<string, WatchedView>) => {
    const { filter, search, all: before } = api.getState()
    const list = [...views.values()].map(rowOf)
    unsorted = now() < restsUntil
    const all = unsorted ? inPlace(list, before) : worstFirst(list)
    set({
      views,
      all,
      rows: matching(all, filter, search),
      tally: tally(all.map((row) => row.state)),
      now: now(),
    })
  }
  const narrow = (filter: ShownState | null, search: string) =>
    set({ filter, search, rows: matching(api.getState().all, filter, search) })

  const flush = () => {
    const { views } = api.getState()
    if (pending.size === 0 || views === null) return
    const next = new Map(views)
    for (const [id, view] of pending) {
      if (view === null) next.delete(id)
      else next.set(id, view)
    }
    pending.clear()
    show(next)
  }
  const carryOut = async (command: Promise<Complaint>) => set({ complaint: await command })

  return {
    ...api,
    snapshot: (views) => {
      pending.clear()
      show(new Map(views.map((view) => [view.id, view])))
    },
    patch: (changed, removed) => {
      if (pending.size === 0) soon(flush)
      for (const id of removed) pending.set(id, null)
      for (const view of changed) pending.set(view.id, view)
    },
    linked: (link) => set(link === 'open' ? { link, complaint: null } : { link }),
    told: (about) => set({ about }),
    problems: (problems) => set({ problems }),
    settings: (settings) => set({ settings }),
    complain: (complaint) => set({ complaint }),
    tick: () => {
      const { link, views } = api.getState()
      if (link !== 'open') return
      if (unsorted && views !== null && now() >= restsUntil) show(views)
      else set({ now: now() })
    },
    rest: () => {
      restsUntil = now() + restMs
    },
    filterBy: (state) => narrow(state, api.getState().search),
    searchFor: (search) => narrow(api.getState().filter, search),
    select: (id) => set({ selected: id }),
    move: (by) => {
      const { rows, selected } = api.getState()
      const at = rows.findIndex((row) => row.view.id === selected)
      const to = Math.min(rows.length - 1, Math.max(0, at === -1 ? 0 : at + by))
      const row = rows[to]
      if (row === undefined) return null
      set({ selected: row.view.id })
      return to
    },
    clear: () => {
      set({ complaint: null })
      narrow(null, '')
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
    retryFailed: () => carryOut(commands.retryFailed()),
  }
}
