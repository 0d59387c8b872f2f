import type { AppInfo, Notice } from '../shared/contract.ts'
import type { SettingsView, WatchedView, WatchingView } from '../shared/screens.ts'
import { type Arrangement, plain } from './fleet/arrangement.ts'
import type { Item } from './fleet/items.ts'
import type { Missed } from './fleet/looks.ts'
import type { Row } from './fleet/order.ts'
import { nothingSelected, type Selection } from './fleet/selection.ts'
import { type ShownState, tally } from './fleet/state.ts'
import type { Traffic } from './fleet/traffic.ts'

/** Whether the monitor can be heard: `refused` when it answers, but knows this browser no longer. */
export type Link = 'connecting' | 'open' | 'lost' | 'refused'

/** What a command came to: null when all went well, else a sentence. */
export type Complaint = string | null

/** What the page asks of the monitor; each resolves, and never rejects. */
export interface Commands {
  retry(id: string): Promise<Complaint>
  stop(id: string): Promise<Complaint>
  start(id: string): Promise<Complaint>
}

export interface FleetState extends Selection {
  readonly link: Link
  /** Null until the first snapshot came. */
  readonly views: ReadonlyMap<string, WatchedView> | null
  readonly about: AppInfo | null
  /** Null until told. */
  readonly settings: SettingsView | null
  /** How it stands with the watching itself; null until told. */
  readonly watching: WatchingView | null
  readonly problems: readonly Notice[]
  readonly complaint: Complaint
  /** Epoch ms; moves once a second, and stands still while the monitor is not heard. */
  readonly now: number
  /** Null until it was measured. */
  readonly traffic: Traffic | null
  /** What happened while nobody looked; null where there is nothing to tell. */
  readonly missedOutages: Missed | null
  readonly arrangement: Arrangement
  readonly search: string
  /** Derived: all rows, as the arrangement sorts them. */
  readonly all: readonly Row[]
  /** Derived: those that filters and search leave. */
  readonly rows: readonly Row[]
  /** Derived: these rows as the list shows them, with headers and folded lines. */
  readonly items: readonly Item[]
  /** Derived: how many endpoints are in each state. */
  readonly tally: Readonly<Record<ShownState, number>>
}

/** Whether what is shown is the last word of a monitor that is not heard any more. */
export function isStale({ link }: FleetState): boolean {
  return link === 'lost' || link === 'refused'
}

/** Before anything was heard. */
export const beginning: FleetState = {
  ...nothingSelected,
  link: 'connecting',
  views: null,
  about: null,
  settings: null,
  watching: null,
  problems: [],
  complaint: null,
  now: 0,
  traffic: null,
  missedOutages: null,
  arrangement: plain,
  search: '',
  all: [],
  rows: [],
  items: [],
  tally: tally([]),
}
