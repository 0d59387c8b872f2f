import type { AttemptView, EventView } from '../../shared/view.ts'

/** How many attempts and events an endpoint keeps (7-interfaces.md, "Local API"). */
export const ringSize = 200
/** Characters that are kept of each of an event's texts: data, type and id. A server may make any of them a megabyte. */
const longestText = 16 * 1024
/** What an event costs beside its text, roughly: the object, its links, its place in the ring. */
const overheadBytes = 200

/** The newest items, oldest first; takes no room before the first. */
export interface Ring<Item> {
  push(item: Item): void
  /** Puts another item in the place of the newest; nothing where there is none. */
  amend(change: (newest: Item) => Item): void
  items(): readonly Item[]
}

export function createRing<Item>(limit = ringSize): Ring<Item> {
  const items: Item[] = []
  return {
    push(item) {
      items.push(item)
      if (items.length > limit) items.shift()
    },
    amend(change) {
      const newest = items.pop()
      if (newest !== undefined) items.push(change(newest))
    },
    items: () => items,
  }
}

/** An attempt as kept: `at` is epoch ms, which takes less room than its text. */
export type KeptAttempt = Omit<AttemptView, 'at'> & { readonly at: number }

export function attemptViews(ring: Ring<KeptAttempt>): AttemptView[] {
  return ring.items().map((attempt) => ({ ...attempt, at: isoTime(attempt.at) }))
}

/** An event as it arrived: `at` is epoch ms, `data` whole. */
export type ArrivedEvent = Omit<EventView, 'at' | 'cut'> & { readonly at: number }

/** The newest events of one endpoint, oldest first; gives room to newer ones of other endpoints. */
export interface EventRing {
  push(event: ArrivedEvent): void
  views(): EventView[]
  /** Frees everything: the endpoint is gone. */
  clear(): void
}

/** The bytes that all event rings hold together, and the order in which they came. */
export interface EventBudget {
  readonly limit: number
  /** Bytes held now: an upper estimate (two for each character). */
  held: number
  oldest: Entry | null
  newest: Entry | null
}

/** One flat object for each event: 200 of them an endpoint. */
interface Entry extends ArrivedEvent {
  readonly cut: boolean
  readonly cost: number
  readonly entries: Entry[]
  older: Entry | null
  newer: Entry | null
}

/** `limit` in bytes, over all rings that share the budget. The oldest event of all goes first. */
export function createEventBudget(limit: number): EventBudget {
  return { limit, held: 0, oldest: null, newest: null }
}

export function createEventRing(budget: EventBudget, limit = ringSize): EventRing {
  const entries: Entry[] = []

  return {
    push(event) {
      const entry = keep(event, entries, budget.newest)
      entries.push(entry)
      append(budget, entry)
      if (entries.length > limit) dropOldest(budget, entries)
      while (budget.held > budget.limit && budget.oldest !== null) dropOldest(budget, budget.oldest.entries)
    },
    views: () => entries.map(viewOf),
    clear() {
      while (entries.length > 0) dropOldest(budget, entries)
    },
  }
}

function keep(event: ArrivedEvent, entries: Entry[], older: Entry | null): Entry {
  const { at, kind, bytes } = event
  const data = kept(event.data)
  const lastEventId = event.lastEventId === null ? null : kept(event.lastEventId)
  const last = entries.at(-1)
  // Mostly what came before: then one text serves both.
  const type = last?.type === event.type ? last.type : kept(event.type)
  return {
    at,
    kind,
    type,
    data,
    lastEventId,
    bytes,
    cut: isLong(event.data) || isLong(event.type) || isLong(event.lastEventId ?? ''),
    cost: overheadBytes + 2 * (data.length + type.length + (lastEventId?.length ?? 0)),
    entries,
    older,
    newer: null,
  }
}

function viewOf({ at, kind, type, data, lastEventId, bytes, cut }: Entry): EventView {
  return { at: isoTime(at), kind, type, data, lastEventId, bytes, cut }
}

function append(budget: EventBudget, entry: Entry): void {
  if (budget.newest === null) budget.oldest = entry
  else budget.newest.newer = entry
  budget.newest = entry
  budget.held += entry.cost
}

/** Each ring is in the order of arrival, and so is the list of all: the first of a ring is its oldest. */
function dropOldest(budget: EventBudget, entries: Entry[]): void {
  const entry = entries.shift()
  if (entry === undefined) return
  if (entry.older === null) budget.oldest = entry.newer
  else entry.older.newer = entry.newer
  if (entry.newer === null) budget.newest = entry.older
  else entry.newer.older = entry.older
  entry.older = null
  entry.newer = null
  budget.held -= entry.cost
}

function isLong(text: string): boolean {
  return text.length > longestText
}

function kept(text: string): string {
  return detached(isLong(text) ? beginning(text) : text)
}

/** Never ends in half of a character. */
function beginning(text: string): string {
  const last = text.charCodeAt(longestText - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? longestText - 1 : longestText)
}

/**
 * A text of its own: V8 keeps the whole chunk alive for a slice of it, so that 200 short events could hold 200
 * chunks outside of any budget. Joining and slicing copies; below 13 characters V8 copies by itself.
 */
function detached(text: string): string {
  return text.length < 13 ? text : ` ${text}`.slice(1)
}

function isoTime(at: number): string {
  return new Date(at).toISOString()
}
