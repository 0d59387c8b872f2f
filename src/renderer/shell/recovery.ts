import type { StoreApi } from 'zustand/vanilla'
import type { Page } from '../fleet/looks.ts'
import type { Link } from '../fleet-state.ts'
import type { Call } from '../use-app.ts'

/** Away for less, and nothing has changed that is worth a try. */
const awayForMs = 10_000

export interface RecoveryEnvironment {
  readonly call: Call
  readonly store: Pick<StoreApi<{ readonly link: Link }>, 'subscribe'>
  /** Epoch ms. */
  readonly now: () => number
  readonly page: Page
  /** Told of endpoints that are tried again; not where there are none. */
  readonly onRetried: (ids: readonly string[]) => void
}

/**
 * A page that is seen again asks, once each time, for another try of what was given up. To be called about once a
 * second: a page that slept with its machine hears of no event, and sees by the clock that time went by without it.
 */
export function recoverOnReturn({ call, store, now, page, onRetried }: RecoveryEnvironment): () => void {
  let hiddenAt: number | null = page.document.hidden ? now() : null
  let lastTick = now()
  /** The monitor could not be reached. */
  let isOwed = false

  const ask = async () => {
    const result = await call('fleet.recover', {})
    if (result.ok && result.value.length > 0) onRetried(result.value)
    if (!result.ok) isOwed = result.error.code === 'disconnected'
  }
  const leave = () => {
    hiddenAt ??= now()
  }
  const comeBack = () => {
    if (page.document.hidden || hiddenAt === null) return
    const away = now() - hiddenAt
    hiddenAt = null
    lastTick = now()
    if (away >= awayForMs) void ask()
  }

  page.addEventListener('pagehide', leave)
  page.addEventListener('pageshow', comeBack)
  page.document.addEventListener('visibilitychange', () => (page.document.hidden ? leave() : comeBack()))
  store.subscribe(({ link }) => {
    if (!isOwed || link !== 'open') return
    isOwed = false
    void ask()
  })

  return () => {
    const slept = now() - lastTick
    lastTick = now()
    // A hidden page's timers are held back by the browser.
    if (page.document.hidden || slept < awayForMs) return
    hiddenAt = null
    void ask()
  }
}
