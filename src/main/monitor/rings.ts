import type { EventPage } from '../../shared/screens.ts'
import type { AttemptView, EventView } from '../../shared/view.ts'

/** How many attempts an endpoint keeps, and how many events of it the API shows (7-interfaces.md, "Local API"). */
export const ringSize = 200
/** Characters that are kept of each of an event's texts: data, type and id. A server may make any of them a megabyte. */
const longestText = 16 * 1024
/** What an event costs beside its text, roughly: the object, its links, its place in the ring. */
const overheadBytes = 200
/** Characters of a page of events: what a screen is sent at once. */
const longestPage = 1024 * 1024

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
  return ring.items().map(attemptView)
}

/** The newest `most` of those that were sent between `from` and `to`, epoch ms; oldest first. */
export function attemptsWithin(
  ring: Ring<KeptAttempt>,
  from: number,
  to: number,
  most: number,
): AttemptView[] {
  const within = ring.items().filter(({ at }) => Math.trunc(at) >= from && Math.trunc(at) <= to)
  return within.slice(-most).map(attemptView)
}

function attemptView(attempt: KeptAttempt): AttemptView {
  return { ...attempt, at: isoTime(attempt.at) }
}

/** An event as it arrived: `at` is epoch ms, `data` whole. */
export type ArrivedEvent = Omit<EventView, 'at' | 'cut'> & { readonly at: number }

/** The newest events of one endpoint, oldest first; gives room to newer ones of other endpoints. */
export interface EventRing {
  push(event: ArrivedEvent): void
  /** The newest 200. */
  views(): EventView[]
  /**
   * Those after the one numbered `after`, or the newest: at most `limit` and a megabyte, the newest of them. A number
   * that is yet to come stands for an earlier run of the monitor, and asks for the newest.
   */
  page(after: number | null, limit: number): EventPage
  /** The newest first, as they are kept. */
  newest(): Iterable<KeptEvent>
  /** Keeps so many from now on. */
  resize(limit: number): void
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

export interface KeptEvent extends ArrivedEvent {
  /** Only the beginning of the data was kept. */
  readonly cut: boolean
}

/** One flat object for each event: 200 of them an endpoint. */
interface Entry extends KeptEvent {
  readonly cost: number
  readonly held: Held
  older: Entry | null
  newer: Entry | null
}

/** What one ring holds. The oldest always goes first, so that the numbers of those held have no gap. */
interface Held {
  readonly entries: Entry[]
  bytes: number
}

/** `limit` in bytes, over all rings that share the budget. The oldest event of all goes first. */
export function createEventBudget(limit: number): EventBudget {
  return { limit, held: 0, oldest: null, newest: null }
}

export function createEventRing(budget: EventBudget, firstLimit = ringSize): EventRing {
  const held: Held = { entries: [], bytes: 0 }
  const { entries } = held
  let limit = firstLimit
  /** The number of the newest event. */
  let seq = 0

  function page(after: number | null, most: number): EventPage {
    const known = after === null || after > seq ? null : after
    const wanted = Math.min(most, entries.length, known === null ? entries.length : seq - known)
    const begin = beginOfPage(entries, wanted)
    const first = seq - entries.length + 1
    const events = entries
      .slice(begin)
      .map((entry, index) => ({ ...viewOf(entry), seq: first + begin + index }))
    return {
      events,
      skipped: known === null ? 0 : seq - known - events.length,
      held: { count: entries.length, bytes: held.bytes, limit },
    }
  }

  return {
    push(event) {
      seq++
      const entry = keep(event, held, budget.newest)
      entries.push(entry)
      append(budget, entry)
      if (entries.length > limit) dropOldest(budget, held)
      while (budget.held > budget.limit && budget.oldest !== null) dropOldest(budget, budget.oldest.held)
    },
    views: () => entries.slice(-ringSize).map(viewOf),
    page,
    *newest() {
      for (let index = entries.length - 1; index >= 0; index--) {
        const entry = entries[index]
        if (entry) yield entry
      }
    },
    resize(next) {
      limit = next
      while (entries.length > limit) dropOldest(budget, held)
    },
    clear() {
      while (entries.length > 0) dropOldest(budget, held)
    },
  }
}

/** Where the newest `wanted` entries begin, or fewer of them that fit into a page; always one where there is one. */
function beginOfPage(entries: readonly Entry[], wanted: number): number {
  let left = longestPage
  let begin = entries.length
  while (begin > entries.length - wanted) {
    const { data, type, lastEventId } = entries[begin - 1] ?? { data: '', type: '', lastEventId: null }
    left -= data.length + type.length + (lastEventId?.length ?? 0)
    if (left < 0 && begin < entries.length) break
    begin--
  }
  return begin
}

function keep(event: ArrivedEvent, held: Held, older: Entry | null): Entry {
  const { at, kind, bytes } = event
  const data = kept(event.data)
  const lastEventId = event.lastEventId === null ? null : kept(event.lastEventId)
  const last = held.entries.at(-1)
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
    held,
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
  entry.held.bytes += entry.cost
}

/** Each ring is in the order of arrival, and so is the list of all: the first of a ring is its oldest. */
function dropOldest(budget: EventBudget, held: Held): void {
  const entry = held.entries.shift()
  if (entry === undefined) return
  if (entry.older === null) budget.oldest = entry.newer
  else entry.older.newer = entry.newer
  if (entry.newer === null) budget.newest = entry.older
  else entry.newer.older = entry.older
  entry.older = null
  entry.newer = null
  budget.held -= entry.cost
  held.bytes -= entry.cost
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
