import type { StoreApi } from 'zustand/vanilla'
import type { AppInfo } from '../../shared/contract.ts'
import type { OutageView } from '../../shared/screens.ts'
import type { Call } from '../use-app.ts'
import type { Memory } from './arrangement.ts'

/** Who was away for less has seen it all. */
export const awayMs = 5 * 60_000
/** An outage begins with the last sign of life, and is noticed later: it may have begun before the person left. */
const noticedWithinMs = 60_000

/** What happened while nobody looked. */
export interface Missed {
  /** Epoch ms at which the person last looked. */
  readonly since: number
  /** The newest first; never empty. */
  readonly outages: readonly OutageView[]
}

/** Of the browser's window only what tells whether somebody looks. */
export interface Page extends EventTarget {
  readonly document: EventTarget & { readonly hidden: boolean; hasFocus(): boolean }
}

/** Of the store only what is needed here. */
interface Teller extends Pick<StoreApi<{ readonly about: AppInfo | null }>, 'getState' | 'subscribe'> {
  missed(missed: Missed | null): void
}

export interface LooksEnvironment {
  readonly call: Call
  readonly store: Teller
  /** Epoch ms. */
  readonly now: () => number
  readonly page: Page
  /** Lives as long as the window's session: a reload is not a first look. */
  readonly session: Memory
}

/** Tells the monitor when the person looks away, and the person, on coming back, what happened meanwhile. */
export function watchLooks({ call, store, now, page, session }: LooksEnvironment): void {
  let leftAt: number | null = null

  const ask = async (since: number) => {
    const result = await call('fleet.outages', { since })
    // A monitor that does not answer is told by its own banner.
    if (result.ok) store.missed(missedSince(since, result.value))
  }
  const leave = () => {
    if (leftAt !== null) return
    leftAt = now()
    void call('app.looked', {})
  }
  const comeBack = () => {
    if (leftAt === null || page.document.hidden) return
    const since = leftAt
    leftAt = null
    if (now() - since >= awayMs) void ask(since)
  }

  page.addEventListener('blur', leave)
  page.addEventListener('pagehide', leave)
  page.addEventListener('focus', comeBack)
  page.document.addEventListener('visibilitychange', () => {
    if (page.document.hidden) leave()
    else if (page.document.hasFocus()) comeBack()
  })

  if (session.read() !== null) return
  const greet = () => {
    const { about } = store.getState()
    if (about === null) return
    forget()
    session.write('looked')
    if (about.lookedAt !== null) void ask(about.lookedAt)
  }
  const forget = store.subscribe(greet)
  greet()
}

/** What is new to somebody who last looked then: what began since, and what ended. Null where there is nothing. */
export function missedSince(since: number, outages: readonly OutageView[]): Missed | null {
  const news = outages.filter(
    ({ start, end }) => end !== null || Date.parse(start) >= since - noticedWithinMs,
  )
  return news.length === 0 ? null : { since, outages: news }
}
